"""Queries that are put together once and asked again with other keys.

What a reader may see takes Django longer to put into SQL than the database takes to answer it, and while somebody types
it is asked with every letter. So the SQL is kept, under a key that names all it depends on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection, connections, router
from django.db.models import Model, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.query import get_related_populators

MOST = 4_000  # texts of SQL that a process keeps
SELECTS = {"sqlite": "SELECT value FROM json_each(%s)", "postgresql": "SELECT unnest(%s::bigint[])"}

Name = TypeVar("Name", bound=Hashable)
Make: TypeAlias = Callable[[RawSQL], QuerySet]
Sql: TypeAlias = tuple[str, tuple[Any, ...], type[Model]]


class _Keys:
    """Stands for the keys among the parameters."""


class _NotYet:
    """Stands for SQL that was not asked for yet, as None is that of no rows."""


_KEYS, NOT_YET = _Keys(), _NotYet()
_known: dict[Hashable, Sql | None] = {}


def said(depends_on: Hashable, make: Make) -> Sql | None:
    """The SQL of the query that `make` gives for keys, to be used as `pk__in`; None where it can have no rows.

    `depends_on` has to name everything besides the keys that the query depends on.
    """
    known = (connection.vendor, depends_on)
    there = _known.get(known, NOT_YET)  # asked once: another thread may clear what is kept at any time
    if isinstance(there, _NotYet):
        rows = make(RawSQL(SELECTS[connection.vendor], (_KEYS,)))
        try:
            there = (*rows.query.sql_with_params(), rows.model)
        except EmptyResultSet:
            there = None
        if len(_known) >= MOST:
            _known.clear()
        _known[known] = there
    return there


def listed(keys: Iterable[int]) -> RawSQL:
    """Numbers as a part of another query, for `in`: any number of them is one parameter."""
    return RawSQL(SELECTS[connection.vendor], (as_parameter(keys),))


def as_parameter(keys: Iterable[int]) -> Any:
    return json.dumps(list(keys)) if connection.vendor == "sqlite" else list(keys)


def filled(params: Sequence[Any], keys: Sequence[int]) -> list[Any]:
    """The parameters with the keys in their place."""
    own = as_parameter(keys)
    return [own if one is _KEYS else one for one in params]


def rows_of(depends_on: Hashable, make: Make, keys: Sequence[int]) -> list[tuple[Any, ...]]:
    """The rows of one such query."""
    known = said(depends_on, make)
    if known is None or not keys:
        return []
    with connections[router.db_for_read(known[2])].cursor() as cursor:
        cursor.execute(known[0], filled(known[1], keys))
        return list(cursor.fetchall())


def keys_of(asked: Mapping[Name, tuple[Hashable, Make, Sequence[int]]]) -> dict[Name, list[int]]:
    """The keys that several such queries give, each by its name; one statement. Their only column is the key."""
    return {name: [pk for (pk,) in rows] for name, rows in all_rows_of(asked).items()}


def all_rows_of(asked: Mapping[Name, tuple[Hashable, Make, Sequence[int]]]) -> dict[Name, list[tuple[Any, ...]]]:
    """The rows that several such queries with the same columns give, each by its name; one statement."""
    parts: list[str] = []
    params: list[Any] = []
    names: list[Name] = []
    using = ""
    for name, (depends_on, make, keys) in asked.items():
        known = said(depends_on, make)
        if known is not None and keys:
            parts.append(f"SELECT {len(names)} AS place, one.* FROM ({known[0]}) one")
            params += filled(known[1], keys)
            names.append(name)
            using = router.db_for_read(known[2])
    if not parts:
        return {}
    found: dict[Name, list[tuple[Any, ...]]] = {}
    with connections[using].cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), params)
        for place, *row in cursor.fetchall():
            found.setdefault(names[place], []).append(tuple(row))
    return found


def together(asked: Iterable[QuerySet]) -> list[tuple[Any, ...]]:
    """The rows of several queries with the same columns, each behind the place of its query; one statement."""
    parts: list[str] = []
    params: list[Any] = []
    using = ""
    for place, rows in enumerate(asked):
        try:
            sql, own = rows.query.sql_with_params()
        except EmptyResultSet:
            continue
        parts.append(f"SELECT {place} AS place, one.* FROM ({sql}) one")
        params += own
        using = router.db_for_read(rows.model)
    if not parts:
        return []
    with connections[using].cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), params)
        return list(cursor.fetchall())


@dataclass(frozen=True, slots=True)
class Loading:
    """A query for rows of a model with those they point at, and how they are made of what the database answers."""

    sql: str
    params: tuple[Any, ...]
    model: type[Model]
    columns: slice
    names: list[str]
    related: Sequence[Any]
    converters: Sequence[tuple[int, Sequence[Callable[..., Any]], Any]]

    @classmethod
    def of(cls, rows: QuerySet, using: str) -> Loading:
        """Of a queryset with nothing but `select_related`, as Django itself would read it."""
        compiler = rows.query.get_compiler(using=using)
        sql, params = compiler.as_sql()
        known: Any = compiler.klass_info
        own = known["select_fields"]
        columns = slice(own[0], own[-1] + 1)
        names = [column[0].target.attname for column in compiler.select[columns]]
        converters = compiler.get_converters([column[0] for column in compiler.select])
        kept = [(place, functions, column) for place, (functions, column) in converters.items()]
        related = get_related_populators(known, compiler.select, using)  # type: ignore[call-arg]  # stubs of Django 6
        return cls(sql, tuple(params), rows.model, columns, names, related, kept)

    def rows(self, keys: Sequence[int], using: str) -> list[Any]:
        connection = connections[using]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, filled(self.params, keys))
            answered = cursor.fetchall()
        found = []
        for values in map(list, answered):
            for place, functions, column in self.converters:
                for function in functions:
                    values[place] = function(values[place], column, connection)
            one = self.model.from_db(using, self.names, values[self.columns])
            for populator in self.related:
                populator.populate(values, one)
            found.append(one)
        return found


_loadings: dict[Hashable, Loading] = {}


def loaded(depends_on: Hashable, make: Make, model: type[Model], keys: Sequence[int]) -> list[Any]:
    """The rows of `model` that such a query gives, with what it says in `select_related`."""
    if not keys:
        return []
    using = router.db_for_read(model)
    known = (using, depends_on)
    there = _loadings.get(known)
    if there is None:
        there = _loadings[known] = Loading.of(make(RawSQL(SELECTS[connection.vendor], (_KEYS,))), using)
    return there.rows(keys, using)
