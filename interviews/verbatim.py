"""Words that stand in a text exactly as somebody said them, whatever the case, the marks and the breaks between them.

Pure. A quote is found by how it begins: its first words as one number, which an index can be asked for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from zlib import crc32

WORD = re.compile(r"[^\W_]+")
LEAST = 4  # words: fewer are nobody's in particular
FACTOR = 0x9E3779B97F4A7C15
MASK = 2**64 - 1
ENOUGH = 8  # of a longer quote so many words from its beginning are its words too


def folded(text: str) -> list[str]:
    """The words of a text, alike however they were typed."""
    return [fold(match.group()) for match in WORD.finditer(text)]


@lru_cache(maxsize=2**16)
def fold(word: str) -> str:
    return unicodedata.normalize("NFKC", word).casefold()


def opening_of(text: str) -> int | None:
    """How a text begins, as a number that fits into a column; None where it has too few words to be told by."""
    words = folded(text)
    return numbered(words[:LEAST]) if len(words) >= LEAST else None


def numbered(words: Sequence[str]) -> int:
    """Words as one number that a column of 64 bits holds. What has the same number is compared word by word."""
    number = 0
    for word in words:
        number = (number * FACTOR + number_of(word)) & MASK
    return number - 2**63


@lru_cache(maxsize=2**16)
def number_of(word: str) -> int:
    return crc32(word.encode())


class Typed:
    """A text in which words of customers may stand."""

    def __init__(self, text: str) -> None:
        self.text = text
        found = list(WORD.finditer(text))
        self.places = [match.span() for match in found]
        self.words = [fold(match.group()) for match in found]

    @cached_property
    def openings(self) -> dict[int, list[int]]:
        """Where each number stands that something in this text may begin with, by places of words."""
        known: dict[int, list[int]] = {}
        for at in range(len(self.words) - LEAST + 1):
            known.setdefault(numbered(self.words[at : at + LEAST]), []).append(at)
        return known

    def stretches(self, quote: str) -> Iterator[tuple[int, int]]:
        """Where `quote`, or enough of its beginning, stands; positions in the text, the end is exclusive."""
        said = folded(quote)
        if len(said) < LEAST:
            return
        for at in self.openings.get(numbered(said[:LEAST]), ()):
            same = self._run(at, said)
            if same == len(said) or same >= ENOUGH:
                yield self.places[at][0], self.places[at + same - 1][1]

    def _run(self, at: int, said: Sequence[str]) -> int:
        """How many of the words said stand there one after the other."""
        length = 0
        for typed, word in zip(self.words[at : at + len(said)], said, strict=False):
            if typed != word:
                break
            length += 1
        return length


def joined(stretches: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches in their order, those that overlap as one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
