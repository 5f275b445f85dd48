"""The date that leads a follow-up, in English.

Known are ``2026-12-01``, ``1.12.2026``, ``1 December``, ``Dec 1``, ``today``, ``tomorrow``, ``friday``, ``next
week`` (its Monday), ``next month`` (its first day) and ``in 3 days`` (weeks, months). A day without a year is the
next one that is not past. A weekday is the next one after today. What is no real day is no date.
"""

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta

MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_MONTH = "(?P<month>" + "|".join(f"{name[:3]}(?:{name[3:]})?" if name[3:] else name for name in MONTHS) + "|sept)"
_DAY = r"(?P<day>\d{1,2})"
_YEAR = r"(?P<year>\d{4})"
_END = r"(?=[\s,:;]|$)"


def _pattern(expression: str) -> re.Pattern[str]:
    return re.compile(expression + _END, re.IGNORECASE | re.ASCII)


def _month_number(name: str) -> int:
    return next(number for number, month in enumerate(MONTHS, 1) if month.startswith(name[:3].lower()))


def _calendar_day(found: re.Match[str], _: date) -> date:
    return date(int(found["year"]), int(found["month"]), int(found["day"]))


def _named_day(found: re.Match[str], today: date) -> date:
    month, day = _month_number(found["month"]), int(found["day"])
    if found["year"]:
        return date(int(found["year"]), month, day)
    this_year = today.replace(day=1, month=month)
    in_reach = day <= calendar.monthrange(this_year.year, month)[1]
    if in_reach and this_year.replace(day=day) >= today:
        return this_year.replace(day=day)
    return date(today.year + 1, month, day)


def _weekday(found: re.Match[str], today: date) -> date:
    ahead = (WEEKDAYS.index(found["weekday"].lower()) - today.weekday() - 1) % 7 + 1
    return today + timedelta(days=ahead)


def _in_a_while(found: re.Match[str], today: date) -> date:
    count, unit = int(found["count"]), found["unit"].lower()
    if unit == "month":
        return months_later(today, count)
    return today + timedelta(days=count * (7 if unit == "week" else 1))


def months_later(day: date, count: int) -> date:
    """The same day ``count`` months later, or the last of that month where it is shorter."""
    years, month = divmod(day.month - 1 + count, 12)
    first = date(day.year + years, month + 1, 1)
    return first.replace(day=min(day.day, calendar.monthrange(first.year, first.month)[1]))


_READERS: list[tuple[re.Pattern[str], Callable[[re.Match[str], date], date]]] = [
    (_pattern(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})"), _calendar_day),
    (_pattern(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})"), _calendar_day),
    (_pattern(rf"{_DAY}(?:st|nd|rd|th)?[ ]{{1,3}}{_MONTH}(?:,?[ ]{{1,3}}{_YEAR})?"), _named_day),
    (_pattern(rf"{_MONTH}[ ]{{1,3}}{_DAY}(?:st|nd|rd|th)?(?:,?[ ]{{1,3}}{_YEAR})?"), _named_day),
    (_pattern("today"), lambda _, today: today),
    (_pattern("tomorrow"), lambda _, today: today + timedelta(days=1)),
    (_pattern("(?P<weekday>" + "|".join(WEEKDAYS) + ")"), _weekday),
    (_pattern("next week"), lambda _, today: today + timedelta(days=7 - today.weekday())),
    (_pattern("next month"), lambda _, today: months_later(today.replace(day=1), 1)),
    (_pattern(r"in (?P<count>\d{1,4}) (?P<unit>day|week|month)s?"), _in_a_while),
]


def leading_date(text: str, today: date) -> tuple[date, int] | None:
    """The day that ``text`` starts with and the length of its words, or None."""
    for pattern, read in _READERS:
        if found := pattern.match(text):
            try:
                return read(found, today), found.end()
            except (ValueError, OverflowError):
                return None  # 31.2.2026, or a day after the end of the calendar
    return None


def looks_dated(text: str) -> bool:
    """Whether ``text`` starts like a date, be it a possible one or not, on whatever day it is read."""
    return any(pattern.match(text) for pattern, _ in _READERS)
