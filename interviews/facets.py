"""The facets of the explorer as a page shows them: the first choices of each, and all of one that is shown whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, zip_longest

from accounts.alphabet import folded

from .explorer import Explorer
from .filters import NONE, PainPointFilter
from .models import Grounds, Severity

SHOWN = 6
MOST = 100  # choices of one facet; a longer list is searched, not read
GROUNDS = {
    Grounds.CONFIRMED: "Confirmed with data",
    Grounds.STATED: "Stated by customer",
    Grounds.INTUITION: "Our intuition",
}
FIXED = ("severity", "grounds", "addressed", "status")  # always in the order of their scale
ORDER = ("persona", "severity", "grounds", "code", "addressed", "company", "role", "study", "tool", "status")


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a facet: how many pain points there are with it, its own facet's other choices left aside."""

    key: str
    value: str
    label: str
    count: int
    chosen: bool
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet. `more` choices stand behind those that are shown; `url` shows them too, or only the first again."""

    key: str
    title: str
    shown: list[Option]
    more: int = 0
    whole: bool = False
    url: str = ""

    @property
    def drawn(self) -> bool:
        """Whether its choices are marks, not only names."""
        return self.key in ("severity", "grounds")


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in use, and the address without it."""

    label: str
    url: str


def facets(explorer: Explorer) -> list[Facet]:
    """Every facet that has something to choose from."""
    found = (facet(explorer, key) for key in ORDER)
    return [one for one in found if one.shown]


def facet(explorer: Explorer, key: str) -> Facet:
    """The choices with most pain points first; choices without any stay, dimmed.

    What is chosen stays where it stands: a facet leaves its own choice aside in its counts, so nothing moves in it
    while somebody chooses there. In the others the order follows, since it says who tells most of what is left.
    """
    filters = explorer.filters
    title, whole = str(filters.base_filters[key].label), key in filters.shown_whole
    if key in FIXED:
        return Facet(key, title, list(scale(explorer, key)))
    found = list(theme_options(explorer)) if key == "code" else options(explorer, key, SHOWN + MOST * whole)
    first = list(foremost(found, SHOWN))
    every = len(found) if key == "code" else how_many(explorer, key)
    if every <= len(first):
        return Facet(key, title, found)
    if whole:
        all_of_them = list(foremost(found, SHOWN + MOST))
        return Facet(key, title, all_of_them, whole=True, url=filters.address(drop=[("whole", key)]))
    more = min(every - len(first), MOST)
    return Facet(key, title, first, more=more, url=filters.address(put=[("whole", key)]))


def foremost(found: list[Option], most: int) -> Iterator[Option]:
    """So many of the choices and, each where it stands, those that are chosen and themes with their codes unfolded."""
    themes = 0
    for one, following in zip_longest(found, found[1:]):
        themes += one.depth == 0
        if themes <= most or one.chosen or one.depth or (following and following.depth):
            yield one


def scale(explorer: Explorer, key: str) -> Iterator[Option]:
    """The choices of a facet that has always the same, the highest first."""
    filters = explorer.filters
    chosen = set(filters.chosen(key))
    names = filters.names[key]
    if key == "status":
        chosen = filters.statuses if chosen else set()
    elif key == "severity":
        names = {str(one.value): one.label for one in reversed(Severity)}
    elif key == "grounds":
        names = {one.slug: GROUNDS[one] for one in reversed(Grounds)}
    for value, label in names.items():
        yield Option(key, value, label, explorer.count_of(key, value), value in chosen)


def options(explorer: Explorer, key: str, most: int) -> list[Option]:
    """The choices of a facet in order, so many besides those that are chosen. What is archived, and "without one", only
    where there is any or it is chosen."""
    filters = explorer.filters
    names, chosen = choosable(explorer, key), chosen_in(filters, key)
    most += len(chosen) + 1  # "without one" stands last, whatever it counts
    found = {value: many for value, many in explorer.leading(key, most).items() if value in names}
    found |= {value: explorer.count_of(key, value) for value in chosen if value in names}
    if len(found) < most:
        rest = (one for one in names if one not in found and one != NONE and (key, one) not in filters.retired)
        found |= dict.fromkeys(islice(rest, most - len(found)), 0)
    listed = [
        Option(key, names[value] if key == "role" else value, names[value], many, value in chosen)
        for value, many in found.items()
    ]
    return sorted(listed, key=lambda one: (one.value == NONE, -one.count, folded(one.label)))


def how_many(explorer: Explorer, key: str) -> int:
    """How many choices a facet has."""
    filters, names, chosen = explorer.filters, choosable(explorer, key), chosen_in(explorer.filters, key)
    seldom = {value for of, value in filters.retired if of == key} | {NONE}
    named = seldom & names.keys()
    return len(names) - len(named) + sum(one in chosen or explorer.count_of(key, one) > 0 for one in named)


def choosable(explorer: Explorer, key: str) -> Mapping[str, str]:
    """What the values of a facet are called, in the order of the alphabet."""
    return explorer.roles if key == "role" else explorer.filters.names[key]


def chosen_in(filters: PainPointFilter, key: str) -> set[str]:
    """The values that are chosen, as they are counted."""
    return {one.casefold() for one in filters.chosen(key)} if key == "role" else set(filters.chosen(key))


def theme_options(explorer: Explorer) -> Iterator[Option]:
    """Themes, those in use with the codes below them; then "no theme"."""
    filters, book = explorer.filters, explorer.filters.codebook
    chosen = set(filters.chosen("code"))

    def option(value: str, label: str, depth: int) -> Option:
        return Option("code", value, label, explorer.count_of("code", value), value in chosen, depth)

    in_use = {book.themes[int(one)] for one in chosen if one != NONE}
    themes = sorted(book.children.get(None, []), key=lambda pk: -explorer.count_of("code", str(pk)))
    for theme in themes:
        if (
            theme not in in_use
            and ("code", str(theme)) in filters.retired
            and not explorer.count_of("code", str(theme))
        ):
            continue
        yield option(str(theme), book.entries[theme].name, 0)
        waiting = [(pk, 1) for pk in reversed(book.children.get(theme, []))] if theme in in_use else []
        while waiting:
            pk, depth = waiting.pop()
            if ("code", str(pk)) not in filters.retired or str(pk) in chosen:
                yield option(str(pk), book.entries[pk].name, depth)
            waiting.extend((below, depth + 1) for below in reversed(book.children.get(pk, [])))
    if explorer.count_of("code", NONE) or NONE in chosen:
        yield option(NONE, "No theme", 0)


def chips(filters: PainPointFilter) -> list[Chip]:
    """The filters in use, each with the address that leaves it out."""
    found = []
    for key in filters.in_use:
        for value in dict.fromkeys(one for one in filters.values(key) if one.strip()):
            if key in ("q", "since", "until"):
                words = {"q": f"“{value}”", "since": f"Since {value}", "until": f"Until {value}"}[key]
            else:
                words = filters.names.get(key, {}).get(value, value)
            found.append(Chip(words, filters.address(drop=[(key, value)])))
    return found
