"""Records that sound like what somebody types: pain points and root causes by title, others by name.

Titles are compared word by word: rare words weigh more, a word counts as the same when it is spelled alike ("backfill",
"backfills") or when it is the beginning of one (the last word may be half-typed). The index of words is kept in the
process and brought in step by one small query per question, so a title typed a moment ago is found. `make bench`
measures it beside a fuzzy ratio over all titles: as quick, and a line that says less than the title still finds it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from math import log, sqrt
from threading import Lock
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Count, Max, QuerySet, Sum
from rapidfuzz import fuzz, process

from accounts import reading
from search.prepared import rows_of

from .models import (
    Code,
    Company,
    Guide,
    Journey,
    Mention,
    Mergeable,
    PainPoint,
    Person,
    Persona,
    Record,
    RootCause,
    Study,
    Tool,
    standing_for,
)
from .seen import reads

ALIKE = 0.5  # from here on two titles are worth showing side by side
SPELLED_ALIKE = 80  # of 100, by rapidfuzz
WORDS = 24  # of what is typed; a line of notes is shorter
CANDIDATES = 200
REMEMBERED = 500  # titles that were asked for
WORD = re.compile(r"\w+")
COMMON = frozenset(
    WORD.findall(
        """a all an and any are as at be been by can do does each every for from get gets had has have if in into is it
        its my no nobody not of off on one only or our out over so some than that the their them then there they this
        to too until up us very was we were what when where which while who will with without you your""",
    )
)  # words that no title is recognised by


TITLES: dict[type[Record], str] = {
    PainPoint: "title",
    RootCause: "title",
    Person: "name",
    Company: "name",
    Tool: "name",
    Code: "name",
    Persona: "name",
    Journey: "title",
    Study: "title",
    Guide: "title",
}  # the column each kind is known by


@dataclass(frozen=True, slots=True)
class Similar:
    """A pain point with `people` and `companies` annotated, and how alike its title is, from 0 to 1."""

    pain_point: PainPoint
    score: float


@dataclass(frozen=True, slots=True)
class Alike:
    """A record, and how alike its title or name is, from 0 to 1."""

    record: Record
    score: float


def similar(model: type[Record], text: str, user: Any, *, exclude: Collection[int] = (), limit: int = 3) -> list[Alike]:
    """Up to `limit` live records of a kind that `user` may see and that sound like `text`, the most alike first.

    People are known by names: who may not see those is told of nobody.
    """
    if model is Person and not reading.sees_names():
        return []
    scores = titles_of(model).in_step().alike(text)
    ranked = sorted((pk for pk in scores if pk not in exclude), key=lambda pk: (-scores[pk], pk))[:CANDIDATES]
    if not ranked:
        return []
    seen = set(model.objects.visible_to(user).live().filter(pk__in=ranked).values_list("pk", flat=True))
    found = model.objects.in_bulk([pk for pk in ranked if pk in seen][:limit])
    return [Alike(found[pk], round(scores[pk], 3)) for pk in ranked if pk in found]


def named_like(model: type[Mergeable], text: str, user: Any) -> QuerySet:
    """Live records of a kind whose title or name contains `text`, or the one whose reference it is."""
    rows = model.objects.live().visible_to(user)
    prefix, _, number = text.upper().partition("-")
    if model.PREFIX and prefix == model.PREFIX and number.isascii() and number.isdigit() and len(number) < 19:
        return rows.filter(standing_for(model, [int(number)]))
    return rows.named_like(text) if model is Person else rows.filter(**{f"{TITLES[model]}__icontains": text})


def similar_pain_points(title: str, user: Any, *, exclude: Collection[int] = (), limit: int = 3) -> list[Similar]:
    """Up to `limit` live pain points `user` may see whose title sounds like `title`, the most alike first.

    Two or three queries: the state of the titles, all titles when something changed, the pain points found.
    """
    return similar_to_each([(title, exclude)], user, limit=limit)[0]


def similar_to_each(asked: Sequence[tuple[str, Collection[int]]], user: Any, *, limit: int = 1) -> list[list[Similar]]:
    """The same for several titles, each with the pain points to leave out; as many queries as for one."""
    index = titles_of(PainPoint).in_step() if asked else None
    scores = [index.alike(title) for title, _ in asked] if index else []
    each = max(CANDIDATES // max(len(asked), 1), 4 * limit)
    ranked = [
        sorted(found.keys() - set(exclude), key=lambda pk, found=found: (-found[pk], pk))[:each]
        for found, (_, exclude) in zip(scores, asked, strict=True)
    ]
    if not any(ranked):
        return [[] for _ in asked]
    seen = those_seen({pk for own in ranked for pk in own}, user)
    best = [[pk for pk in own if pk in seen][:limit] for own in ranked]
    rows = with_people({pk for own in best for pk in own}, user)
    return [[Similar(rows[pk], round(found[pk], 3)) for pk in own] for own, found in zip(best, scores, strict=True)]


def those_seen(keys: Collection[int], user: Any) -> set[int]:
    """Those of these pain points that are live and that `user` may see."""

    def seen(own: Any) -> QuerySet:
        return PainPoint.objects.visible_to(user).live().filter(pk__in=own).order_by().values_list("pk")

    return {pk for (pk,) in rows_of(("live pain points", *reads(user)), seen, list(keys))}


def with_people(keys: Collection[int], user: Any) -> dict[int, PainPoint]:
    """These pain points by their keys, with `people` and `companies` as `user` may count them."""

    def counted(own: Any) -> QuerySet:
        rows = PainPoint.objects.with_people(Mention.objects.heard().visible_to(user))
        return rows.filter(pk__in=own).order_by().values_list("pk", "people", "companies")

    rows = PainPoint.objects.in_bulk(keys) if keys else {}
    for pk, people, companies in rows_of(("people of pain points", *reads(user)), counted, list(rows)):
        rows[pk].people, rows[pk].companies = people, companies
    return rows


def words(text: str) -> list[str]:
    """The words of a title that tell something, folded: lower case, without accents."""
    plain = text.casefold()
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return [word for word in WORD.findall(plain) if word not in COMMON]


class TitleIndex:
    """Which titles hold which words. Not bound to the database: titles in, scores out."""

    def __init__(self) -> None:
        self.titles: dict[int, str] = {}
        self.words: dict[int, frozenset[str]] = {}
        self.holders: defaultdict[str, set[int]] = defaultdict(set)

    def take(self, titles: dict[int, str]) -> None:
        """Hold exactly `titles`; only what differs is worked on."""
        for pk in [pk for pk in self.titles if titles.get(pk) != self.titles[pk]]:
            self._drop(pk)
        for pk in titles.keys() - self.titles.keys():
            self.titles[pk], self.words[pk] = titles[pk], frozenset(words(titles[pk]))
            for word in self.words[pk]:
                self.holders[word].add(pk)

    def _drop(self, pk: int) -> None:
        del self.titles[pk]
        for word in self.words.pop(pk):
            self.holders[word].discard(pk)
            if not self.holders[word]:
                del self.holders[word]

    def weight(self, word: str) -> float:
        """How much a word tells: more the fewer titles hold it."""
        return log(1 + len(self.titles) / (1 + len(self.holders.get(word, ()))))

    def spellings(self, word: str, half_typed: bool) -> Iterable[tuple[str, float]]:
        """The words of the index that may be `word`, each with how alike it is."""
        for held, ratio, _ in process.extract(
            word, self.holders.keys(), scorer=fuzz.ratio, score_cutoff=SPELLED_ALIKE, limit=20
        ):
            yield held, ratio / 100
        if half_typed and len(word) > 1:
            yield from ((held, 0.9) for held in self.holders if held.startswith(word))

    def alike(self, title: str) -> dict[int, float]:
        """Score of every title that is worth showing: the weight of shared words over the weight of all words."""
        typed = list(dict.fromkeys(words(title)))[:WORDS]
        shared: defaultdict[int, float] = defaultdict(float)
        for place, word in enumerate(typed, 1):
            best: dict[int, float] = {}
            for held, likeness in self.spellings(word, half_typed=place == len(typed)):
                worth = likeness * self.weight(held)
                for pk in self.holders[held]:
                    if worth > best.get(pk, 0):
                        best[pk] = worth
            for pk, worth in best.items():
                shared[pk] += worth
        whole = sum(map(self.weight, typed))
        scores = {}
        for pk, worth in shared.items():
            if worth * worth >= ALIKE * ALIKE * whole * worth:  # cheap: no title weighs less than what it shares
                score = worth / sqrt(whole * max(sum(map(self.weight, self.words[pk])), worth))
                if score >= ALIKE:
                    scores[pk] = min(score, 1.0)
        return scores


class LiveTitles:
    """The titles or names of one kind of record in the database, one index in each process."""

    def __init__(self, model: type[Record]) -> None:
        self.model, self.column = model, TITLES[model]
        self.index = TitleIndex()
        self.state: tuple[Any, ...] | None = None
        self.told: dict[str, dict[int, float]] = {}  # what was found for a title while the titles stay as they are
        self.lock = Lock()

    def in_step(self) -> LiveTitles:
        """Take over what changed since the last question. Every change of a row moves one of the four figures."""
        rows = self.model.objects.using(DEFAULT_DB_ALIAS)
        state = tuple(rows.aggregate(Count("pk"), Max("pk"), Max("updated_at"), Sum("version")).values())
        if state != self.state:
            titles = dict(rows.live().order_by().values_list("pk", self.column))
            with self.lock:
                self.index.take(titles)
                self.state, self.told = state, {}
        return self

    def alike(self, title: str) -> dict[int, float]:
        with self.lock:
            if title not in self.told:
                if len(self.told) >= REMEMBERED:
                    self.told.clear()
                self.told[title] = self.index.alike(title)
            return self.told[title]


_titles = {model: LiveTitles(model) for model in TITLES}


def titles_of(model: type[Record]) -> LiveTitles:
    """The index of a kind of record."""
    return _titles[model]
