"""The index on PostgreSQL: a generated column with the words and the stems of a row, and a GIN index over it.

The four weights of a tsvector tell what is which: A words, B words of names, C stems, D stems of names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import models, transaction

from .query import Both, Node, Query, Word
from .quoting import Indexed, key_of, quoted

COLUMN = "search"
LONGEST = 100_000  # characters of a row that are indexed: a tsvector holds one megabyte
SHORTEST_SPELLED, LONGEST_SPELLED = 3, 40

# What is neither a letter nor a digit: the parser of PostgreSQL would else keep 10:30, a/b and e-mail in one piece.
BETWEEN = (
    r"[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u00d7\u00f7"
    r"\u2000-\u206f\u20a0-\u20cf\u2190-\u245f\u2500-\u2bff\u3000-\u3004\u3008-\u3020\ufe10-\ufe1f\ufe30-\ufe6b"
    r"\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]+"
)
# Shared by all indexes. The bodies are bound when they are made, so that a restored dump needs no search path.
SHARED = rf"""
DO $do$ BEGIN
IF NOT EXISTS (SELECT FROM pg_catalog.pg_ts_dict WHERE dictname = 'search_porter') THEN
    CREATE TEXT SEARCH DICTIONARY search_porter (TEMPLATE = pg_catalog.snowball, LANGUAGE = porter);
    CREATE TEXT SEARCH CONFIGURATION search_stems (COPY = pg_catalog.simple);
    ALTER TEXT SEARCH CONFIGURATION search_stems ALTER MAPPING REPLACE pg_catalog.simple WITH search_porter;
END IF;
END $do$;
CREATE OR REPLACE FUNCTION search_folded(told text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
RETURN lower(normalize(regexp_replace(normalize(regexp_replace(left(told, {LONGEST}), '{BETWEEN}', ' ', 'g'), NFD),
    '([A-Za-z])[\u0300-\u036f]+', '\1', 'g'), NFC));
CREATE OR REPLACE FUNCTION search_vector(told text, named text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN setweight(to_tsvector('search_stems', search_folded(told)), 'C')
    || setweight(to_tsvector('pg_catalog.simple', search_folded(told)), 'A')
    || setweight(to_tsvector('search_stems', search_folded(named)), 'D')
    || setweight(to_tsvector('pg_catalog.simple', search_folded(named)), 'B');
CREATE TABLE IF NOT EXISTS search_word (word text COLLATE "C" NOT NULL);
CREATE INDEX IF NOT EXISTS search_word_word ON search_word (word);
CREATE OR REPLACE FUNCTION search_learn() RETURNS trigger LANGUAGE plpgsql AS $do$
BEGIN
    INSERT INTO search_word (word)
    SELECT DISTINCT said.lexeme FROM added, unnest(added.{COLUMN}) said
    WHERE said.weights && '{{A,B}}' AND length(said.lexeme) BETWEEN {SHORTEST_SPELLED} AND {LONGEST_SPELLED}
        AND NOT EXISTS (SELECT FROM search_word known WHERE known.word = said.lexeme COLLATE "C");
    RETURN NULL;
END $do$;
CREATE OR REPLACE FUNCTION search_learn_again() RETURNS trigger LANGUAGE plpgsql AS $do$
BEGIN
    INSERT INTO search_word (word)
    SELECT DISTINCT said.lexeme FROM added JOIN taken USING (id), unnest(added.{COLUMN}) said
    WHERE added.{COLUMN} IS DISTINCT FROM taken.{COLUMN}
        AND said.weights && '{{A,B}}' AND length(said.lexeme) BETWEEN {SHORTEST_SPELLED} AND {LONGEST_SPELLED}
        AND NOT EXISTS (SELECT FROM search_word known WHERE known.word = said.lexeme COLLATE "C");
    RETURN NULL;
END $do$"""


# Making and dropping


def vector(index: Indexed, model: type[models.Model]) -> str:
    """The words of a row, from its columns."""
    told, columns = index.open_columns(model), index.columns(model)
    named = [one for one in columns if one not in told]
    return f"search_vector({strung(told)}, {strung(named)})"


def strung(columns: Sequence[str]) -> str:
    return " || ' ' || ".join(f"coalesce({quoted(one)}, '')" for one in columns) or "''"


def create(index: Indexed, model: type[models.Model], on: str) -> list[str]:
    """All of the index; `on` is the quoted table."""
    made = [
        SHARED,
        f"ALTER TABLE {on} ADD COLUMN {COLUMN} tsvector GENERATED ALWAYS AS ({vector(index, model)}) STORED",
        f"CREATE INDEX {quoted(index.name)} ON {on} USING gin ({COLUMN})",
    ]
    return [*made, *learning(index, on)] if index.spelled else made


def learning(index: Indexed, on: str) -> list[str]:
    """The triggers that note words nobody used before. A word twice does no harm; that none waits for another does."""
    return [
        f"CREATE TRIGGER {quoted(f'{index.name}_new')} AFTER INSERT ON {on} REFERENCING NEW TABLE AS added"
        " FOR EACH STATEMENT EXECUTE FUNCTION search_learn()",
        f"CREATE TRIGGER {quoted(f'{index.name}_changed')} AFTER UPDATE ON {on} REFERENCING OLD TABLE AS taken"
        " NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION search_learn_again()",
    ]


def remove(index: Indexed, on: str) -> list[str]:
    """Drop all of it, as far as it is there. What all indexes share stays."""
    return [
        *(f"DROP TRIGGER IF EXISTS {quoted(f'{index.name}_{one}')} ON {on}" for one in ("new", "changed")),
        f"DROP INDEX IF EXISTS {quoted(index.name)}",
        f"ALTER TABLE {on} DROP COLUMN IF EXISTS {COLUMN}",
    ]


def rebuild(index: Indexed, model: type[models.Model], cursor: Any) -> None:
    """Make all of it anew from the rows; nobody reads the table meanwhile."""
    on = quoted(model._meta.db_table)
    for sql in (*remove(index, on), *create(index, model, on)):
        cursor.execute(sql)
    if index.spelled:
        cursor.execute(f"INSERT INTO search_word (word) {said_in(on)}")


def said_in(on: str) -> str:
    """The words of a table that are not in the vocabulary, as SQL."""
    return (
        f"SELECT DISTINCT said.lexeme FROM {on} rows, unnest(rows.{COLUMN}) said WHERE said.weights && '{{A,B}}'"
        f" AND length(said.lexeme) BETWEEN {SHORTEST_SPELLED} AND {LONGEST_SPELLED}"
        ' AND NOT EXISTS (SELECT FROM search_word known WHERE known.word = said.lexeme COLLATE "C")'
    )


def differences(index: Indexed, model: type[models.Model], cursor: Any) -> list[str]:
    """What the index says otherwise than the rows, in words; empty when they agree."""
    on, pk = quoted(model._meta.db_table), key_of(model)
    cursor.execute(
        "SELECT count(*) FROM pg_attribute WHERE attrelid = %s::regclass AND attname = %s AND attgenerated = 's'",
        [on, COLUMN],
    )
    if not cursor.fetchone()[0]:
        return ["the generated column is not there"]
    found = []
    cursor.execute(
        "SELECT count(*) FROM pg_index WHERE indrelid = %s::regclass AND indexrelid = to_regclass(%s)"
        " AND indisvalid AND indisready",
        [on, quoted(index.name)],
    )
    if not cursor.fetchone()[0]:
        found.append("the GIN index is not there or not valid")
    cursor.execute(f"SELECT {pk} FROM {on} WHERE {COLUMN} IS DISTINCT FROM {vector(index, model)} LIMIT 10")
    if rows := [row[0] for row in cursor.fetchall()]:
        found.append(f"rows {', '.join(map(str, rows))} and perhaps more")
    if index.spelled:
        cursor.execute(
            "SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass AND tgenabled = 'O' AND tgname IN (%s, %s)",
            [on, f"{index.name}_new", f"{index.name}_changed"],
        )
        if cursor.fetchone()[0] != len(learning(index, on)):
            found.append("a trigger is missing or off")
        cursor.execute(f"{said_in(on)} LIMIT 10")
        if words := [row[0] for row in cursor.fetchall()]:
            found.append(f"the vocabulary lacks {', '.join(words)} and perhaps more")
    return found


# Asking


def match(node: Node, weights: str) -> str:
    """A tree as to_tsquery reads it; every word is quoted."""
    if isinstance(node, Word):
        *first, last = (f"'{one}'" for one in node.words)
        told = [*(f"{one}:{weights}" for one in first), f"{last}:{'*' if node.begins else ''}{weights}"]
        return "(" + " <-> ".join(told) + ")"
    if isinstance(node, Both):
        wanted = (match(one, weights) for one in node.parts)
        return "(" + " & ".join([*wanted, *(f"!{match(one, weights)}" for one in node.without)]) + ")"
    return "(" + " | ".join(match(one, weights) for one in node.parts) + ")"


def newest(
    index: Indexed, model: type[models.Model], query: Query, *, names: bool, limit: int, before: int | None
) -> tuple[str, list[Any]]:
    """The keys of the newest rows that fit, as SQL."""
    weights, config = ("A", "pg_catalog.simple") if query.by_beginnings else ("C", "search_stems")
    if names and index.named:
        weights += chr(ord(weights) + 1)
    on, pk = quoted(model._meta.db_table), key_of(model)
    older = f" AND {pk} < %s" if before is not None else ""
    sql = f"SELECT {pk} AS id FROM {on} WHERE {COLUMN} @@ to_tsquery('{config}', %s){older} ORDER BY {pk} DESC LIMIT %s"
    return sql, [match(query.sought, weights), *([before] if before is not None else []), limit]


def spelled_alike(starts: Sequence[str]) -> tuple[str, list[Any]]:
    """The known words that begin with one of `starts`, as SQL."""
    ranges = " OR ".join("(word >= %s AND word < %s)" for _ in starts)
    params = [bound for one in starts for bound in (one, one[:-1] + chr(ord(one[-1]) + 1))]
    return f"SELECT DISTINCT word FROM search_word WHERE {ranges}", params


@contextmanager
def within(connection: Any, seconds: float) -> Iterator[None]:
    """Stop each statement in here after so many seconds; it then fails with an OperationalError.

    The limit belongs to the transaction, so a pooled connection does not carry it along.
    """
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(int(seconds * 1000))])
        yield
        cursor.execute("SELECT set_config('statement_timeout', '0', true)")
