"""Stretches of text: positions as browsers and as we count them, overlapping quotes, and the words of a passage. Pure.

Browsers count UTF-16 units, we count code points: an emoji is two of theirs and one of ours.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)

CUT = "[…]"
WIDEST = 0xFFFF  # the last code point that is one unit of UTF-16


def to_code_points(text: str, units: int) -> int:
    """The position in `text` of a browser's offset. One in the middle of a character is the start of it."""
    seen = 0
    for position, character in enumerate(text):
        seen += 2 if ord(character) > WIDEST else 1
        if seen > units:
            return position
    return len(text)


def to_utf16(text: str, position: int) -> int:
    """The browser's offset of a position in `text`."""
    before = text[: max(position, 0)]
    return len(before) + sum(ord(character) > WIDEST for character in before)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without the white space at its ends; empty (start == end) when there is nothing else."""
    start, end = max(start, 0), min(end, len(text))
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, max(start, end)


@dataclass(frozen=True, slots=True)
class Piece(Generic[Key]):
    """A stretch of a text that is covered by the same spans from its start to its end."""

    start: int
    end: int
    keys: tuple[Key, ...]


def pieces(length: int, spans: Iterable[tuple[int, int, Key]]) -> list[Piece[Key]]:
    """Cut a text of `length` at every start and end of `spans`, so that overlapping spans can be drawn side by side.

    The pieces cover the whole text in order; the keys of a piece stand in the order of `spans`. What lies outside the
    text, and what is empty, is left out.
    """
    kept = [(max(start, 0), min(end, length), key) for start, end, key in spans]
    kept = [(start, end, key) for start, end, key in kept if start < end]
    cuts = sorted({0, length, *(start for start, _, _ in kept), *(end for _, end, _ in kept)})
    return [
        Piece(start, end, tuple(key for from_, to, key in kept if from_ <= start and end <= to))
        for start, end in pairwise(cuts)
    ]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words taken from the segment with this number."""

    number: int
    text: str


def passage(stretches: Sequence[Stretch]) -> str:
    """The words of a passage in one line. Where segments in between are left out, it says so."""
    words: list[str] = []
    last: int | None = None
    for stretch in stretches:
        if last is not None and stretch.number > last + 1:
            words.append(CUT)
        words.append(stretch.text)
        last = stretch.number
    return " ".join(words)
