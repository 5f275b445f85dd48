"""A page copied from the web: `Speaker: text (m:ss)` turns with section headings between them.

The time stands at the end of a turn and tells when the turn began. A turn goes on over several lines until its time
comes; a short line between two turns is a heading.
"""

from __future__ import annotations

import re

from interviews.transcripts.base import Format, Source, Transcript
from interviews.transcripts.clock import CLOCK, milliseconds
from interviews.transcripts.draft import Draft
from interviews.transcripts.names import speakers, split_label
from interviews.transcripts.pages import heading, keep, keep_front_matter, unbold

SLUG, LABEL = "webpage", "Web page copy"
TIME_AT_END = re.compile(rf"\(({CLOCK})\)\s*$")
LONGEST_HEADING = 20


def ending_time(line: str) -> tuple[str, int] | None:
    """The words before a time in round brackets at the end of a line, and the time."""
    found = TIME_AT_END.search(line[-40:])
    time = milliseconds(found[1]) if found else None
    return (line.rstrip()[: -len(found[0].rstrip())], time) if found and time is not None else None


def recognise(source: Source) -> float:
    """Turns that begin with a name and end with a time in brackets."""
    turns = timed = 0
    named = False
    for line in source.lines:
        named = named or split_label(unbold(line)) is not None
        if ending_time(line):
            timed += 1
            turns += named
            named = False
    return 0.85 if turns and turns * 2 >= timed and timed * 12 >= source.filled else 0.0


class Page:
    """Where the reading of one page stands."""

    def __init__(self, source: Source, draft: Draft, start: int) -> None:
        self.source = source
        self.draft = draft
        labels = [label[0] if (label := split_label(unbold(line))) else "" for line in source.lines[start:]]
        named = [label for label in labels if label]
        self.names = speakers(named, max(len(named), 1), named[0] if named else "")
        self.speaker: str | None = None
        self.open: list[tuple[int, str]] = []
        for at in range(start, len(source.lines)):
            if source.lines[at].strip():
                self._line(at, source.lines[at])
        self._close(None)

    def _line(self, at: int, line: str) -> None:
        name = self._name(at)
        if name:
            self._close(None)
            self.speaker, line = name
        elif self.speaker is None or heading(line) or (not ending_time(line) and self._is_heading(at, line)):
            self._close(None)
            if self.speaker is None:
                keep(self.draft, line, at + 1)
            else:
                found = heading(line)
                self.draft.note("heading", found[1] if found else line, at + 1)
            return
        timed = ending_time(line)
        self.open.append((at + 1, timed[0] if timed else line))
        if timed:
            self._close(timed[1])

    def _name(self, at: int) -> tuple[str, str] | None:
        label = split_label(unbold(self.source.lines[at])) if at < len(self.source.lines) else None
        return label if label and label[0] in self.names else None

    def _is_heading(self, at: int, line: str) -> bool:
        """A short line with no full stop that follows a finished turn; what comes next must begin one."""
        words = line.split()
        if len(words) > LONGEST_HEADING or line.rstrip()[-1] in ".,;:…" or not words[0][0].isalnum():
            return False
        if self.open and (words[0][0].islower() or self.open[-1][1].rstrip()[-1:] not in set('.?!…"”)]')):
            return False
        following = next(
            (ahead for ahead in range(at + 1, len(self.source.lines)) if self.source.lines[ahead].strip()), -1
        )
        return not self.open or (following >= 0 and bool(self._name(following)))

    def _close(self, time: int | None) -> None:
        if self.open:
            self.draft.say(self.speaker or "", " ".join(text for _, text in self.open), self.open[0][0], time)
            self.open = []


def read(source: Source) -> Transcript:
    draft = Draft(source)
    Page(source, draft, keep_front_matter(source, draft))
    return draft.transcript(SLUG, LABEL)


FORMAT = Format(SLUG, LABEL, recognise, read)
