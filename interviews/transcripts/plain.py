"""Plain notes: `NAME:`, `**Name:**`, `### Name`, `Name (0:00:36):` or `[0:36] Name:` before a turn.
A time alone on a line is that of the next words.

Who is a speaker is decided over the whole file (`names`). What stands before the first turn, or before a line such as
BEGIN TRANSCRIPT, is context; paragraphs without a name go on with the speaker above them.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from interviews.transcripts.base import Format, Source, Transcript
from interviews.transcripts.clock import CLOCK, milliseconds
from interviews.transcripts.draft import Draft
from interviews.transcripts.name_words import SECTIONS
from interviews.transcripts.names import begins_like_sentence, clean, looks_like_name, speakers, split_label
from interviews.transcripts.pages import RULE, heading, keep, keep_front_matter, unbold

SLUG, LABEL = "plain", "Plain text with speakers"
FRACTION = r"(?:[.,]\d{1,3})?"
BEFORE = re.compile(
    rf"\s*[\[(]({CLOCK}{FRACTION})(?:\s*(?:-{{1,2}}>?|[–—])\s*{CLOCK}{FRACTION})?[\])]:?(?:\s+|$)|\s*({CLOCK})\s+(?=\S)"
)
ALONE = re.compile(r"\s*\d{1,3}:\d{2}:\d{2}\s*")
STAMPED = re.compile(rf"\s*(\S[^()\[\]:]{{0,63}}?)\s{{0,9}}[\[(]({CLOCK}{FRACTION})[\])](:?)(?:\s+(.*)|$)")
BEGINS = re.compile(r"[\s#*_\[(-]*(?:(?:begin|start)(?:\s+of)?\s+)?transcript(?:ion)?[\s*_:\])-]*", re.IGNORECASE)
ENDS = re.compile(
    r"[\s#*_\[(-]*(?:end\s+(?:of\s+)?(?:transcript(?:ion)?|interview)|end)[\s.*_\])-]*"
    r"|[\s#*_]*transcription ended after.*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Head:
    """What a line may begin a turn with. `level` is that of a Markdown heading, 0 for `Name:`."""

    name: str
    start: int | None
    text: str
    level: int = 0


def head(line: str) -> Head | None:
    """The possible beginning of a turn. A time alone (`name` empty) lets the speaker above go on."""
    if found := heading(line):
        label = clean(found[1])
        return Head(label, None, "", found[0]) if looks_like_name(label) else _labelled(found[1])
    return _labelled(line)


def _labelled(line: str) -> Head | None:
    start: int | None = None
    if ALONE.fullmatch(line):
        return Head("", milliseconds(line), "")
    if before := BEFORE.match(line):
        start, line = milliseconds(before[1] or before[2]), line[before.end() :]
        if start is None:
            return None
    line = unbold(line)
    if (stamped := STAMPED.fullmatch(line)) and (stamped[3] or not stamped[4]):
        label, time = clean(stamped[1]), milliseconds(stamped[2])
        if label and time is not None:
            return Head(label, time, stamped[4] or "")
    if label_and_text := split_label(line):
        return Head(label_and_text[0], start, label_and_text[1])
    return Head("", start, line) if start is not None else None


class Notes:
    """The lines of a file with what they may begin, and who speaks in it."""

    def __init__(self, source: Source, start: int = 0) -> None:
        self.lines = source.lines
        self.heads = {at: found for at in range(start, len(self.lines)) if (found := head(self.lines[at]))}
        self.begin = next((at + 1 for at in range(start, len(self.lines)) if self._opens(at)), start)
        self.parted = self._drop_wrapped()
        self.names, self.levels = self._speakers()
        self.counts = Counter(found.name for found in self.heads.values())
        self.anybody_again = any(self.counts[name] > 1 for name in self.names)
        self.first = len(self.lines)
        self.first = next((at for at in sorted(self.heads) if at >= self.begin and self._first(at)), len(self.lines))

    def _opens(self, at: int) -> bool:
        return bool(self.lines[at].strip() and BEGINS.fullmatch(self.lines[at]) and not RULE.fullmatch(self.lines[at]))

    def _speakers(self) -> tuple[frozenset[str], frozenset[tuple[int, str]]]:
        """Names before a colon, and headings of a level on which one comes again: the names on that level."""
        labels = [found.name for at, found in self.heads.items() if not found.level and found.name and at >= self.begin]
        counts = Counter(
            (found.level, found.name) for at, found in self.heads.items() if found.level and at >= self.begin
        )
        often = {level for (level, name), count in counts.items() if count > 1 and not self._section(name)}
        titles = frozenset(key for key in counts if key[0] in often and not self._section(key[1]))
        return speakers(labels, max(self._units(), 2), labels[0] if labels else ""), titles

    def _units(self) -> int:
        """How many pieces of text could begin with a name: paragraphs where blank lines part turns, else lines."""
        return sum(
            bool(line.strip()) and not ((self.parted and self._goes_on(at)) or heading(line) or ALONE.fullmatch(line))
            for at, line in enumerate(self.lines[self.begin :], self.begin)
        )

    def _goes_on(self, at: int) -> bool:
        """Whether the line above is text too, and not a time."""
        above = self.lines[at - 1].strip() if at > self.begin else ""
        return bool(above) and not (ALONE.fullmatch(above) or heading(above) or RULE.fullmatch(above))

    def _inside(self, at: int, name: str) -> bool:
        """Whether a label stands within a paragraph where no name begins: the sentence above it is not over."""
        return self._goes_on(at) and not (looks_like_name(name) and self.lines[at - 1].rstrip()[-1] in '.?!…"”)]。')

    def _drop_wrapped(self) -> bool:
        """Whether turns stand apart; then a label that comes once, inside a paragraph, is a sentence with a colon."""
        counts = Counter(found.name for at, found in self.heads.items() if at >= self.begin)
        named = [
            at
            for at, found in self.heads.items()
            if at >= self.begin and not found.level and looks_like_name(found.name)
        ]
        parted = sum(not self._goes_on(at) for at in named) * 10 >= len(named) * 8 > 0
        if parted:
            self.heads = {
                at: found
                for at, found in self.heads.items()
                if counts[found.name] > 1 or at < self.begin or not found.name or not self._inside(at, found.name)
            }
        return parted

    @staticmethod
    def _section(name: str) -> bool:
        return name.split()[0].casefold() in SECTIONS or begins_like_sentence(name)

    def turn(self, at: int) -> Head | None:
        found = self.heads.get(at)
        if not found:
            return None
        if found.level:
            return found if (found.level, found.name) in self.levels else None
        return found if found.name in self.names or (not found.name and at >= self.first) else None

    def _first(self, at: int) -> bool:
        """Whether speech begins here: not at a field such as `Place: Bonn`, which comes once and holds no sentence."""
        found = self.turn(at)
        if not found or not found.name:
            return False
        again = self.counts[found.name] > 1
        short = 0 < len(found.text.split()) <= 6 and found.text.rstrip()[-1] not in '.?!…"”'
        return again or not (short or begins_like_sentence(found.name)) or not self.anybody_again


def recognise(source: Source) -> float:
    """Somebody speaks at least twice, or there are two speakers."""
    notes = Notes(source)
    turns = [found for at in notes.heads if at >= notes.first and (found := notes.turn(at)) and found.name]
    if len(turns) < 2 or len(turns) * 60 < source.filled:
        return 0.0
    named = notes.anybody_again and any(looks_like_name(found.name) for found in turns)
    spoken = sum(_speech(notes, at) for at in notes.heads if at >= notes.first and notes.turn(at))
    return 0.5 if named or spoken * 2 >= len(turns) else 0.0


def _speech(notes: Notes, at: int) -> bool:
    """Whether a turn's first words could be said: four of them or a sentence's end, and no line of code."""
    below = (notes.lines[ahead] for ahead in range(at + 1, min(at + 4, len(notes.lines))))
    text = notes.heads[at].text.strip() or next((line.strip() for line in below if line.strip()), "")
    return text[-1:] not in set(";{},") and (len(text.split()) >= 4 or text[-1:] in set('.?!…"”»)]。？！؟।'))


def read(source: Source) -> Transcript:
    draft = Draft(source)
    start = keep_front_matter(source, draft)
    notes = Notes(source, start)
    speaker, ended, time = "", False, None
    for at in range(start, len(source.lines)):
        line = source.lines[at]
        turn = notes.turn(at) if at >= notes.first and not ended else None
        ended = ended or (at > notes.first and bool(line.strip()) and bool(ENDS.fullmatch(line)))
        if turn:
            speaker, time = turn.name or speaker, time if turn.start is None else turn.start
            draft.say(speaker, turn.text, at + 1, time)
            time = None if turn.text.strip() else time
        elif ended or at < notes.first:
            keep(draft, line, at + 1, "footer" if ended else "header")
        elif heading(line):
            keep(draft, line, at + 1)
        elif RULE.fullmatch(line):
            draft.note("text", line, at + 1)
        elif line.strip():
            _go_on(draft, source, at, speaker, time)
            time = None
    return draft.transcript(SLUG, LABEL)


def _go_on(draft: Draft, source: Source, at: int, speaker: str, time: int | None) -> None:
    """A line without a name: wrapped text of the line above it, or a new paragraph of the same speaker."""
    wrapped = at and source.lines[at - 1].strip() and draft.segments and time is None
    if wrapped and draft.segments[-1].line <= at and draft.segments[-1].speaker == speaker:
        draft.extend(source.lines[at], at + 1)
    else:
        draft.say(speaker, source.lines[at], at + 1, time)


FORMAT = Format(SLUG, LABEL, recognise, read)
