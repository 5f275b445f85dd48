"""Plain text without speakers and times: every line is speech of nobody we know.

The last resort of the registry, so it also says what is surely no transcript.
"""

from __future__ import annotations

from interviews.transcripts.base import Format, Source, Transcript
from interviews.transcripts.draft import Draft
from interviews.transcripts.pages import RULE, ending, heading, keep, keep_front_matter

SLUG, LABEL = "text", "Plain text"


def recognise(source: Source) -> float:
    """Any text will do, and anything else is a better guess."""
    return 0.01


def read(source: Source) -> Transcript:
    draft = Draft(source)
    draft.warn(1, "No speakers and no times were found; every line is read as speech of an unknown speaker")
    over = ending(source.lines)
    for at in range(keep_front_matter(source, draft), len(source.lines)):
        line = source.lines[at]
        if heading(line) or at >= over or RULE.fullmatch(line):
            keep(draft, line, at + 1, "footer" if at >= over else "header")
        else:
            draft.say("", line, at + 1)
    return draft.transcript(SLUG, LABEL)


FORMAT = Format(SLUG, LABEL, recognise, read, at_most=0.01)
