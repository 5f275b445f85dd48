"""The history of a record: readable differences, nothing hidden comes back, and undo of one act."""

import pytest

from interviews.differing import compared
from interviews.models import Act, Interview, PainPoint
from tests.budgets import budget
from tests.factories.interviews import (
    CodeFactory,
    CompanyFactory,
    InterviewFactory,
    MentionFactory,
    PainPointFactory,
    PersonFactory,
    StudyFactory,
)
from tests.interviews.talk import talk

pytestmark = pytest.mark.django_db


def edit(client, record, **sent):
    record.refresh_from_db()
    answer = client.post(f"{record.get_absolute_url()}edit/", {**sent, "version": record.version})
    assert answer.status_code == 302, answer.context["form"].errors


def steps(client, record):
    deeds = client.get(record.get_history_url()).context["deeds"]
    return {step.label: (step.old, step.new) for step in deeds[0].steps} if deeds else {}


def test_values_are_told_as_people_read_them(as_researcher, as_viewer, researcher):
    person, company = PersonFactory(name="Maya Lind", pseudonym="Customer 1"), CompanyFactory(name="Nordkap")
    edit(as_researcher, person, name="Maya Berg", company=company.pk, decision_maker="on", consent=1, email="m@x.org")

    told = steps(as_researcher, person)
    assert told["Name"] == ("Maya Lind", "Maya Berg")
    assert told["Company"] == ("", "Nordkap")
    assert told["Decision maker"] == ("No", "Yes")
    assert told["Consent"] == ("", "Inside the company, without name")
    assert str(researcher) in as_researcher.get(person.get_history_url()).text

    masked = as_viewer.get(person.get_history_url()).text
    assert "Maya" not in masked and "m@x.org" not in masked and "Nordkap" in masked


def test_a_long_text_shows_what_went_and_what_came():
    old = "First line stays.\nThe export takes a whole night and nobody knows why.\nLast line stays."
    pieces = compared(old, old.replace("a whole night", "an hour"))
    assert [(one.how, one.text) for one in pieces if one.how != "same"] == [
        ("old", "a whole night"),
        ("new", "an hour"),
    ]
    assert "Last line" not in "".join(one.text for one in pieces)


def test_past_words_go_with_the_consent(as_researcher, as_viewer, as_stranger, researcher):
    interview = talk(researcher, "Maya Lind", "! Reports are slow")
    assert "Reports are slow" in as_viewer.get(interview.get_history_url()).text

    Interview.objects.update(restricted=True)
    assert as_stranger.get(interview.get_history_url()).status_code == 404
    as_researcher.post(f"/participants/{interview.participants.get().pk}/withdraw/")
    assert "Reports are slow" not in as_researcher.get(interview.get_history_url()).text


def test_a_title_that_was_typed_from_withdrawn_words_does_not_come_back(as_researcher):
    pain = PainPointFactory(title="As Maya said it")
    gone, stays = MentionFactory(pain_point=pain), MentionFactory(pain_point=pain)
    edit(as_researcher, pain, title="Reports are slow")
    assert "As Maya said it" in as_researcher.get(pain.get_history_url()).text
    as_researcher.post(f"/participants/{gone.participant.pk}/withdraw/")
    assert "As Maya said it" not in as_researcher.get(pain.get_history_url()).text
    assert stays.pain_point == pain


def test_one_act_is_undone_from_the_history(as_researcher, as_viewer):
    pain, code = PainPointFactory(title="Slow"), CodeFactory()
    edit(as_researcher, pain, title="Slow reports", codes=[code.pk])
    first = Act.objects.get()
    edit(as_researcher, pain, title="Reports are slow", codes=[code.pk])

    undo = first.get_undo_url(pain.get_history_url())
    assert as_viewer.post(undo).status_code == 403
    answer = as_researcher.post(undo, follow=True)

    pain.refresh_from_db()
    assert (pain.title, pain.codes.count()) == ("Reports are slow", 0)
    assert "1 record was changed since and stays so" in answer.text
    assert "Undone by" in answer.text
    assert as_researcher.post(undo).status_code == 404


def test_nobody_undoes_what_they_may_not_see(as_stranger, as_researcher, researcher):
    interview = InterviewFactory(restricted=True, created_by=researcher)
    mention = MentionFactory(participant__interview=interview)
    as_researcher.post(f"/pain-points/{mention.pain_point.pk}/archive/")
    act = Act.objects.get()
    assert as_stranger.post(act.get_undo_url("/")).status_code == 404
    as_researcher.post(act.get_undo_url("/"))
    assert not PainPoint.objects.get().is_archived


def test_undo_is_offered_to_those_who_may_do_it(as_stranger, as_researcher, as_viewer, as_admin, researcher):
    open_, secret = PainPointFactory(), MentionFactory(participant__interview__restricted=True).pain_point
    with Act.by(researcher, Act.Kind.CHANGED_MANY) as act:
        act.watch(open_, secret)
        PainPoint.objects.update(description="Said again")
    for client, offered in ((as_researcher, True), (as_admin, True), (as_stranger, False), (as_viewer, False)):
        page = client.get(open_.get_history_url())
        assert [deed.can_undo for deed in page.context["deeds"]] == [offered]
        assert (f"/history/{act.pk}/undo/" in page.text) is offered
    assert as_stranger.post(act.get_undo_url("/")).status_code == 404
    Interview.objects.update(restricted=False)
    assert as_stranger.get(open_.get_history_url()).context["deeds"][0].can_undo
    assert as_stranger.post(act.get_undo_url("/")).status_code == 302


def test_a_long_history_goes_on_and_asks_no_more_queries(as_researcher, researcher):
    person, studies = PersonFactory(), StudyFactory.create_batch(2)
    assert "Nothing was changed yet" in as_researcher.get(studies[0].get_history_url()).text
    for number in range(25):
        with Act.by(researcher, Act.Kind.EDITED) as act:
            act.watch(person)
            type(person).objects.update(role=f"Role {number}", company=CompanyFactory())
    with budget("history of a person"):
        page = as_researcher.get(person.get_history_url())
    assert "Role 24" in page.text and "Role 3<" not in page.text
    assert "Role 3<" in as_researcher.get(person.get_history_url() + page.context["more_url"]).text
