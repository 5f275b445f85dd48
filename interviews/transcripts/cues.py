"""The cue reader under WebVTT and SRT: blocks of a number, a time line and text, in every shape they are met.

Our own, because a library that reads well-formed subtitles drops what is not: text after a blank line inside a cue,
text before the first time, the words of notes. Here every line becomes a cue's text, an identifier, or a note, and
every one keeps its line number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from interviews.transcripts.base import Source

_TIME = r"(-?\d{1,4}:-?\d{1,4}(?::-?\d{1,4})?(?:[.,:]-?\d{1,9})?)"
TIMING = re.compile(rf"\s*{_TIME}\s*(?:-{{1,3}}\s?(?:>|&gt;)|[–—]>|→|(?<=\.\d\d\d),(?=\d))\s*{_TIME}(?:\s+(.*))?\s*")
ARROWS = re.compile(r">|→|&gt;|\d\.\d\d\d,\d")
SETTING = re.compile(r"(?:align|line|position|size|vertical|region|X1|X2|Y1|Y2):\S*", re.IGNORECASE)
PADDED = re.compile(r"(\d\d):(\d\d):(\d\d)[.,](\d{3})", re.ASCII)
UNPADDED = re.compile(r":-?\d(?:[:.,]|$)")
GUID = re.compile(r"[0-9a-fA-F]{8}-[0-9a-fA-F-]{8,}\S*")
BARE_ID = re.compile(r"\S*\d\S*")
NAMED_ID = re.compile(r"\d+\s+\"(.+)\"(?:\s+\(\d*\))?")
BLOCK = re.compile(r"(NOTE|STYLE|REGION)(?:\s+(.*))?")


@dataclass
class Cue:
    """One cue: where its time line is, its times as written, the name its identifier gives, and its lines of text."""

    line: int
    start: str
    end: str
    named: str = ""
    text: list[tuple[int, str]] = field(default_factory=list)
    split_at: int | None = None


@dataclass
class Note:
    """Lines that are no cue: a note, a style, a title, text before the first cue. `word` says how it began."""

    line: int
    word: str
    text: str


class Cues:
    """The cues and notes of a source, in order."""

    def __init__(self, source: Source, *, notes: bool) -> None:
        """`notes`: whether NOTE, STYLE and REGION begin blocks of their own, as they do in WebVTT."""
        self.lines = source.lines
        self.notes = notes
        self.timings = {at: found for at, line in enumerate(self.lines) if (found := timing(line))}

    @cached_property
    def unpadded(self) -> bool:
        """Whether the times are written without padding, so that the part after the dot counts milliseconds."""
        return any(
            UNPADDED.search(stamp) for found in self.timings.values() for stamp in (found[1], found[2]) if ":" in stamp
        )

    @cached_property
    def numbered(self) -> tuple[bool, bool]:
        """Whether most time lines have a number right above them, and whether they have one above blank lines."""
        right_above = apart = 0
        for at in self.timings:
            if at and self.lines[at - 1].strip().isdigit():
                right_above += 1
            elif self._above(at).isdigit():
                apart += 1
        return right_above * 2 > len(self.timings), apart * 5 >= len(self.timings) * 4

    def _above(self, at: int) -> str:
        for back in range(at - 1, max(at - 6, -1), -1):
            if stripped := self.lines[back].strip():
                return stripped
        return ""

    def __iter__(self) -> Iterator[Cue | Note]:
        """Blocks in order. A note ends the cue before it, so text that follows a note is no cue's."""
        cue: Cue | None = None
        for block in self._blocks():
            if isinstance(block, tuple):
                cue = self._more(cue, *block)
                if cue is None:
                    yield Note(block[0], "", block[1])
                continue
            if cue:
                yield cue
            cue = block if isinstance(block, Cue) else None
            if isinstance(block, Note):
                yield block
        if cue:
            yield cue

    def _more(self, cue: Cue | None, number: int, text: str, gap: bool) -> Cue | None:
        if cue is not None:
            if gap and cue.text and cue.split_at is None:
                cue.split_at = number
            cue.text.append((number, text))
        return cue

    def _blocks(self) -> Iterator[Cue | Note | tuple[int, str, bool]]:
        """Cues that hold only what stands on their time line, notes, and lines of text (with: after a blank line?)."""
        named, gap, at = "", True, 0
        while at < len(self.lines):
            line = self.lines[at].strip()
            if at in self.timings:
                yield self._cue(at, named)
                named, gap = "", False
            elif not line:
                gap = True
            elif self._is_identifier(at, line, gap):
                found = NAMED_ID.fullmatch(line)
                named = found[1] if found else ""
                if not found and not BARE_ID.fullmatch(line) and not GUID.fullmatch(line):
                    yield Note(at + 1, "ID", line)
            elif self.notes and gap and (BLOCK.fullmatch(line) or line == "WEBVTT"):
                note, at = self._block(at)
                yield note
            else:
                yield at + 1, line, gap
                gap = False
            at += 1

    def _cue(self, at: int, named: str) -> Cue:
        found = self.timings[at]
        cue = Cue(at + 1, found[1], found[2], named)
        rest = found[3] or ""
        words = " ".join(word for word in rest.split() if not SETTING.fullmatch(word))
        if words:
            cue.text.append((at + 1, words))
        return cue

    def _is_identifier(self, at: int, line: str, gap: bool) -> bool:
        """A line above a time line is no text after a blank line, else only if it is a number or GUID in its place."""
        if at + 1 in self.timings:
            return gap or bool(GUID.fullmatch(line)) or (line.isdigit() and self.numbered[0])
        return line.isdigit() and self.numbered[1] and self._next_is_timing(at)

    def _next_is_timing(self, at: int) -> bool:
        for ahead in range(at + 1, min(at + 6, len(self.lines))):
            if self.lines[ahead].strip():
                return ahead in self.timings
        return False

    def _block(self, at: int) -> tuple[Note, int]:
        """The block that begins here and the last line of it: it ends at a blank line or a time line."""
        begin = BLOCK.fullmatch(self.lines[at].strip())
        kept = [begin[2] or ""] if begin else []
        last = at
        while last + 1 < len(self.lines) and self.lines[last + 1].strip() and last + 1 not in self.timings:
            last += 1
            kept.append(self.lines[last].strip())
        return Note(at + 1, begin[1] if begin else "WEBVTT", "\n".join(kept).strip()), last

    def milliseconds(self, stamp: str) -> int:
        """A time of this file. Unpadded ones (`0:0:18.340`, `0:0:-6.-820`) are rows of integers, each with its sign."""
        if padded := PADDED.fullmatch(stamp):  # as nearly every file writes them
            hours, minutes, seconds, thousandths = map(int, padded.groups())
            return ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths
        if stamp.startswith("-") and stamp.count("-") == 1:
            return -self.milliseconds(stamp[1:])
        clock, _, fraction = stamp.replace(",", ".").partition(".")
        parts = clock.split(":")
        fraction = fraction or "".join(parts[3:])
        total = 0
        for part in parts[:3]:
            total = total * 60 + int(part)
        if not fraction:
            return total * 1000
        if self.unpadded and abs(int(fraction)) < 1000:
            return total * 1000 + int(fraction)
        return total * 1000 + int(fraction.strip("-").ljust(3, "0")[:3])


def timing(line: str) -> re.Match[str] | None:
    """The two times of a time line; None for any other line."""
    return TIMING.fullmatch(line) if ARROWS.search(line) else None
