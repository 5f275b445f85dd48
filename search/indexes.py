"""The full-text index of a model, declared in its `Meta.indexes`: Django's own operations make, move and drop it.

So it is in the migration that makes the table, in tables that tests make from the models, and in tables that SQLite
makes again because a column changed. The database keeps it: raw SQL, bulk operations and cascades are indexed too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement, Table

from . import postgres, sqlite


class SearchIndex(models.Index):
    """Finds rows by the words of `fields`.

    `named` are those of them that only readers who see names search; they are left out for others. With
    `spelled=False` its words are not offered when somebody mistypes one: long texts say little about spelling.
    """

    suffix = "words"

    def __init__(
        self, *, fields: Sequence[str], name: str, named: Sequence[str] = (), spelled: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(fields=list(fields), name=name, **kwargs)
        self.named: Sequence[str] = tuple(named)
        self.spelled = spelled

    def columns(self, model: type[models.Model]) -> list[str]:
        """The columns of all fields."""
        return [column_of(model, name) for name in self.fields]

    def open_columns(self, model: type[models.Model]) -> list[str]:
        """The columns that everybody searches."""
        return [column_of(model, name) for name in self.fields if name not in self.named]

    def create_sql(
        self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor, using: str = "", **kwargs: Any
    ) -> Statement:
        """What makes the index; the table has to be there only once the statement runs."""
        if schema_editor.connection.vendor == "sqlite":
            return self._create_on_sqlite(model, schema_editor)
        return self._on_table(";\n".join(postgres.create(self, model, "%(table)s")), model, schema_editor)

    def _create_on_sqlite(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> Statement:
        """SQLite takes one statement at a time. A table that is made again finds its index where it was; only its
        triggers went with the old one."""
        with schema_editor.connection.cursor() as cursor:
            made = [] if sqlite.exists(self, cursor) else sqlite.create(self, model, model._meta.db_table)
        for sql in made:
            schema_editor.execute(sql, None)
        if made:
            schema_editor.deferred_sql.extend(sqlite.fills(self))
        triggers = [self._on_table(sql, model, schema_editor) for sql in sqlite.triggers(self, model, "%(table)s")]
        schema_editor.deferred_sql.extend(triggers[:-1])
        return triggers[-1]

    def remove_sql(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor, **kwargs: Any) -> str:
        """What drops the index."""
        if schema_editor.connection.vendor == "sqlite":
            *first, last = sqlite.remove(self)
            for sql in first:
                schema_editor.execute(sql, None)
            return last
        table = schema_editor.quote_name(model._meta.db_table)
        return ";\n".join(postgres.remove(self, table))

    @staticmethod
    def _on_table(sql: str, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> Statement:
        return Statement(sql, table=Table(model._meta.db_table, schema_editor.quote_name))

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        path, args, kwargs = super().deconstruct()
        if self.named:
            kwargs["named"] = self.named
        if not self.spelled:
            kwargs["spelled"] = False
        return path, args, kwargs


def column_of(model: type[models.Model], name: str) -> str:
    """The column of a field."""
    field = model._meta.get_field(name)
    if not isinstance(field, models.Field) or not field.column:
        raise TypeError(f"{model.__name__}.{name} has no column")
    return field.column


def index_of(model: type[models.Model]) -> SearchIndex:
    """The index of a model; one that has none is found by nobody, which is a mistake of whoever asks."""
    for one in model._meta.indexes:
        if isinstance(one, SearchIndex):
            return one
    raise LookupError(f"{model.__name__} has no SearchIndex")
