"""What of a text to show for a search, and where its words stand in it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .folding import places_of
from .porter import stem
from .query import Query

LONGEST_SNIPPET = 160
BEFORE = 50  # characters that are shown before the first hit
SCANNED = 20_000  # characters of a long text that are looked through


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, and whether it is what was looked for."""

    text: str
    marked: bool = False


class Marker:
    """Marks the words of a query, as the database found them: by their beginning, or by their stem."""

    def __init__(self, query: Query) -> None:
        self.by_beginnings = query.by_beginnings
        self.sought = [
            (tuple(word.words if self.by_beginnings else map(stem, word.words)), word.begins) for word in query.words()
        ]

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where the words stand in `text`, in order and apart from each other."""
        places = list(places_of(text[:SCANNED]))
        said = [word if self.by_beginnings else stem(word) for word, _, _ in places]
        found = []
        for words, begins in self.sought:
            for at in range(len(said) - len(words) + 1):
                if self._is(said[at : at + len(words)], words, begins):
                    found.append((places[at][1], places[at + len(words) - 1][2]))
        return joined(sorted(found))

    @staticmethod
    def _is(said: Sequence[str], words: Sequence[str], begins: bool) -> bool:
        last = said[-1].startswith(words[-1]) if begins else said[-1] == words[-1]
        return last and all(one == other for one, other in zip(said[:-1], words[:-1], strict=True))

    def whole(self, text: str) -> list[Piece]:
        """All of a short text."""
        return pieces(text, self.spans(text), 0, len(text))

    def snippet(self, text: str, longest: int = LONGEST_SNIPPET) -> list[Piece]:
        """The part of a text where the first hit stands; its beginning where none does."""
        text = " ".join(text.split())
        spans = self.spans(text)
        if len(text) <= longest:
            return pieces(text, spans, 0, len(text))
        first, last = max(spans, key=lambda span: span[1] - span[0], default=(0, 0))  # the longest says most
        start = max(0, first - BEFORE)
        start = min(start, len(text) - longest)
        if start:
            start = text.find(" ", start, start + BEFORE) + 1 or start
        end = start + longest
        if end < len(text):
            end = max(text.rfind(" ", start + longest // 2, end), start + longest // 2)
        if first < end < last:
            end = last
        cut = pieces(text, spans, start, end)
        return [*([Piece("… ")] if start else []), *cut, *([Piece(" …")] if end < len(text) else [])]


def joined(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sorted spans, with those that overlap made one."""
    found: list[tuple[int, int]] = []
    for start, end in spans:
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def pieces(text: str, spans: Sequence[tuple[int, int]], start: int, end: int) -> list[Piece]:
    """`text` from `start` to `end`, cut where the spans begin and end."""
    found, at = [], start
    for first, last in spans:
        first, last = max(first, start), min(last, end)
        if first >= last:
            continue
        if first > at:
            found.append(Piece(text[at:first]))
        found.append(Piece(text[first:last], marked=True))
        at = last
    if at < end:
        found.append(Piece(text[at:end]))
    return found
