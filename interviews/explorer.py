"""The pain points that a filter leaves, counted by people: rows, totals, facet counts and the heat map in one pass.

Each mention knows which keys of the filter it misses. One that misses nothing counts everywhere; one that misses a
single key counts in that key's own facet, which is not narrowed by its own choice.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property

from django.core import signing

from .filters import PainPointFilter
from .forms.filter_fields import PLACES
from .models import PainPoint
from .told import BIT, Row, Tag, Told, Voice, read_rows, read_told, read_voices

SIZE = 25
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NOT_OF_HEAT = ~(BIT["persona"] | BIT["code"])
KEY_OF = {bit: key for key, bit in BIT.items()}


@dataclass(slots=True)
class Heat:
    """Distinct people by persona and theme; None stands for those without one."""

    cells: defaultdict[tuple[int | None, int | None], set[int]] = field(default_factory=lambda: defaultdict(set))
    personas: defaultdict[int | None, set[int]] = field(default_factory=lambda: defaultdict(set))
    themes: defaultdict[int | None, set[int]] = field(default_factory=lambda: defaultdict(set))
    people: set[int] = field(default_factory=set)

    def add(self, voice: Voice, themes: Iterable[int | None]) -> None:
        if voice.person is None:
            return
        self.people.add(voice.person)
        self.personas[voice.persona].add(voice.person)
        for theme in themes:
            self.cells[voice.persona, theme].add(voice.person)
            self.themes[theme].add(voice.person)


class Explorer:
    """What a valid filter leaves."""

    def __init__(self, filters: PainPointFilter) -> None:
        self.filters = filters
        self.voices = read_voices(filters)
        self.rows = list(read_rows(filters, read_told(filters, self.voices)))
        self.found: list[Row] = []
        self.counts: Counter[Tag] = Counter()  # pain points by key and value of the facets
        self.without: Counter[str] = Counter()  # how many pain points there would be, were a key dropped
        self.heat = Heat()
        for row in self.rows:
            self._count(row)

    def _count(self, row: Row) -> None:
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
            self._warm(row)

    def _warm(self, row: Row) -> None:
        """Count the people of one pain point in the heat map: it counts in each of its themes."""
        themes = {self.filters.codebook.themes.get(code) for code in row.codes} or {None}
        for one in row.told:
            if one.voice and not one.misses & NOT_OF_HEAT:
                self.heat.add(one.voice, themes)

    @cached_property
    def ordered(self) -> list[tuple[list[int], Row]]:
        """The pain points found with the place of each, in the order of the filter."""
        return sorted(((self._place(row), row) for row in self.found), key=lambda pair: pair[0])

    def _place(self, row: Row) -> list[int]:
        """Where a row stands: smaller comes first. Whole numbers, so that an address can carry them."""
        people, last, severity = -row.people, -microseconds(row.last_heard_at), -(row.severity or 0)
        orders = {"people": [people, last], "recent": [last, people], "severity": [severity, people, last]}
        return [*orders[self.filters.order], -row.pk]

    def page(self, size: int = SIZE) -> tuple[list[Row], str]:
        """The rows after the place in the address, and the place where the next page goes on (empty at the end)."""
        rest = self.ordered
        if self.filters.place:
            rest = [pair for pair in rest if pair[0] > self.filters.place[1:]]
        rows = [row for _, row in rest[:size]]
        after = signing.dumps([self.filters.order, *rest[size - 1][0]], salt=PLACES) if len(rest) > size else ""
        return rows, after

    @property
    def best_to_drop(self) -> str:
        """The key that, dropped alone, leaves most; empty when none leaves anything."""
        best = max(self.filters.in_use, key=lambda key: self.without[key], default="")
        return best if best and self.without[best] else ""

    @cached_property
    def all_told(self) -> list[Told]:
        """Everything that was told about active pain points, whatever the filter."""
        return [one for row in self.rows if not row.archived for one in row.told if one.voice]

    @cached_property
    def withdrawn(self) -> int:
        """How many active pain points are not among them, since everybody who told them withdrew. Queries."""
        return PainPoint.objects.live().withdrawn_for(self.filters.user).count()

    @property
    def totals(self) -> dict[str, int]:
        """How many active pain points there are, and from how many interviews and people."""
        voices = [one.voice for one in self.all_told if one.voice]
        return {
            "pain_points": sum(not row.archived for row in self.rows),
            "interviews": len({voice.interview for voice in voices}),
            "people": len({voice.person for voice in voices if voice.person}),
        }


def of_key(tags: Iterable[Tag], key: str) -> list[Tag]:
    return [tag for tag in tags if tag[0] == key]


def microseconds(moment: datetime | None) -> int:
    """A moment as a whole number; 0 for never."""
    return (moment - EPOCH) // timedelta(microseconds=1) if moment else 0
