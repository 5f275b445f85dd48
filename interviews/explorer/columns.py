"""An explorer that counts on the columns in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

import numpy as np

from ..columns.counted import Asked, Counted
from ..columns.facts import Facts, Flags, Ints, marked
from ..columns.live import Columns
from ..days import microseconds, midnight, moment, next_day
from ..filters import NONE, PainPointFilter
from ..models import Grounds
from ..told import Row, Tag, slug_of
from .base import Explorer, Heat
from .words import Searched

MORE = 100  # mentions of a pain point among which its leading words are looked for, where its columns cannot say
OF_VALUES = ("persona", "company", "role", "study", "tool")  # facets of mentions
EVERY = 2**31  # more than there are values of any facet
ORDERS = {"people": ("people", "last"), "recent": ("last", "people"), "severity": ("severity", "people", "last")}


@dataclass(slots=True)
class CountedRow(Row):
    """A pain point whose mentions stay in the columns, however many they are."""

    facts: Facts = field(kw_only=True)
    rows: Ints = field(kw_only=True)
    people: int = field(kw_only=True)
    companies: int = field(kw_only=True)
    found: int = field(kw_only=True)  # the key of the quote that leads because words that are searched for occur in it
    last_heard_at: datetime | None = field(kw_only=True)

    @property
    def from_companies(self) -> set[int | None]:
        values = self.facts.companies.values
        numbers = np.flatnonzero(marked(self.facts.company.room[self.rows] + 1, len(values) + 1)).tolist()
        return {values[one - 1] if one else None for one in numbers}

    @property
    def sole_company(self) -> int | None:
        companies = self.facts.company.room[self.rows]
        if not len(companies) or companies[0] < 0 or (companies != companies[0]).any():
            return None
        return int(self.facts.companies.values[companies[0]])

    @property
    def interviews(self) -> set[int]:
        values = self.facts.interviews.values
        return {values[one] for one in np.unique(self.facts.interview.room[self.rows]).tolist()}

    @property
    def mentions(self) -> list[int]:
        keys = self.facts.mention.room[self.rows]
        return keys[np.lexsort((-keys, -self.facts.held.room[self.rows]))].tolist()

    @property
    def speaking(self) -> list[int]:
        """The mentions with words, the first to lead first, no more than may be needed to find some that are read."""
        facts, rows = self.facts, self.rows[self.facts.words.room[self.rows] > 0]
        first = (-facts.held.room[rows], -facts.severity.room[rows].astype(np.int64), -facts.words.room[rows])
        return facts.mention.room[rows[np.lexsort(first)[:MORE]]].tolist()

    @property
    def lead(self) -> int:
        """The key of the quote that leads for who reads every quote; 0 for none."""
        facts, rows = self.facts, self.rows
        if self.found:
            return self.found
        for column in (facts.words, facts.severity, facts.held):
            if len(rows):
                figures = column.room[rows]
                rows = rows[figures == figures.max()]
        return int(facts.lead.room[rows].min()) if len(rows) else 0


class ByColumns(Explorer):
    """What a valid filter leaves, counted on columns."""

    def __init__(self, filters: PainPointFilter, columns: Columns) -> None:
        super().__init__(filters)
        self.columns = columns
        self.seen = columns.seen_by(filters.user, filters.ways)
        self.facts = columns.facts
        self._by_value: dict[str, Ints] = {}
        self.counted = Counted(self.seen, self._asked()) if filters.in_use else self._unfiltered

    @property
    def _unfiltered(self) -> Counted:
        """What there is while nothing is chosen."""
        active = {"status": ~self.seen.pains.archived}
        return self._whole("counted", lambda: Counted(self.seen, Asked({}, active, ())))

    def _answer(self, what: str, ask: Callable[[Counted], Any], *spared: str) -> Any:
        """What `ask` says of what is left, were the keys `spared` dropped. Where nothing else is chosen, that is the
        same until something changes."""
        if self.filters.in_use and not set(self.filters.in_use) <= set(spared):
            return ask(self.counted)
        return self._whole(what, lambda: ask(self._unfiltered))

    def kept(self, what: str, ask: Callable[[], Any]) -> Any:
        return self._whole(what, ask) if self.filters.address() == "?" and not self.filters.place else ask()

    def _asked(self) -> Asked:
        """What the filter asks for, in arrays."""
        filters = self.filters
        chosen = {key: filters.chosen(key) for key in filters.OF_MENTION if filters.chosen(key)}
        of_mention = {key: self._of_mention(key, chosen[key]) for key in chosen}
        of_pain = {key: self._of_pain(key) for key in filters.wanted}
        return Asked(of_mention, of_pain, filters.in_use, self._searched.titles if "q" in chosen else None)

    @cached_property
    def _searched(self) -> Searched:
        return Searched(self.filters, self.seen)

    def _of_mention(self, key: str, chosen: Any) -> Flags:
        """Which rows satisfy a key."""
        size, facts = len(self.seen.rows), self.facts
        if key == "q":
            return self._searched.rows
        if key == "since":
            return facts.held.upto(size) >= microseconds(midnight(chosen))
        if key == "until":
            return facts.held.upto(size) < microseconds(midnight(next_day(chosen)))
        if key == "role":
            values: Iterable[Any] = {one.casefold() for one in chosen}
        else:
            values = [0 if one == NONE else int(one) for one in chosen]
        wanted = np.zeros(len(facts.codes(key)) + 1, bool)  # one more, for the rows that have none: they are -1
        wanted[facts.codes(key).known(values)] = True
        if key == "tool":
            found, uses = np.zeros(size, bool), facts.tool_row.all[wanted[facts.tool.upto(facts.tool_row.size)]]
            found[uses[uses < size]] = True
            return found
        return wanted[getattr(facts, key).upto(size)]

    def _of_pain(self, key: str) -> Flags:
        """Which pain points satisfy a key."""
        filters, pains, rating = self.filters, self.seen.pains, self.seen.rating
        if key == "status":
            wanted = [status in filters.statuses for status in ("active", "archived")]
            return np.array(wanted)[pains.archived.view(np.int8)]
        if key == "code":
            codes = [int(one) for one in filters.chosen("code") if one != NONE]
            known = [one for one in codes if one in self.columns.book.entries]
            return pains.codes.having(known, none=NONE in filters.chosen("code"), most=self._codes)
        if key == "addressed":
            return np.logical_or.reduce([self.seen.ways[name] for name in filters.chosen("addressed")])
        if key == "severity":
            return np.isin(rating.severity, [int(one) for one in filters.chosen("severity")])
        return np.isin(rating.grounds, [Grounds.from_slug(one).value for one in filters.chosen("grounds")])

    @property
    def _codes(self) -> int:
        """One more than the highest key of a code."""
        return max(self.columns.book.entries, default=0) + 1

    @property
    def count(self) -> int:
        return len(self.counted.found)

    @property
    def knows_any(self) -> bool:
        return bool(self.seen.visible.any())

    # Rows

    @property
    def _keys(self) -> Ints:
        return self._whole("keys", lambda: np.array(self.facts.pains.values[: self.seen.size], np.int64))

    def rows(self, after: Sequence[int] | None = None, size: int | None = None) -> list[Row]:
        behind = None if after is None else [-one for one in after]
        pains = self.counted.in_order(ORDERS[self.filters.order], self._keys, behind, size).tolist()
        telling = self.counted.telling(pains)
        companies = self.counted.companies(telling)
        leads = self._searched.leads(telling) if self.filters.chosen("q") else {}
        return [self._row(pain, telling[pain], companies[pain], leads.get(pain, 0)) for pain in pains]

    def place(self, row: Row) -> list[int]:
        number = self.facts.pains.numbers[row.pk]
        figures = {
            "people": int(self.counted.people[number]),
            "last": int(self.counted.last[number]),
            "severity": row.severity or 0,
        }
        return [-figures[one] for one in ORDERS[self.filters.order]] + [-row.pk]

    def _row(self, pain: int, rows: Ints, companies: int, found: int) -> CountedRow:
        pains, rating, facts = self.seen.pains, self.seen.rating, self.facts
        return CountedRow(
            pk=facts.pains.values[pain],
            archived=bool(pains.archived[pain]),
            severity=int(rating.severity[pain]) or None,
            grounds=int(rating.grounds[pain]) or None,
            codes=set(pains.carried.of(pain).tolist()),
            tags={("addressed", name) for name, fits in self.seen.ways.items() if fits[pain]},
            misses=0,
            told=[],
            led_by=self._led_by(rows),
            facts=facts,
            rows=rows,
            people=int(self.counted.people[pain]),
            companies=companies,
            found=found,
            last_heard_at=moment(int(self.counted.last[pain])) if len(rows) else None,
        )

    def _led_by(self, rows: Ints) -> int:
        """Who of us alone led all of several interviews; 0 where there is no such one."""
        interviews = self.facts.interview.room[rows]
        if not len(rows) or (interviews == interviews[0]).all():
            return 0
        leaders = self.facts.leaders[interviews]
        return int(leaders[0]) if (leaders == leaders[0]).all() else 0

    # Figures

    def _numbers(self, key: str) -> Ints:
        """Pain points by the number of a value of a facet of mentions."""
        if key not in self._by_value:
            self._by_value[key] = self._answer(f"{key} counted", lambda left: left.by_value(key), key)
        return self._by_value[key]

    def count_of(self, key: str, value: str) -> int:
        if key not in OF_VALUES:
            return self._of_pains[key, value]
        codes, numbers = self.facts.codes(key), self._numbers(key)
        number = codes.numbers.get(value if key == "role" else 0 if value == NONE else int(value))
        return int(numbers[number]) if number is not None and number < len(numbers) else 0

    def leading(self, key: str, most: int) -> dict[str, int]:
        values, numbers = self.facts.codes(key).values, self._numbers(key)
        least = max(1, int(np.partition(numbers, -most)[-most])) if len(numbers) > most else 1
        return {str(values[one] or NONE): int(numbers[one]) for one in np.flatnonzero(numbers >= least).tolist()}

    @cached_property
    def counts(self) -> Counter[Tag]:
        every = {(key, value): many for key in OF_VALUES for value, many in self.leading(key, EVERY).items()}
        return self._of_pains + Counter(every)

    @cached_property
    def _of_pains(self) -> Counter[Tag]:
        return self._answer("counts", self._count_pains)

    def _count_pains(self, counted: Counted) -> Counter[Tag]:
        """The counts of the facets of pain points."""
        found = Counter[Tag]()
        for level, many in enumerate(counted.by_level("severity").tolist()):
            found["severity", str(level)] = many
        for level, many in enumerate(counted.by_level("grounds").tolist()):
            found["grounds", slug_of(level)] = many
        codes, none = counted.by_code(self._codes)
        found["code", NONE] = none
        for code in np.flatnonzero(codes).tolist():
            found["code", str(code)] = int(codes[code])
        for name, fits in self.seen.ways.items():
            found["addressed", name] = int((counted.of_pain("addressed") & fits).sum())
        archived = self.seen.pains.archived
        for status, fits in (("active", ~archived), ("archived", archived)):
            found["status", status] = int((counted.of_pain("status") & fits).sum())
        return found

    @property
    def without(self) -> dict[str, int]:
        return self.counted.without

    @cached_property
    def heat(self) -> Heat:
        return self._answer("heat", self._warm, "persona", "code")

    def _warm(self, counted: Counted) -> Heat:
        people, personas = counted.people_by_persona_and_theme(), self.facts.personas.values

        def theme(number: int) -> int | None:
            return None if number < 0 else number

        return Heat(
            {(personas[one] or None, theme(two)): many for one, two, many in people.cells},
            {personas[one] or None: many for one, many in people.personas.items()},
            {theme(one): many for one, many in people.themes.items()},
            people.everybody,
        )

    @property
    def withdrawn(self) -> int:
        return self._whole("withdrawn", lambda: super(ByColumns, self).withdrawn)

    @property
    def totals(self) -> dict[str, int]:
        return self._whole("totals", lambda: self.counted.totals)

    @property
    def spellings(self) -> Counter[str]:
        return self._whole("spellings", self._spell)

    @property
    def roles(self) -> dict[str, str]:
        return self._whole("roles", lambda: super(ByColumns, self).roles)

    def _spell(self) -> Counter[str]:
        numbers = self.counted.spellings().tolist()
        return Counter({one: many for one, many in zip(self.facts.spellings.values, numbers, strict=False) if many})

    def _whole(self, what: str, ask: Any) -> Any:
        """What does not depend on the filter."""
        return self.columns.answer(what, self.filters.user, ask)
