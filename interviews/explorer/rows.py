"""An explorer that reads every mention: how it is counted where the columns are not there, and what they are held to.

Each mention knows which keys of the filter it misses. One that misses nothing counts everywhere; one that misses a
single key counts in that key's own facet, which is not narrowed by its own choice.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property

from ..days import microseconds
from ..filters import PainPointFilter
from ..told import BIT, Row, Tag, Told, Voice, read_rows, read_told, read_voices
from .base import Explorer, Heat

NOT_OF_HEAT = ~(BIT["persona"] | BIT["code"])
KEY_OF = {bit: key for key, bit in BIT.items()}


class Warmth:
    """Distinct people by persona and theme while they are gathered."""

    def __init__(self) -> None:
        self.cells: defaultdict[tuple[int | None, int | None], set[int]] = defaultdict(set)
        self.personas: defaultdict[int | None, set[int]] = defaultdict(set)
        self.themes: defaultdict[int | None, set[int]] = defaultdict(set)
        self.people: set[int] = set()

    def add(self, voice: Voice, themes: Iterable[int | None]) -> None:
        if voice.person is None:
            return
        self.people.add(voice.person)
        self.personas[voice.persona].add(voice.person)
        for theme in themes:
            self.cells[voice.persona, theme].add(voice.person)
            self.themes[theme].add(voice.person)

    def counted(self) -> Heat:
        return Heat(
            {place: len(people) for place, people in self.cells.items()},
            {persona: len(people) for persona, people in self.personas.items()},
            {theme: len(people) for theme, people in self.themes.items()},
            len(self.people),
        )


class ByRows(Explorer):
    """What a valid filter leaves, counted row by row."""

    def __init__(self, filters: PainPointFilter) -> None:
        super().__init__(filters)
        self.voices = read_voices(filters)
        self.known = list(read_rows(filters, read_told(filters, self.voices)))
        self.found: list[Row] = []
        self.counts: Counter[Tag] = Counter()
        self.without: Counter[str] = Counter()
        warmth = Warmth()
        for row in self.known:
            self._count(row, warmth)
        self.heat = warmth.counted()

    def _count(self, row: Row, warmth: Warmth) -> None:
        """Count one pain point wherever it belongs."""
        spared: set[int] = set()  # what its mentions miss, of those that miss at most one key
        tags: set[Tag] = set()
        for one in row.told:
            missed = one.misses | row.misses
            if not missed & (missed - 1):
                spared.add(missed)
                if one.voice:
                    tags.update(one.voice.tags if not missed else of_key(one.voice.tags, KEY_OF[missed]))
                if not missed:
                    row.matching.append(one)
        if row.matching:
            self.found.append(row)
        if spared:
            tags |= row.tags if 0 in spared else {tag for tag in row.tags if BIT[tag[0]] in spared}
            self.counts.update(tags)
            self.without.update(key for key in self.filters.in_use if 0 in spared or BIT[key] in spared)
        if not row.misses & NOT_OF_HEAT:
            self._warm(row, warmth)

    def _warm(self, row: Row, warmth: Warmth) -> None:
        """Count the people of one pain point in the heat map: it counts in each of its themes."""
        themes = {self.filters.codebook.themes.get(code) for code in row.codes} or {None}
        for one in row.told:
            if one.voice and not one.misses & NOT_OF_HEAT:
                warmth.add(one.voice, themes)

    @property
    def count(self) -> int:
        return len(self.found)

    @property
    def knows_any(self) -> bool:
        return bool(self.known)

    @cached_property
    def ordered(self) -> list[tuple[list[int], Row]]:
        """The pain points found with the place of each, in the order of the filter."""
        return sorted(((self.place(row), row) for row in self.found), key=lambda pair: pair[0])

    def place(self, row: Row) -> list[int]:
        people, last, severity = -row.people, -microseconds(row.last_heard_at), -(row.severity or 0)
        orders = {"people": [people, last], "recent": [last, people], "severity": [severity, people, last]}
        return [*orders[self.filters.order], -row.pk]

    def rows(self, after: Sequence[int] | None = None, size: int | None = None) -> list[Row]:
        rest = self.ordered
        if after is not None:
            rest = [pair for pair in rest if pair[0] > list(after)]
        return [row for _, row in rest[:size]]

    @cached_property
    def all_told(self) -> list[Told]:
        """Everything that was told about active pain points, whatever the filter."""
        return [one for row in self.known if not row.archived for one in row.told if one.voice]

    @property
    def totals(self) -> dict[str, int]:
        voices = [one.voice for one in self.all_told if one.voice]
        return {
            "pain_points": sum(not row.archived for row in self.known),
            "interviews": len({voice.interview for voice in voices}),
            "people": len({voice.person for voice in voices if voice.person}),
        }

    @property
    def spellings(self) -> Counter[str]:
        told = (one.voice for row in self.known for one in row.told)
        return Counter(voice.role for voice in told if voice and voice.role)


def of_key(tags: Iterable[Tag], key: str) -> list[Tag]:
    return [tag for tag in tags if tag[0] == key]
