"""A page copied from the web: `Speaker: text (m:ss)` turns with section headings between them.

The time stands at the end of a turn and tells when the turn began. A turn goes on over several lines until its time
comes; a short line between two turns is a heading, and what follows the last time is the foot of the page.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter

from interviews.transcripts.base import Format, Source, Transcript
from interviews.transcripts.clock import CLOCK, milliseconds
from interviews.transcripts.draft import Draft
from interviews.transcripts.names import speakers, split_label
from interviews.transcripts.pages import LINK, ending, heading, keep, keep_front_matter, unbold

SLUG, LABEL = "webpage", "Web page copy"
TIME_AT_END = re.compile(rf"\s*[\[(]({CLOCK})[\])]([.,!?]?)\s*$")
LINKED_TIME = re.compile(rf"\s*\(?\[({CLOCK})\]\([^()\s]{{1,300}}\)\)?([.,!?]?)\s*$")
BROKEN_TIME = re.compile(r"\s*[\[(](\d{1,4}(?::\d{1,4}){1,2})[\])]\s*$")
LONGEST_HEADING = 20


def ending_time(line: str) -> tuple[str, int] | None:
    """The words before a time in brackets at the end of a line, and the time."""
    found = TIME_AT_END.search(line, max(len(line) - 40, 0)) if ")" in line or "]" in line else None
    if not found and "](" in line:
        found = LINKED_TIME.search(line, max(len(line) - 400, 0))
    time = milliseconds(found[1]) if found else None
    return (line[: found.start()] + found[2], time) if found and time is not None else None


def _label(line: str) -> tuple[str, str] | None:
    return split_label(unbold(line)[0])


def recognise(source: Source) -> float:
    """Turns that begin with a name, have words and end with a time in brackets."""
    turns = timed = 0
    named = False
    if not any(ending_time(line) for line in source.lines):
        return 0.0
    for at, line in enumerate(source.lines):
        label = _label(line)
        named = named or label is not None
        if ended := ending_time(line):
            timed += 1
            below = source.lines[at + 1] if at + 1 < len(source.lines) else ""
            above = source.lines[at - 1] if at and not (below.strip() and not _label(below)) else ""
            turns += named and bool((_label(ended[0]) or ("", ended[0]))[1].strip() or (not label and above.strip()))
            named = False
    return 0.85 if turns and turns * 2 >= timed and timed * 12 >= source.filled else 0.0


class Page:
    """Where the reading of one page stands."""

    def __init__(self, source: Source, draft: Draft, start: int) -> None:
        self.lines = source.lines
        self.draft = draft
        self.timed = [at for at in range(start, len(self.lines)) if ending_time(self.lines[at])]
        self.names = self._names(start)
        turns = [at for at in range(start, len(self.lines)) if self._name(at)]
        last = max([*turns, *self.timed], default=-1)
        self.over = last + 1 if self.timed and last == self.timed[-1] else max(ending(self.lines), last + 1)
        self.speaker: str | None = None
        self.open: list[tuple[int, str]] = []
        for at in range(start, len(self.lines)):
            if self.lines[at].strip():
                self._line(at, self.lines[at])
        self._close(None)

    def _names(self, start: int) -> frozenset[str]:
        """The speakers. A label that comes once is one only if its turn ends with a time."""
        labels = {at: label for at in range(start, len(self.lines)) if (label := _label(self.lines[at]))}
        counts = Counter(label for label, _ in labels.values())
        places = sorted(labels)
        ends = dict(zip(places, [*places[1:], len(self.lines)], strict=False))
        named = [label for at, (label, _) in labels.items() if counts[label] > 1 or self._times_between(at, ends[at])]
        return speakers(named, max(len(named), 1), named[0] if named else "", dict(labels.values()))

    def _times_between(self, begin: int, end: int) -> bool:
        return bisect_left(self.timed, begin) < bisect_left(self.timed, end)

    def _line(self, at: int, line: str) -> None:
        name = self._name(at)
        if at >= self.over:
            self._close(None)
            keep(self.draft, line, at + 1, "footer")
            return
        if name:
            self._close(None)
            self.speaker, line = name
            self.draft.begin(self.speaker, at + 1)
        elif self.speaker is None or heading(line) or (not ending_time(line) and self._is_heading(at, line)):
            self._aside(at, line)
            return
        self._say(at, line)

    def _aside(self, at: int, line: str) -> None:
        """Keep what nobody says: text before the first turn, headings, links between turns."""
        self._close(None)
        found = heading(line)
        if self.speaker is None:
            keep(self.draft, line, at + 1)
        elif LINK.fullmatch(line.strip()):
            self.draft.note("text", line, at + 1)
        else:
            self.draft.note("heading", found[1] if found else line, at + 1)

    def _say(self, at: int, line: str) -> None:
        timed, broken = ending_time(line), BROKEN_TIME.search(line, max(len(line) - 40, 0))
        if not timed and broken:
            self.draft.warn(at + 1, "This time cannot be read", repr(broken[1]))
            line = line[: broken.start()]
        self.open.append((at + 1, timed[0] if timed else line))
        if timed or broken:
            self._close(timed[1] if timed else None)

    def _name(self, at: int) -> tuple[str, str] | None:
        label = _label(self.lines[at]) if at < len(self.lines) else None
        return label if label and label[0] in self.names else None

    def _is_heading(self, at: int, line: str) -> bool:
        """A short line with no full stop that follows a finished turn; what comes next must begin one."""
        words = line.split()
        if not self.open and LINK.fullmatch(line.strip()):
            return True
        if len(words) > LONGEST_HEADING or line.rstrip()[-1] in ".,;:…" or not words[0][0].isalnum():
            return False
        if words[0][0].islower() or (self.open and self.open[-1][1].rstrip()[-1:] not in set('.?!…"”)]')):
            return False
        following = next((ahead for ahead in range(at + 1, len(self.lines)) if self.lines[ahead].strip()), -1)
        return not self.open or (following >= 0 and bool(self._name(following)))

    def _close(self, time: int | None) -> None:
        if self.open:
            self.draft.say(self.speaker or "", " ".join(text for _, text in self.open), self.open[0][0], time)
            self.open = []


def read(source: Source) -> Transcript:
    draft = Draft(source)
    Page(source, draft, keep_front_matter(source, draft))
    return draft.transcript(SLUG, LABEL)


FORMAT = Format(SLUG, LABEL, recognise, read, at_most=0.85)
