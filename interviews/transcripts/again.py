"""A corrected file of a transcript: what changed in it, and where words that were taken from it stand now.

Words are looked for exactly, then with white space, case and punctuation made alike; where they stand more than once,
the place nearest to the old one is theirs. Pure: texts in, places out.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import accumulate

from rapidfuzz.distance import LCSseq

DEEPEST = 12  # times that landmarks are looked for between landmarks
MOST_AT_ONCE = 400_000_000  # pairs without landmarks: some 50 MB, a second
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
    a = b = 0
    for one, other in [*equal_turns(old, new), (len(old), len(new))]:
        for before, after in _alike([text for _, text in old[a:one]], [text for _, text in new[b:other]]):
            became[a + before] = b + after
            changed += 1
        if one < len(old):
            became[one] = other
            same += 1
        a, b = one + 1, other + 1
    return Alignment(tuple(became), same, changed, len(new) - same - changed, len(old) - same - changed)


def equal_turns(old: Sequence[Turn], new: Sequence[Turn]) -> list[tuple[int, int]]:
    """Pairs of equal turns, in order in both.

    What stands at both ends is paired first, then what stands once in both, as far as it is in order, and so on between
    these; what is left has no landmarks and is compared turn by turn. However often turns come again, the time stays in
    bounds: comparing is done by bits of words, and in parts where there is very much of it.
    """
    numbers: dict[Turn, int] = {}
    a = [numbers.setdefault(turn, len(numbers)) for turn in old]
    b = [numbers.setdefault(turn, len(numbers)) for turn in new]
    found: list[tuple[int, int]] = []
    waiting = [(Gap(0, len(a), 0, len(b)), 0)]
    while waiting:
        gap, depth = waiting.pop()
        ends, gap = gap.without_ends(a, b)
        found += ends
        if gap.size == 0:
            continue
        landmarks = gap.landmarks(a, b) if depth < DEEPEST else []
        found += landmarks
        if landmarks:
            waiting += [(part, depth + 1) for part in gap.between(landmarks)]
        elif gap.size > MOST_AT_ONCE:
            waiting += [(part, depth) for part in gap.halves()]
        else:
            found += gap.compared(a, b)
    return sorted(found)


@dataclass(frozen=True, slots=True)
class Gap:
    """A part of the old turns and the part of the new ones that stands there; the ends are exclusive."""

    a: int
    a_end: int
    b: int
    b_end: int

    @property
    def size(self) -> int:
        """How many pairs there are to compare."""
        return (self.a_end - self.a) * (self.b_end - self.b)

    def without_ends(self, old: Sequence[int], new: Sequence[int]) -> tuple[list[tuple[int, int]], Gap]:
        """The equal pairs at both ends, and the gap between them."""
        a, a_end, b, b_end = self.a, self.a_end, self.b, self.b_end
        pairs = []
        while a < a_end and b < b_end and old[a] == new[b]:
            pairs.append((a, b))
            a, b = a + 1, b + 1
        while a < a_end and b < b_end and old[a_end - 1] == new[b_end - 1]:
            a_end, b_end = a_end - 1, b_end - 1
            pairs.append((a_end, b_end))
        return pairs, Gap(a, a_end, b, b_end)

    def landmarks(self, old: Sequence[int], new: Sequence[int]) -> list[tuple[int, int]]:
        """The longest row of pairs, in order in both, of turns that stand once in both."""
        often, often_there = Counter(old[self.a : self.a_end]), Counter(new[self.b : self.b_end])
        there = {new[at]: at for at in range(self.b, self.b_end)}
        once = [(at, there[old[at]]) for at in range(self.a, self.a_end) if often[old[at]] == often_there[old[at]] == 1]
        tops: list[int] = []  # of the rows of each length the lowest last place in the new turns
        rows: list[tuple[int, int]] = []  # which pair ends that row
        above: list[int] = []
        for number, (_, place) in enumerate(once):
            length = bisect_left(tops, place)
            above.append(rows[length - 1][1] if length else -1)
            tops[length : length + 1] = [place]
            rows[length : length + 1] = [(place, number)]
        chain, at = [], rows[-1][1] if rows else -1
        while at >= 0:
            chain.append(once[at])
            at = above[at]
        return chain[::-1]

    def between(self, landmarks: Sequence[tuple[int, int]]) -> Iterator[Gap]:
        """What is left before, between and behind the landmarks."""
        a, b = self.a, self.b
        for one, other in [*landmarks, (self.a_end, self.b_end)]:
            yield Gap(a, one, b, other)
            a, b = one + 1, other + 1

    def halves(self) -> Iterator[Gap]:
        """The first and the second half of both."""
        a, b = (self.a + self.a_end) // 2, (self.b + self.b_end) // 2
        yield Gap(self.a, a, self.b, b)
        yield Gap(a, self.a_end, b, self.b_end)

    def compared(self, old: Sequence[int], new: Sequence[int]) -> Iterator[tuple[int, int]]:
        """As many equal pairs as can be in order in both."""
        for step in LCSseq.opcodes(old[self.a : self.a_end], new[self.b : self.b_end]):
            if step.tag == "equal":
                for one in range(step.src_end - step.src_start):
                    yield self.a + step.src_start + one, self.b + step.dest_start + one


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
        hits, exact = self.hits(words)
        for own in (True, False):
            fit = [hit for hit in hits if not own or self._spoken(hit, among)]
            if fit:
                return self._places(*min(fit, key=lambda hit: (abs(self._segment(hit[0]) - near), hit[0]))), exact
        return [], False

    def hits(self, words: str) -> tuple[list[tuple[int, int]], bool]:
        """Every stretch of the whole that is `words`, and whether letter by letter; else alike, where there is none."""
        found = list(self._exact(words))
        return (found, True) if found else (list(self._loose(words)), False)

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
