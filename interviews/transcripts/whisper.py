"""Whisper text: `[00:43.810 --> 00:47.850]  text` on each line."""

from __future__ import annotations

import re

from interviews.transcripts.base import Format, Source, Transcript
from interviews.transcripts.clock import CLOCK, milliseconds
from interviews.transcripts.cues import Note
from interviews.transcripts.draft import Draft
from interviews.transcripts.pages import keep
from interviews.transcripts.subtitles import Line, Shown, tell_shown

SLUG, LABEL = "whisper", "Whisper text"
TIMED = re.compile(rf"\s*\[({CLOCK}[.,]\d{{1,3}})\s*-->\s*({CLOCK}[.,]\d{{1,3}})\](.*)")


def recognise(source: Source) -> float:
    """Most lines begin with two times in square brackets."""
    found = sum(bool(TIMED.fullmatch(line)) for line in source.lines if "-->" in line)
    return 0.95 if found and found * 2 >= source.filled else 0.0


def read(source: Source) -> Transcript:
    draft = Draft(source)
    shown: list[Shown | Note] = []
    for number, line in enumerate(source.lines, 1):
        if found := TIMED.fullmatch(line):
            start, end = milliseconds(found[1]), milliseconds(found[2])
            shown.append(Shown(number, start or 0, end or 0, [Line(number, None, found[3].strip())]))
        elif shown and isinstance(last := shown[-1], Shown):
            last.lines.append(Line(number, None, line.strip()))
        else:
            keep(draft, line, number)
    tell_shown(shown, draft)
    return draft.transcript(SLUG, LABEL)


FORMAT = Format(SLUG, LABEL, recognise, read, at_most=0.95)
