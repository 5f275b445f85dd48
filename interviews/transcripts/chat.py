"""The chat of a meeting: `HH:MM:SS`, a tab, `Name:`, a tab, what was written.

Nobody said these words, somebody wrote them; a warning says so. What replies and reactions repeat of another message is
context.
"""

from __future__ import annotations

import re
from itertools import islice

from interviews.transcripts.base import Format, Source, Transcript
from interviews.transcripts.clock import milliseconds
from interviews.transcripts.draft import Draft
from interviews.transcripts.names import clean
from interviews.transcripts.pages import keep

SLUG, LABEL = "chat", "Meeting chat"
MESSAGE = re.compile(
    r"\s*(\d{1,2}:\d{2}:\d{2})"
    r"(?:\t\s*([^\t]{1,80}?):\s{0,5}?(?:\t(.*)|$)|\s+From\s+(.{1,80}?)\s{0,5}:(?:\s+(.*)|$))"
)
TO = re.compile(r"(?:From\s+)?(.+?)\s+to\s+.+", re.IGNORECASE)
ANSWERED = re.compile(r"\s*(?:Replying to|Reacted to|Removed an? .{1,12} reaction from) [\"“].*")


def recognise(source: Source) -> float:
    """The first lines are messages, and most lines are."""
    first = list(islice((line for line in source.lines if line.strip()), 3))
    if not any(map(MESSAGE.fullmatch, first)):
        return 0.0
    return 1.0 if sum(bool(MESSAGE.fullmatch(line)) for line in source.lines) * 4 >= source.filled else 0.0


def read(source: Source) -> Transcript:
    draft = Draft(source)
    draft.warn(1, "This is the chat of a meeting: what people wrote, not what they said")
    speaker: str | None = None
    time: int | None = None
    for number, line in enumerate(source.lines, 1):
        found = MESSAGE.fullmatch(line)
        if found:
            speaker, time = _writer(found[2] or found[4]), milliseconds(found[1])
            line = found[3] or found[5] or ""
        if speaker is None:
            keep(draft, line, number)
        elif ANSWERED.fullmatch(line):
            draft.note("note", line, number)
        elif line.strip():
            draft.say(speaker, line, number, time)
            time = None
    return draft.transcript(SLUG, LABEL)


def _writer(name: str) -> str:
    """Who wrote a message, without to whom."""
    found = TO.fullmatch(name)
    return clean(found[1] if found else name)


FORMAT = Format(SLUG, LABEL, recognise, read)
