"""A corrected file of a transcript: what changed in it, and where words that were taken from it stand now.

Words are looked for exactly, then with white space, case and punctuation made alike; where they stand more than once,
the place nearest to the old one is theirs. Pure: texts in, places out.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import accumulate

LONG = 4_000  # segments; beyond them, words that come all the time are no landmarks
ALIKE = 0.5

Turn = tuple[str, str]  # who, and what


@dataclass(frozen=True)
class Alignment:
    """Which segment of the new file is which of the old one: `became[old]` is its place, None where it is gone."""

    became: tuple[int | None, ...]
    same: int
    changed: int
    added: int
    removed: int


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a segment, by its place in the file; the end is exclusive."""

    segment: int
    start: int
    end: int


def align(old: Sequence[Turn], new: Sequence[Turn]) -> Alignment:
    """Match the segments of two versions: equal ones first, then, between these, those that are much alike."""
    became: list[int | None] = [None] * len(old)
    same = changed = 0
    matcher = SequenceMatcher(None, old, new, autojunk=max(len(old), len(new)) > LONG)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            became[a:b] = range(c, d)
            same += b - a
        elif tag == "replace":
            for one, other in _alike([text for _, text in old[a:b]], [text for _, text in new[c:d]]):
                became[a + one] = c + other
                changed += 1
    return Alignment(tuple(became), same, changed, len(new) - same - changed, len(old) - same - changed)


def _alike(old: Sequence[str], new: Sequence[str]) -> Iterable[tuple[int, int]]:
    """Pairs in order whose words are much the same."""
    at = 0
    for one, text in enumerate(old):
        words = text.split()
        for other in range(at, min(at + 4, len(new))):
            if SequenceMatcher(None, words, new[other].split(), autojunk=False).ratio() >= ALIKE:
                yield one, other
                at = other + 1
                break


class Words:
    """The texts of the segments, one after the other, to find words in that may go from one segment to the next."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self.whole = " ".join(texts)
        self.begins = [0, *accumulate(len(text) + 1 for text in texts)][: len(texts)]

    @cached_property
    def folded(self) -> tuple[str, list[int]]:
        return _folded(self.whole)

    def find(self, words: str, near: int, among: Sequence[bool]) -> tuple[list[Place], bool]:
        """Where `words` stand nearest to segment `near`, and whether letter by letter; no place where they are gone.

        Segments of the voice that said them (`among`) go first.
        """
        for exact in (True, False):
            hits = list(self._exact(words) if exact else self._loose(words))
            for own in (True, False):
                fit = [hit for hit in hits if not own or self._spoken(hit, among)]
                if fit:
                    return self._places(*min(fit, key=lambda hit: (abs(self._segment(hit[0]) - near), hit[0]))), exact
        return [], False

    def _spoken(self, hit: tuple[int, int], among: Sequence[bool]) -> bool:
        return all(among[place.segment] for place in self._places(*hit))

    def _segment(self, at: int) -> int:
        """The place of the segment in which a character of the whole stands."""
        return max(bisect_right(self.begins, at) - 1, 0)

    def _cuts_a_word(self, at: int) -> bool:
        """Whether a stretch that begins or ends there would take a part of a word."""
        return self.whole[max(at - 1, 0) : at].isalnum() and self.whole[at : at + 1].isalnum()

    def _exact(self, words: str) -> Iterable[tuple[int, int]]:
        at = self.whole.find(words) if words else -1
        while at >= 0:
            if not self._cuts_a_word(at) and not self._cuts_a_word(at + len(words)):
                yield at, at + len(words)
            at = self.whole.find(words, at + 1)

    def _loose(self, words: str) -> Iterable[tuple[int, int]]:
        wanted, (text, places) = _folded(words)[0].strip(), self.folded
        at = text.find(wanted) if wanted else -1
        while at >= 0:
            end = at + len(wanted)
            if (at == 0 or text[at - 1] == " ") and (end == len(text) or text[end] == " "):
                yield places[at], places[end - 1] + 1
            at = text.find(wanted, at + 1)

    def _places(self, start: int, end: int) -> list[Place]:
        """A stretch of the whole as stretches of its segments, without white space at their ends."""
        found = []
        for number in range(self._segment(start), bisect_left(self.begins, end)):
            begin, text = self.begins[number], self.texts[number]
            first, last = max(start - begin, 0), min(end - begin, len(text))
            while first < last and text[first].isspace():
                first += 1
            while first < last and text[last - 1].isspace():
                last -= 1
            if first < last:
                found.append(Place(number, first, last))
        return found


def _folded(text: str) -> tuple[str, list[int]]:
    """Letters and digits in one case with single blanks between the words, and where each of them stands."""
    out: list[str] = []
    places: list[int] = []
    for at, character in enumerate(text):
        if character in "'’":
            continue
        kept = character.casefold() if character.isalnum() else " "
        if kept == " " and (not out or out[-1] == " "):
            continue
        out.extend(kept)
        places.extend([at] * len(kept))
    return "".join(out), places
