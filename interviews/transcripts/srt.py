"""SubRip (SRT), and subtitle cues without any head at all."""

from __future__ import annotations

from interviews.transcripts.base import Format, Refused, Source, Transcript
from interviews.transcripts.cues import Cues, timing
from interviews.transcripts.draft import Draft
from interviews.transcripts.subtitles import tell

SLUG, LABEL = "srt", "SRT subtitles"


def recognise(source: Source) -> float:
    """Time lines at the start of blocks: one in at most a few dozen filled lines, and one near the top."""
    timings = [at for at, line in enumerate(source.lines) if timing(line)]
    if not timings:
        return 0.0
    above = sum(line.strip() != "" for line in source.lines[: timings[0]])
    return 0.95 if above <= 40 and len(timings) * 30 >= source.filled else 0.0


def read(source: Source) -> Transcript:
    draft = Draft(source)
    cues = Cues(source, notes=False)
    if not cues.timings:
        raise Refused("This SRT file has no cue: no line with two times and --> between them.")
    tell(cues, draft)
    return draft.transcript(SLUG, LABEL)


FORMAT = Format(SLUG, LABEL, recognise, read, at_most=0.95)
