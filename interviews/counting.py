"""Counting several queries in one."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import connections, router
from django.db.models import IntegerField, Model, QuerySet, Subquery

from accounts.models import User

Name = TypeVar("Name", bound=Hashable)

# Counting further would cost more than it says.
ENOUGH = 1000


class CountOf(Subquery):
    """How many rows a query has, as a column of another one."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


@dataclass(frozen=True, slots=True)
class Prepared:
    """A statement that counts several queries, put together once and run many times."""

    names: tuple[Hashable, ...]
    statement: str
    values: tuple[Any, ...]
    model: type[Model]
    enough: int

    def run(self) -> dict[Any, str]:
        """How many rows each query has now, as it is said; one query."""
        with connections[router.db_for_read(self.model)].cursor() as cursor:
            cursor.execute(self.statement, self.values)
            found = cursor.fetchone() or ()
        said = [f"{self.enough - 1}+" if count == self.enough else str(count) for count in found]
        return dict(zip(self.names, said, strict=False))


def prepare(asked: Mapping[Name, QuerySet], user: Any, enough: int = ENOUGH) -> Prepared:
    """The statement that counts these queries; no query. Putting it together takes longer than running it, and it holds
    as long as the queries would be the same."""
    rows = {name: one.order_by().values("pk")[:enough] for name, one in asked.items()}
    columns = {f"count{place}": CountOf(one) for place, one in enumerate(rows.values())}
    query = User.objects.filter(pk=user.pk).annotate(**columns).values_list(*columns)
    statement, values = query.query.sql_with_params()
    return Prepared(tuple(rows), statement, tuple(values), next(iter(asked.values())).model, enough)


def count_all(asked: Mapping[Name, QuerySet], user: Any, enough: int = ENOUGH) -> dict[Name, str]:
    """How many rows each query has, as it is said; one query for all of them, none where there is nothing to count."""
    return prepare(asked, user, enough).run() if asked else {}
