"""The pain point that a line may be about as well is offered until somebody decided, also when the notes are
opened again."""

import pytest

from interviews import capture
from interviews.models import KeptApart, Mention
from tests.factories import interviews as make

KNOWN = "Cost spikes have no owner"
TYPED = "! Cost spikes without an owner"


@pytest.fixture
def known(db):
    return make.MentionFactory(pain_point=make.PainPointFactory(title=KNOWN)).pain_point


@pytest.fixture
def screen(as_researcher, researcher):
    """Notes that were saved before; gives the screen as it opens."""
    interview = capture.open_interview("0c0ffee0-0000-4000-8000-000000000000", researcher)

    def opened(notes=None):
        interview.refresh_from_db()
        if notes is not None:
            capture.save(interview, capture.Entry(version=interview.version, notes=notes), researcher)
        return as_researcher.get(f"/interviews/{interview.pk}/log/").text

    return opened


def test_an_offer_nobody_answered_is_made_again_when_the_notes_are_opened(screen, known):
    html = screen(f"{TYPED}\n! Loads break\n! Backfills are manual")
    assert html.count("heard from 1 person") == 1
    assert f"Sounds like {known.reference}. Open it to decide." in html  # on the folded card


@pytest.mark.parametrize("decide", [capture.keep_apart, capture.same_pain])
def test_once_decided_it_is_not_offered_again(screen, known, decide):
    screen(TYPED)
    decide(Mention.objects.get(title__startswith="Cost spikes without"), known)
    assert "heard from" not in screen()


def test_a_pair_that_is_kept_apart_for_good_is_not_offered(screen, known, researcher):
    screen(TYPED)
    own = Mention.objects.get(title__startswith="Cost spikes without").pain_point
    KeptApart.objects.create(
        model="interviews.painpoint", lower=min(own.pk, known.pk), higher=max(own.pk, known.pk), by=researcher
    )
    assert "heard from" not in screen()
