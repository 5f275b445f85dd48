"""Plain notes: `NAME:`, `**Name:**`, `### Name`, `Name (0:00:36):`, `[0:36] Name:` or `[Name]` before a turn.
A time alone on a line is that of the next words.

Who is a speaker is decided over the whole file (`names`). What stands before the first turn, or before a line such as
BEGIN TRANSCRIPT, is context; paragraphs without a name go on with the speaker above them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import cached_property

from interviews.transcripts.bare import bare_names
from interviews.transcripts.base import Format, Source, Transcript
from interviews.transcripts.draft import Draft
from interviews.transcripts.heads import ALONE, Dress, Head, bare_time, head
from interviews.transcripts.labels import bracketed_names
from interviews.transcripts.name_words import SECTIONS
from interviews.transcripts.names import begins_like_sentence, looks_like_name, speakers
from interviews.transcripts.pages import (
    RULE,
    bold_title,
    ending,
    fields_end,
    front_matter,
    heading,
    keep,
    keep_front_matter,
    unnumbered,
)

SLUG, LABEL = "plain", "Plain text with speakers"
BEGINS = re.compile(r"[\s#*_\[(-]*(?:(?:begin|start)(?:\s+of)?\s+)?transcript(?:ion)?[\s*_:\])-]*", re.IGNORECASE)
ENDS = re.compile(
    r"[\s#*_\[(-]*(?:end\s+(?:of\s+)?(?:the\s+)?"
    r"(?:transcript(?:ion)?|interview|(?:recorded )?material|recording|tape|audio|session)|end)[\s.*_\])-]*"
    r"|[\s#*_]*(?:transcription ended after .{1,20}|transcribed by https?://\S*otter\.ai\S*)",
    re.IGNORECASE,
)


class Notes:
    """The lines of a file with what they may begin, and who speaks in it."""

    def __init__(self, source: Source, start: int = 0) -> None:
        self.lines = unnumbered(source.lines)
        self.heads = {at: found for at in range(start, len(self.lines)) if (found := head(self.lines[at]))}
        self.begin = next((at + 1 for at in range(start, len(self.lines)) if self._opens(at)), start)
        self.begin = max(self.begin, fields_end(self.lines, start))
        self.end = max(ending(self.lines), self.begin)
        self._drop_links()
        self._drop_undressed()
        self.parted = self._drop_wrapped()
        self._read_bare_times()
        self.names, self.levels = self._speakers()
        if not self.names and not self.levels and (bare := bare_names(self.lines, self.begin, self.end)):
            self.names = frozenset(bare.values())
            self.heads = {at: Head(name, None, "", Dress.BARE) for at, name in bare.items()}
        self.counts = Counter(found.name for found in self.heads.values())
        self.anybody_again = any(self.counts[name] > 1 for name in (*self.names, *(name for _, name in self.levels)))
        self.first = len(self.lines)
        self.first = next((at for at in sorted(self.heads) if at >= self.begin and self._first(at)), len(self.lines))

    def _opens(self, at: int) -> bool:
        return bool(self.lines[at].strip() and BEGINS.fullmatch(self.lines[at]) and not RULE.fullmatch(self.lines[at]))

    def _drop_links(self) -> None:
        """Links below the last turn name pages, not people."""
        above = {found.name for at, found in self.heads.items() if at < self.end}
        self.heads = {at: found for at, found in self.heads.items() if at < self.end or found.name in above}

    def _drop_undressed(self) -> None:
        """Where names are bold, or are not, or have times, a word before a colon that is set otherwise begins a
        sentence; so does one in a list, or below a colon, that stands nowhere else."""
        named = [found for found in self.heads.values() if found.dress is Dress.COLON and found.named]
        bold = {found.name for found in named if found.bold}
        thin = {found.name for found in named if not found.bold}
        plain = Counter(found.name for found in named if not found.bullet)
        timed = {found.name for found in self.heads.values() if found.start is not None}
        stamped = sum(found.dress is Dress.STAMP for found in self.heads.values())
        since = sum(found.start is not None for found in named) + stamped
        all_timed = since * 3 >= (len(named) + stamped) * 2 > 0
        none_bold = sum(not found.bold for found in named) * 2 > len(named)
        all_bold = sum(found.bold for found in named) * 3 >= len(named) * 2 > 0
        listed = plain.total() * 3 >= len(named) * 2 > 0

        def begins_sentence(at: int, found: Head) -> bool:
            return (
                (not found.text and self._section(found.name))
                or (all_bold and not found.bold and found.name not in bold)
                or (none_bold and found.bold and found.name not in thin)
                or (all_timed and found.name not in timed)
                or (listed and found.bullet and found.name not in plain)
                or (plain[found.name] < 2 and self._below_colon(at))
            )

        self.heads = {
            at: found
            for at, found in self.heads.items()
            if found.dress is not Dress.COLON or at < self.begin or not begins_sentence(at, found)
        }

    def _below_colon(self, at: int) -> bool:
        """Whether the filled line above ends with a colon and is no mere name."""
        above = next((line for back in range(at - 1, max(at - 4, -1), -1) if (line := self.lines[back].strip())), "")
        return above.endswith((":", "：")) and (above.count(":") > 1 or len(above.split()) > 4)

    def _read_bare_times(self) -> None:
        """Where most names have a time after them (`Name: 00:01:02`), it is when they speak.

        A time that is all somebody says has no words below it; times that are said do not go on from name to name.
        """
        named = {at: found for at, found in self.heads.items() if found.dress in {Dress.COLON, Dress.BRACKETS}}
        timed = {at: time for at, found in named.items() if (time := bare_time(found.text))}
        timed = {at: (start, text) for at, (start, text) in timed.items() if text or self._words_below(at)}
        starts = [start for start, _ in timed.values()]
        if len(timed) > 1 and len(timed) * 2 >= len(named) and sorted(starts) == starts:
            self.heads |= {at: replace(self.heads[at], start=start, text=text) for at, (start, text) in timed.items()}

    def _words_below(self, at: int) -> bool:
        below = next((ahead for ahead in range(at + 1, len(self.lines)) if self.lines[ahead].strip()), -1)
        found = self.heads.get(below)
        return below >= 0 and not (found and found.named)

    def _speakers(self) -> tuple[frozenset[str], frozenset[tuple[int, str]]]:
        """Names before the words, and headings of a level on which one comes again: the names on that level."""
        heads = {at: found for at, found in self.heads.items() if at >= self.begin}
        plain = [found for found in heads.values() if found.dress in {Dress.COLON, Dress.STAMP}]
        stamped = [found.name for found in plain if found.dress is Dress.STAMP]
        listed = "\n".join(self.lines[: next((at for at, found in heads.items() if found in plain), 0)])
        units = self._units()
        names = speakers(
            [found.name for found in plain],
            max(units, 2),
            plain[0].name if plain and next(iter(heads.values())) is plain[0] else "",
            {found.name: found.text for found in reversed(plain)},
            listed,
        )
        if len(stamped) > 1:
            names |= {name for name in stamped if not begins_like_sentence(name) and len(name.split()) < 6}
        counts = Counter((found.level, found.name) for found in heads.values() if found.dress is Dress.TITLE)
        often = {level for (level, name), count in counts.items() if count > 1 and not self._section(name)}
        titles = frozenset(key for key in counts if key[0] in often and not self._section(key[1]))
        return names | self._loose(heads.values(), units), titles

    def _loose(self, heads: Collection[Head], units: int) -> frozenset[str]:
        """Names without a colon, where somebody comes again and they are bold or stand before half of all."""
        loose = [found for found in heads if found.dress is Dress.LOOSE]
        good = {one.name for one in loose if one.named and not begins_like_sentence(one.name)}
        said = [one for one in loose if one.name in good]
        enough = len(said) * 2 >= units or sum(one.bold for one in said) * 2 > len(said)
        names = frozenset(good) if enough and len(said) > len(good) else frozenset[str]()
        return names | bracketed_names([found.name for found in heads if found.dress is Dress.BRACKETS], units)

    def _units(self) -> int:
        """How many pieces of text could begin with a name: paragraphs where blank lines part turns, else lines."""
        return sum(
            bool(line.strip()) and not ((self.parted and self._goes_on(at)) or heading(line) or ALONE.fullmatch(line))
            for at, line in enumerate(self.lines[self.begin : self.end], self.begin)
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
        named = [at for at, found in self.heads.items() if at >= self.begin and not found.level and found.named]
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

    @cached_property
    def last(self) -> int:
        """The line of the last turn."""
        return max((at for at in self.heads if at >= self.first and self.turn(at)), default=-1)

    def block_time(self) -> int | None:
        """The time that stands alone above the first turn, where one does."""
        above = next((at for at in range(self.first - 1, -1, -1) if self.lines[at].strip()), -1)
        found = self.heads.get(above)
        return found.start if found and found.dress is Dress.NOBODY and not found.text else None

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
    notes = Notes(source, front_matter(source))
    turns = [found for at in notes.heads if at >= notes.first and (found := notes.turn(at)) and found.name]
    if len(turns) < 2 or len(turns) * 60 < source.filled:
        return 0.0
    named = notes.anybody_again and any(found.named for found in turns)
    spoken = sum(_speech(notes, at) for at in notes.heads if at >= notes.first and notes.turn(at))
    return 0.5 if named or spoken * 2 >= len(turns) else 0.0


def _speech(notes: Notes, at: int) -> bool:
    """Whether a turn's first words could be said: four of them or a sentence's end, and no line of code."""
    below = (notes.lines[ahead] for ahead in range(at + 1, min(at + 4, len(notes.lines))))
    text = notes.heads[at].text.strip() or next((line.strip() for line in below if line.strip()), "")
    return text[-1:] not in set(";{},") and (len(text.split()) >= 4 or text[-1:] in set('.?!…"”»)]。？！؟।'))


def read(source: Source) -> Transcript:
    draft = Draft(source)
    tell(source, draft, keep_front_matter(source, draft))
    return draft.transcript(SLUG, LABEL)


def tell(source: Source, draft: Draft, start: int) -> None:
    """Read the turns from a line on into the draft."""
    notes = Notes(source, start)
    speaker, ended, time = "", False, notes.block_time()
    for at in range(start, len(source.lines)):
        line = notes.lines[at]
        turn = notes.turn(at) if at >= notes.first and not ended else None
        ended = ended or (at > notes.first and _ends(notes, at))
        if turn:
            speaker, time = turn.name or speaker, time if turn.start is None else turn.start
            draft.begin(turn.name, at + 1)
            draft.say(speaker, turn.text, at + 1, time)
            time = None if turn.text.strip() else time
        elif ended or at < notes.first:
            keep(draft, line, at + 1, "footer" if ended else "header")
        elif heading(line):
            keep(draft, line, at + 1)
        elif title := bold_title(notes.lines, at):
            draft.note("heading", title, at + 1)
        elif RULE.fullmatch(line):
            draft.note("text", line, at + 1)
        elif line.strip():
            _go_on(draft, notes.lines, at, speaker, time)
            time = None


def _ends(notes: Notes, at: int) -> bool:
    """Whether the talk is over: at a line that says so, or at the links that end the page."""
    if at >= notes.end and at > notes.last:
        return True
    return bool(notes.lines[at].strip() and ENDS.fullmatch(notes.lines[at]))


def _go_on(draft: Draft, lines: Sequence[str], at: int, speaker: str, time: int | None) -> None:
    """A line without a name: wrapped text of the line above it, or a new paragraph of the same speaker."""
    wrapped = at and lines[at - 1].strip() and draft.segments and time is None
    if wrapped and draft.segments[-1].line <= at and draft.segments[-1].speaker == speaker:
        draft.extend(lines[at], at + 1)
    else:
        draft.say(speaker, lines[at], at + 1, time)


FORMAT = Format(SLUG, LABEL, recognise, read, at_most=0.5)
