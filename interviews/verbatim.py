"""Words that stand in a text exactly as somebody said them, whatever the case, the marks and the breaks between them.

Pure. Six words in a row are no coincidence, wherever they are taken from; a shorter saying stands there whole. Among
all that was ever said a saying is found by its runs: every five words in a row that begin at an even place, each run as
one number, which an index is asked for. Any six words in a row hold such a run.

In scripts that are written without blanks each letter counts as the word that it and the next six are, so that there
twelve letters in a row are six words, and a shorter saying has at least ten.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property, lru_cache
from zlib import crc32

from .letters import MARKS, UNSPACED, read_alike

LETTERS = rf"[^\W_{UNSPACED}]+(?:[{MARKS}]+[^\W_{UNSPACED}]*)*"
WORD = re.compile(rf"{LETTERS}(?:['’‘]{LETTERS})*|(?=\w)[{UNSPACED}][{MARKS}]*")
LETTER = re.compile(rf"[{UNSPACED}]")
SPAN = 7  # letters of a script without blanks that are taken for a word
RUN = 6  # words in a row that are no coincidence
KEPT = RUN - 1  # words of the runs by which a saying is found
STEP = RUN - KEPT + 1  # from one of them to the next
LEAST = 4  # words of a shorter saying: among all that was ever said fewer are nobody's in particular
FEWEST = 3  # where it is known who is spoken of
FACTOR = 0x9E3779B97F4A7C15
MASK = 2**64 - 1


def folded(text: str) -> list[str]:
    """The words of a text, alike however they were typed; without blanks between them its letters."""
    return [fold(word) for word in WORD.findall(read_alike(text).text)]


@lru_cache(maxsize=2**16)
def fold(word: str) -> str:
    return read_alike(word.casefold()).text.replace("’", "'").replace("‘", "'")


@lru_cache(maxsize=2**16)
def span_of(word: str) -> int:
    """How many words, of which it is the first, are taken for one."""
    return SPAN if LETTER.match(word) else 1


def spanned(words: list[str]) -> list[str]:
    """The same, with each letter of a script without blanks as the beginning of what follows it."""
    return [word if span_of(word) == 1 else " ".join(words[at : at + SPAN]) for at, word in enumerate(words)]


def said_in(saying: str) -> list[str]:
    """The words by which a saying is looked for; what follows its last letters is not known, so those are in the word
    of the one before."""
    words = folded(saying)
    last = len(words) - SPAN
    end = next((at for at in range(max(last + 1, 0), len(words)) if span_of(words[at]) > 1), len(words))
    return spanned(words)[:end]


def runs_of(saying: str) -> set[int]:
    """The runs by which a saying is found, as numbers that fit into a column; a shorter one is a single run, and what
    has too few words to be told by has none."""
    words = [number_of(word) for word in said_in(saying)]
    return set(numbered(words, KEPT, STEP) if len(words) >= KEPT else numbered(words, LEAST))


def numbered(words: Sequence[int], size: int, step: int = 1) -> list[int]:
    """Each run of `size` words, or of some every `step`th, of words as numbers, as one number that a column of 64 bits
    holds. What has the same number is compared word by word."""
    runs = list(words[::step])
    for ahead in range(1, size):
        runs = [(run * FACTOR + word) & MASK for run, word in zip(runs, words[ahead::step], strict=False)]
    return [run - 2**63 for run in runs]


@lru_cache(maxsize=2**16)
def number_of(word: str) -> int:
    return crc32(word.encode())


class Typed:
    """A text in which words of customers may stand."""

    def __init__(self, text: str) -> None:
        self.text = text
        alike = read_alike(text)
        found = list(WORD.finditer(alike.text))
        self.places = alike.places([match.span() for match in found])
        self.words = [fold(match.group()) for match in found]
        if LETTER.search(alike.text):
            last, spans = len(found) - 1, [span_of(word) - 1 for word in self.words]
            ends = [self.places[min(at + span, last)][1] for at, span in enumerate(spans)]
            self.places = [(start, end) for (start, _), end in zip(self.places, ends, strict=True)]
            self.words = spanned(self.words)
        self._runs: dict[int, dict[tuple[str, ...], list[int]]] = {}

    @cached_property
    def runs(self) -> set[int]:
        """The numbers by which anything said that stands in this text is found."""
        words = [number_of(word) for word in self.words]
        return {*numbered(words, LEAST), *numbered(words, KEPT)}

    def stretches(self, saying: str, least: int = LEAST) -> list[tuple[int, int]]:
        """Where six or more words in a row of `saying` stand, or all of it where it has fewer, at least `least`;
        positions in the text, the end is exclusive."""
        said = said_in(saying)
        if len(said) < least or not self.words:
            return []
        size = min(len(said), RUN)
        runs = self._runs_of(size)
        starts = {at for first in range(len(said) - size + 1) for at in runs.get(tuple(said[first : first + size]), ())}
        together = joined([(at, at + size) for at in starts])
        return joined([(self.places[first][0], max(at for _, at in self.places[first:end])) for first, end in together])

    def _runs_of(self, size: int) -> dict[tuple[str, ...], list[int]]:
        """Where so many words in a row stand, by the words."""
        if size not in self._runs:
            runs = self._runs[size] = {}
            for at in range(len(self.words) - size + 1):
                runs.setdefault(tuple(self.words[at : at + size]), []).append(at)
        return self._runs[size]


def joined(stretches: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches in their order, those that overlap as one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
