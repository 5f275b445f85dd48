"""Words of customers that somebody typed or pasted into a text of ours, where no record knows of them.

Most such texts are read by everybody, so they go for everybody once they may not be shown: taken back, of a restricted
interview, or for those who only read not for quoting. They are looked for by runs of words, in a few queries for all
texts of a page: among all quotes, among what else was taken back, and where it is known whose interviews a text tells
of, among all that was said there.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any, Self

from django.db import models
from django.db.models import BooleanField, Case, Q, QuerySet, Value, When

from search.prepared import listed

from .models import (
    Consent,
    Interview,
    Mention,
    Participant,
    Quote,
    QuoteRun,
    Segment,
    capped_consent,
    standing_words,
)
from .models.kept import kept
from .unquoted import Said, unquoted_by
from .verbatim import FEWEST, RUN, Typed, joined

TAKEN_BACK = "[words taken back]"
NOT_FOR_QUOTING = "[words not for quoting]"
NOT_FOR_ALL = "[words not for everybody]"
INSTEAD = (TAKEN_BACK, NOT_FOR_QUOTING, NOT_FOR_ALL)
MARK = re.compile("|".join(map(re.escape, INSTEAD)))
MOST_SAYINGS = 5000  # of each kind, of those whose words may not be shown


@dataclass(frozen=True, slots=True)
class Pasted:
    """A stretch of a text that is a quote; `hidden` is what stands there instead for whoever may not read it."""

    quote: Quote
    start: int
    end: int
    hidden: str = ""


class Pastings:
    """What stands in some texts of what customers said, as `user` may read it; None is whoever writes texts.

    Where the texts are read by `reader` alone, words of restricted interviews that they may read stay. `voices` are
    those who took part in what the texts tell of and whose words may not be shown, `with_standing`.
    """

    def __init__(
        self, texts: Iterable[str], user: Any = None, *, reader: Any = None, voices: Iterable[Participant] = ()
    ) -> None:
        self.writes = user is None or user.can_edit
        self.typed = {text: Typed(text) for text in texts}
        runs = {run for typed in self.typed.values() for run in typed.runs}
        self.quotes = found_by(runs, reader) if runs else []
        self.unquoted = unquoted_by(runs) if runs else []
        self.sayings = sayings({one.pk: self._instead_of(one) or NOT_FOR_ALL for one in voices})

    @property
    def found(self) -> bool:
        """Whether anything that somebody said stands in one of the texts."""
        return bool(self.quotes or self.unquoted or self.sayings)

    def in_text(self, text: str) -> list[Pasted]:
        """The stretches of one of the texts, or of a part of one, that are quotes, in their order."""
        typed = self._typed(text)
        found = [
            Pasted(quote, start, end, self._instead_of(quote))
            for quote in self.quotes
            for start, end in typed.stretches(quote.typed_text)
        ]
        return sorted(found, key=lambda one: (one.start, -one.end))

    def readable(self, text: str) -> str:
        """One of the texts, or a part of one, without the words that may not be read; a few words of ours mark each
        place."""
        for start, end, mark in reversed(self._left_out(text)):
            text = f"{text[:start]}{mark}{text[end:]}"
        return text

    def put_back(self, text: str, sent: str) -> str:
        """What to store of `sent`, which was one of the texts as it is `readable` until somebody edited it: words that
        were left out stand again where their marks do."""
        shown = plain(self.readable(text))
        if plain(sent) in (plain(text), shown):
            return text
        behind, marks = self._behind(text), MARK.findall(sent)
        if marks and not behind and stand_in_order(plain(text), MARK.split(plain(sent))):
            return text  # it was shown before the words could be read again
        return refilled(shown, plain(sent), behind) if marks and behind else sent

    def _behind(self, text: str) -> list[tuple[str, str]]:
        """Each mark that is shown, with what stands there; one that somebody typed stands for itself."""
        found: list[tuple[str, str]] = []
        at = 0
        for start, end, mark in self._left_out(text):
            found += [*((one, one) for one in MARK.findall(text[at:start])), (mark, text[start:end])]
            at = end
        return [*found, *((one, one) for one in MARK.findall(text[at:]))]

    def _left_out(self, text: str) -> list[tuple[int, int, str]]:
        """The stretches that may not be read, in their order, each with what stands there instead."""
        hidden = [(one.start, one.end, one.hidden) for one in self.in_text(text) if one.hidden]
        typed = self._typed(text)
        hidden += [(*place, mark) for said, mark in self.sayings for place in typed.stretches(said, FEWEST)]
        hidden += [(*place, TAKEN_BACK) for said in self.unquoted for place in repeated(typed, said)]
        marks = {start: mark for start, _, mark in reversed(hidden)}
        return [(start, end, marks[start]) for start, end in joined([(start, end) for start, end, _ in hidden])]

    def for_everybody(self) -> Self:
        """The same as those read it who only read."""
        told = copy(self)
        told.writes = False
        return told

    def _typed(self, text: str) -> Typed:
        if text not in self.typed:
            self.typed[text] = Typed(text)
        return self.typed[text]

    def _instead_of(self, said: Any) -> str:
        if not said.stands:
            return TAKEN_BACK
        if said.kept:
            return NOT_FOR_ALL
        return "" if self.writes or said.allowed != Consent.NONE else NOT_FOR_QUOTING


def repeated(typed: Typed, said: Said) -> list[tuple[int, int]]:
    """Where a text repeats six or more words in a row that nobody quoted, but for those that we call it by."""
    ours = typed.stretches(said.called, RUN)
    places = typed.stretches(said.text, RUN)
    return [(start, end) for start, end in places if not any(first <= start and end <= last for first, last in ours)]


def plain(text: str) -> str:
    """A text with the line breaks that it has here, whatever a browser makes of them."""
    return text.replace("\r\n", "\n")


def refilled(shown: str, sent: str, behind: Sequence[tuple[str, str]]) -> str:
    """What was sent, with what is behind the marks that were shown: those above and below what was edited, and those
    within it unless some were taken out or put elsewhere."""
    start = alike_up_to(shown, sent)
    end = alike_up_to(shown[start:][::-1], sent[start:][::-1])
    above, below = len(MARK.findall(sent[:start])), len(MARK.findall(sent[len(sent) - end :]))
    marks = MARK.findall(sent)
    within, edited = behind[above : len(behind) - below], marks[above : len(marks) - below]
    if edited != [mark for mark, _ in within]:
        within = [(mark, mark) for mark in edited]
    words = iter([*behind[:above], *within, *behind[len(behind) - below :]])
    return MARK.sub(lambda _: next(words)[1], sent)


def alike_up_to(one: str, other: str) -> int:
    """How many characters both begin with."""
    both = zip(one, other, strict=False)
    return next((at for at, (mine, theirs) in enumerate(both) if mine != theirs), min(len(one), len(other)))


def stand_in_order(text: str, parts: Sequence[str]) -> bool:
    """Whether a text begins with the first part, ends with the last, and has the others between in their order."""
    at = len(parts[0]) if text.startswith(parts[0]) else -1
    for part in parts[1:-1]:
        at = found + len(part) if at >= 0 and (found := text.find(part, at)) >= 0 else -1
    return 0 <= at <= len(text) - len(parts[-1]) and text.endswith(parts[-1])


def found_by(runs: Collection[int], reader: Any) -> list[Quote]:
    """The quotes that hold one of the runs, `with_standing`; one query, however many runs there are."""
    holding = QuoteRun.objects.filter(number__in=listed(runs))
    return list(with_standing(Quote.objects.filter(pk__in=holding.values("quote")), "participant__", reader=reader))


def with_standing(rows: QuerySet, participant: str = "", *, reader: Any = None) -> QuerySet:
    """Adds `stands`, whether nobody took the words back, `allowed`, how far they may travel, and `kept`, whether they
    are of an interview that not everybody, or not `reader`, may read. The rows are participants, or lead to them."""
    restricted = Q(interview__restricted=True)
    if reader is not None:
        restricted &= ~Q(interview__in=kept(Interview.objects.visible_to, reader))
    return rows.annotate(
        stands=true_where(standing_words(participant)),
        allowed=capped_consent(participant),
        kept=true_where(restricted),
    )


def true_where(condition: Q) -> Case:
    return Case(When(condition, then=True), default=Value(False), output_field=BooleanField())


def sayings(voices: dict[int, str]) -> list[tuple[str, str]]:
    """What these participants said, as quotes, lines and turns, each with what stands there instead."""
    if not voices:
        return []
    found: list[tuple[str, str]] = []
    for model, column, path in (
        (Quote, "text", "participant"),
        (Mention, "title", "participant"),
        (Segment, "text", "speaker__participant"),
    ):
        rows = model._default_manager.filter(**{f"{path}__in": voices}).order_by("pk")
        found += [(text, voices[pk]) for text, pk in rows.values_list(column, path)[:MOST_SAYINGS]]
    return found


def repeats(text: str, said: Iterable[str]) -> bool:
    """Whether a text repeats one of the sayings."""
    typed = Typed(text)
    return any(typed.stretches(one, FEWEST) for one in said)


def readable(text: str, user: Any = None, *, reader: Any = None) -> str:
    """A text without the words that `user`, or whoever writes texts, may not read; at most one query."""
    return Pastings([text], user, reader=reader).readable(text)


def keep_back(rows: Iterable[models.Model], fields: Sequence[str], user: Any) -> None:
    """Let these fields of rows, which are shown and not saved, hold what `user` may read; at most one query."""
    rows = list(rows)
    pastings = Pastings([getattr(row, name) for row in rows for name in fields], user)
    if pastings.found:
        for row in rows:
            for name in fields:
                setattr(row, name, pastings.readable(getattr(row, name)))
