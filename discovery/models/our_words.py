"""Lines of ours as they are read: without customers' words that somebody typed there and that may not be shown.

A title stands wherever its record is named, in lists, cards, choices, files and feeds. So it is the record itself that
knows how it reads, as everybody may read it. As with a foreign key two names belong to the column: `title` is what is
read, `typed_title` what is stored. Whether words stand in it is asked of what customers said, when it is read: so it
does not matter which of both was written down first, and words come back with consent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import models
from django.db.models.query_utils import DeferredAttribute

from accounts import reading
from interviews.models import RecordQuerySet
from interviews.models.read_otherwise import ReadOtherwise
from interviews.pasted import Pastings

from .everybody import everybody

TOGETHER = 500  # rows


class OurWordsQuerySet(RecordQuerySet):
    """Records with such lines. Rows that are given out one by one, as choices are, are loaded some at a time, so that
    their lines are looked through together."""

    def iterator(self, chunk_size: int | None = None) -> Iterator[Any]:
        rows = super().iterator(chunk_size)
        while some := list(islice(rows, TOGETHER)):
            yield from some


class Lines:
    """The lines that were loaded while somebody reads. All that were not looked through yet are, in one query, as soon
    as one of them is read."""

    def __init__(self) -> None:
        self.waiting: set[str] = set()
        self.read: dict[str, str] = {}

    def readable(self, text: str) -> str:
        if text not in self.read:
            self.waiting.add(text)
            self.look_through(Pastings(self.waiting, everybody()))
        return self.read[text]

    def look_through(self, pastings: Pastings) -> None:
        """Read those that wait and that these pastings were asked about; no query."""
        told = pastings.for_everybody()
        there = self.waiting & told.typed.keys()
        self.read |= {text: told.readable(text) for text in there}
        self.waiting -= there


def lines() -> Lines:
    """Those of the reading that goes on; where nobody reads each line is looked through alone."""
    kept = reading.kept()
    return Lines() if kept is None else kept.setdefault(Lines, Lines())


def readable(texts: Iterable[str]) -> dict[str, str]:
    """How texts of ours read that no field of ours holds, such as what the journal says; together with the lines that
    wait they are looked through in one query."""
    texts, known = set(texts) - {""}, lines()
    known.waiting |= texts
    return {"": "", **{text: known.readable(text) for text in texts}}


class Typed(DeferredAttribute):
    """What is stored; it waits to be looked through."""

    def __set__(self, row: models.Model, text: Any) -> None:
        row.__dict__[self.field.attname] = text
        if isinstance(text, str) and text:
            lines().waiting.add(text)


class OurWords(ReadOtherwise):
    """A field of ours; what is loaded of it waits to be looked through."""

    descriptor_class = Typed

    def as_read(self, row: Any, text: str) -> str:
        return lines().readable(text)


class OurLine(OurWords, models.CharField):
    """A line of ours."""


class OurText(OurWords, models.TextField):
    """A text of ours that stands with a line."""


def as_typed(row: models.Model, fields: Iterable[str]) -> dict[str, Any]:
    """What is stored in the fields of a row, whoever may read it."""
    columns = {one.name: one for one in row._meta.concrete_fields}
    return {name: columns[name].value_from_object(row) for name in fields}
