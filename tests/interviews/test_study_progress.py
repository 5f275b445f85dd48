"""How far a study is: interviews of those planned, by persona, and for each question the interviews behind it."""

import pytest
from django.utils import timezone

from interviews.models import Act, Interview, InterviewQuestion, Persona
from tests.factories import interviews as made
from tests.interviews.talk import talk

NOW = timezone.now()


@pytest.fixture
def study(researcher):
    """A study with a guide of three questions, two complete interviews with engineers and a draft with nobody known."""
    guide = made.GuideFactory()
    for place, text in enumerate(["Who told you?", "What then?", "Whom else?"], 1):
        made.QuestionFactory(guide=guide, position=place, text=text)
    study = made.StudyFactory(guide=guide)
    engineer = made.PersonaFactory(name="Data engineer")
    for name in ("Maya Lindqvist", "Jun Ito"):
        talk(researcher, name, "", study=study, persona=engineer)
    talk(researcher, "Somebody New", "", study=study, draft=True)
    return study


def context(client, study):
    return client.get(study.get_absolute_url()).context


def edit(client, study, **planned):
    study.refresh_from_db()
    sent = {"title": study.title, "guide": study.guide_id, "status": study.status, "version": study.version, **planned}
    return client.post(f"/studies/{study.pk}/edit/", sent)


def test_progress_is_told_by_persona_against_the_plan(as_researcher, study):
    engineer, analyst = Persona.objects.get(), made.PersonaFactory(name="Data analyst")
    edit(as_researcher, study, **{f"planned_{engineer.pk}": 5, f"planned_{analyst.pk}": 3})
    seen = context(as_researcher, study)
    assert [(str(one.persona), one.complete, one.planned, one.missing, one.drafts) for one in seen["parts"]] == [
        ("Data engineer", 2, 5, 3, 0),
        ("Data analyst", 0, 3, 3, 0),
        ("None", 0, 0, 0, 1),
    ]
    assert (seen["complete"], seen["planned"]) == (2, 8)


def test_a_plan_is_changed_in_one_act_and_taken_back(as_researcher, study):
    engineer = Persona.objects.get()
    field = f"planned_{engineer.pk}"
    edit(as_researcher, study, **{field: 5})
    edit(as_researcher, study, **{field: 7})
    deeds = as_researcher.get(study.get_history_url()).context["deeds"]
    assert [(step.label, step.old, step.new) for step in deeds[0].steps] == [
        ("Data engineer: interviews planned", "5", "7")
    ]
    as_researcher.post(f"/history/{Act.objects.latest('pk').pk}/undo/")
    assert context(as_researcher, study)["planned"] == 5
    assert as_researcher.get(f"/studies/{study.pk}/edit/").context["form"][field].value() == 5


@pytest.mark.parametrize("value", ["-1", "1000", "9" * 30, "x"])
def test_an_odd_plan_is_refused_at_its_field(as_researcher, study, value):
    field = f"planned_{Persona.objects.get().pk}"
    answer = edit(as_researcher, study, **{field: value})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]


def test_a_question_tells_where_it_was_asked_and_how_it_went(as_researcher, study):
    first, second = Interview.objects.complete()
    ticked = InterviewQuestion.objects.filter(text="Who told you?")
    ticked.filter(interview=first).update(asked_at=NOW, answered="yes")
    ticked.filter(interview=second).update(asked_at=NOW, answered="partly")
    InterviewQuestion.objects.filter(text="What then?", interview=second).update(asked_at=NOW)
    answer = as_researcher.get(study.get_absolute_url())
    told, then, whom = answer.context["questions"]
    assert told.tally == "Asked 2 times, answered 1, partly 1"
    assert {row.interview for row in told.shown} == {first, second}
    assert then.tally == "Asked once, never answered"
    assert (whom.tally, whom.stood) == ("Not asked yet", 3)
    assert [round(length) for _, _, length in told.bars] == [33, 33, 0]
    assert answer.text.count(first.reference) >= 1


def test_a_question_of_the_guide_that_stood_nowhere_is_told_too(as_researcher, study):
    made.QuestionFactory(guide=study.guide, position=4, text="And now?")
    *_, last = context(as_researcher, study)["questions"]
    assert (last.text, last.tally) == ("And now?", "Never stood in an interview")


def test_restricted_interviews_are_not_behind_it(as_stranger, study):
    hidden = Interview.objects.complete().first()
    InterviewQuestion.objects.filter(interview=hidden).update(asked_at=NOW, answered="yes")
    Interview.objects.filter(pk=hidden.pk).update(restricted=True)
    seen = as_stranger.get(study.get_absolute_url())
    assert hidden.reference not in seen.text
    assert seen.context["questions"][0].times_asked == 0
    assert seen.context["complete"] == 1


def test_names_stay_hidden_from_those_who_read_pseudonyms(as_viewer, study):
    InterviewQuestion.objects.update(asked_at=NOW)
    assert "Maya" not in as_viewer.get(study.get_absolute_url()).text
