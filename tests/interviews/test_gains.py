"""What gained people: who told a pain point for the first time lately, counted once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from interviews.gains import gains
from tests.factories.interviews import (
    CompanyFactory,
    InterviewFactory,
    MentionFactory,
    PainPointFactory,
    ParticipantFactory,
    PersonFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeing_names")]


def told(pain, who, days_ago, **interview):
    held = InterviewFactory(held_at=timezone.now() - timedelta(days=days_ago), **interview)
    there = ParticipantFactory(interview=held, person=who)
    return MentionFactory(participant=there, pain_point=pain, severity=3)


def gained(user, limit=5):
    since = timezone.now() - timedelta(days=14)
    return [(one.pain_point.title, [str(who) for who in one.who], one.is_new) for one in gains(user, since, limit)]


def test_who_told_it_before_is_no_gain(researcher):
    old, new = PainPointFactory(title="Old"), PainPointFactory(title="New")
    ada, bo, cy = (PersonFactory(name=name, company=CompanyFactory()) for name in ("Ada", "Bo", "Cy"))
    told(old, ada, 60)
    told(old, ada, 3)
    told(old, bo, 2)
    told(old, bo, 1)
    told(new, cy, 2)
    told(new, ada, 1)
    told(PainPointFactory(title="Long ago"), ada, 30)

    assert gained(researcher) == [("New", ["Cy", "Ada"], True), ("Old", ["Bo"], False)]
    assert gained(researcher, limit=1) == [("New", ["Cy", "Ada"], True)]
    assert [one.pain_point.people for one in gains(researcher, timezone.now() - timedelta(days=14), 5)] == [2, 2]


def test_withdrawn_archived_and_restricted_are_no_gain(researcher, stranger):
    pain = PainPointFactory(title="Pain")
    told(pain, PersonFactory(name="Gone", consent_withdrawn_at=timezone.now()), 1)
    told(pain, PersonFactory(name="Secret"), 1, restricted=True, created_by=researcher)
    mention = told(pain, PersonFactory(name="Away"), 1)
    mention.interview.archive(researcher)

    assert gained(researcher) == [("Pain", ["Secret"], True)]
    assert gained(stranger) == []


def test_somebody_without_a_name_is_no_gain(researcher):
    told(PainPointFactory(), None, 1)
    assert gained(researcher) == []
