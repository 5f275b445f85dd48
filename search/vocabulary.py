"""Words that are spelled like one that was found nowhere.

The vocabulary knows the words of all rows, also of those that a reader may not see. So nothing of it is ever shown as
it is: whoever offers a word looks first whether the reader finds anything by it.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connections, models, router
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from . import sqlite
from .finding import engine
from .indexes import index_of

SHORTEST = 4  # letters of a word that can be mistyped; of a shorter one every other word is a neighbour
LONG = 8  # letters from which on two of them may be wrong
OFFERED = 4


def spelled_like(word: str, asked: Sequence[type[models.Model]]) -> list[str]:
    """Words that differ from `word` by one or two letters or swaps, the nearest first. One statement.

    They begin with its first letter, or with its second: the first two may be swapped, or the first one missing.
    """
    if len(word) < SHORTEST:
        return []
    starts = sorted(set(word[:2]))
    with connections[router.db_for_read(asked[0])].cursor() as cursor:
        cursor.execute(*words_starting(starts, asked))
        known = {row[0] for row in cursor.fetchall() if abs(len(row[0]) - len(word)) <= allowed(word)}
    near = process.extract(
        word,
        sorted(known - {word}),
        scorer=DamerauLevenshtein.distance,
        score_cutoff=allowed(word),
        limit=OFFERED,
    )
    return [one for one, _, _ in near]


def allowed(word: str) -> int:
    """How many letters of a word may be wrong."""
    return 2 if len(word) >= LONG else 1


def words_starting(starts: Sequence[str], asked: Sequence[type[models.Model]]) -> tuple[str, list[str]]:
    """The words known to begin so, as SQL: on SQLite those of the models' indexes, on PostgreSQL the vocabulary."""
    if engine() is not sqlite:
        return engine().spelled_alike(starts)
    parts, params = [], []
    for model in asked:
        if index_of(model).spelled:
            sql, own = sqlite.spelled_alike(index_of(model), starts)
            parts.append(sql)
            params += own
    return " UNION ALL ".join(parts), params
