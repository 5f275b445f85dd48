"""Rows that point at each other belong to one owner, such as one interview; the database holds it on both engines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import BaseConstraint, Field, Model

FOREIGN_KEY = (
    "CONSTRAINT {name} FOREIGN KEY ({column}, {owner}) REFERENCES {parent} ({key}, {parent_owner})"
    " DEFERRABLE INITIALLY DEFERRED"
)


class SameOwner(BaseConstraint):
    """The row that `field` points at has the same `owner` as this row: a foreign key over both columns.

    An empty `field` is free. What it points at needs a unique constraint over its key and `owner`. The rule is asked at
    the end of the transaction, so that rows can move together.
    """

    def __init__(self, *, field: str, owner: str, name: str) -> None:
        super().__init__(name=name)
        self.field, self.owner = field, owner

    def constraint_sql(self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor) -> str | None:
        """The rule inside CREATE TABLE; a database that can add it later gets it once the other table is complete."""
        if schema_editor.connection.vendor == "sqlite":
            return self.foreign_key(model, schema_editor)
        self.create_sql(model, schema_editor)
        return None

    def create_sql(self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor) -> None:
        """Adds the rule to a table that exists, at the end of the migration like any foreign key."""
        table = schema_editor.quote_name(model._meta.db_table)
        schema_editor.deferred_sql.append(f"ALTER TABLE {table} ADD {self.foreign_key(model, schema_editor)}")

    def remove_sql(self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor) -> str:
        table, name = schema_editor.quote_name(model._meta.db_table), schema_editor.quote_name(self.name)
        return f"ALTER TABLE {table} DROP CONSTRAINT {name}"

    def foreign_key(self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor) -> str:
        quoted: Callable[[Any], str] = schema_editor.quote_name
        points: Any = model._meta.get_field(self.field)
        parent: type[Model] = points.remote_field.model
        return FOREIGN_KEY.format(
            name=quoted(self.name),
            column=quoted(points.column),
            owner=quoted(column_of(model, self.owner)),
            parent=quoted(parent._meta.db_table),
            key=quoted(parent._meta.pk.column),
            parent_owner=quoted(column_of(parent, self.owner)),
        )

    def validate(self, model: type[Model], instance: Model, exclude: Any = None, using: str = "") -> None:
        """Forms offer only rows of the same owner: asking once more would cost a query and find nothing."""

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, SameOwner):
            return NotImplemented
        return (self.name, self.field, self.owner) == (other.name, other.field, other.owner)

    def __hash__(self) -> int:
        return hash((self.name, self.field, self.owner))

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        path, args, kwargs = super().deconstruct()
        return path, args, {**kwargs, "field": self.field, "owner": self.owner}


def column_of(model: type[Model], name: str) -> str:
    """The column of a field; what has none cannot be part of a rule."""
    field = model._meta.get_field(name)
    if not isinstance(field, Field) or not field.column:
        raise TypeError(f"{model.__name__}.{name} has no column")
    return field.column
