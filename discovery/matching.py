"""Finding records by words or by their reference."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.db.models.expressions import RawSQL

from accounts import reading
from interviews.pasted import Pastings
from interviews.references import number_in
from search.prepared import listed


def matching(rows: QuerySet, text: str, *fields: str) -> QuerySet:
    """Rows with the text in one of `fields`, or the one whose reference it is."""
    return rows.filter(Q(pk=number_in(text, rows.model.PREFIX) or 0) | holding(text, fields))


def holding(text: str, fields: Sequence[str]) -> Q:
    """The condition that the text stands in one of the fields."""
    wanted = Q(pk__in=())
    for one in fields:
        wanted |= Q(**{f"{one}__icontains": text})
    return wanted


def found_by_what_is_read(rows: QuerySet, text: str, user: Any, *fields: str) -> QuerySet:
    """Of rows with the text those that `user` reads it in: words of customers that somebody typed there and that may
    not be shown find nothing. What these are is looked for when the rows are; see `Misfound`."""
    return rows.exclude(~Q(pk=number_in(text, rows.model.PREFIX) or 0), pk__in=Misfound(rows.model, text, user, fields))


def by_words(*fields: str) -> Callable[[QuerySet, str, Any], QuerySet]:
    """The same, for lists that are given their text later."""

    def narrow(rows: QuerySet, text: str, user: Any) -> QuerySet:
        return found_by_what_is_read(matching(rows, text, *fields), text, user, *fields)

    return narrow


@dataclass(frozen=True, slots=True)
class Where:
    """Where texts are looked for, by whom."""

    model: type[Model]
    fields: Sequence[str]
    user: Any


@dataclass(slots=True)
class Misfinds:
    """Texts that rows are asked for while somebody reads, and by which of them rows are found though nobody may read
    them there. All that wait are looked up together: one query for each kind of record, and one."""

    waiting: defaultdict[Where, set[str]] = field(default_factory=lambda: defaultdict(set))
    known: dict[tuple[Where, str], list[int]] = field(default_factory=dict)

    def keys(self, where: Where, text: str) -> list[int]:
        if (where, text) not in self.known:
            self.waiting[where].add(text)
            self.look_up(where.user)
        return self.known[where, text]

    def look_up(self, user: Any) -> None:
        asked = {where: self.waiting.pop(where) for where in list(self.waiting) if where.user == user}
        found = {where: typed_with(texts, where) for where, texts in asked.items()}
        pastings = Pastings({one for rows in found.values() for typed in rows.values() for one in typed}, user)
        for where, texts in asked.items():
            for text in texts:
                told = found[where].items() if pastings.found else ()
                self.known[where, text] = [pk for pk, typed in told if hides(text, typed, pastings)]


def typed_with(texts: Iterable[str], where: Where) -> dict[int, list[str]]:
    """What is typed in the rows that hold one of the texts, by key; one query."""
    wanted = reduce(or_, (holding(text, where.fields) for text in texts))
    rows = where.model._default_manager.filter(wanted).order_by()
    return {pk: typed for pk, *typed in rows.values_list("pk", *where.fields)}


def hides(text: str, typed: Iterable[str], pastings: Pastings) -> bool:
    """Whether a text stands in what was typed, and nowhere in what of it may be read."""
    said = text.casefold()
    holding = [one for one in typed if said in one.casefold()]
    return bool(holding) and not any(said in pastings.readable(one).casefold() for one in holding)


def misfinds() -> Misfinds:
    kept = reading.kept()
    return Misfinds() if kept is None else kept.setdefault(Misfinds, Misfinds())


class Misfound(RawSQL):
    """The keys of the rows in which `user` reads the text nowhere, though it stands there. They are looked up when the
    query is run, with all others that were asked for until then, so that any number of saved views costs the same."""

    def __init__(self, model: type[Model], text: str, user: Any, fields: Sequence[str]) -> None:
        super().__init__("", ())
        self.where, self.text = Where(model, tuple(fields), user), text
        misfinds().waiting[self.where].add(text)

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return listed(misfinds().keys(self.where, self.text)).as_sql(compiler, connection)
