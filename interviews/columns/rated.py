"""What follows from the facts for a reader: which mentions they hear, how severe and how firm a pain point is.

Knows no database. All arrays over pain points are as long as there are numbers for them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from .facts import Facts, Flags, Ints

LEVELS = 6  # severities 1 to 5, and 0 for none


@dataclass(frozen=True, slots=True)
class Rating:
    """Over all mentions that somebody hears, whatever the filter, by pain point: whether there is one, the severity
    (0 where nobody rated it) and the grounds (0 where nobody told)."""

    heard: Flags
    severity: Ints
    grounds: Ints


def no_rating(pains: int) -> Rating:
    """The rating of pain points nobody told."""
    return Rating(np.zeros(pains, bool), np.zeros(pains, np.int8), np.zeros(pains, np.int8))


def hearing(facts: Facts, alive: Flags, interviews: Iterable[int]) -> Flags:
    """Which rows somebody hears who may read the open interviews and these restricted ones (by number)."""
    size = len(alive)
    readable = np.zeros(len(facts.interviews) + 1, bool)
    readable[list(interviews)] = True
    return alive & (~facts.restricted.upto(size) | readable[facts.interview.upto(size)])


def rate(facts: Facts, seen: Flags, pains: int, known: Rating | None = None, again: Flags | None = None) -> Rating:
    """The rating of all pain points; with `known`, of those in `again` anew and of the others as it was."""
    of = facts.pain.upto(len(seen))
    if known is None or again is None:
        rows, found = np.flatnonzero(seen), no_rating(pains)
    else:
        rows = np.flatnonzero(seen & again[of])
        found = longer(known, pains)
        for one in (found.heard, found.severity, found.grounds):
            one[again] = 0
    found.heard[of[rows]] = True
    np.maximum.at(found.grounds, of[rows], facts.grounds.room[rows])
    rate_severity(facts, rows, found.severity)
    return found


def longer(known: Rating, pains: int) -> Rating:
    """A copy with room for pain points that were added."""
    more = pains - len(known.heard)
    none = no_rating(more)
    return Rating(
        np.append(known.heard, none.heard),
        np.append(known.severity, none.severity),
        np.append(known.grounds, none.grounds),
    )


def rate_severity(facts: Facts, rows: Ints, severity: Ints) -> None:
    """Write the upper median over persons of the severity in the latest interview of each (then the highest key).

    With n persons sorted by severity, the upper median is the smallest one that more than half do not exceed.
    """
    told = rows[(facts.severity.room[rows] > 0) & (facts.person.room[rows] >= 0)]
    if not len(told):
        return
    told = told[np.lexsort((facts.mention.room[told], facts.held.room[told]))]
    pairs = facts.people_of_pain.of.room[told]
    places, backwards = np.unique(pairs[::-1], return_index=True)
    latest = told[len(told) - 1 - backwards]
    owners = facts.people_of_pain.owner.room[places].astype(np.int64)
    pains, row_of = np.unique(owners, return_inverse=True)
    counts = np.bincount(row_of * LEVELS + facts.severity.room[latest], minlength=len(pains) * LEVELS)
    upto = np.cumsum(counts.reshape(len(pains), LEVELS), axis=1)
    severity[pains] = np.argmax(2 * upto > upto[:, -1:], axis=1)


@dataclass(frozen=True)
class Tags:
    """What is distinct in pairs of a pain point and a code, or theme, in the order of pain points. `value` counts from
    0; `none` has neither."""

    pain: Ints
    value: Ints
    none: Flags

    def having(self, values: Iterable[int], *, none: bool, most: int) -> Flags:
        """The pain points with one of these values, and with `none` those without any."""
        wanted = np.zeros(most, bool)
        wanted[list(values)] = True
        found = self.none.copy() if none else np.zeros(len(self.none), bool)
        found[self.pain[wanted[self.value]]] = True
        return found

    @cached_property
    def first(self) -> Ints:
        """Where the pairs of each pain point begin, and where the last of them end."""
        return np.searchsorted(self.pain, np.arange(len(self.none) + 1)).astype(np.int32)

    @cached_property
    def known(self) -> Ints:
        """The values there are, in their order."""
        return np.flatnonzero(np.bincount(self.value))

    @cached_property
    def place(self) -> Ints:
        """Which of the values there are each pair has: values are keys, which rise with every import."""
        return np.searchsorted(self.known, self.value)

    def of(self, pain: int) -> Ints:
        return self.value[self.first[pain] : self.first[pain + 1]]


@dataclass(frozen=True, slots=True)
class Pains:
    """Pain points: which there are, which are archived, which somebody without any grant may know of, and their codes:
    those they carry, those and all above them, and the themes. Values are keys of codes."""

    there: Flags
    archived: Flags
    known: Flags
    carried: Tags
    codes: Tags
    themes: Tags

    def longer(self, pains: int) -> Pains:
        """The same with room for pain points that were added and are not known yet."""
        more = np.zeros(pains - len(self.there), bool)
        there, archived, known = (np.append(one, more) for one in (self.there, self.archived, self.known))
        return replace(self, there=there, archived=archived, known=known)


def tags(pains: Ints, values: Ints, size: int) -> Tags:
    """Distinct pairs, in the order of pain points."""
    keys = np.unique(pains.astype(np.int64) << 32 | values.astype(np.int64))
    pain = (keys >> 32).astype(np.int32)
    none = np.ones(size, bool)
    none[pain] = False
    return Tags(pain, (keys & 0xFFFFFFFF).astype(np.int32), none)
