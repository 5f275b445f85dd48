"""WebVTT: from Zoom, Teams, YouTube, Whisper and everybody else."""

from __future__ import annotations

import re

from interviews.transcripts.base import Format, Refused, Source, Transcript
from interviews.transcripts.cues import Cues, timing
from interviews.transcripts.draft import Draft
from interviews.transcripts.subtitles import tell

SLUG, LABEL = "webvtt", "WebVTT subtitles"
SIGNATURE = re.compile(r"\s*WEBVTT(?:[ \t]+(?:[-–—]\s*)?(.*))?", re.IGNORECASE | re.DOTALL)
FIELD = re.compile(r"([A-Za-z][A-Za-z-]{1,30}):\s*(.+)")


def recognise(source: Source) -> float:
    """The first line that is not blank says WEBVTT."""
    return 1.0 if SIGNATURE.fullmatch(source.first_filled) else 0.0


def read(source: Source) -> Transcript:
    draft = Draft(source)
    body = _head(source, draft)
    cues = Cues(Source(("",) * body + source.lines[body:]), notes=True)
    if not cues.timings:
        raise Refused("This WebVTT file has no cue: no line with two times and --> between them.")
    tell(cues, draft)
    for note in draft.context:
        if note.kind == "note" and (found := FIELD.fullmatch(note.text)):
            draft.metadata.setdefault(found[1].lower(), found[2].strip('" '))
    return draft.transcript(SLUG, LABEL)


def _head(source: Source, draft: Draft) -> int:
    """Keep the signature's title and the lines up to the first blank one; gives back where the cues begin."""
    at = next((at for at, line in enumerate(source.lines) if line.strip()), 0)
    if not (signature := SIGNATURE.fullmatch(source.lines[at])):
        return 0
    if signature[1] and signature[1].strip():
        draft.title = signature[1].strip()
        draft.note("header", draft.title, at + 1)
    at += 1
    while at < len(source.lines) and (line := source.lines[at].strip()):
        following = source.lines[at + 1] if at + 1 < len(source.lines) else ""
        if timing(line) or timing(following):
            break
        draft.note("header", line, at + 1)
        if field := FIELD.fullmatch(line):
            draft.metadata.setdefault(field[1].lower(), field[2])
        at += 1
    return at


FORMAT = Format(SLUG, LABEL, recognise, read)
