"""Whisper text: `[00:43.810 --> 00:47.850]  text` on each line."""

from __future__ import annotations

import re

from interviews.transcripts.base import Format, Source, Transcript
from interviews.transcripts.clock import CLOCK, milliseconds
from interviews.transcripts.draft import Draft
from interviews.transcripts.pages import keep

SLUG, LABEL = "whisper", "Whisper text"
TIMED = re.compile(rf"\s*\[({CLOCK}[.,]\d{{1,3}})\s*-->\s*({CLOCK}[.,]\d{{1,3}})\](.*)")


def recognise(source: Source) -> float:
    """Most lines begin with two times in square brackets."""
    found = sum(bool(TIMED.fullmatch(line)) for line in source.lines)
    return 0.95 if found and found * 2 >= source.filled else 0.0


def read(source: Source) -> Transcript:
    draft = Draft(source)
    for number, line in enumerate(source.lines, 1):
        if found := TIMED.fullmatch(line):
            draft.say("", found[3], number, milliseconds(found[1]), milliseconds(found[2]))
        elif draft.segments:
            draft.extend(line, number)
        else:
            keep(draft, line, number)
    return draft.transcript(SLUG, LABEL)


FORMAT = Format(SLUG, LABEL, recognise, read)
