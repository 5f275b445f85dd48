"""Otter text: a line `Name  m:ss  ` before each turn, paragraphs below it. Meeting texts built alike are read too."""

from __future__ import annotations

import re
from itertools import pairwise

from interviews.transcripts.base import Format, Source, Transcript
from interviews.transcripts.clock import CLOCK, milliseconds
from interviews.transcripts.draft import Draft
from interviews.transcripts.names import MAX_LABEL, begins_like_sentence, looks_like_name
from interviews.transcripts.pages import heading, keep, keep_front_matter, paragraphs

SLUG, LABEL = "otter", "Otter text"
STAMP = re.compile(rf"{CLOCK}$")
FOOTER = re.compile(r"\s*Transcribed by https?://(?:www\.)?otter\.ai/?\s*", re.IGNORECASE)
STOPPED = re.compile(r"\s*(\S.{0,63}?)\s(?:started|stopped) transcription\s*")

Turn = tuple[str, int]


def turn(line: str) -> Turn | None:
    """The name and the time of a line that begins a turn."""
    stripped = line.strip()
    stamp = STAMP.search(stripped[-14:])
    if not stamp or len(stripped) > MAX_LABEL + 20:
        return None
    head = stripped[: len(stripped) - len(stamp[0])]
    time, name = milliseconds(stamp[0]), " ".join(head.split()).strip("*")
    apart = len(head) - len(head.rstrip()) >= 2 or head.endswith("\t")
    if time is None or not apart or not any(map(str.isalpha, name)) or len(name) > MAX_LABEL or name[0] == "#":
        return None
    if name[-1] in "?!;,:" or (not looks_like_name(name) and len(name.split()) > 4):
        return None
    return name.strip(), time


def turns(source: Source) -> dict[int, Turn]:
    """The turns of a file by their lines.

    A single blank before the time is enough where a name stands below a blank line and above its words, if the
    file has no line with two blanks or one with this name.
    """
    found = {at: sure for at, line in enumerate(source.lines) if (sure := turn(line))}
    names = {name for name, _ in found.values()}
    for at, line in enumerate(source.lines):
        words = line.split()
        above = source.lines[at - 1].strip() if at else ""
        below = "".join(source.lines[at + 1 : at + 3]).strip()
        if at in found or above or not below or not 2 <= len(words) <= 8:
            continue
        loose = turn(f"{' '.join(words[:-1])}  {words[-1]}")
        if loose and (loose[0] in names if names else _name(loose[0])):
            found[at] = loose
    if not names and not _sound(list(found.values())):
        return {}
    return found


def _name(name: str) -> bool:
    return looks_like_name(name) and not begins_like_sentence(name)


def _sound(loose: list[Turn]) -> bool:
    """Whether somebody comes again or two people speak, and nearly all times go on."""
    backwards = sum(after[1] < before[1] for before, after in pairwise(loose))
    return len(loose) >= 2 and backwards * 5 <= len(loose)


def recognise(source: Source) -> float:
    """Lines of a name and a time, with words under most of them."""
    found = len(turns(source))
    return 0.9 if found and found * 40 >= source.filled else 0.0


def read(source: Source) -> Transcript:
    """One segment for each paragraph of a turn, the first one with the time."""
    draft = Draft(source)
    found = turns(source)
    block: list[tuple[int, str]] = []
    now: Turn | None = None
    for at in range(keep_front_matter(source, draft), len(source.lines)):
        line = source.lines[at]
        footer = bool(FOOTER.fullmatch(line)) or (now is not None and _stopped(source, at))
        if at in found or footer or heading(line):
            _say(draft, now, block)
            block = []
            now = found.get(at, now)
            if at not in found:
                keep(draft, line, at + 1, "footer" if footer else "header")
        elif now:
            block.append((at + 1, line))
        else:
            keep(draft, line, at + 1)
    _say(draft, now, block)
    return draft.transcript(SLUG, LABEL)


def _stopped(source: Source, at: int) -> bool:
    """Whether a line that stands alone tells who stopped the recording of a meeting."""
    found = STOPPED.fullmatch(source.lines[at])
    return bool(found and looks_like_name(found[1]) and not source.lines[at - 1].strip())


def _say(draft: Draft, now: Turn | None, block: list[tuple[int, str]]) -> None:
    if now:
        start: int | None = now[1]
        for number, text in paragraphs(block):
            draft.say(now[0], text, number, start)
            start = None


FORMAT = Format(SLUG, LABEL, recognise, read)
