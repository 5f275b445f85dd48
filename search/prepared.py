"""Queries that are put together once and asked again with other keys.

What a reader may see takes Django longer to put into SQL than the database takes to answer it, and while somebody types
it is asked with every letter. So the SQL is kept, under a key that names all it depends on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

MOST = 4_000  # texts of SQL that a process keeps
SELECTS = {"sqlite": "SELECT value FROM json_each(%s)", "postgresql": "SELECT unnest(%s::bigint[])"}

Make: TypeAlias = Callable[[RawSQL], QuerySet]
Sql: TypeAlias = tuple[str, tuple[Any, ...]]


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
            there = rows.query.sql_with_params()
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
    with connection.cursor() as cursor:
        cursor.execute(known[0], filled(known[1], keys))
        return list(cursor.fetchall())


def keys_of(asked: Mapping[str, tuple[Hashable, Make, Sequence[int]]]) -> dict[str, list[int]]:
    """The keys that several such queries give, each by its name; one statement. Their only column is the key."""
    parts: list[str] = []
    params: list[Any] = []
    names: list[str] = []
    for name, (depends_on, make, keys) in asked.items():
        known = said(depends_on, make)
        if known is not None and keys:
            parts.append(f"SELECT {len(names)} AS place, one.* FROM ({known[0]}) one")
            params += filled(known[1], keys)
            names.append(name)
    if not parts:
        return {}
    found: dict[str, list[int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), params)
        for place, pk in cursor.fetchall():
            found.setdefault(names[place], []).append(pk)
    return found
