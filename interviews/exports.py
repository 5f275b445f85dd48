"""Exports of lists: the rows of a page, all of them, in its order, with the context of each.

An export is a sheet: its columns as data, and how the rows are opened. Keys are read first, a number each; rows follow
in chunks of a fixed number of queries, so that neither time nor memory of a chunk grows with the list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from .exchange.tables import Column
from .lists import RecordList
from .pasted import keep_back

CHUNK = 500
Chunks = Iterator[Sequence[Any]]


@dataclass(frozen=True)
class Opened:
    """The rows of an export: how many there are, and chunks of them."""

    count: int
    chunks: Chunks


@dataclass(frozen=True)
class Sheet:
    """One export. `name` is its word in addresses; `open` reads the rows that the address asks for."""

    name: str
    columns: Sequence[Column]
    open: Callable[[HttpRequest], Opened]


_sheets: dict[str, Sheet] = {}


def register(sheet: Sheet) -> None:
    """Offer a sheet under its name. Apps above this one register theirs from their `AppConfig.ready()`."""
    _sheets[sheet.name] = sheet


def sheet_of(name: str) -> Sheet | None:
    """The sheet with this name, if there is one."""
    return _sheets.get(name)


def sheet_names() -> list[str]:
    return list(_sheets)


def in_chunks(keys: Sequence[int], read: Callable[[Sequence[int]], Sequence[Any]]) -> Opened:
    """Rows by their keys: `read` gives the rows of some keys."""
    rest = iter(keys)
    return Opened(len(keys), (read(some) for some in iter(lambda: list(islice(rest, CHUNK)), [])))


def of_query(rows: QuerySet, typed: Sequence[str] = (), user: Any = None) -> Opened:
    """The rows of a query in its order. In the fields `typed`, where somebody writes what they like, words of customers
    that `user` may not read are left out."""

    def read(keys: Sequence[int]) -> Sequence[Any]:
        found = {row.pk: row for row in rows.filter(pk__in=keys)}
        if typed:
            keep_back(found.values(), typed, user)
        return [found[key] for key in keys if key in found]

    return in_chunks(list(rows.values_list("pk", flat=True)), read)


def of_list(records: RecordList, *columns: Column, typed: Sequence[str] = ()) -> Sheet:
    """The sheet of a list of records."""
    return Sheet(
        records.name,
        columns,
        lambda request: of_query(records.narrowed(request.GET, request.user), typed, request.user),
    )
