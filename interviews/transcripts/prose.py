"""Plain text without speakers and times: every line is speech of nobody we know.

The last resort of the registry, so it also says what is surely no transcript.
"""

from __future__ import annotations

from interviews.transcripts.base import Format, Source, Transcript
from interviews.transcripts.draft import Draft

SLUG, LABEL = "text", "Plain text"


def recognise(source: Source) -> float:
    """Any text will do, and anything else is a better guess."""
    return 0.01


def read(source: Source) -> Transcript:
    draft = Draft(source)
    draft.warn(1, "No speakers and no times were found; every line is read as speech of an unknown speaker")
    for number, line in enumerate(source.lines, 1):
        draft.say("", line, number)
    return draft.transcript(SLUG, LABEL)


FORMAT = Format(SLUG, LABEL, recognise, read)
