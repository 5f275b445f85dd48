"""The index on SQLite: two FTS5 tables beside the table, one by words and one by stems, filled by triggers.

They are of external content: the words are stored once, in the table itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from time import monotonic
from typing import Any

from django.db import models

from .query import Both, Node, Query, Word
from .quoting import Indexed, key_of, quoted

WORDS, STEMS = "words", "stems"
TOKENS = {WORDS: "unicode61 remove_diacritics 2", STEMS: "porter unicode61 remove_diacritics 2"}
STEPS = 20_000  # of SQLite's machine, between two looks at the clock


def table(index: Indexed, kind: str) -> str:
    return quoted(f"{index.name}_{kind}")


def listed(columns: Sequence[str], of: str = "") -> str:
    return ", ".join(f"{of}{quoted(one)}" for one in columns)


# Making and dropping


def create(index: Indexed, model: type[models.Model], content: str) -> list[str]:
    """The tables of the index, which may be made before the table they are about."""
    made = [
        f"CREATE VIRTUAL TABLE {table(index, kind)} USING fts5({listed(index.columns(model))},"
        f" content={quoted(content)}, content_rowid={key_of(model)}, tokenize='{tokens}')"
        for kind, tokens in TOKENS.items()
    ]
    vocabulary = f"CREATE VIRTUAL TABLE {table(index, 'terms')} USING fts5vocab({table(index, WORDS)}, 'row')"
    return [*made, vocabulary] if index.spelled else made


def fills(index: Indexed) -> list[str]:
    """Read what is there already, by words and by stems."""
    return [f"INSERT INTO {table(index, kind)}({table(index, kind)}) VALUES('rebuild')" for kind in TOKENS]


def triggers(index: Indexed, model: type[models.Model], on: str) -> list[str]:
    """What keeps the index; `on` is the quoted table. A change of other columns costs nothing."""
    columns, pk = index.columns(model), key_of(model)
    names = listed(columns)

    def added(row: str) -> str:
        values = listed(columns, f"{row}.")
        return " ".join(
            f"INSERT INTO {table(index, kind)}(rowid, {names}) VALUES ({row}.{pk}, {values});" for kind in TOKENS
        )

    def taken(row: str) -> str:
        values = listed(columns, f"{row}.")
        return " ".join(
            f"INSERT INTO {table(index, kind)}({table(index, kind)}, rowid, {names})"
            f" VALUES ('delete', {row}.{pk}, {values});"
            for kind in TOKENS
        )

    differs = " OR ".join(f"old.{quoted(one)} IS NOT new.{quoted(one)}" for one in columns)
    return [
        f"CREATE TRIGGER {table(index, 'new')} AFTER INSERT ON {on} BEGIN {added('new')} END",
        f"CREATE TRIGGER {table(index, 'gone')} AFTER DELETE ON {on} BEGIN {taken('old')} END",
        f"CREATE TRIGGER {table(index, 'changed')} AFTER UPDATE OF {names} ON {on} WHEN {differs}"
        f" BEGIN {taken('old')} {added('new')} END",
    ]


def remove(index: Indexed) -> list[str]:
    """Drop all of it, as far as it is there."""
    return [
        *(f"DROP TRIGGER IF EXISTS {table(index, one)}" for one in ("new", "gone", "changed")),
        f"DROP TABLE IF EXISTS {table(index, 'terms')}",
        *(f"DROP TABLE IF EXISTS {table(index, kind)}" for kind in TOKENS),
    ]


def exists(index: Indexed, cursor: Any) -> bool:
    cursor.execute("SELECT count(*) FROM sqlite_master WHERE name = %s", [f"{index.name}_{WORDS}"])
    return bool(cursor.fetchone()[0])


def rebuild(index: Indexed, model: type[models.Model], cursor: Any) -> None:
    """Make all of it anew from the rows."""
    name = model._meta.db_table
    for sql in (*remove(index), *create(index, model, name), *triggers(index, model, quoted(name)), *fills(index)):
        cursor.execute(sql)


def differences(index: Indexed, model: type[models.Model], cursor: Any) -> list[str]:
    """What the index says otherwise than the rows, in words; empty when they agree."""
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type IN ('table', 'trigger')")
    there = dict(cursor.fetchall())
    missing = [kind for kind in TOKENS if f"{index.name}_{kind}" not in there]
    if missing:
        return [f"the index by {kind} is not there" for kind in missing]
    kept = triggers(index, model, quoted(model._meta.db_table))
    found = [f"a trigger is missing or another: {sql.split()[2]}" for sql in kept if sql not in there.values()]
    for kind in TOKENS:
        rows = differing(index, model, kind, cursor)
        if rows:
            found.append(f"by {kind}: rows {', '.join(map(str, rows))} and perhaps more")
    return found


def differing(index: Indexed, model: type[models.Model], kind: str, cursor: Any) -> list[int]:
    """Some of the rows that the index has other words for: all texts are read into an index of their own beside it."""
    names = listed(index.columns(model))
    source, pk = quoted(model._meta.db_table), key_of(model)
    makes = (
        f"CREATE VIRTUAL TABLE temp.search_afresh USING fts5({names}, content='', tokenize='{TOKENS[kind]}')",
        f"INSERT INTO temp.search_afresh(rowid, {names}) SELECT {pk}, {names} FROM {source}",
        "CREATE VIRTUAL TABLE temp.search_is USING fts5vocab(temp, search_afresh, 'instance')",
        f"CREATE VIRTUAL TABLE temp.search_says USING fts5vocab(main, {table(index, kind)}, 'instance')",
    )
    try:
        for sql in makes:
            cursor.execute(sql)
        cursor.execute(
            "SELECT DISTINCT doc FROM (SELECT * FROM (SELECT * FROM temp.search_is EXCEPT SELECT * FROM"
            " temp.search_says) UNION ALL SELECT * FROM (SELECT * FROM temp.search_says EXCEPT SELECT * FROM"
            " temp.search_is)) ORDER BY doc LIMIT 10"
        )
        return [row[0] for row in cursor.fetchall()]
    finally:
        for name in ("search_says", "search_is", "search_afresh"):
            cursor.execute(f"DROP TABLE IF EXISTS temp.{name}")


# Asking


def match(node: Node) -> str:
    """A tree as FTS5 reads it; every word is quoted."""
    if isinstance(node, Word):
        return f'"{" ".join(node.words)}"' + ("*" if node.begins else "")
    if isinstance(node, Both):
        said = "(" + " AND ".join(map(match, node.parts)) + ")"
        for one in node.without:
            said = f"({said} NOT {match(one)})"
        return said
    return "(" + " OR ".join(map(match, node.parts)) + ")"


def newest(
    index: Indexed, model: type[models.Model], query: Query, *, names: bool, limit: int, before: int | None
) -> tuple[str, list[Any]]:
    """The keys of the newest rows that fit, as SQL: read from the end of the index, which stops at the limit."""
    said = match(query.sought)
    if index.named and not names:
        said = f"{{{' '.join(map(quoted, index.open_columns(model)))}}} : {said}"
    kind = table(index, WORDS if query.by_beginnings else STEMS)
    older = " AND rowid < %s" if before is not None else ""
    sql = f"SELECT rowid AS id FROM {kind} WHERE {kind} MATCH %s{older} ORDER BY rowid DESC LIMIT %s"
    return sql, [said, *([before] if before is not None else []), limit]


def spelled_alike(index: Indexed, starts: Sequence[str]) -> tuple[str, list[Any]]:
    """The words of the index that begin with one of `starts`, as SQL.

    One SELECT for each: the rows of a vocabulary have no lasting number, by which SQLite would put two ranges together.
    """
    each = f"SELECT term FROM {table(index, 'terms')} WHERE term >= %s AND term < %s"
    params = [bound for one in starts for bound in (one, one[:-1] + chr(ord(one[-1]) + 1))]
    return " UNION ALL ".join([each] * len(starts)), params


@contextmanager
def within(connection: Any, seconds: float) -> Iterator[None]:
    """Stop what is asked in here after so many seconds; it then fails with an OperationalError."""
    connection.ensure_connection()
    raw, end = connection.connection, monotonic() + seconds
    raw.set_progress_handler(lambda: monotonic() > end, STEPS)
    try:
        yield
    finally:
        raw.set_progress_handler(None, STEPS)
