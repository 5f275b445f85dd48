"""When a conversation was, as people write it: "Today, 14:09", "yesterday 9:30", "12 Feb 2026 2 pm".

Pure: wall-clock times in, wall-clock times out; what zone they are in is said elsewhere. `shown` writes a moment so
that `read` gives the same one back.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from .notes.dates import MONTHS, WEEKDAYS, leading_date

AHEAD = timedelta(days=31)  # a day of this year further ahead than that is one of last year
_TIME = re.compile(r"(?:at )?(\d{1,2})(?:[:.h](\d{2})(?::\d{2})?)?[ ]?([ap])?\.?m?\.?", re.IGNORECASE | re.ASCII)
_DAYS_AWAY = {"today": 0, "yesterday": -1, "tomorrow": 1}
_NAMED = re.compile(
    rf"({'|'.join(_DAYS_AWAY)}|{'|'.join(f'{day[:3]}(?:{day[3:]})?' for day in WEEKDAYS)})(?![a-z])", re.IGNORECASE
)
_ISO = re.compile(r"(\d)T(\d)", re.ASCII)
_YEAR = re.compile(r"\d{4}")


def read(text: str, *, today: date, usual: time) -> datetime | None:
    """The moment that `text` says, or None. A day without a time is at the `usual` one, a time without a day today.

    A weekday is the last one. A day without a year is of this year, or of last year where that is in the future.
    """
    said = " ".join(_ISO.sub(r"\1 \2", text.replace(",", " ")).split())
    if not said:
        return None
    day, length = _day(said, today)
    rest = said[length:].lstrip()
    if day is None and not rest:
        return None
    hour = usual if day and not rest else _time(rest)
    return datetime.combine(day or today, hour) if hour else None


def shown(moment: datetime, *, today: date) -> str:
    """The shortest words for `moment` that read back as the same minute."""
    minute = moment.replace(second=0, microsecond=0)
    return next(words for words in _ways(minute) if read(words, today=today, usual=time()) == minute)


def _ways(moment: datetime) -> Iterator[str]:
    at = f"{moment:%H:%M}"
    named = f"{moment.day} {MONTHS[moment.month - 1].capitalize()}"
    yield from (f"{word.capitalize()}, {at}" for word in _DAYS_AWAY)
    yield f"{named}, {at}"
    yield f"{named} {moment.year:04}, {at}"


def _day(said: str, today: date) -> tuple[date | None, int]:
    """The day that `said` starts with and how long its words are."""
    if found := _NAMED.match(said):
        return _named_day(found[1].casefold(), today), found.end()
    leading = leading_date(said, today)
    if leading is None:
        return None, 0
    day, length = leading
    return (day if _YEAR.search(said[:length]) else _this_year(day, today)), length


def _named_day(word: str, today: date) -> date:
    if word in _DAYS_AWAY:
        return today + timedelta(days=_DAYS_AWAY[word])
    number = next(number for number, name in enumerate(WEEKDAYS) if name.startswith(word))
    return today - timedelta(days=(today.weekday() - number) % 7)


def _this_year(day: date, today: date) -> date:
    """`day`, which is the next of its name, as the one that is meant where something was rather than will be."""
    leap_day = (day.month, day.day) == (2, 29)
    return day if leap_day or day - today <= AHEAD else day.replace(year=day.year - 1)


def _time(said: str) -> time | None:
    found = _TIME.fullmatch(said)
    if found is None or not (found[2] or found[3]):
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").casefold()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
