"""How many hits of a search there are of each persona, company and study, as far as somebody may read them.

A facet leaves its own choice aside. Of each kind the newest hits are counted: those of a common word in a large
database are not gone through, and numbers that may be too small for that are said with a plus.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from accounts.alphabet import folded
from interviews.searchable import FILTERS, Chosen
from interviews.seen import reads
from search.finding import newest
from search.kinds import Kind
from search.prepared import Make, all_rows_of, listed, together

from .asked import CALLED
from .misread import misreadings
from .searching import FURTHER, Search

COUNTED = 500  # of the newest hits of a kind
SECONDS = 1.0  # counting may take; without numbers the search is worth as much
SHOWN = 6
MOST = 100  # choices of a facet; others are typed, as in company:vellmar


@dataclass(frozen=True, slots=True)
class Tally:
    """How many hits there are by key and value; at least so many where these are not the `whole`."""

    counts: Mapping[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    whole: bool = False

    def said(self, key: str, value: int) -> str:
        """How many there are, as it is said; empty where that is not known."""
        many = self.counts[key][value]
        return f"{many}{'' if self.whole else '+'}" if many or self.whole else ""


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a facet, with how many hits there are of it as that is said."""

    value: int
    label: str
    count: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet: the choices that are shown, and those that are folded behind them."""

    key: str
    title: str
    shown: Sequence[Option]
    more: Sequence[Option]


def tally(search: Search) -> Tally:
    """Count the hits of all kinds; as many queries whatever there is."""
    chosen, user = search.asked.chosen, search.user
    found, whole = readable_hits(search.everywhere())
    asked = {}
    for kind, keys in found.items():
        for key in kind.narrowed.keys:
            depends_on = ("tally", kind.name, key, chosen.without(key), *reads(user))
            asked[kind.name, key] = depends_on, tallying(kind, key, chosen, user), keys
    counts: dict[str, Counter[int]] = defaultdict(Counter)
    for (_, key), rows in all_rows_of(asked).items():
        counts[key].update(dict(rows))
    return Tally(counts, whole)


def tallying(kind: Kind, key: str, chosen: Chosen, user: Any) -> Make:
    def make(own: RawSQL) -> QuerySet:
        return kind.narrowed.tally(kind.model._base_manager.filter(pk__in=own), key, chosen, user)

    return make


def readable_hits(search: Search) -> tuple[dict[Kind, Sequence[int]], bool]:
    """The keys of the newest hits of each kind that the user may read, and whether these are all."""
    kinds = [kind for kind in search.kinds if kind.narrowed.keys]
    asked = [kind for kind in kinds if kind.through or search.query.tree is None]
    found = by_asking(search, asked) | by_index(search, [kind for kind in kinds if kind not in asked])
    whole = all(len(keys) <= COUNTED for keys in found.values())
    for kind in kinds:
        if hits := search.hits(kind):
            looked = misreadings().looked(hits)
            found[kind] = [key for key in found[kind] if key in set(looked.read)]
            whole = whole and looked.all_of_them
    return {kind: keys[:COUNTED] for kind, keys in found.items()}, whole


def by_asking(search: Search, kinds: Sequence[Kind]) -> dict[Kind, list[int]]:
    """The newest that fit, and one more: of kinds found through others, and of all kinds where no words are asked."""
    found: dict[Kind, list[int]] = {kind: [] for kind in kinds}
    for place, pk in together(search.fitting(kind, FURTHER).values("pk")[: COUNTED + 1] for kind in kinds):
        found[kinds[place]].append(pk)
    return found


def by_index(search: Search, kinds: Sequence[Kind]) -> dict[Kind, list[int]]:
    """The newest that have the words, one more where there are others. Older ones are looked through as well where few
    of the newest may be read: what is hidden must not show in a plus."""
    found: dict[Kind, list[int]] = {}
    for most in (COUNTED * 2, FURTHER):
        keys = newest(list({kind.model: 0 for kind in kinds}), search.query, names=search.names, limit=most)
        seen = search.seen(keys)
        found |= {kind: seen.get(kind.name, [])[: COUNTED + 1] for kind in kinds}
        kinds = [kind for kind in kinds if len(keys.get(kind.model, ())) == most and len(found[kind]) <= COUNTED]
    return found


def facets(counted: Tally, chosen: Chosen, user: Any) -> Iterator[Facet]:
    """Each facet that has something to choose from. What is chosen stays where it stands."""
    for key in FILTERS:
        model, name = CALLED[key]
        options = list(options_of(key, model.objects.visible_to(user), name, counted, getattr(chosen, key)))
        first = [one for place, one in enumerate(options) if place < SHOWN or one.chosen]
        rest = [one for one in options[SHOWN:] if not one.chosen]
        if options:
            yield Facet(key, key.capitalize(), first, rest[:MOST])


def options_of(key: str, rows: Any, name: str, counted: Tally, chosen: frozenset[int]) -> Iterator[Option]:
    """The choices with most hits first, then by name those of which no number is known, where there are such."""
    told = listed(one for one, many in counted.counts[key].items() if many)
    named = dict(rows.filter(Q(archived_at=None, pk__in=told) | Q(pk__in=chosen)).values_list("pk", name))
    for pk in sorted(named, key=lambda one: (-counted.counts[key][one], folded(named[one]))):
        yield Option(pk, named[pk], counted.said(key, pk), pk in chosen)
    others = () if counted.whole else rows.live().alphabetically(name).values_list("pk", name)[: SHOWN + MOST]
    for pk, label in others:
        if pk not in named:
            yield Option(pk, label, "", False)
