"""The questions of a guide: typed one a line, and known by their words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from interviews.forms.guides import arrange
from interviews.models import Guide, Question
from tests.factories.interviews import GuideFactory, StudyFactory
from tests.interviews.talk import talk


def save(client, guide, questions):
    return client.post(
        f"/guides/{guide.pk}/edit/",
        {"title": guide.title, "questions": questions, "version": Guide.objects.get(pk=guide.pk).version},
    )


def ids():
    return dict(Question.objects.values_list("text", "pk"))


def test_questions_keep_their_ids_while_their_words_stay(as_researcher):
    guide = GuideFactory()
    save(as_researcher, guide, "Who?\nWhat?\nWhen?")
    before = ids()
    save(as_researcher, guide, "\n  When? \nWhere?\n\nWho?\nWho?\n")
    after = ids()
    assert list(guide.questions.values_list("text", flat=True)) == ["When?", "Where?", "Who?"]
    assert (after["Who?"], after["When?"]) == (before["Who?"], before["When?"])


def test_interviews_keep_the_questions_they_were_started_with(as_researcher, researcher):
    guide = GuideFactory()
    save(as_researcher, guide, "Who?\nWhat?")
    interview = talk(researcher, study=StudyFactory(guide=guide))
    save(as_researcher, guide, "Why?")
    assert list(interview.questions.values_list("text", flat=True)) == ["Who?", "What?"]


@pytest.mark.parametrize(
    ("typed", "says"), [("Fine\n" + "x" * 501, "Question 2"), ("\n".join(map(str, range(201))), "201")]
)
def test_too_long_and_too_many_are_refused_in_words(as_researcher, typed, says):
    guide = GuideFactory()
    answer = save(as_researcher, guide, typed)
    assert answer.status_code == 422
    assert says in str(answer.context["form"].errors["questions"])
    assert typed.splitlines()[-1] in answer.text
    assert not Question.objects.exists()


def test_a_conflict_shows_the_questions_of_both(as_researcher):
    guide = GuideFactory()
    save(as_researcher, guide, "Theirs?")
    late = as_researcher.post(f"/guides/{guide.pk}/edit/", {"title": guide.title, "questions": "Mine?", "version": 1})
    assert late.status_code == 409
    assert "Theirs?" in late.text
    assert "Mine?" in late.text


class AnyEdits(TestCase):
    """Whatever is typed, in whatever order: the guide has those questions, and kept words keep their id."""

    @given(st.lists(st.lists(st.sampled_from("abcdefg"), unique=True), min_size=1, max_size=5))
    def test_any_sequence_of_edits(self, edits):
        guide = GuideFactory()
        known: dict[str, int] = {}
        for texts in edits:
            arrange(guide, texts)
            rows = list(guide.questions.values_list("text", "pk"))
            assert [text for text, _ in rows] == texts
            assert all(known[text] == pk for text, pk in rows if text in known)
            known = dict(rows)
