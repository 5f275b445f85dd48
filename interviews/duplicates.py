"""Pairs of records that are likely the same: titles that say alike, one e-mail address, one name in another case.

Pairs are looked for through the rarer words of titles, so that the work grows with the number of records and not with
its square; they are kept until a title changes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import log, sqrt
from typing import Any

from django.db.models import Model
from django.db.models.functions import Lower
from rapidfuzz import fuzz

from accounts import reading

from .merging import KINDS, in_use, in_words
from .models import Code, Company, KeptApart, Mergeable, PainPoint, Person, RootCause, Tool, ToolUse, Why
from .past import facts_of
from .reach import heard_mentions, taking_part
from .similar import titles_of, words

RARE = 40  # a word in more titles than this tells no pair by itself
STEM = 6  # letters by which two words count as one: backfill, backfills
ALIKE = 0.62
MOST = 200  # pairs of one kind; who has decided on these gets the next

Ids = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that may be the same, the older one first, and why."""

    room: str
    first: Mergeable
    second: Mergeable
    why: str
    score: float


def pairs(room: str, user: Any) -> list[Pair]:
    """The pairs of a room that `user` may see and that nobody keeps apart, the most alike first. A few queries."""
    model = KINDS[room]
    if model is Person and not reading.sees_names():
        return []
    found = {**likely_titles(model), **(same_address() if model is Person else {})}
    for ids in KeptApart.objects.among(model).values_list("lower", "higher"):
        found.pop(ids, None)
    ranked = sorted(found, key=lambda ids: (-found[ids][0], ids))[: 5 * MOST]
    keys = {pk for ids in ranked for pk in ids}
    rows = {row.pk: row for row in model.objects.live().visible_to(user).filter(pk__in=keys)} if keys else {}
    seen = [ids for ids in ranked if ids[0] in rows and ids[1] in rows][:MOST]
    return [Pair(room, rows[a], rows[b], found[a, b][1], found[a, b][0]) for a, b in seen]


@dataclass(frozen=True, slots=True)
class Side:
    """One record of a pair with what is known of it: facts as label and value, what points at it, who stands behind
    it. `kept` says why it is the one to keep, empty for the other."""

    record: Mergeable
    other: Mergeable
    facts: Sequence[tuple[str, str]]
    used: Counter[type[Model]]
    people: int
    kept: str = ""

    @property
    def used_in_words(self) -> list[str]:
        return [in_words(model, count) for model, count in self.used.items()]

    @property
    def fullness(self) -> tuple[int, int, int]:
        return self.people, self.used.total(), len(self.facts)


FULLER = ("it has more people", "more points at it", "more of it is filled in")


def sides(pair: Pair, user: Any) -> list[Side]:
    """Both records, the one to keep first: the fuller one, by people, then by what points at it, then by what is filled
    in; the older one where they are equal. Counted over what `user` may see."""
    both = (pair.first, pair.second)
    facts, used, people = facts_of(both, user), in_use(both, user), people_behind(both, user)
    older, newer = (
        Side(one, other, facts[one.pk], used[one.pk], people[one.pk]) for one, other in (both, reversed(both))
    )
    keep, gone = (newer, older) if newer.fullness > older.fullness else (older, newer)
    more = [a > b for a, b in zip(keep.fullness, gone.fullness, strict=True)]
    return [replace(keep, kept=FULLER[more.index(True)] if any(more) else "it is the older one"), gone]


def people_behind(records: Sequence[Mergeable], user: Any) -> Counter[int]:
    """How many people stand behind each of these records, which are of one kind; of people, in how many interviews
    they took part. Counted over what `user` may read, in one query."""
    heard, there = heard_mentions(user), taking_part(user)
    rows, own, counted = {
        PainPoint: (heard, "pain_point", "participant__person"),
        Code: (heard, "pain_point__codes", "participant__person"),
        Company: (there, "company", "person"),
        Person: (there, "person", "interview"),
        Tool: (ToolUse.objects.live().filter(participant__in=there), "tool", "participant__person"),
        RootCause: (Why.objects.live().filter(mention__in=heard), "root_cause", "mention__participant__person"),
    }[type(records[0])]
    told = rows.filter(**{f"{own}__in": [one.pk for one in records]}, **{f"{counted}__isnull": False})
    return Counter(pk for pk, _ in told.order_by().values_list(own, counted).distinct())


def same_address() -> dict[Ids, tuple[float, str]]:
    """People with one e-mail address."""
    holders: defaultdict[str, list[int]] = defaultdict(list)
    told = Person.objects.live().exclude(email="").annotate(address=Lower("email"))
    for pk, address in told.order_by("pk").values_list("pk", "address"):
        holders[address].append(pk)
    return {ids: (1.0, "The same e-mail address") for own in holders.values() for ids in combinations(own[:RARE], 2)}


_known: dict[type[Mergeable], tuple[Any, dict[Ids, tuple[float, str]]]] = {}


def likely_titles(model: type[Mergeable]) -> dict[Ids, tuple[float, str]]:
    """The pairs of a kind whose titles or names say alike, looked for again only when one of them changed."""
    live = titles_of(model).in_step()
    state, found = _known.get(model, (None, {}))
    if state != live.state:
        with live.lock:
            state, titles = live.state, dict(live.index.titles)
        found = alike(titles)
        _known[model] = (state, found)
    return dict(found)


def alike(titles: dict[int, str]) -> dict[Ids, tuple[float, str]]:
    """Pairs of `titles` that say alike, each with how alike it is from 0 to 1, and why, in words."""
    told = {pk: frozenset(word[:STEM] for word in words(title)) for pk, title in titles.items()}
    often = Counter(word for own in told.values() for word in own)
    weight = {word: log(1 + len(titles) / count) for word, count in often.items()}
    whole = {pk: sum(weight[word] for word in own) for pk, own in told.items()}
    found: dict[Ids, tuple[float, str]] = {}
    for a, b in candidates(told, often):
        shared = told[a] & told[b]
        score = sum(weight[word] for word in shared) / sqrt(whole[a] * whole[b])
        if score >= ALIKE:
            found[a, b] = (round(score, 3), why(titles[a], titles[b]))
    return found


def candidates(told: dict[int, frozenset[str]], often: Counter[str]) -> Iterator[Ids]:
    """Pairs that share a word which few have, each once; of common words alone those that share all of them."""
    holders: defaultdict[str, list[int]] = defaultdict(list)
    same: defaultdict[frozenset[str], list[int]] = defaultdict(list)
    for pk in sorted(told):
        if told[pk]:
            same[told[pk]].append(pk)
        for word in told[pk]:
            if often[word] <= RARE:
                holders[word].append(pk)
    yield from set(pairs_in([*holders.values(), *(own[:RARE] for own in same.values())]))


def pairs_in(groups: Iterable[list[int]]) -> Iterator[Ids]:
    for group in groups:
        yield from combinations(group, 2)


def why(one: str, other: str) -> str:
    """Why two titles look alike, in words."""
    if one == other:
        return "The same words"
    if one.casefold() == other.casefold():
        return "The same words in another case"
    return f"They sound alike, {fuzz.token_set_ratio(one.casefold(), other.casefold()):.0f} of 100"
