"""A search over everything: what somebody may see of what fits, the newest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.db.models import Model, QuerySet
from django.db.models.expressions import RawSQL
from django.http import QueryDict

from accounts import reading
from interviews import references
from interviews.counting import count_all
from interviews.models import Person, Record
from interviews.saved import Reader, Reading, ViewedList, reading_of
from interviews.searchable import Chosen
from interviews.seen import reads
from interviews.unquoted import unquoted
from search.finding import among, newest
from search.folding import words_of
from search.kinds import Hit, Kind
from search.marking import Marker
from search.prepared import Make, keys_of, loaded
from search.query import Either, Query, Refused, Word, parse
from search.vocabulary import spelled_like

from .asked import TYPED, Asked
from .misread import Hits, Misread, misreadings
from .searchable import KINDS, without_hidden

CANDIDATES = 60  # of the newest hits of a kind, of which the first that may be seen are shown
FURTHER = 50_000  # of them, where those are not enough; older ones are not looked through
PEOPLE = 2_000  # people, companies and studies that conversations are found by
COMPLETED = 30  # rows of a kind that words are completed from
COMPLETIONS = 5
SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Found:
    """The first hits of a kind; `more` says that there are others, `count` how many in all where that is known."""

    kind: Kind
    hits: Sequence[Hit]
    more: bool = False
    rows: Sequence[Any] = ()
    count: int | None = None


class Search:
    """What fits, as somebody may see it."""

    def __init__(self, asked: Asked, user: Any) -> None:
        self.asked, self.query, self.user = asked, asked.query, user
        self.names = reading.sees_names()
        self.marker = Marker(self.query)
        # Seen before the search is put under a limit, which may be a transaction: what those see is kept by nobody.
        unquoted()

    def everywhere(self) -> Search:
        """The same search without its filters."""
        asked = copy(self.asked)
        asked.chosen = Chosen()
        return Search(asked, self.user)

    @cached_property
    def kinds(self) -> list[Kind]:
        """The kinds that are asked. For a word that has hardly begun the long ones would answer with everything."""
        return [kind for kind in self.asked.kinds if not (kind.long and self.query.unfinished)]

    def readable(self, kind: Kind) -> QuerySet:
        """What the user may read of a kind, and the filters leave."""
        return kind.narrowed(kind.rows(self.user), self.asked.chosen, self.user)

    def fitting(self, kind: Kind, most: int, before: int | None = None) -> QuerySet:
        """Of them those with the words, among the newest `most` that have them at all, the newest first."""
        rows = self.readable(kind).order_by("-pk")
        if before is not None:
            rows = rows.filter(pk__lt=before)
        if self.query.tree is None:
            return rows
        if kind.through:
            return rows.filter(kind.through(lambda model: self.keys(model, PEOPLE)))
        return rows.filter(pk__in=self.keys(kind.model, most, before))

    def hits(self, kind: Kind) -> Hits | None:
        """The hits among which there may be some that the user may not read; None where all may be read."""
        if not kind.typed or self.query.tree is None:
            return None
        asked = (self.query, self.asked.chosen, self.names)
        return Hits(asked, kind, self.fitting(kind, FURTHER), self.marker, self.user)

    def read(self, kind: Kind, most: int, before: int | None = None) -> QuerySet:
        """Those that fit and in which the user reads why."""
        rows, hits = self.fitting(kind, most, before), self.hits(kind)
        return rows.exclude(pk__in=Misread(hits)) if hits else rows

    def is_countable(self, kind: Kind) -> bool:
        """Whether it is known how many the user reads; at most two queries, for all kinds that were asked about."""
        hits = self.hits(kind)
        return hits is None or misreadings().looked(hits).all_of_them

    def keys(self, model: type[Model], most: int, before: int | None = None) -> RawSQL:
        return among(model, self.query, names=self.names, limit=most, before=before)

    def found(self, each: int) -> Iterator[Found]:
        """The first `each` hits of each kind that has any."""
        models = dict.fromkeys(model for kind in self.kinds for model in (kind.by or (kind.model,)))
        keys = newest(list(models), self.query, names=self.names, limit=CANDIDATES)
        seen = self.seen(keys)
        most = COMPLETED if self.query.unfinished else each + 1
        first: Iterable[tuple[Kind, list[Any]]] = (
            (kind, self.first_of(kind, keys, seen.get(kind.name, []), each + 1 if kind.typed else most))
            for kind in self.kinds
        )
        if not self.names:  # the names in all of them are looked up together, when the first is read
            first = list(first)
        for kind, own in first:
            there = seen.get(kind.name, [])
            rows = self.shown(kind, own)
            if each < len(own) > len(rows):  # some may not be read: those behind them are looked through as well
                own = self.first_of(kind, keys, there, CANDIDATES)
                rows = self.shown(kind, own)
            if rows:
                hits = kind.drawn(rows[:each], self.marker, self.user)
                count = len(there) if not kind.through and 0 < len(keys.get(kind.model, ())) < CANDIDATES else None
                if kind.typed and count is not None:
                    count = len(rows) if len(own) == count else None
                yield Found(kind, hits, more=len(rows) > each, rows=rows, count=count)

    def shown(self, kind: Kind, rows: list[Any]) -> list[Any]:
        """Those of the rows that are found by what may be read of them, without what may not."""
        return without_hidden(rows, kind, self.marker, self.user) if kind.typed and rows else rows

    def first_of(
        self, kind: Kind, keys: Mapping[type[Model], Sequence[int]], seen: Sequence[int], most: int
    ) -> list[Any]:
        """The first rows of a kind: of the newest candidates those that were seen, or of all where they are too few.

        Of a kind with many words, beside others while somebody types, the candidates are enough: looking through the
        rest for the few that are ours takes as long as everything else.
        """
        if kind.through and self.query.tree is not None and not any(model in keys for model in kind.by):
            return []
        if self.asked.typing and (kind.through or (kind.long and len(self.kinds) > 1)):
            return self.by_keys(kind, seen[:most])
        if kind.through or self.query.tree is None:
            return self.loaded(kind, self.fitting(kind, FURTHER), most)
        if len(seen) < most and len(keys.get(kind.model, ())) == CANDIDATES:
            return self.loaded(kind, self.fitting(kind, FURTHER), most)
        return self.by_keys(kind, seen[:most])

    def seen(self, keys: Mapping[type[Model], Sequence[int]]) -> dict[str, list[int]]:
        """Those of the keys of each model that the user may read and the filters leave, by kind; one query for all."""
        depends_on = (*reads(self.user), self.asked.chosen)

        def of(kind: Kind) -> Make:
            return lambda own: self.readable(kind).filter(pk__in=own).order_by().values("pk")

        def led_to(kind: Kind, model: type[Model], through: Any) -> Make:
            """The newest rows that these rows of `model` lead to."""

            def make(own: RawSQL) -> QuerySet:
                there = self.readable(kind).filter(through(lambda one: own if one is model else []))
                return there.order_by("-pk").values("pk")[: COMPLETED + 1]

            return make

        asked: dict[tuple[str, str], tuple[Hashable, Make, Sequence[int]]] = {}
        for kind in self.kinds:
            if kind.through is None and kind.model in keys:
                asked[kind.name, ""] = (kind.name, *depends_on), of(kind), keys[kind.model]
            for model in kind.by if kind.through and self.asked.typing else ():
                name = kind.name, model.__name__
                asked[name] = (*name, *depends_on), led_to(kind, model, kind.through), keys.get(model, [])
        found: dict[str, set[int]] = {}
        for (name, _), own in keys_of(asked).items():
            found.setdefault(name, set()).update(own)
        return {name: sorted(own, reverse=True) for name, own in found.items()}

    @staticmethod
    def by_keys(kind: Kind, keys: Sequence[int]) -> list[Any]:
        """These rows of a kind, the newest first."""

        def rows(own: RawSQL) -> QuerySet:
            there = kind.model._base_manager.filter(pk__in=own).order_by("-pk")
            return there.select_related(*kind.related) if kind.related else there

        return loaded(("rows to show", kind.name), rows, kind.model, keys)

    @staticmethod
    def loaded(kind: Kind, rows: QuerySet, most: int) -> list[Any]:
        return list(rows.select_related(*kind.related)[:most] if kind.related else rows[:most])

    def page(self, kind: Kind, after: int | None, size: int) -> tuple[list[Hit], str]:
        """One page of a kind, and the place where the next one goes on; empty on the last."""
        rows = self.loaded(kind, self.read(kind, CANDIDATES * 4, after), size + 1)
        if len(rows) <= size and self.query.tree is not None and not kind.through:
            rows = self.loaded(kind, self.read(kind, FURTHER, after), size + 1)
        following = str(rows[size - 1].pk) if len(rows) > size else ""
        return kind.drawn(self.shown(kind, rows[:size]), self.marker, self.user), following

    def counts(self, found: Sequence[Found]) -> dict[str, str]:
        """How many hits each kind has, as it is said, where that can be known; one query for those of which it is not
        yet, and two where some of them have to be looked through."""
        known = {one.kind.name: str(one.count) for one in found if one.count is not None}
        others = [one.kind for one in found if one.count is None]
        typed = {kind.name: hits for kind in others if (hits := self.hits(kind))}
        rest = {kind.name: self.fitting(kind, FURTHER) for kind in others if kind.name not in typed}
        for hits in typed.values():  # all are looked through together
            misreadings().ask(hits)
        known |= {name: misreadings().looked(hits).said for name, hits in typed.items()}
        return known | count_all(rest, self.user)

    def named(self) -> list[Record]:
        """The records whose references were typed, as far as the user may read them."""
        known = [one for one in self.query.references if references.pattern().fullmatch(one)]
        found = references.readable(known, self.user) if known else {}
        return [found[one] for one in known if one in found]

    def completions(self, found: Sequence[Found]) -> list[str]:
        """Words that the last one may become, from rows the user sees: the commonest first."""
        start = self.query.unfinished
        said: Counter[str] = Counter()
        for one in found:
            for row in one.rows:
                texts = one.kind.texts(row, self.names)
                said.update({word for text in texts for word in words_of(text) if word.startswith(start)})
        likely = [word for word, _ in said.most_common(COMPLETIONS * 2) if word != start]
        return self.sayable(likely)[:COMPLETIONS]

    def sayable(self, words: Sequence[str]) -> list[str]:
        """Those of the words that may be offered: to whoever sees no names none that is a part of one."""
        if self.names or not words:
            return list(words)
        looked_for = Query(Either(tuple(Word((word,)) for word in words)))
        people = Person._base_manager.filter(pk__in=among(Person, looked_for, names=True, limit=FURTHER))
        parts = {part for name in people.values_list("name", flat=True) for part in words_of(name)}
        return [word for word in words if word not in parts]

    # What was mistyped

    def finds_any(self, query: Query) -> bool:
        """Whether the user would find anything else by it."""
        other = Search(self.asked, self.user)
        other.query, other.marker = query, Marker(query)
        return any(True for _ in other.found(1))

    def did_you_mean(self) -> str:
        """The text with words that are spelled alike and that the user finds something by; empty where none is."""
        text = self.asked.text
        models = list(dict.fromkeys(kind.model for kind in KINDS if not kind.through))
        asked = [word.words[0] for word in self.query.words() if len(word.words) == 1][:4]
        near = {typed: spelled_like(typed, models) for typed in asked if not self.finds_any(Query(Word((typed,))))}
        sayable = set(self.sayable([one for words in near.values() for one in words]))
        for typed, words in near.items():
            better = next((one for one in words if one in sayable and self.finds_any(Query(Word((one,))))), "")
            text = replaced(text, typed, better) if better else text
        if text == self.asked.text:
            return ""
        try:
            mended = parse(text, TYPED, typing=self.asked.typing)
        except Refused:
            return ""
        return text if self.finds_any(mended) else ""


def replaced(text: str, word: str, better: str) -> str:
    """`text` with `better` in the place of `word`, however that was written."""
    parts = [better if words_of(one) == [word] else one for one in text.split(" ")]
    return " ".join(parts)


def reader_of_search() -> Reader:
    """How a saved search is read: its words and filters as the address writes them, and all rows it finds."""

    def read(query: QueryDict, user: Any) -> Reading:
        return read_of(Asked(query, user), user)

    return read


def read_of(asked: Asked, user: Any) -> Reading:
    """The same for what was read already."""
    if asked.problems:
        return Reading(asked.problems)
    words = [("q", asked.text, f"“{asked.text}”")] if asked.text.strip() else []
    search = Search(asked, user)
    told = reading_of([*words, *asked.form.in_use], everything(search))
    return replace(told, is_countable=lambda: all(map(search.is_countable, search.kinds)))


def everything(search: Search) -> QuerySet:
    """All hits of all kinds that the user reads as one query of keys, to be counted."""
    first, *others = (search.read(kind, FURTHER).order_by().values("pk") for kind in search.kinds)
    return first.union(*others, all=True) if others else first


VIEWED = ViewedList("search", "Search", "discovery:search", reader_of_search)
