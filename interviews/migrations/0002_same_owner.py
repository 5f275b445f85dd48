"""Rows that point at each other belong to the same mention or interview; the database holds it on both engines.

PostgreSQL has composite foreign keys, checked at the end of the transaction. SQLite cannot add one to an existing
table, so triggers check each statement there: who moves rows takes them off their parent first. Remaking a table on
SQLite drops its triggers: a later migration that alters one of these tables has to end with this operation again.
"""

from django.db import migrations

# child table, column that points, parent table, column that must be equal in both
RULES = [
    ("interviews_why", "parent_id", "interviews_why", "mention_id"),
    ("interviews_noteline", "parent_id", "interviews_noteline", "interview_id"),
    ("interviews_speaker", "participant_id", "interviews_participant", "interview_id"),
    ("interviews_segment", "speaker_id", "interviews_speaker", "interview_id"),
    ("interviews_quote", "participant_id", "interviews_participant", "interview_id"),
]

COMPOSITE_KEY = """
CREATE UNIQUE INDEX IF NOT EXISTS {parent}_id_{key} ON {parent} (id, {key});
ALTER TABLE {child} ADD CONSTRAINT {child}_{column}_same_{key}
    FOREIGN KEY ({column}, {key}) REFERENCES {parent} (id, {key}) DEFERRABLE INITIALLY DEFERRED;
"""

CHILD_TRIGGER = """
CREATE TRIGGER {child}_{column}_same_{key}_{event} BEFORE {when} ON {child}
WHEN NEW.{column} IS NOT NULL AND (SELECT {key} FROM {parent} WHERE id = NEW.{column}) IS NOT NEW.{key}
BEGIN SELECT RAISE(ABORT, '{child}.{column} and its row have different {key}'); END
"""

PARENT_TRIGGER = """
CREATE TRIGGER {child}_{column}_same_{key}_parent BEFORE UPDATE OF {key} ON {parent}
WHEN EXISTS (SELECT 1 FROM {child} WHERE {column} = OLD.id AND {key} IS NOT NEW.{key})
BEGIN SELECT RAISE(ABORT, '{child}.{column} and its row have different {key}'); END
"""


def forwards(apps, schema_editor):
    for child, column, parent, key in RULES:
        names = {"child": child, "column": column, "parent": parent, "key": key}
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(COMPOSITE_KEY.format(**names))
        else:
            schema_editor.execute(CHILD_TRIGGER.format(event="insert", when="INSERT", **names))
            schema_editor.execute(CHILD_TRIGGER.format(event="update", when=f"UPDATE OF {column}, {key}", **names))
            schema_editor.execute(PARENT_TRIGGER.format(**names))


def backwards(apps, schema_editor):
    for child, column, parent, key in RULES:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"ALTER TABLE {child} DROP CONSTRAINT {child}_{column}_same_{key}")
            schema_editor.execute(f"DROP INDEX IF EXISTS {parent}_id_{key}")
        else:
            for event in ("insert", "update", "parent"):
                schema_editor.execute(f"DROP TRIGGER {child}_{column}_same_{key}_{event}")


class Migration(migrations.Migration):
    dependencies = [("interviews", "0001_initial")]

    operations = [migrations.RunPython(forwards, backwards)]
