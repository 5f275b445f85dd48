"""Triggers that announce which rows were written, whoever wrote them: one row at a time, many at
once, or raw SQL. What is kept in memory follows them.

An announcement names a kind and a key, never a value: whoever reads it asks the database what holds now. It names the
row itself or what it belongs to by its own column: SQLite cannot change a table that a trigger of another one asks.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import BaseConstraint, Model

TABLE = "interviews_announcement"
KEPT = 200_000  # announcements on PostgreSQL; who is further behind reads everything anew
EVENTS = {"insert": ("new",), "update": ("old", "new"), "delete": ("old",)}

SQLITE = """
CREATE TRIGGER IF NOT EXISTS {name} AFTER {event} ON {table} FOR EACH ROW {when} BEGIN
{statements}
END
"""
# One announcement of each key is enough. Not by REPLACE: a trigger takes over the conflict rule of the statement that
# fired it, and one that ignores conflicts would lose the announcement.
SQLITE_ONE = """
DELETE FROM {announcements} WHERE "of" = {of} AND "key" IN ({keys});
INSERT INTO {announcements} ("of", "key") SELECT {of}, told.* FROM ({keys}) AS told;
"""
POSTGRES = """
CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
INSERT INTO {announcements} ("of", "key", "transaction")
SELECT {of}, "key", txid_current() FROM ({keys}) AS told("key");
IF random() < 0.001 THEN
DELETE FROM {announcements} WHERE "id" < (SELECT max("id") FROM {announcements}) - {kept};
END IF;
RETURN NULL; END $$;
CREATE OR REPLACE TRIGGER {name} AFTER {event} ON {table} REFERENCING {transitions}
FOR EACH STATEMENT EXECUTE FUNCTION {function}();
"""
KEYS = "SELECT {key} FROM {among} WHERE {key} IS NOT NULL"


class Announced(BaseConstraint):
    """Every row that is written, changed or deleted is announced as a change `of` a kind.

    `key` is the column that holds the key. With `fields`, an update is announced only where one of these changed. With
    `members`, the rows are those between this model and what its many-to-many field of that name holds.
    """

    def __init__(self, *, of: int, name: str, key: str, fields: Sequence[str] = (), members: str = "") -> None:
        super().__init__(name=name)
        self.of, self.key, self.fields, self.members = of, key, tuple(fields), members

    def constraint_sql(self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor) -> None:
        """Nothing inside CREATE TABLE; the triggers come once every table is there."""
        self.create_sql(model, schema_editor)

    def create_sql(self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor) -> None:
        """Makes the triggers at the end of the migration."""
        for event, rows in EVENTS.items():
            schema_editor.deferred_sql.append(self.trigger(model, schema_editor, event, rows))

    def remove_sql(self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor) -> str:
        """Takes the triggers away."""
        table = schema_editor.quote_name(self.table(model))
        if schema_editor.connection.vendor == "sqlite":
            return "; ".join(f"DROP TRIGGER {self.trigger_name(event)}" for event in EVENTS)
        return "; ".join(
            f"DROP TRIGGER {self.trigger_name(event)} ON {table}; DROP FUNCTION {self.trigger_name(event)}_announce()"
            for event in EVENTS
        )

    def trigger_name(self, event: str) -> str:
        return f"{self.name}_{event}"

    def table(self, model: type[Model]) -> str:
        """The table that is watched. SQLite changes a table by copying it, without its many-to-many fields, to one that
        takes its name afterwards."""
        own = model._meta.db_table.removeprefix("new__")
        return f"{own}_{self.members}" if self.members else own

    def trigger(
        self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor, event: str, rows: Sequence[str]
    ) -> str:
        quoted: Any = schema_editor.quote_name
        sqlite = schema_editor.connection.vendor == "sqlite"
        columns = [quoted(model._meta.get_field(one).column) for one in self.fields]  # type: ignore[union-attr]
        words = {
            "name": self.trigger_name(event),
            "function": f"{self.trigger_name(event)}_announce",
            "event": event.upper(),
            "table": quoted(self.table(model)),
            "announcements": quoted(TABLE),
            "of": self.of,
            "kept": KEPT,
        }
        if sqlite:
            changed = " OR ".join(f"OLD.{one} IS NOT NEW.{one}" for one in columns) if event == "update" else ""
            statements = "".join(SQLITE_ONE.format(**words, keys=self.keys_of_row(quoted, row.upper())) for row in rows)
            return SQLITE.format(**words, when=f"WHEN {changed}" if changed else "", statements=statements)
        transitions = " ".join(f"{row.upper()} TABLE AS {row}_rows" for row in rows)
        return POSTGRES.format(**words, transitions=transitions, keys=self.keys_of_rows(quoted, rows, columns))

    def keys_of_row(self, quoted: Any, row: str) -> str:
        """The query for the keys of one row; a row without a key has none."""
        return f"SELECT {row}.{quoted(self.key)} WHERE {row}.{quoted(self.key)} IS NOT NULL"

    def keys_of_rows(self, quoted: Any, rows: Sequence[str], columns: Sequence[str]) -> str:
        """The query for the keys of all rows of a statement, each once."""
        found = []
        for row in rows:
            among = f"{row}_rows AS told_row"
            if columns and len(rows) == 2:
                other = "new" if row == "old" else "old"
                differs = " OR ".join(f"told_row.{one} IS DISTINCT FROM other.{one}" for one in columns)
                among += f' JOIN {other}_rows AS other ON told_row."id" = other."id" AND ({differs})'
            key = f"told_row.{quoted(self.key)}"
            found.append(KEYS.format(key=key, among=among))
        return " UNION ".join(found) if len(found) > 1 else found[0].replace("SELECT ", "SELECT DISTINCT ", 1)

    def validate(self, model: type[Model], instance: Model, exclude: Any = None, using: str = "") -> None:
        """Nothing can be wrong with an announcement."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Announced) and self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        return hash((self.name, self.of))

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        path, args, kwargs = super().deconstruct()
        told = {"of": self.of, "key": self.key, "fields": self.fields, "members": self.members}
        return path, args, {**kwargs, **{name: value for name, value in told.items() if value}}
