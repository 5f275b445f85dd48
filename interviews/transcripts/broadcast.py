"""Broadcast transcripts: a line `h:mm:ss Speaker Name`, a blank line, paragraphs; page furniture around form feeds."""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter
from functools import cached_property

from interviews.transcripts.base import Format, Source, Transcript
from interviews.transcripts.captions import timed
from interviews.transcripts.draft import Draft
from interviews.transcripts.furniture import furniture
from interviews.transcripts.names import clean, looks_like_name
from interviews.transcripts.pages import ending, heading, keep, keep_front_matter, paragraphs

SLUG, LABEL = "broadcast", "Broadcast transcript"
MARK = re.compile(r"[\[(][^\[\]()]*[\])]")
LONGEST_NAME = 5


class Turns:
    """The lines with a time, and which of them begin a turn: those that hold a name, or come again and are short."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.timed = {at: found for at, line in enumerate(source.lines) if (found := timed(line)) and found[1]}
        self.told = {at: clean(text) for at, (_, text) in self.timed.items() if not MARK.fullmatch(text)}
        self.names = self._names()
        self.starts = {at: self.timed[at][0] for at, label in self.told.items() if label in self.names}

        self.places = sorted(self.starts)
        self.colons = {self._colons(at) for at in self.places}

    def _names(self) -> set[str]:
        """What looks like a name, or comes again; where most of these have no capitals, all short labels."""
        labels = Counter(self.told.values())
        short = {label for label in labels if 0 < len(label.split()) <= LONGEST_NAME and label[-1].isalnum()}
        again = {label for label in short if labels[label] > 1}
        capital = {label for label in labels if looks_like_name(label)}
        return short if len(again - capital) > len(capital) else again | capital

    def name(self, at: int) -> str:
        return clean(self.timed[at][1]) if at in self.starts else ""

    @cached_property
    def likely(self) -> bool:
        """Whether most timed lines hold a name and nothing else, and untimed text stands between them."""
        turns, between = len(self.starts), self.source.filled - len(self.timed)
        if not turns or between * 2 < turns:
            return False
        names = sum(len(self.told[at].split()) for at in self.starts)
        untimed = sum(len(line.split()) for at, line in enumerate(self.source.lines) if at not in self.timed)
        return turns * 5 >= len(self.told) * 4 or (turns * 2 > len(self.told) and untimed > names)

    def remark(self, at: int) -> tuple[int, str] | None:
        """Time and words of a timed line that names nobody, where the time fits between the turns around it.

        Any other time is one that somebody said.
        """
        if at not in self.timed or at in self.starts:
            return None
        time, text = self.timed[at]
        place = bisect(self.places, at)
        before = self.starts[self.places[place - 1]] if place else 0
        after = self.starts[self.places[place]] if place < len(self.places) else time
        return (time, text) if self._colons(at) in self.colons and before <= time <= after else None

    def _colons(self, at: int) -> int:
        return self.source.lines[at].split()[0].count(":")


def recognise(source: Source) -> float:
    """Most timed lines hold a name and nothing else, and untimed text stands between them."""
    return 0.9 if Turns(source).likely else 0.0


class Speech:
    """What has been read: who speaks since when, and the lines not yet said."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.speaker = ""
        self.start: int | None = None
        self.block: list[tuple[int, str]] = []

    def say(self) -> None:
        """Say the paragraphs so far; the first takes the time."""
        for number, text in paragraphs(self.block):
            self.draft.say(self.speaker, text, number, self.start)
            self.start = None
        self.block = []

    def begin(self, speaker: str, start: int, line: int) -> None:
        self.say()
        self.draft.begin(speaker, line)
        self.speaker, self.start = speaker, start


def read(source: Source) -> Transcript:
    draft = Draft(source)
    turns = Turns(source)
    pages = furniture(source, turns.starts)
    speech = Speech(draft)
    over = max(ending(source.lines), max(turns.starts, default=-1) + 1)
    for at in range(keep_front_matter(source, draft), len(source.lines)):
        line = source.lines[at]
        if at in turns.starts:
            speech.begin(turns.name(at), turns.starts[at], at + 1)
        elif at in pages or heading(line) or not speech.speaker or at >= over:
            speech.say()
            keep(draft, line, at + 1, "footer" if at >= over else "header")
        elif remark := turns.remark(at):
            speech.say()
            draft.say("" if MARK.fullmatch(remark[1]) else speech.speaker, remark[1], at + 1, remark[0])
        else:
            speech.block.append((at + 1, line))
    speech.say()
    return draft.transcript(SLUG, LABEL)


FORMAT = Format(SLUG, LABEL, recognise, read, at_most=0.9)
