"""What was said by those whose words were taken back, as far as nobody quoted it.

A quote is stored with the runs by which it is found. Of turns, and of what we noted as somebody's words, there are far
too many for that, but few are of interviews of which somebody took their words back. Of those a process keeps the runs,
in step with what is announced; where one stands in a text, the database is asked whether the words stand by now.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from threading import Lock
from typing import Any

import numpy as np
from django.db import connections, router
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Concat
from django.utils import timezone

from accounts import reading
from search.prepared import listed

from .models import (
    Announcement,
    Goal,
    Mention,
    Participant,
    Responsibility,
    Segment,
    Speaker,
    Why,
    Workaround,
    withdrawn_words,
)
from .models.choices import Grounds
from .news import Mark, News, mark_now, read_news
from .verbatim import runs_of

Of = Announcement.Of
FOLLOWED = frozenset({Of.INTERVIEW, Of.PERSON, Of.WORDS})
MANY = 2_000  # interviews or people that changed, from where all is read anew
TOGETHER = 200  # interviews whose words are read in one query
NOTHING = Value("", TextField())
BREAK = Value("\n", TextField())


@dataclass(frozen=True, slots=True)
class Source:
    """A table of what was said, as `said`, and which of its rows were taken back. `called` is how we call it, which is
    ours as long as somebody else says the same to everybody."""

    rows: Callable[[], QuerySet]
    taken_back: Callable[[], Q]
    called: Callable[[], Any] = lambda: NOTHING


def turns_taken_back() -> Q:
    """A voice that nobody has named may be anybody's, so one who withdrew takes the unnamed voices along."""
    there = Participant.objects.filter(withdrawn_words(), interview=OuterRef("interview"))
    unnamed = Q(Exists(there), speaker__side=Speaker.Side.UNKNOWN)
    return withdrawn_words("speaker__participant__") | unnamed


def whys_taken_back() -> Q:
    """What we suspect is ours."""
    return Q(grounds__gte=Grounds.STATED) & withdrawn_words("mention__participant__")


def pain_point_title() -> Case:
    others = Mention.objects.heard().filter(pain_point=OuterRef("pain_point"), interview__restricted=False)
    return Case(When(Exists(others), then=F("pain_point__title")), default=NOTHING, output_field=TextField())


def root_cause_title() -> Case:
    others = Why.objects.heard().filter(root_cause=OuterRef("root_cause"), interview__restricted=False)
    return Case(When(Exists(others), then=F("root_cause__title")), default=NOTHING, output_field=TextField())


def noted(model: Any, path: str = "participant__") -> Source:
    return Source(lambda: model.objects.annotate(said=F("text")), lambda: withdrawn_words(path))


SOURCES = (
    Source(lambda: Segment.objects.annotate(said=F("text")), turns_taken_back),
    Source(
        lambda: Mention.objects.annotate(
            said=Concat("title", BREAK, "so_what", BREAK, "if_nothing", output_field=TextField())
        ),
        lambda: withdrawn_words("participant__"),
        pain_point_title,
    ),
    Source(lambda: Why.objects.annotate(said=F("text")), whys_taken_back, root_cause_title),
    noted(Workaround, "mention__participant__"),
    noted(Responsibility),
    noted(Goal),
)


@dataclass(frozen=True, slots=True)
class Said:
    """Something that was taken back, how we call it, and where it was said."""

    text: str
    called: str
    interview: int


class Runs:
    """The runs of what was said, as numbers in their order, each with where: the place of a source and the key there,
    as one number."""

    def __init__(self, numbers: np.ndarray, places: np.ndarray) -> None:
        order = np.argsort(numbers, kind="stable")
        self.numbers, self.places = numbers[order], places[order]

    def among(self, runs: Collection[int]) -> dict[int, list[int]]:
        """Where one of these runs was said: keys, by the place of their source."""
        asked = np.fromiter(runs, np.int64, len(runs))
        first, last = (np.searchsorted(self.numbers, asked, side) for side in ("left", "right"))
        met = {place for start, end in zip(first, last, strict=True) for place in self.places[start:end].tolist()}
        found: defaultdict[int, list[int]] = defaultdict(list)
        for one in sorted(met):
            found[one % len(SOURCES)].append(one // len(SOURCES))
        return found


@dataclass(frozen=True)
class Unquoted:
    """The runs of what was said in interviews of which somebody took their words back, by their keys, as the database
    held it at a moment. Nothing here changes."""

    alias: str
    of: Mapping[int, Runs]
    day: date

    @cached_property
    def runs(self) -> Runs:
        none, parts = np.empty(0, np.int64), self.of.values()
        numbers, places = [none, *(one.numbers for one in parts)], [none, *(one.places for one in parts)]
        return Runs(np.concatenate(numbers), np.concatenate(places))

    def following(self, news: News) -> Unquoted:
        """The same with what was announced; a fixed number of queries, none on a day on which nothing was."""
        changed = {*news.keys.get(Of.INTERVIEW, ()), *news.keys.get(Of.WORDS, ())}
        if people := news.keys.get(Of.PERSON):
            with_them = Participant.objects.using(self.alias).filter(person__in=listed(people)).order_by()
            changed |= set(with_them.values_list("interview", flat=True))
        if self.day != timezone.localdate():  # consents ran out
            there = taken_back(self.alias)
            changed |= there ^ self.of.keys()
        else:
            there = taken_back(self.alias, changed) if changed else set()
        if not changed & (there | self.of.keys()):
            return self if self.day == timezone.localdate() else replace(self, day=timezone.localdate())
        same = {pk: runs for pk, runs in self.of.items() if pk not in changed}
        return Unquoted(self.alias, {**same, **runs_in(self.alias, there & changed)}, timezone.localdate())


class Held:
    """What this process holds of one database, and up to where it has read what was announced there."""

    def __init__(self, alias: str) -> None:
        self.alias, self.lock = alias, Lock()
        self.known: tuple[Unquoted, Mark] | None = None

    def now(self) -> Unquoted:
        """As the database has it; one query where nothing changed. What a transaction wrote nobody else may see."""
        connection = connections[self.alias]
        if connection.in_atomic_block:
            known = self.known
            return everything(self.alias) if known is None else in_step(*known)[0]
        with self.lock:
            if self.known is None:
                mark = mark_now(connection)
                self.known = everything(self.alias), mark
            else:
                self.known = in_step(*self.known)
            return self.known[0]

    def forget(self) -> None:
        """Read everything anew with the next question, for a database that was exchanged."""
        with self.lock:
            self.known = None


@cache
def held_of(alias: str) -> Held:
    return Held(alias)


def held() -> Held:
    """That of the database which the request at hand reads: one that follows another is in step with itself."""
    return held_of(router.db_for_read(Announcement))


def in_step(there: Unquoted, mark: Mark) -> tuple[Unquoted, Mark]:
    news = read_news(connections[there.alias], mark, FOLLOWED)
    if news.lost or sum(map(len, news.keys.values())) > MANY:
        return everything(there.alias), news.mark
    return there.following(news), news.mark


def everything(alias: str) -> Unquoted:
    return Unquoted(alias, runs_in(alias, taken_back(alias)), timezone.localdate())


def taken_back(alias: str, among: Collection[int] | None = None) -> set[int]:
    """The interviews, of `among` or of all, of which somebody took their words back; one query."""
    rows = Participant.objects.using(alias).filter(withdrawn_words()).order_by()
    if among is not None:
        rows = rows.filter(interview__in=listed(among))
    return set(rows.values_list("interview", flat=True))


def runs_in(alias: str, interviews: Collection[int]) -> dict[int, Runs]:
    """The runs of what was said in these interviews; one query for some hundred of them, none where there are none."""
    keys = sorted(interviews)
    found: dict[int, Runs] = {}
    for start in range(0, len(keys), TOGETHER):
        some = keys[start : start + TOGETHER]
        numbers: defaultdict[int, list[int]] = defaultdict(list)
        places: defaultdict[int, list[int]] = defaultdict(list)
        for interview, place, text in words_in(alias, some):
            runs = runs_of(text)
            numbers[interview] += runs
            places[interview] += [place] * len(runs)
        found |= {pk: Runs(np.array(numbers[pk], np.int64), np.array(places[pk], np.int64)) for pk in some}
    return found


def words_in(alias: str, interviews: Collection[int]) -> Iterator[tuple[int, int, str]]:
    """All that was said in these interviews, whoever said it: the interview, the place, and the words; one query."""
    parts = [
        source.rows()
        .using(alias)
        .order_by()
        .filter(interview__in=listed(interviews))
        .values_list("interview", F("pk") * len(SOURCES) + number, "said")
        for number, source in enumerate(SOURCES)
    ]
    return parts[0].union(*parts[1:], all=True).iterator()


def unquoted_by(runs: Collection[int]) -> list[Said]:
    """What was taken back and holds one of the runs; at most one query beside the one that sees what changed."""
    parts: list[QuerySet] = []
    for number, keys in unquoted().runs.among(runs).items():
        source = SOURCES[number]
        rows = source.rows().filter(source.taken_back(), pk__in=listed(keys)).order_by()
        parts.append(rows.values_list("said", source.called(), "interview"))
    return [Said(*row) for row in parts[0].union(*parts[1:], all=True)] if parts else []


def unquoted() -> Unquoted:
    """What there is, seen once as long as somebody reads."""
    kept = reading.kept()
    if kept is None:
        return held().now()
    if Unquoted not in kept:
        kept[Unquoted] = held().now()
    return kept[Unquoted]
