"""LRC: `[00:43.810]text`. A time without text ends the line before it; `[ti:...]` and the like are fields."""

from __future__ import annotations

import re
from dataclasses import replace

from interviews.transcripts.base import Format, Source, Transcript
from interviews.transcripts.clock import milliseconds
from interviews.transcripts.draft import Draft
from interviews.transcripts.labels import mostly_labelled
from interviews.transcripts.pages import keep

SLUG, LABEL = "lrc", "LRC lyrics"
TIMED = re.compile(r"\s*\[(\d{1,4}:\d{2}(?::\d{2})?[.,]\d{1,3})\](.*)")
INNER = re.compile(r"(?:\[\d{1,4}:\d{2}[.,]\d{1,3}\])++|<\d{1,4}:\d{2}[.,]\d{1,3}>\s?")
FIELD = re.compile(r"\s*\[([a-z#]{1,10}):([^\[\]]*)\]\s*", re.IGNORECASE)


def recognise(source: Source) -> float:
    """Most lines begin with one time in square brackets that has decimals."""
    found = sum(bool(TIMED.fullmatch(line)) for line in source.lines if "[" in line)
    filled = source.filled - sum(bool(FIELD.fullmatch(line)) for line in source.lines if "[" in line)
    if found < 2 or found * 3 < filled * 2 or mostly_labelled([line.partition("]")[2] for line in source.lines]):
        return 0.0
    return 0.88


def read(source: Source) -> Transcript:
    draft = Draft(source)
    for number, line in enumerate(source.lines, 1):
        if timed := TIMED.fullmatch(line):
            time = milliseconds(timed[1])
            if text := INNER.sub("", timed[2]).strip():
                draft.say("", text, number, time)
            elif draft.segments:
                _close(draft, time)
        elif field := FIELD.fullmatch(line):
            draft.note("header", f"{field[1]}: {field[2].strip()}", number)
            draft.metadata.setdefault(field[1].lower(), field[2].strip())
        elif draft.segments:
            draft.extend(line, number)
        else:
            keep(draft, line, number)
    draft.title = draft.metadata.get("ti", "")
    return draft.transcript(SLUG, LABEL)


def _close(draft: Draft, time: int | None) -> None:
    last = draft.segments[-1]
    if time is not None and last.end_ms is None and last.start_ms is not None and last.start_ms <= time:
        draft.segments[-1] = replace(last, end_ms=time)


FORMAT = Format(SLUG, LABEL, recognise, read, at_most=0.88)
