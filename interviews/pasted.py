"""Words of customers that somebody typed or pasted into a text of ours, where no record knows of them.

They are looked for among all quotes by how these begin: one query for any number of texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import BooleanField, Case, Value, When

from .models import Consent, Quote, capped_consent, standing_words
from .models.quotes import QuoteQuerySet
from .verbatim import Typed, joined

TAKEN_BACK = "[words taken back]"
NOT_FOR_QUOTING = "[words not for quoting]"


@dataclass(frozen=True, slots=True)
class Pasted:
    """A stretch of a text that is a quote; `hidden` is what stands there instead for whoever may not read it."""

    quote: Quote
    start: int
    end: int
    hidden: str = ""


class Pastings:
    """What stands in some texts of what customers said, as `user` may read it; None is whoever writes texts."""

    def __init__(self, texts: Iterable[str], user: Any = None) -> None:
        self.typed = {text: Typed(text) for text in texts}
        openings = {opening for typed in self.typed.values() for opening in typed.openings}
        self.quotes = list(with_standing(Quote.objects.filter(opening__in=openings))) if openings else []
        self.writes = user is None or user.can_edit

    def in_text(self, text: str) -> list[Pasted]:
        """The stretches of one of the texts that are quotes, in their order."""
        typed = self.typed[text]
        found = [
            Pasted(quote, start, end, self._instead_of(quote))
            for quote in self.quotes
            for start, end in typed.stretches(quote.text)
        ]
        return sorted(found, key=lambda one: (one.start, -one.end))

    def readable(self, text: str) -> str:
        """One of the texts without the words that may not be read; a few words of ours mark each place."""
        hidden = [one for one in self.in_text(text) if one.hidden]
        marks = {one.start: one.hidden for one in reversed(hidden)}
        for start, end in reversed(joined([(one.start, one.end) for one in hidden])):
            text = f"{text[:start]}{marks[start]}{text[end:]}"
        return text

    def _instead_of(self, quote: Any) -> str:
        if not quote.stands:
            return TAKEN_BACK
        return "" if self.writes or quote.allowed != Consent.NONE else NOT_FOR_QUOTING


def with_standing(quotes: QuoteQuerySet) -> QuoteQuerySet:
    """Adds `stands`, whether nobody took the words back, and `allowed`, how far they may travel."""
    standing = Case(When(standing_words("participant__"), then=True), default=Value(False), output_field=BooleanField())
    return quotes.annotate(stands=standing, allowed=capped_consent("participant__"))


def readable(text: str, user: Any = None) -> str:
    """A text without the words that `user`, or whoever writes texts, may not read; at most one query."""
    return Pastings([text], user).readable(text)


def keep_back(rows: Iterable[models.Model], fields: Sequence[str], user: Any) -> None:
    """Let these fields of rows, which are shown and not saved, hold what `user` may read; at most one query."""
    rows = list(rows)
    pastings = Pastings([getattr(row, name) for row in rows for name in fields], user)
    if pastings.quotes:
        for row in rows:
            for name in fields:
                setattr(row, name, pastings.readable(getattr(row, name)))
