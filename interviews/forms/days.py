"""Days as people type them into records: neither before computers nor beyond reach."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.forms import DateInput
from django.utils import timezone

EARLIEST = date(1970, 1, 1)
YEARS_AHEAD = 10


def sensible_day(day: date) -> None:
    """Refuse a day before 1970 or more than ten years ahead: somebody mistyped the year."""
    latest = date(timezone.localdate().year + YEARS_AHEAD, 12, 31)
    if not EARLIEST <= day <= latest:
        raise ValidationError(f"Give a day between {EARLIEST.year} and {latest.year}; is the year right?")


class DayInput(DateInput):
    """The browser's own picker; the value travels as year-month-day whatever the language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")
