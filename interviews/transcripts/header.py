"""What a file says of itself above the first words: the day of the conversation, and who of the team asked.

Only what is named there counts: `Date: 4 May 2024`, `Interviewer is Ada Fenn.`, a line that is a date and no more. A
date such as 03/04/2024 may be two days, so it is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time

from interviews.transcripts.base import Transcript
from interviews.transcripts.names import clean, looks_like_name

MOST_LOOKED_AT = 80  # entries of context
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905 - easier to read
MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)-(\d\d?)-(\d\d?)(?!\d)")
COMPACT = re.compile(r"(?<!\d)((?:19|20)\d\d)(\d\d)(\d\d)_\d{6}(?!\d)")
DAY_FIRST = re.compile(
    rf"(?<!\d)(\d\d?)(?:st|nd|rd|th|\.)?\s+(?:of\s+)?{MONTH},?\s+((?:19|20)\d\d)(?!\d)", re.IGNORECASE
)
MONTH_FIRST = re.compile(rf"\b{MONTH}\s+(\d\d?)(?:st|nd|rd|th)?,?\s+((?:19|20)\d\d)(?!\d)", re.IGNORECASE)
NUMBERS = re.compile(r"(?<!\d)(\d\d?)[./](\d\d?)[./]((?:19|20)\d\d)(?!\d)")
CLOCK = re.compile(r"[,\sT]+(?:at\s+)?(\d\d?)[:.](\d\d)(?::\d\d)?\s?([ap]\.?m)?(?![\d:])", re.IGNORECASE)
DATED = re.compile(
    r"(?:date(?: ?added| of (?:the )?\w+| ?recorded)?|publish[_ ]date|recorded(?: on)?|when|day|held(?: on| at)?)",
    re.IGNORECASE,
)
HAPPENED = re.compile(r"\b(?:took place|recorded|held|conducted|interviewed|date)\b", re.IGNORECASE)
ASKS = r"(?:interviewers?|interviewed by|hosts?|hosted by|moderators?|moderated by|facilitators?|conducted by)"
ASKED = re.compile(rf"[-*+•\s]*\**{ASKS}\**\s*(?:[:：]\**|\b(?:is|are|was|were)\b)\s*(.{{1,300}}?)\.?", re.IGNORECASE)
ASKED_INSIDE = re.compile(rf"(?:^|[.;]\s+){ASKS}\s+(?:is|are|was|were)\s+([^.;]{{1,120}})", re.IGNORECASE)
BETWEEN = re.compile(r"\s*(?:[,;/&]|\band\b)\s*")
FIELD = re.compile(r"[-*+•\s]*[*_]{0,3}([^\W\d_][^:：]{0,40}?)[*_]{0,3}\s?[:：][*_]{0,3}\s*(\S.*)")


@dataclass(frozen=True)
class Header:
    """When the conversation was held, and the names of those who asked; `at` is None where no time is told."""

    day: date | None = None
    at: time | None = None
    ours: tuple[str, ...] = ()


def header(read: Transcript) -> Header:
    """What the front of a file says of itself: lines of fields first, then dates that stand alone."""
    lines = list(_lines(read))
    fields = [(found[1].strip(" *_"), found[2]) for line in lines if (found := FIELD.fullmatch(line))]
    dated = [value for name, value in fields if DATED.fullmatch(name)]
    dated += [line for line in lines if HAPPENED.search(line)] + [line for line in lines if _only_a_date(line)]
    day, at = next((when for text in dated if (when := _date(text))), (None, None))
    ours = [name for line in lines for text in _asked(line) for name in _names(text)]
    return Header(day, at, tuple(dict.fromkeys(ours)))


def _lines(read: Transcript) -> Iterator[str]:
    for entry in read.context[:MOST_LOOKED_AT]:
        if entry.before_segment == 0:
            yield from (line.strip()[:500] for line in entry.text.split("\n")[:MOST_LOOKED_AT] if line.strip())


def _asked(line: str) -> list[str]:
    found = ASKED.fullmatch(line)
    return [found[1]] if found else ASKED_INSIDE.findall(line)


def _names(text: str) -> list[str]:
    """The names in a list of them, without what stands in brackets."""
    parts = [clean(re.sub(r"\([^()]*\)|\[[^\[\]]*\]", "", part)) for part in BETWEEN.split(text.strip(" '\""))]
    return [part for part in parts if looks_like_name(part) and len(part.split()) <= 4]


def _only_a_date(line: str) -> bool:
    """Whether a line holds a date and little else: a day of the week, a time, a length, or a title around `_133555`."""
    found = next((hit for form in (ISO, DAY_FIRST, MONTH_FIRST, NUMBERS) if (hit := form.search(line))), None)
    if not found:
        return bool(COMPACT.search(line))
    rest = re.sub(r"\d\d?[:.]\d\d(?::\d\d)?|[ap]m|\d+\s?(?:min|[hms])\b", " ", line[found.end() :], flags=re.IGNORECASE)
    words = re.findall(r"[^\W\d_]+", f"{line[: found.start()]} {rest}")
    return len(words) <= 2


def _date(text: str) -> tuple[date, time | None] | None:
    """The first day in a text that can only be one day, and the time right after it."""
    for form, order in ((ISO, "ymd"), (COMPACT, "ymd"), (DAY_FIRST, "dmy"), (MONTH_FIRST, "mdy"), (NUMBERS, "dmy")):
        if not (found := form.search(text)):
            continue
        parts = dict(zip(order, found.groups(), strict=True))
        month = parts["m"]
        number = MONTHS.index(month[:3].lower()) + 1 if month[0].isalpha() else int(month)
        day = int(parts["d"])
        if form is NUMBERS and day <= 12:
            if number <= 12 and number != day:
                return None
            day, number = (number, day) if number > 12 else (day, number)
        try:
            return date(int(parts["y"]), number, day), _clock(text[found.end() :])
        except ValueError:  # a day such as 2024-02-31
            return None
    return None


def _clock(after: str) -> time | None:
    """The time of day that a text begins with."""
    found = CLOCK.match(after)
    if not found:
        return None
    hour, minute, half = int(found[1]), int(found[2]), (found[3] or "").lower().replace(".", "")
    hour = hour % 12 + 12 * (half == "pm") if half and 1 <= hour <= 12 else hour
    return time(hour, minute) if hour < 24 and minute < 60 else None
