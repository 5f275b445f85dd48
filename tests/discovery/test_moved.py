"""How our view of a hypothesis moved: every step, in its order, with what it did; nothing that is hidden comes back."""

import pytest
from django.urls import reverse
from django.utils import timezone

from discovery.evidence import link, unlink
from discovery.models import Evidence, Hypothesis
from discovery.moved import effect, moves
from discovery.weighing import weigh
from interviews.models import Act, Grounds
from tests.factories.discovery import HypothesisFactory
from tests.factories.interviews import InterviewFactory, ParticipantFactory, QuoteFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("stance", "grounds", "gone", "expected"),
    [
        ("supports", Grounds.CONFIRMED, False, "Much more sure."),
        ("supports", Grounds.STATED, False, "More sure."),
        ("supports", Grounds.INTUITION, False, "A little more sure."),
        ("challenges", Grounds.CONFIRMED, False, "Much less sure."),
        ("challenges", Grounds.STATED, False, "Less sure."),
        ("challenges", Grounds.INTUITION, False, "A little less sure."),
        ("supports", Grounds.STATED, True, "Less sure."),
        ("challenges", Grounds.CONFIRMED, True, "Much more sure."),
        ("context", Grounds.CONFIRMED, False, ""),
        ("supports", None, False, ""),
    ],
)
def test_the_firmer_a_source_the_more_it_moves(stance, grounds, gone, expected):
    assert effect(stance, grounds, taken_away=gone) == expected


def told(hypothesis, user):
    hypothesis = Hypothesis.objects.select_related("created_by").get(pk=hypothesis.pk)
    sources = weigh(Evidence.objects.visible_to(user).filter(hypothesis=hypothesis), user)
    return [(move.text, move.said, move.effect) for move in moves(hypothesis, sources)]


def test_what_was_linked_and_taken_away_is_told_with_what_it_did(researcher):
    hypothesis, quote = HypothesisFactory(), QuoteFactory(text="I see who shouts")
    made = link(quote, hypothesis, stance="challenges", reason="First weeks", user=researcher)
    unlink(made, researcher)

    assert told(hypothesis, researcher) == [
        ("Taken away:", "First weeks", "More sure."),
        ("", "First weeks", "Less sure."),
        ("Opened.", "", ""),
    ]


def test_a_link_that_was_undone_at_once_is_not_told(as_researcher, researcher):
    hypothesis = HypothesisFactory()
    link(QuoteFactory(text="Never mind"), hypothesis, stance="supports", reason="", user=researcher)
    Act.objects.latest("pk").undo(researcher)

    assert "Never mind" not in as_researcher.get(hypothesis.get_absolute_url()).content.decode()


def act(user, hypothesis, said="", **facts):
    with Act.by(user, Act.Kind.EDITED) as doing:
        doing.watch(hypothesis)
        for name, value in facts.items():
            setattr(hypothesis, name, value)
        if said:
            doing.tell(hypothesis, new={"said": said})
        hypothesis.save()
    return doing


def test_a_test_is_told_as_it_was_then_whatever_holds_now(researcher):
    hypothesis = HypothesisFactory(measure="loads", threshold="6", decide_by="2099-06-13")
    act(researcher, hypothesis, threshold="7")  # of a draft: not told
    act(researcher, hypothesis, status="testing")
    act(researcher, hypothesis, "Counted otherwise", threshold="9", decide_by="2099-07-01")
    act(researcher, hypothesis, status="refuted", verdict="It did not")
    act(researcher, hypothesis, "Once more", status="testing", verdict="")

    assert told(hypothesis, researcher) == [
        ("Opened again.", "Once more", ""),
        ("Decided: refuted.", "It did not", ""),
        (
            "The test was changed: Threshold “7” → “9”; Day of decision 13 Jun 2099 → 1 Jul 2099.",
            "Counted otherwise",
            "",
        ),
        ("Testing began.", "Right if loads: 7, by 13 Jun 2099.", ""),
        ("Opened.", "", ""),
    ]


def test_what_was_undone_is_not_told(researcher):
    hypothesis = HypothesisFactory()
    act(researcher, hypothesis, "Later", status="parked").undo(researcher)
    assert told(hypothesis, researcher) == [("Opened.", "", "")]


def test_withdrawn_words_and_those_of_restricted_interviews_do_not_come_back(
    as_researcher, as_stranger, as_viewer, researcher
):
    hypothesis = HypothesisFactory()
    secret = InterviewFactory(restricted=True, created_by=researcher)
    for participant, text in (
        (ParticipantFactory(interview=secret), "Only for a few"),
        (ParticipantFactory(person__consent_withdrawn_at=timezone.now()), "Taken back"),
    ):
        quote = QuoteFactory(participant=participant, text=text)
        unlink(link(quote, hypothesis, stance="supports", reason=f"{text}, again", user=researcher), researcher)

    for client in (as_stranger, as_viewer):
        page = client.get(hypothesis.get_absolute_url()).content.decode()
        assert "Only for a few" not in page
        assert "Taken back" not in page
    assert "Only for a few" in as_researcher.get(hypothesis.get_absolute_url()).content.decode()


def test_many_steps_are_folded_and_the_latest_stand_first(as_viewer, researcher):
    hypothesis = HypothesisFactory()
    for number in range(12):
        link(QuoteFactory(text=f"Word {number:02}"), hypothesis, stance="supports", reason="", user=researcher)
    page = as_viewer.get(reverse("discovery:hypothesis_read", args=[hypothesis.pk])).content.decode()
    trail = page[page.index("How our view moved") :]

    assert "5 earlier" in trail
    assert trail.index("Word 11") < trail.index("Word 02") < trail.index("Opened.")
