"""What a filter leaves of the facts: pain points found, counts of facets, distinct people by persona and theme.

A row that misses nothing counts everywhere; one that misses a single key counts in that key's own facet, which is not
narrowed by its own choice. Knows no database.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from .facts import Facts, Flags, Ints, marked
from .rated import LEVELS, Pains, Rating

OF_PAIN = ("severity", "grounds", "code", "addressed", "status")
NEVER = 0  # when a pain point was heard that nobody told: before everything


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything somebody sees: the mentions and pain points, and the rating of these. `ways` are the pain points that
    are addressed each way."""

    facts: Facts
    rows: Flags  # mentions they hear, that have a voice
    pains: Pains
    visible: Flags
    rating: Rating
    told: Flags  # pain points somebody told, whatever the filter
    ways: dict[str, Flags] = field(default_factory=dict)

    @property
    def size(self) -> int:
        return len(self.visible)


@dataclass(frozen=True, slots=True)
class Asked:
    """A filter: by key of a mention which rows satisfy it, by key of a pain point which pain points do.

    `titles` are the pain points whose title has the words searched for, where there are any; `in_use` the keys that
    count what there would be without them. The status always narrows.
    """

    of_mention: dict[str, Flags]
    of_pain: dict[str, Flags]
    in_use: Sequence[str]
    titles: Flags | None = None


@dataclass(frozen=True, slots=True)
class People:
    """Distinct people by persona and theme, by persona, by theme, and all. Personas by
    number, themes by key, -1 for none."""

    cells: list[tuple[int, int, int]]
    personas: dict[int, int]
    themes: dict[int, int]
    everybody: int


class Counted:
    """What a filter leaves for somebody."""

    def __init__(self, seen: Seen, asked: Asked) -> None:
        self.seen, self.asked = seen, asked
        size = len(seen.rows)
        self.of = seen.facts.pain.upto(size)
        self.missed = sum((~one).view(np.int8) for one in asked.of_mention.values()) + np.zeros(1, np.int8)
        self.missed_by_pain = sum((~one).view(np.int8) for one in asked.of_pain.values()) + np.zeros(seen.size, np.int8)
        self.narrowed = bool(asked.of_mention)

    def fitting(self, *dropped: str) -> Ints:
        """The mentions that satisfy everything, were these keys dropped."""
        asked, by_pain = self.asked, self.missed_by_pain
        for key in asked.of_pain.keys() & dropped:
            by_pain = by_pain - (~asked.of_pain[key]).view(np.int8)
        fits, every = by_pain == 0, not by_pain.any()
        if not self.narrowed:
            return np.flatnonzero(self.seen.rows if every else self.seen.rows & fits[self.of])
        missed = self.missed
        for key in asked.of_mention.keys() & dropped:
            missed = missed - (~asked.of_mention[key]).view(np.int8)
        rows = np.flatnonzero(self.seen.rows & (missed == 0))  # few, mostly: fewer are looked up by their pain point
        return rows if every else rows[fits[self.of[rows]]]

    def untold(self, spared: str = "") -> Flags:
        """The pain points nobody told that satisfy everything: no fact of a mention, the words by their title."""
        asked = self.asked
        keys = [key for key in asked.of_mention if key not in ("q", spared)]
        if keys:
            return np.zeros(self.seen.size, bool)
        found = self.seen.visible & ~self.seen.told
        for key, fits in asked.of_pain.items():
            if key != spared:
                found &= fits
        if asked.titles is not None and spared != "q":
            found &= asked.titles
        return found

    @cached_property
    def rows(self) -> Ints:
        """The mentions that satisfy everything."""
        return self.fitting()

    def left(self, spared: str = "") -> tuple[Ints, Flags]:
        """The mentions and pain points there would be, were a key dropped."""
        rows = self.fitting(spared) if spared else self.rows
        found = self.untold(spared)
        found[self.of[rows]] = True
        return rows, found

    def narrows(self, key: str) -> bool:
        """Whether a key may leave anything out. A fact of a mention always leaves out what nobody told."""
        return key in self.asked.of_mention or not self.asked.of_pain[key][self.seen.visible].all()

    @cached_property
    def found(self) -> Ints:
        """The pain points that are left."""
        return np.flatnonzero(self.left()[1])

    @cached_property
    def _spared(self) -> dict[str, tuple[Ints, Flags]]:
        """What there would be without each key that narrows."""
        keys = [*self.asked.of_mention, *(key for key in self.asked.of_pain if key not in self.asked.of_mention)]
        whole = self.left()
        return {"": whole, **{key: self.left(key) if self.narrows(key) else whole for key in keys}}

    @property
    def without(self) -> dict[str, int]:
        """How many pain points there would be, were a key in use dropped."""
        return {key: int(self._spared[key][1].sum()) for key in self.asked.in_use}

    def by_value(self, key: str) -> Ints:
        """Pain points by the number of a value of a facet of mentions."""
        facts = self.seen.facts
        rows, _ = self._spared.get(key) or self._spared[""]
        if key != "tool":
            return facts.pairs[key].owners_by_value(rows, len(facts.codes(key)))
        fits = np.zeros(len(self.seen.rows), bool)
        fits[rows] = True
        of = facts.tool_row.all
        uses = np.flatnonzero(fits[of]) if not len(of) or of[-1] < len(fits) else self._uses(fits, of)
        return facts.tool_pairs.owners_by_value(uses, len(facts.tools))

    @staticmethod
    def _uses(fits: Flags, of: Ints) -> Ints:
        """Tools of rows that were there when this was read; later ones are behind them."""
        return np.flatnonzero(fits[of[: np.searchsorted(of, len(fits))]])

    def of_pain(self, key: str) -> Flags:
        """The pain points that count in a facet of pain points."""
        return (self._spared.get(key) or self._spared[""])[1]

    def by_level(self, key: str) -> Ints:
        """Pain points by severity or grounds, 0 for none."""
        return np.bincount(getattr(self.seen.rating, key)[self.of_pain(key)], minlength=LEVELS)

    def by_code(self, most: int) -> tuple[Ints, int]:
        """Pain points by the number of a code or one above it, and those without any."""
        tags, counted = self.seen.pains.codes, self.of_pain("code")
        return np.bincount(tags.value[counted[tags.pain]], minlength=most), int((counted & tags.none).sum())

    # Rows of a page

    @cached_property
    def people(self) -> Ints:
        """Distinct people by pain point, among the mentions left."""
        return self.seen.facts.people_of_pain.values_by_owner(self.rows, self.seen.size)[: self.seen.size]

    @cached_property
    def last(self) -> Ints:
        """When each pain point was heard last among the mentions left, in microseconds since 1970."""
        found = np.full(self.seen.size, NEVER, np.int64)
        np.maximum.at(found, self.of[self.rows], self.seen.facts.held.room[self.rows])
        return found

    def in_order(self, order: Sequence[str], keys: Ints, after: Sequence[int] | None, size: int | None) -> Ints:
        """The pain points found, in an order of "people", "last" and "severity", all falling, then by falling key.

        `keys` are the keys of all pain points. With `after`, those whose figures come behind it; no more than `size`.
        """
        figures = {"people": self.people, "last": self.last, "severity": self.seen.rating.severity}
        found = self.found
        columns = [figures[one][found].astype(np.int64) for one in order] + [keys[found]]
        if after is not None:
            behind = np.zeros(len(found), bool)
            same = np.ones(len(found), bool)
            for column, value in zip(columns, after, strict=True):
                behind |= same & (column < value)
                same &= column == value
            found, columns = found[behind], [column[behind] for column in columns]
        if size is not None and len(found) > 4 * size:
            least = np.partition(columns[0], -size)[-size]
            kept = columns[0] >= least
            found, columns = found[kept], [column[kept] for column in columns]
        ordered = found[np.lexsort([-column for column in reversed(columns)])]
        return ordered if size is None else ordered[:size]

    def telling(self, pains: Sequence[int]) -> dict[int, Ints]:
        """The mentions left of each of these pain points."""
        wanted = np.zeros(self.seen.size, bool)
        wanted[list(pains)] = True
        rows = self.rows[wanted[self.of[self.rows]]]
        rows = rows[np.argsort(self.of[rows], kind="stable")]
        starts, ends = (np.searchsorted(self.of[rows], pains, side) for side in ("left", "right"))
        return {pain: rows[start:end] for pain, start, end in zip(pains, starts, ends, strict=True)}

    def companies(self, telling: Mapping[int, Ints]) -> dict[int, int]:
        """From how many companies some pain points are told, by their mentions."""
        facts, pains = self.seen.facts, list(telling)
        rows = np.concatenate([np.zeros(0, np.int64), *telling.values()])
        many = facts.pairs["company"].values_by_owner(rows, self.seen.size)
        return dict(zip(pains, many[pains].tolist(), strict=True))

    # Who hurts where

    def people_by_persona_and_theme(self) -> People:
        """Distinct people whatever persona and code are chosen; a pain point counts in each of its themes."""
        facts = self.seen.facts
        keys = np.append(-1, self.seen.pains.themes.known)
        most = len(keys)
        listener, theme = np.divmod(self._listeners_by_theme(most), most)
        person, persona = facts.listeners.owner.room[listener], facts.listeners.value.room[listener]
        cells = np.bincount(persona.astype(np.int64) * most + theme)
        filled = np.flatnonzero(cells)
        by_person = np.flatnonzero(marked(person.astype(np.int64) * most + theme, len(facts.people) * most))
        by_theme = np.bincount(by_person % most, minlength=most)
        heard = np.flatnonzero(marked(listener, facts.listeners.size))
        by_persona = np.bincount(facts.listeners.value.room[heard])
        in_row, in_column = (filled // most).tolist(), keys[filled % most].tolist()
        return People(
            cells=list(zip(in_row, in_column, cells[filled].tolist(), strict=True)),
            personas={one: int(by_persona[one]) for one in np.flatnonzero(by_persona).tolist()},
            themes={int(keys[one]): int(by_theme[one]) for one in np.flatnonzero(by_theme).tolist()},
            everybody=distinct(person, len(facts.people)),
        )

    def _listeners_by_theme(self, most: int) -> Ints:
        """People as they were, with the persona of that day, by the themes they told of: the number of one times
        `most`, and the place of the theme; 0 for none. What comes twice is marked once."""
        facts, themes = self.seen.facts, self.seen.pains.themes
        rows = self.fitting("persona", "code")
        rows = rows[facts.person.room[rows] >= 0]
        listener, pain = facts.listeners.of.room[rows].astype(np.int64), self.of[rows]
        marks = np.zeros(facts.listeners.size * most, bool)
        marks[listener[themes.none[pain]] * most] = True
        pair, end = themes.first[pain], themes.first[pain + 1]
        while (more := pair < end).any():
            listener, pair, end = listener[more], pair[more], end[more]
            marks[listener * most + themes.place[pair] + 1] = True
            pair = pair + 1
        return np.flatnonzero(marks)

    # Whatever the filter

    @cached_property
    def totals(self) -> dict[str, int]:
        """How many active pain points somebody sees, and from how many interviews and people they were told."""
        facts = self.seen.facts
        active = self.seen.visible & ~self.seen.pains.archived
        rows = np.flatnonzero(self.seen.rows & active[self.of])
        return {
            "pain_points": int(active.sum()),
            "interviews": distinct(facts.interview.room[rows], len(facts.interviews)),
            "people": distinct(facts.person.room[rows], len(facts.people)),
        }

    def spellings(self) -> Ints:
        """How many mentions somebody hears of each spelling of a role."""
        own = self.seen.facts.spelling.upto(len(self.seen.rows))
        return np.bincount(own[self.seen.rows & (own >= 0)], minlength=len(self.seen.facts.spellings))


def distinct(values: Ints, most: int) -> int:
    """How many different values there are, those below 0 left out."""
    return int(np.count_nonzero(marked(values[values >= 0], most)))
