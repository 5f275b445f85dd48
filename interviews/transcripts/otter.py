"""Otter text: a line `Name  m:ss  ` before each turn, paragraphs below it. Meeting texts built alike are read too:
the time after a dash or bar, on the line below the name, or with the words after it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from interviews.transcripts.base import Format, Source, Transcript
from interviews.transcripts.clock import CLOCK, FRACTION, milliseconds
from interviews.transcripts.draft import Draft
from interviews.transcripts.names import MAX_LABEL, begins_like_sentence, clean, looks_like_name
from interviews.transcripts.pages import FOOTER, ending, heading, keep, keep_front_matter, paragraphs

SLUG, LABEL = "otter", "Otter text"
STAMP = re.compile(rf"{CLOCK}$")
INLINE = re.compile(rf"\s*(\S.{{0,{MAX_LABEL}}}?)(?:\s{{2,9}}|\t)({CLOCK})(?:\s{{2,9}}|\t)(\S.*)")
LONGEST_STAMP = 40
PHONE = re.compile(r"\+?\d[\d\s().*-]{5,20}")
ALONE = re.compile(
    rf"[\[(]?({CLOCK}{FRACTION})(?::\d{{2}})?(?:\s*(?:-+>?|[–—])\s*{CLOCK}{FRACTION}(?::\d{{2}})?)?[\])]?:?"
)
SEPARATORS = "-–—|·•,"
STOPPED = re.compile(r"\s*(\S.{0,63}?)\s(?:started|stopped) transcription\s*")


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn begins: no name where the speaker above goes on. `part` is where a second line of it stands."""

    name: str
    time: int | None
    text: str = ""
    part: int = 0


def turn(line: str) -> Turn | None:
    """The name and the time of a line that begins a turn."""
    stripped = line.strip()
    stamp = STAMP.search(stripped[-14:]) if stripped[-1:].isdigit() else None
    if not stamp or len(stripped) > MAX_LABEL + 20:
        return None
    head = stripped[: len(stripped) - len(stamp[0])]
    apart = len(head) - len(head.rstrip()) >= 2 or head.endswith("\t") or head.rstrip()[-1:] in set(SEPARATORS)
    name = _named(head)
    time = milliseconds(stamp[0])
    return Turn(name, time) if time is not None and apart and name else None


def _named(head: str) -> str:
    """The name that stands before a time, empty if it is none."""
    name = clean(" ".join(head.split()).rstrip(SEPARATORS + " "))
    if (
        not (any(map(str.isalpha, name)) or PHONE.fullmatch(name))
        or len(name) > MAX_LABEL
        or head.lstrip()[:1] == "#"
        or head.rstrip()[-1:] == ":"
    ):
        return ""
    if name[-1] in "?!;:" or (len(name.split()) > 4 and not looks_like_name(name)):
        return ""
    return name


def turns(source: Source) -> dict[int, Turn]:
    """The turns of a file by their lines.

    A single blank before the time is enough where a name stands below a blank line and above its words, if the
    file has no line with two blanks or one with this name.
    """
    found = {at: sure for at, line in enumerate(source.lines) if (sure := turn(line))}
    names = {sure.name for sure in found.values()}
    for at, line in enumerate(source.lines):
        above = source.lines[at - 1].strip() if at else ""
        below = "".join(source.lines[at + 1 : at + 3]).strip()
        if at in found or above or not below or not line.rstrip()[-1:].isdigit():
            continue
        words = line.split()
        if names and len(words) == 1 and (time := milliseconds(words[0])) is not None:
            found[at] = Turn("", time)
        elif 2 <= len(words) <= 8:
            loose = turn(f"{' '.join(words[:-1])}  {words[-1]}")
            if loose and (loose.name in names if names else _name(loose.name)):
                found[at] = loose
    if not names and not _sound(list(found.values())):
        return inline(source) or stacked(source)
    return found


def inline(source: Source) -> dict[int, Turn]:
    """Turns with their words on the line of name and time, if somebody comes again in them."""
    found: dict[int, Turn] = {}
    for at, line in enumerate(source.lines):
        parts = INLINE.fullmatch(line) if ":" in line else None
        time = milliseconds(parts[2]) if parts else None
        if parts and time is not None and (name := _named(parts[1])):
            found[at] = Turn(name, time, parts[3])
    return found if len({one.name for one in found.values()}) < len(found) else {}


def stacked(source: Source) -> dict[int, Turn]:
    """Turns whose name and time have a line each, if nearly all times stand so and a name comes again.

    The name stands above the time and below a blank line, or between the time and the words.
    """
    lines = ("", *source.lines, "", "")
    times = {at: time for at, line in enumerate(lines) if (time := _alone(line)) is not None}
    for part in (-1, 1):
        found = {
            at - 1: Turn(clean(lines[at + part]), time, part=part)
            for at, time in times.items()
            if _name(clean(lines[at + part]))
            and (lines[at + 2].strip() if part > 0 else not lines[max(at - 2, 0)].strip())
        }
        if len({one.name for one in found.values()}) < len(found) and len(found) * 5 >= len(times) * 4:
            return found
    return {}


def _alone(line: str) -> int | None:
    """The time that is all of a line, or begins the span that is; frames of a second do not count."""
    found = ALONE.fullmatch(line.strip()) if ":" in line and len(line) < LONGEST_STAMP else None
    return milliseconds(found[1]) if found else None


def _name(name: str) -> bool:
    return looks_like_name(name) and not begins_like_sentence(name)


def _sound(loose: list[Turn]) -> bool:
    """Whether somebody comes again or two people speak, and nearly all times go on."""
    backwards = sum((after.time or 0) < (before.time or 0) for before, after in pairwise(loose))
    return len(loose) >= 2 and backwards * 5 <= len(loose)


def recognise(source: Source) -> float:
    """Lines of a name and a time, with words under most of them."""
    found = len(turns(source))
    return 0.9 if found and found * 40 >= source.filled else 0.0


def read(source: Source) -> Transcript:
    """One segment for each paragraph of a turn, the first one with the time."""
    draft = Draft(source)
    found = turns(source)
    names = {one.name for one in found.values()}
    parts_of_turns = {at + one.part for at, one in found.items() if one.part}
    over = max(ending(source.lines), max(found, default=-1) + 1)
    block: list[tuple[int, str]] = []
    now: Turn | None = None
    for at in range(keep_front_matter(source, draft), len(source.lines)):
        line = source.lines[at]
        footer = now is not None and (at >= over or bool(FOOTER.fullmatch(line.strip())) or _stopped(source, at, names))
        if at in parts_of_turns:
            continue
        if at in found:
            _say(draft, now, block)
            now = _begin(draft, now, found[at], at)
            block = [(at + 1, found[at].text)]
        elif footer or heading(line) or not now:
            now = _say(draft, now, block)
            block = []
            keep(draft, line, at + 1, "footer" if footer else "header")
        else:
            block.append((at + 1, line))
    _say(draft, now, block)
    return draft.transcript(SLUG, LABEL)


def _begin(draft: Draft, now: Turn | None, turn: Turn, at: int) -> Turn:
    """Who speaks from here on."""
    draft.begin(turn.name, at + 1)
    return turn if turn.name or not now else Turn(now.name, turn.time)


def _stopped(source: Source, at: int, names: set[str]) -> bool:
    """Whether a line that stands alone, or names one of those who speak, tells who stopped the recording."""
    found = STOPPED.fullmatch(source.lines[at])
    return bool(found and _name(found[1]) and (found[1] in names or not source.lines[at - 1].strip()))


def _say(draft: Draft, now: Turn | None, block: list[tuple[int, str]]) -> Turn | None:
    """Say the paragraphs of a turn so far; gives back how it goes on: without the time, which the first one took."""
    for number, text in paragraphs(block) if now else ():
        if now:
            draft.say(now.name, text, number, now.time)
            now = replace(now, time=None)
    return now


FORMAT = Format(SLUG, LABEL, recognise, read, at_most=0.9)
