"""What waits for somebody: their promises, their drafts, and what looks alike."""

from datetime import timedelta

import pytest
from django.utils import timezone

from interviews.waiting import waiting_for
from tests.factories.interviews import (
    FollowUpFactory,
    InterviewFactory,
    PainPointFactory,
    ParticipantFactory,
    PersonFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeing_names")]


def waits(user):
    return [(one.label, one.words, one.count) for one in waiting_for(user, timezone.localdate())]


def test_nothing_waits_at_first_and_never_for_who_only_reads(researcher, viewer):
    assert waits(researcher) == []
    FollowUpFactory(owner=viewer, due_on=timezone.localdate())
    assert waits(viewer) == []


def test_promises_of_theirs_that_are_due(researcher, stranger):
    today = timezone.localdate()
    FollowUpFactory(owner=researcher, due_on=today)
    assert waits(researcher) == [("1 follow-up", "of yours is due", 1)]
    FollowUpFactory(owner=researcher, due_on=today - timedelta(days=3))
    FollowUpFactory(owner=researcher, due_on=today, snoozed_until=today + timedelta(days=1))
    FollowUpFactory(owner=researcher, due_on=today, done_at=timezone.now())
    FollowUpFactory(owner=stranger, due_on=today)
    assert waits(researcher) == [("2 follow-ups", "of yours are due", 2)]


def test_drafts_they_led_or_wrote(researcher, stranger):
    own = InterviewFactory(status="draft", created_by=researcher)
    ParticipantFactory(interview=own, person=PersonFactory(name="Jun Ito"))
    led = InterviewFactory(status="draft", held_at=own.held_at - timedelta(days=1))
    led.interviewers.add(researcher)
    InterviewFactory(status="draft", created_by=stranger)
    InterviewFactory(created_by=researcher)

    assert waits(researcher) == [
        (own.reference, "with Jun Ito is still a draft", 1),
        (led.reference, "with nobody named yet is still a draft", 1),
    ]


def test_many_drafts_are_a_number(researcher):
    for _ in range(5):
        InterviewFactory(status="draft", created_by=researcher)
    assert waits(researcher)[-1] == ("2 more", "are drafts", 2)


def test_pain_points_that_look_alike(researcher):
    first = PainPointFactory(title="Backfills are manual and scary")
    second = PainPointFactory(title="Backfills are manual and scary indeed")
    assert waits(researcher) == [(second.reference, f"may be the same as {first.reference}", 1)]
