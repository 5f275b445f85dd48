"""Days where the team lives, and moments as whole numbers."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def midnight(day: date) -> datetime:
    """The beginning of a day where the team lives."""
    return timezone.make_aware(datetime.combine(day, time.min))


def next_day(day: date) -> date:
    """The day after."""
    return day + timedelta(days=1)


def microseconds(moment: datetime | None) -> int:
    """A moment as a whole number; 0 for never."""
    return (moment - EPOCH) // timedelta(microseconds=1) if moment else 0


def moment(microseconds: int) -> datetime:
    """The moment of a whole number."""
    return EPOCH + timedelta(microseconds=microseconds)
