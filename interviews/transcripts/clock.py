"""Clock times as transcripts write them, to milliseconds."""

from __future__ import annotations

import re

CLOCK = r"(?:\d{1,4}:)?\d{1,4}:\d{2}"
FRACTION = r"(?:[.,]\d{1,3})?"
DIGITS_AND_BRACKETS = frozenset("0123456789[(\\")  # what a line that begins with a time begins with
_CLOCK = re.compile(r"(?:(\d{1,4}):)?(\d{1,4}):(\d{2})(?:[.,](\d{1,6}))?")


def milliseconds(text: str) -> int | None:
    """`m:ss`, `h:mm:ss` and both with decimals of a second; None for anything else, such as `37:567` or `9:72`."""
    found = _CLOCK.fullmatch(text.strip())
    if not found:
        return None
    hours, minutes, seconds, decimals = found.groups()
    if int(seconds) > 59 or (hours is not None and int(minutes) > 59):
        return None
    whole = (int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)
    return whole * 1000 + int((decimals or "0").ljust(3, "0")[:3])
