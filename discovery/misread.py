"""Hits of a search that are found only by words of customers which may not be read there, so that no number tells them.

They are shown nowhere, so they count nowhere either. Records are looked through as those that are shown are, and only
the newest: of a kind with more hits it is said that MOST may be read and others, "200+". Some more are looked through
than are counted, so that the number does not tell whether any of them are hidden.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet, TextField, Value
from django.db.models.expressions import RawSQL

from accounts import reading
from interviews.pasted import Pastings
from search.kinds import Kind
from search.marking import Marker
from search.prepared import listed, together

from .models.our_words import OurWords
from .searchable import KINDS, is_found

MOST = 200  # hits of a kind that are counted
SPARE = 100  # further ones that are looked through, since some may not be read
TOGETHER = 100  # searches of a kind in one statement
WIDEST = max(len(kind.typed) for kind in KINDS)


@dataclass(frozen=True, slots=True)
class Hits:
    """The hits of one kind, the newest first; `name` says what they depend on besides the user."""

    name: Hashable
    kind: Kind
    rows: QuerySet
    marker: Marker
    user: Any

    def newest(self) -> QuerySet:
        """The key and the typed fields of the newest and one more, as many columns for each kind."""
        empty = {f"no_field{place}": Value("", TextField()) for place in range(len(self.kind.typed), WIDEST)}
        return self.rows.annotate(**empty).values_list("pk", *self.kind.typed, *empty)[: MOST + SPARE + 1]


@dataclass(frozen=True, slots=True)
class Looked:
    """The keys of hits that may be read and of those that may not, and whether all hits were looked through."""

    read: Sequence[int] = ()
    misread: Sequence[int] = ()
    all_of_them: bool = True

    @property
    def said(self) -> str:
        """How many may be read, as it is said; empty where that is not known."""
        if len(self.read) > MOST:
            return f"{MOST}+"
        return str(len(self.read)) if self.all_of_them else ""


@dataclass(slots=True)
class Misreadings:
    """Hits that are asked about while somebody reads. All that wait are looked through together, so that any number of
    saved searches costs the same: one query for their records, and one for what customers said."""

    waiting: dict[Hashable, Hits] = field(default_factory=dict)
    known: dict[Hashable, Looked] = field(default_factory=dict)

    def ask(self, hits: Hits) -> None:
        if self._key(hits) not in self.known:
            self.waiting.setdefault(self._key(hits), hits)

    def looked(self, hits: Hits) -> Looked:
        self.ask(hits)
        if self._key(hits) in self.waiting:
            self._look_up(hits.user)
        return self.known[self._key(hits)]

    @staticmethod
    def _key(hits: Hits) -> Hashable:
        return hits.user.pk, hits.kind.name, hits.name

    def _look_up(self, user: Any) -> None:
        asked = [one for one in self.waiting.values() if one.user == user]
        typed: dict[Hashable, dict[int, list[str]]] = {self._key(one): {} for one in asked}
        for start in range(0, len(asked), TOGETHER):
            some = asked[start : start + TOGETHER]
            for place, pk, *told in together(one.newest() for one in some):
                typed[self._key(some[place])][pk] = told
        texts = {text for rows in typed.values() for one in rows.values() for text in one}
        pastings = Pastings(texts, user)
        for one in asked:
            rows = typed[self._key(one)]
            misread = [pk for pk, told in rows.items() if pastings.found and not is_read(one, told, pastings)]
            read = sorted(rows.keys() - set(misread), reverse=True)
            self.known[self._key(one)] = Looked(read, misread, len(rows) <= MOST + SPARE)
            del self.waiting[self._key(one)]


def is_read(hits: Hits, told: Sequence[str], pastings: Pastings) -> bool:
    """Whether a record is found by what the user reads of it: its lines read as everybody reads them."""
    fields = [hits.kind.model._meta.get_field(name) for name in hits.kind.typed]
    lines = pastings.for_everybody()
    left = [
        (lines if isinstance(one, OurWords) else pastings).readable(text)
        for one, text in zip(fields, told, strict=False)  # behind them are the empty columns
    ]
    return is_found(told[: len(fields)], left, hits.marker)


def misreadings() -> Misreadings:
    kept = reading.kept()
    return Misreadings() if kept is None else kept.setdefault(Misreadings, Misreadings())


class Misread(RawSQL):
    """The keys of those hits that may not be read. They are looked for when the query is run, with all others that were
    asked about until then."""

    def __init__(self, hits: Hits) -> None:
        super().__init__("", ())
        self.hits = hits
        misreadings().ask(hits)

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return listed(misreadings().looked(self.hits).misread).as_sql(compiler, connection)
