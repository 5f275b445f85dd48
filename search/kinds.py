"""What can be found: one declaration for each kind of row, in whichever app has it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import Model, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from .indexes import index_of
from .marking import Marker, Piece


@dataclass(frozen=True, slots=True)
class Hit:
    """A row as a result shows it. `voice` is the customer whose words `said` are; without one they are ours."""

    url: str
    title: Sequence[Piece]
    about: str = ""
    said: Sequence[Piece] = ()
    voice: str = ""
    severity: int | None = None

    @property
    def title_marked(self) -> SafeString:
        return marked(self.title)

    @property
    def said_marked(self) -> SafeString:
        return marked(self.said)


def marked(pieces: Sequence[Piece]) -> SafeString:
    """Text with what was looked for marked, as HTML. In one string: a template takes ten times as long."""
    return mark_safe("".join(f"<mark>{escape(one.text)}</mark>" if one.marked else escape(one.text) for one in pieces))


class Narrowing(Protocol):
    """Which rows of a kind a choice of filters leaves, and how many there are of each value of a filter."""

    @property
    def keys(self) -> Collection[str]:
        """The filters of which the rows have values."""

    def __call__(self, rows: QuerySet, chosen: Any, user: Any) -> QuerySet:
        """Those of `rows` that `chosen` leaves."""

    def tally(self, rows: QuerySet, key: str, chosen: Any, user: Any) -> QuerySet:
        """Each value of the filter `key` with how many of the `rows` have it that the other choices leave."""


Among = Callable[[type[Model]], RawSQL | Sequence[int]]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of row that can be found.

    `rows` gives what a user may read and what stands; `narrowed` those of them that a choice of filters leaves, `drawn`
    how they look. The first two ask nothing themselves and depend on the user, the choice and the day alone: what they
    give is kept. A kind without words of its own is found `through` others, `by` which models: it says how, given the
    keys of any.
    A `long` kind has too many words to be asked for one that has hardly begun. `typed` are the fields in which words
    may stand that are to be kept back from whoever searches.
    """

    name: str
    label: str
    group: str
    icon: str
    model: type[Any]
    rows: Callable[[Any], QuerySet]
    narrowed: Narrowing
    drawn: Callable[[Sequence[Any], Marker, Any], list[Hit]]
    related: tuple[str, ...] = ()
    through: Callable[[Among], Q] | None = None
    by: tuple[type[Model], ...] = ()
    long: bool = False
    typed: tuple[str, ...] = ()

    def texts(self, row: Any, names: bool) -> list[str]:
        """What of a row is searched, as a reader who sees names or not may read it."""
        if self.through:
            return []
        index = index_of(self.model)
        return [getattr(row, field) for field in index.fields if names or field not in index.named]

    @property
    def words(self) -> set[str]:
        """What people may call it."""
        return {self.name, self.name.replace("_", " "), self.name.replace("_", "-"), self.label.lower()}
