"""Facts of mentions as arrays that grow at the end, and which pairs of them are distinct. Knows no database.

A snapshot is a length, and which rows of that length still hold. Rows are written once: an older snapshot never sees a
row behind its length, so whoever reads needs no lock.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.integer[Any]]
Flags = NDArray[np.bool_]
FIELDS = (
    *("mention", "pain", "participant", "person", "persona", "company", "role", "study", "interview"),
    *("held", "severity", "grounds", "words", "lead", "restricted", "voiced"),
)  # of a mention as it is read
ROOM = 1.25  # how much longer an array gets when it is full
NOTHING = 0  # the pair of a row that has no value


def marked(numbers: Ints, size: int) -> Flags:
    """Which of `size` numbers are among these."""
    found = np.zeros(size, bool)
    found[numbers] = True
    return found


class Codes:
    """Numbers from 0 for values in the order of their appearance."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self.numbers: dict[Any, int] = {}

    def __len__(self) -> int:
        return len(self.values)

    def number(self, value: Hashable) -> int:
        """The number of a value, a new one for a new value; -1 for None."""
        if value is None:
            return -1
        found = self.numbers.get(value)
        if found is None:
            found = self.numbers[value] = len(self.values)
            self.values.append(value)
        return found

    def known(self, values: Iterable[Hashable]) -> list[int]:
        """The numbers of those values that have appeared."""
        return [self.numbers[value] for value in values if value in self.numbers]


class Column:
    """An array that grows at the end; one of small numbers gets wider with the first that does not fit."""

    def __init__(self, kind: Any) -> None:
        self.room: NDArray[Any] = np.zeros(0, dtype=kind)
        self.size = 0

    def extend(self, values: Sequence[Any] | NDArray[Any]) -> None:
        size, kind = self.size + len(values), self.room.dtype
        if kind == np.int16 and len(values) and max(values) >= np.iinfo(kind).max:
            kind = np.dtype(np.int32)
        if size > len(self.room) or kind != self.room.dtype:
            room = np.zeros(int(size * ROOM) + 64, dtype=kind)
            room[: self.size] = self.room[: self.size]
            self.room = room
        self.room[self.size : size] = values
        self.size = size

    def upto(self, size: int) -> NDArray[Any]:
        return self.room[:size]

    @property
    def all(self) -> NDArray[Any]:
        return self.room[: self.size]


class Pairs:
    """The distinct pairs of an owner and a value: which of them each row is, and what both are.

    Pair 0 stands for rows without owner or value. Counting distinct owners by value marks the pairs of some rows and
    counts the marks.
    """

    def __init__(self) -> None:
        self.sorted = 0  # so many that came at once, first, stand in order from 1
        self.later: dict[int, int] = {}
        self.of = Column(np.int32)  # by row
        self.owner, self.value = Column(np.int32), Column(np.int32)  # by pair
        self.owner.extend([-1])
        self.value.extend([-1])

    @property
    def size(self) -> int:
        return self.owner.size

    def extend(self, owners: Ints, values: Ints) -> None:
        """Take rows at the end, each with its owner and value, -1 for none."""
        has = (owners >= 0) & (values >= 0)
        keys = owners[has].astype(np.int64) << 32 | values[has].astype(np.int64)
        of = np.zeros(len(owners), dtype=np.int32)
        if not self.of.size:
            first, own = np.unique(keys, return_inverse=True)
            of[has] = own + 1
            self.sorted = len(first)
            self._name(first)
        else:
            of[has] = self._found(keys)
        self.of.extend(of)

    def _found(self, keys: Ints) -> list[int]:
        owner, value = (one.room[1 : self.sorted + 1] for one in (self.owner, self.value))
        owners = (keys >> 32).astype(np.int32)
        starts, ends = (np.searchsorted(owner, owners, side).tolist() for side in ("left", "right"))
        found = []
        for key, start, end in zip(keys.tolist(), starts, ends, strict=True):
            place = start + int(np.searchsorted(value[start:end], np.int32(key & 0xFFFFFFFF)))
            if place < end and value[place] == key & 0xFFFFFFFF:
                found.append(place + 1)
                continue
            if key not in self.later:
                self.later[key] = self.size
                self._name(np.array([key], dtype=np.int64))
            found.append(self.later[key])
        return found

    def _name(self, keys: Ints) -> None:
        self.owner.extend(keys >> 32)
        self.value.extend(keys & 0xFFFFFFFF)

    def among(self, rows: Ints) -> Ints:
        """The distinct pairs of these rows, but for those that have none. Marking all of them beats sorting."""
        found = marked(self.of.room[rows], self.size)
        found[NOTHING] = False
        return np.flatnonzero(found)

    def owners_by_value(self, rows: Ints, values: int) -> Ints:
        """How many distinct owners each value has among these rows."""
        return np.bincount(self.value.all[self.among(rows)], minlength=values)

    def values_by_owner(self, rows: Ints, owners: int) -> Ints:
        """How many distinct values each owner has among these rows."""
        return np.bincount(self.owner.all[self.among(rows)], minlength=owners)


class Facts:
    """Every mention that counts for somebody, a row each."""

    def __init__(self) -> None:
        self.mention, self.held = Column(np.int64), Column(np.int64)
        self.pain, self.person, self.interview = Column(np.int32), Column(np.int32), Column(np.int32)
        self.persona, self.company, self.role = Column(np.int16), Column(np.int16), Column(np.int16)
        self.study, self.spelling = Column(np.int16), Column(np.int16)
        self.severity, self.grounds = Column(np.int8), Column(np.int8)
        self.words = Column(np.int8)  # 2 where somebody is quoted verbatim, 1 in other words, else 0
        self.lead = Column(np.int32)  # the key of the quote that leads among those, 0 for none
        self.restricted, self.voiced = Column(np.bool_), Column(np.bool_)
        self.tool_row, self.tool = Column(np.int32), Column(np.int32)  # a row for each tool of who told a mention
        self.pains, self.people, self.interviews = Codes(), Codes(), Codes()
        self.personas, self.companies, self.roles = Codes(), Codes(), Codes()
        self.studies, self.tools, self.spellings = Codes(), Codes(), Codes()
        self.pairs = {key: Pairs() for key in ("persona", "company", "role", "study")}
        self.tool_pairs, self.people_of_pain, self.listeners = Pairs(), Pairs(), Pairs()
        self.leaders = np.zeros(0, np.int64)  # by interview, who of us led it alone; 0 where several did, or nobody
        self.rows_of: dict[int, NDArray[np.int32]] = {}  # by interview, the rows that hold now

    @property
    def size(self) -> int:
        return self.mention.size

    def codes(self, key: str) -> Codes:
        """The values of a facet."""
        return {
            "persona": self.personas,
            "company": self.companies,
            "role": self.roles,
            "study": self.studies,
            "tool": self.tools,
        }[key]

    def take(self, told: Sequence[Sequence[Any]], tools: Mapping[int, Sequence[int]]) -> None:
        """Write mentions, as `loaded` reads them, behind the others. They count once `complete` was called."""
        start = self.size
        columns = dict(zip(FIELDS, zip(*told, strict=True), strict=True))
        self.held.extend(columns["held"])
        self.severity.extend([one or 0 for one in columns["severity"]])
        self.grounds.extend(columns["grounds"])
        self.words.extend(columns["words"])
        self.lead.extend(columns["lead"])
        self.restricted.extend(columns["restricted"])
        self.voiced.extend(columns["voiced"])
        self.pain.extend([self.pains.number(one) for one in columns["pain"]])
        self.person.extend([self.people.number(one) for one in columns["person"]])
        self.interview.extend([self.interviews.number(one) for one in columns["interview"]])
        # 0 stands for people without a persona: that is a choice of its own.
        self.persona.extend([self.personas.number(one or 0) for one in columns["persona"]])
        self.company.extend([self.companies.number(one) for one in columns["company"]])
        self.study.extend([self.studies.number(one) for one in columns["study"]])
        self.role.extend([self.roles.number(one.casefold() or None) for one in columns["role"]])
        self.spelling.extend([self.spellings.number(one or None) for one in columns["role"]])
        rows, used = [], []
        for row, participant in enumerate(columns["participant"], start):
            for tool in tools.get(participant, ()):
                rows.append(row)
                used.append(self.tools.number(tool))
        self.tool_row.extend(rows)
        self.tool.extend(used)
        self.mention.extend(columns["mention"])

    def complete(self) -> None:
        """Find the pairs of the mentions taken since, and which rows are of which interview."""
        start, tools = self.pairs["persona"].of.size, self.tool_pairs.of.size
        pain = self.pain.all[start:]
        for key, pairs in self.pairs.items():
            pairs.extend(pain, getattr(self, key).all[start:])
        self.tool_pairs.extend(self.pain.room[self.tool_row.all[tools:]], self.tool.all[tools:])
        self.people_of_pain.extend(pain, self.person.all[start:])
        self.listeners.extend(self.person.all[start:], self.persona.all[start:])
        own = self.interview.all[start:]
        order = np.argsort(own, kind="stable")
        places, first = np.unique(own[order], return_index=True)
        for interview, rows in (
            zip(places.tolist(), np.split((order + start).astype(np.int32), first[1:]), strict=True) if len(own) else ()
        ):
            self.rows_of[interview] = rows

    def led(self, leaders: Mapping[int, int], interviews: Iterable[int]) -> None:
        """Say who led these interviews (by key), those of them that are known."""
        found = np.zeros(len(self.interviews), np.int64)
        found[: len(self.leaders)] = self.leaders
        for one in interviews:
            if (number := self.interviews.numbers.get(one)) is not None:
                found[number] = leaders.get(one, 0)
        self.leaders = found

    def forget(self, interviews: Iterable[int]) -> Ints:
        """The rows of these interviews (by key), which hold no longer."""
        known = self.interviews.known(interviews)
        return np.concatenate([np.zeros(0, np.int64), *(self.rows_of.pop(one) for one in known if one in self.rows_of)])
