"""Subqueries whose SQL is put together once.

Which rows somebody may read is a part of nearly every query, several times in some, and takes Django far longer to put
into SQL than the database takes to answer it. Such a subquery takes nothing from the query around it, so that its text
is the same for a reader and a day, wherever it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, ClassVar, TypeAlias

from django.db.models import BigAutoField, Expression, Manager, QuerySet
from django.utils.timezone import localdate

MOST = 2_000  # texts of SQL that a process keeps

Sql: TypeAlias = tuple[str, tuple[Any, ...]]


class Kept(Expression):
    """The keys of the rows of a query, to be used with `__in`.

    `depends_on` names everything that decides what the query is. What is kept is never the rows, only the question.
    """

    output_field = BigAutoField()
    known: ClassVar[dict[Hashable, Sql]] = {}

    def __init__(self, depends_on: Hashable, make: Callable[[], QuerySet]) -> None:
        super().__init__()
        self.depends_on, self.make = depends_on, make

    def as_sql(self, compiler: Any, connection: Any) -> Sql:
        key = (connection.vendor, self.depends_on)
        there = self.known.get(key)  # asked once: another thread may clear what is kept at any time
        if there is None:
            there = self._put_together(connection)
            if len(self.known) >= MOST:
                self.known.clear()
            self.known[key] = there
        return there

    def _put_together(self, connection: Any) -> Sql:
        query = self.make().order_by().values("pk").query
        sql, params = query.get_compiler(connection=connection).as_sql()
        return f"({sql})", tuple(params)


def kept(read: Callable[[Any], QuerySet], user: Any) -> Kept:
    """The keys of the rows that a method of a manager, such as `Interview.objects.visible_to`, leaves for `user`.

    Such a method may depend on who reads, on their rights and on the day, and asks nothing itself. Raises TypeError for
    the method of a queryset or of related rows: what those were narrowed to before would be taken for all rows.
    """
    of = getattr(read, "__self__", None)
    if not isinstance(of, Manager) or of is not of.model._meta.managers_map.get(of.name):
        raise TypeError(f"{read} is not a method of the manager of a model")
    rights = (user.pk, user.is_authenticated and (user.role, user.names_granted))
    return Kept((of.model, read.__name__, rights, localdate()), lambda: read(user))
