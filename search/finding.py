"""Asks the index of the database at hand: keys of rows, the newest first. Who may see them is not known here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import ModuleType

from django.apps import apps
from django.db import OperationalError, connection, connections, models, router
from django.db.models.expressions import RawSQL

from . import postgres, sqlite
from .indexes import SearchIndex, index_of
from .query import Query

STOPPED = ("interrupted", "statement timeout")


class TookTooLong(Exception):
    """The database was stopped: too much fits what was typed."""


def engine() -> ModuleType:
    """The module that speaks to the database at hand."""
    return sqlite if connection.vendor == "sqlite" else postgres


@contextmanager
def within(seconds: float, model: type[models.Model]) -> Iterator[None]:
    """Ask the database of `model` in here for so many seconds at most; raises TookTooLong."""
    try:
        with engine().within(connections[router.db_for_read(model)], seconds):
            yield
    except OperationalError as error:
        if any(said in str(error) for said in STOPPED):
            raise TookTooLong from error
        raise


def newest(
    asked: Sequence[type[models.Model]], query: Query, *, names: bool, limit: int, before: int | None = None
) -> dict[type[models.Model], list[int]]:
    """The keys of the newest `limit` rows of each model that fit, older than the key `before`; one statement for all.

    `names`: whether whoever reads sees names, and so finds by them.
    """
    if query.tree is None or not asked:
        return {}
    parts, params = [], []
    for place, model in enumerate(asked):
        sql, own = engine().newest(index_of(model), model, query, names=names, limit=limit, before=before)
        parts.append(f"SELECT {place} AS place, found.id FROM ({sql}) found")
        params += own
    found: dict[type[models.Model], list[int]] = {}
    with connections[router.db_for_read(asked[0])].cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), params)
        for place, pk in cursor.fetchall():
            found.setdefault(asked[place], []).append(pk)
    return {model: sorted(keys, reverse=True) for model, keys in found.items()}


def among(model: type[models.Model], query: Query, *, names: bool, limit: int, before: int | None = None) -> RawSQL:
    """The same keys of one model as a part of another query, for `pk__in`."""
    sql, params = engine().newest(index_of(model), model, query, names=names, limit=limit, before=before)
    return RawSQL(f"SELECT found.id FROM ({sql}) found", params)


def indexed() -> Iterator[tuple[type[models.Model], SearchIndex]]:
    """Every model that has an index, with it."""
    for model in apps.get_models():
        for one in model._meta.indexes:
            if isinstance(one, SearchIndex):
                yield model, one
