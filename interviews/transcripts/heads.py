"""How a turn may begin on a line of its own or before its words: the shapes that people and programs write.

One line is looked at here; which shapes a file uses and whose names they are is decided over the whole file (`plain`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum

from interviews.transcripts.clock import CLOCK, DIGITS_AND_BRACKETS, FRACTION, milliseconds
from interviews.transcripts.labels import BRACKETED
from interviews.transcripts.names import MAX_LABEL, clean, looks_like_name, split_label
from interviews.transcripts.pages import bold_start, heading, unbold

TIME = rf"\\?[\[(]({CLOCK}{FRACTION})\\?[\])]"
NAME = r"(\S(?:[^()\[\]:]|\([^()]{0,40}\)|\[[^\[\]]{0,40}\]){0,63}?)"
RANGE = rf"\s*(?:-{{1,2}}>?|[–—])\s*{CLOCK}{FRACTION}"
BEFORE = re.compile(
    rf"\s*\\?[\[(]({CLOCK}{FRACTION})(?:{RANGE})?\\?[\])]:?(?:\s+(?:[-–—|]\s+)?|$)|\s*({CLOCK}{FRACTION})\s+(?:[-–—|]\s+)?(?=\S)"
)
ALONE = re.compile(rf"\s*(?:\d{{1,3}}:\d{{2}}:\d{{2}}{FRACTION}|\\?[\[(]{CLOCK}{FRACTION}\\?[\])]:?)\s*")
STAMPED = re.compile(rf"\s*(?:[-–—•*+]\s+)?{NAME}\s{{0,9}}{TIME}(:?)(?:\s+(.*)|$)")
DASHED = re.compile(rf"\s*(?:[-–—•*+]\s+)?{NAME}\s{{1,9}}[-–—|]\s{{1,9}}({CLOCK}{FRACTION})(:?)(?:\s+(.*)|$)")
BULLET = re.compile(r"\s*[-–—•*+]\s")
AFTER = re.compile(rf"\s*{TIME}(?:\s*[-–—:])?(?:\s+(.*)|$)")
BARE = re.compile(rf"\s*({CLOCK}{FRACTION})(?:\s+(.*)|$)")
BOLD_ALONE = 7  # below the six levels of headings


class Dress(Enum):
    """How a name is set off from the words."""

    COLON = "Name: text"
    STAMP = "Name (0:36): text, or the name and its time on a line of their own"
    LOOSE = "Name (0:36) text"
    BRACKETS = "[Name] text"
    TITLE = "### Name"
    BARE = "Name, on a line of its own"
    NOBODY = "0:36"


@dataclass(frozen=True, slots=True)
class Head:
    """What a line may begin a turn with. `level` is that of a heading; a time alone (NOBODY) names nobody."""

    name: str
    start: int | None
    text: str
    dress: Dress = Dress.COLON
    level: int = 0
    bold: bool = False
    bullet: bool = False
    named: bool = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "named", looks_like_name(self.name))


def head(line: str) -> Head | None:
    """The possible beginning of a turn."""
    if found := heading(line):
        label = clean(found[1])
        return Head(label, None, "", Dress.TITLE, found[0]) if looks_like_name(label) else _told(found[1])
    return _told(line)


def _told(line: str) -> Head | None:
    start: int | None = None
    timed = line.lstrip()[:1] in DIGITS_AND_BRACKETS
    if timed and ALONE.fullmatch(line):
        return _nobody(milliseconds(line.strip().strip("\\[]():")), "")
    if timed and (before := BEFORE.match(line)):
        start, line = milliseconds(before[1] or before[2]), line[before.end() :]
        if start is None:
            return None
    if start is not None and (found := bold_start(line)) and looks_like_name(clean(found[0])):
        return Head(clean(found[0]), start, found[1].removeprefix(":").strip(), Dress.LOOSE, 0, bold=True)
    line, bold = unbold(line)
    return _stamped(line, bold) or _named(line, start, bold) or _nobody(start, line)


def _nobody(start: int | None, text: str) -> Head | None:
    return Head("", start, text, Dress.NOBODY) if start is not None else None


def _stamped(line: str, bold: bool) -> Head | None:
    """`Name (0:36):` with or without words after it, and `Name (0:36) text`."""
    found = STAMPED.fullmatch(line) if "(" in line or "[" in line else None
    found = found or DASHED.fullmatch(line)
    time = milliseconds(found[2]) if found else None
    label = clean(found[1].rstrip("-–—|, ")) if found else ""
    if not found or time is None or not label:
        return None
    dress = Dress.LOOSE if found[4] and not found[3] else Dress.STAMP
    return Head(label, time, found[4] or "", dress, 0, bold)


def _named(line: str, start: int | None, bold: bool) -> Head | None:
    """`Name: text`, with a time after the colon too; `[Name] text`; `**Name**` on a line of its own."""
    inside = BRACKETED.fullmatch(line) if line.lstrip()[:1] in {"[", "("} else None
    if inside and line[inside.end(1) + 1 : inside.end(1) + 2] != ":":
        return Head(clean(inside[1]), start, inside[2] or "", Dress.BRACKETS)
    if label := split_label(line):
        text = label[1]
        if (stamp := AFTER.fullmatch(text)) and (time := milliseconds(stamp[1])) is not None:
            start, text = time if start is None else start, stamp[2] or ""
        return Head(label[0], start, text, Dress.COLON, 0, bold, bool(BULLET.match(line)))
    if bold and len(line) <= MAX_LABEL and looks_like_name(clean(line)):
        return Head(clean(line), start, "", Dress.TITLE, BOLD_ALONE, bold)
    return None


def bare_time(text: str) -> tuple[int, str] | None:
    """The time without brackets that a text begins with, and the rest of it."""
    found = BARE.fullmatch(text) if text[:2].strip()[:1].isdigit() else None
    time = milliseconds(found[1]) if found else None
    return (time, found[2] or "") if found and time is not None else None
