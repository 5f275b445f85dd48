"""What was said by those whose words not everybody may read, as far as nobody quoted it.

A quote is stored with the runs by which it is found. Of turns, and of what we noted as somebody's words, there are far
too many for that, but few are of interviews in which somebody's words may not be shown. Of those a process keeps the
runs, in step with what is announced; where one stands in a text, the database is asked for the words and for how they
may be read at that moment.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from threading import Lock
from typing import Any

import numpy as np
from django.db.models import Exists, F, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Coalesce, Concat
from django.utils import timezone

from accounts import reading
from search.prepared import listed

from .models import (
    Announcement,
    Consent,
    Goal,
    Interview,
    Mention,
    Participant,
    Responsibility,
    Segment,
    Speaker,
    Why,
    Workaround,
    capped_consent,
    withdrawn_words,
)
from .models.choices import Grounds
from .news import Mark, News, announcing, mark_now, read_news
from .standing import turns_with_standing, with_standing
from .verbatim import runs_of

Of = Announcement.Of
FOLLOWED = frozenset({Of.INTERVIEW, Of.PERSON, Of.WORDS})
MANY = 2_000  # interviews or people that changed, from where all is read anew
TOGETHER = 200  # interviews whose words are read in one query
OURS = Value("", TextField())
BREAK = Value("\n", TextField())


def told_by(path: str) -> Callable[..., QuerySet]:
    return lambda rows, reader: with_standing(rows, path, reader=reader)


@dataclass(frozen=True, slots=True)
class Source:
    """A table of what was said, as `said`. `called` is how we call it, which is ours whoever says the same."""

    rows: Callable[[], QuerySet]
    standing: Callable[..., QuerySet]
    called: Any = OURS


SOURCES = (
    Source(
        lambda: Segment.objects.exclude(speaker__side=Speaker.Side.OURS).annotate(said=F("text")),
        lambda rows, reader: turns_with_standing(rows, reader=reader),
    ),
    Source(
        lambda: Mention.objects.annotate(
            said=Concat("title", BREAK, "so_what", BREAK, "if_nothing", output_field=TextField())
        ),
        told_by("participant__"),
        Coalesce("pain_point__title", OURS, output_field=TextField()),
    ),
    Source(lambda: Workaround.objects.annotate(said=F("text")), told_by("mention__participant__")),
    Source(
        lambda: Why.objects.filter(grounds__gte=Grounds.STATED).annotate(said=F("text")),
        told_by("mention__participant__"),
        Coalesce("root_cause__title", OURS, output_field=TextField()),
    ),
    Source(lambda: Responsibility.objects.annotate(said=F("text")), told_by("participant__")),
    Source(lambda: Goal.objects.annotate(said=F("text")), told_by("participant__")),
)


@dataclass(frozen=True, slots=True)
class Said:
    """Something that was said, how we call it, and how far it may be shown, as `with_standing` says."""

    text: str
    called: str
    stands: bool
    allowed: int
    kept: bool


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
    """The runs of what was said in interviews in which somebody's words may not be shown, by their keys, as the
    database held it at a moment. Nothing here changes."""

    of: Mapping[int, Runs]
    day: date
    mark: Mark

    @cached_property
    def runs(self) -> Runs:
        parts = self.of.values()
        return Runs(
            *(
                np.concatenate([np.empty(0, np.int64), *(getattr(one, name) for one in parts)])
                for name in ("numbers", "places")
            )
        )

    def following(self, news: News) -> Unquoted:
        """The same with what was announced; a fixed number of queries, none on a day on which nothing was."""
        changed = {*news.keys.get(Of.INTERVIEW, ()), *news.keys.get(Of.WORDS, ())}
        if people := news.keys.get(Of.PERSON):
            with_them = Participant.objects.using(announcing().alias).filter(person__in=listed(people)).order_by()
            changed |= set(with_them.values_list("interview", flat=True))
        day = timezone.localdate()
        if day != self.day:  # consents ran out
            there = closed()
            changed |= there ^ self.of.keys()
        elif changed:
            there = closed(changed)
        else:
            return replace(self, mark=news.mark)
        same = {pk: runs for pk, runs in self.of.items() if pk not in changed}
        return Unquoted({**same, **runs_in(there & changed)}, day, news.mark)


class Held:
    """What this process holds of it."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.unquoted: Unquoted | None = None

    def now(self) -> Unquoted:
        """As the database has it; one query where nothing changed. What a transaction wrote nobody else may see."""
        if announcing().in_atomic_block:
            there = self.unquoted
            return everything(Mark()) if there is None else self._in_step(there)
        with self.lock:
            there, self.unquoted = self.unquoted, None  # what fails half-way is read anew
            self.unquoted = everything(mark_now(announcing())) if there is None else self._in_step(there)
            return self.unquoted

    def _in_step(self, there: Unquoted) -> Unquoted:
        news = read_news(announcing(), there.mark, FOLLOWED)
        if news.lost or sum(map(len, news.keys.values())) > MANY:
            return everything(news.mark)
        return there.following(news)

    def forget(self) -> None:
        """Read everything anew with the next question, for a database that was exchanged."""
        with self.lock:
            self.unquoted = None


held = Held()


def everything(mark: Mark) -> Unquoted:
    return Unquoted(runs_in(closed()), timezone.localdate(), mark)


def closed(among: Collection[int] | None = None) -> set[int]:
    """The interviews, of `among` or of all, in which somebody's words may not be shown to everybody; one query."""
    own = Participant.objects.filter(interview=OuterRef("pk")).alias(allowed=capped_consent())
    hidden = own.filter(withdrawn_words() | Q(allowed=Consent.NONE))
    rows = Interview.objects.using(announcing().alias).filter(Q(restricted=True) | Exists(hidden)).order_by()
    if among is not None:
        rows = rows.filter(pk__in=listed(among))
    return set(rows.values_list("pk", flat=True))


def runs_in(interviews: Collection[int]) -> dict[int, Runs]:
    """The runs of what was said in these interviews; one query for some hundred of them, none where there are none."""
    keys, found = sorted(interviews), {}
    for start in range(0, len(keys), TOGETHER):
        numbers: defaultdict[int, list[int]] = defaultdict(list)
        places: defaultdict[int, list[int]] = defaultdict(list)
        for interview, place, text in words_in(keys[start : start + TOGETHER]):
            runs = runs_of(text)
            numbers[interview] += runs
            places[interview] += [place] * len(runs)
        for pk in numbers:
            found[pk] = Runs(np.array(numbers[pk], np.int64), np.array(places[pk], np.int64))
    return found


def words_in(interviews: Collection[int]) -> Iterator[tuple[int, int, str]]:
    """What was said in these interviews: the interview, the place, and the words; one query."""
    parts = [
        source.rows()
        .using(announcing().alias)
        .order_by()
        .filter(interview__in=listed(interviews))
        .values_list("interview", F("pk") * len(SOURCES) + number, "said")
        for number, source in enumerate(SOURCES)
    ]
    return parts[0].union(*parts[1:], all=True).iterator()


def unquoted_by(runs: Collection[int], reader: Any = None) -> list[Said]:
    """What holds one of the runs and was said where somebody's words may not be shown, as it may be read now; where
    `reader` alone reads it, as they may. At most one query beside the one that sees what changed."""
    where = unquoted().runs.among(runs)
    parts = [
        SOURCES[number]
        .standing(SOURCES[number].rows().filter(pk__in=listed(keys)), reader=reader)
        .order_by()
        .values_list("said", SOURCES[number].called, "stands", "allowed", "kept")
        for number, keys in where.items()
    ]
    rows = parts[0].union(*parts[1:], all=True) if parts else ()
    return [Said(*row) for row in rows]


def unquoted() -> Unquoted:
    """What there is, seen once as long as somebody reads."""
    kept = reading.kept()
    if kept is None:
        return held.now()
    if Unquoted not in kept:
        kept[Unquoted] = held.now()
    return kept[Unquoted]
