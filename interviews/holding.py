"""Rows that hold a word, asked of the search index."""

from __future__ import annotations

from django.db.models import Model, Q

from accounts import reading
from search.finding import among
from search.folding import words_of
from search.query import Query, Word

EVERY = 2**62  # rows; more than there are


def holding(model: type[Model], term: str) -> Q:
    """The condition that a row of `model` holds a word that begins so, or several next to each other; asked of the
    search index, which folds case and accents on both engines."""
    query = Query(Word(tuple(words_of(term)), begins=True))
    return Q(pk__in=among(model, query, names=reading.sees_names(), limit=EVERY))
