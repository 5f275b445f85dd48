"""The facets and the heat map of the explorer as a page shows them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from heapq import nlargest
from math import ceil

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
BOTH = (("persona", None), ("code", None))
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
    """A facet; `more` are the choices that stand behind "n more"."""

    key: str
    title: str
    shown: list[Option]
    more: list[Option]

    @property
    def drawn(self) -> bool:
        """Whether its choices are marks, not only names."""
        return self.key in ("severity", "grounds")


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in use, and the address without it."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Cell:
    """Distinct people of one persona and theme; `level` 1 to 5 is the shade, 0 none."""

    people: int
    level: int
    url: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A row or the head of a column of the heat map."""

    label: str
    people: int
    url: str
    chosen: bool
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Who hurts where."""

    columns: list[Line]
    rows: list[Line]
    people: int


def facets(explorer: Explorer) -> list[Facet]:
    """Every facet that has something to choose from."""
    found = (facet(explorer, key) for key in ORDER)
    return [one for one in found if one.shown]


def facet(explorer: Explorer, key: str) -> Facet:
    """Checked choices first, then those with most pain points; choices without any stay, dimmed."""
    title = str(explorer.filters.base_filters[key].label)
    found = list(theme_options(explorer) if key == "code" else options(explorer, key))
    if key in FIXED:
        return Facet(key, title, found, [])
    if key != "code":
        found.sort(key=lambda one: (not one.chosen, one.value == NONE, -one.count, folded(one.label)))
    shown = max(SHOWN, sum(one.chosen or one.depth > 0 for one in found))
    return Facet(key, title, found[:shown], found[shown : shown + MOST])


def options(explorer: Explorer, key: str) -> Iterator[Option]:
    """The choices of a facet; what is archived, and "without one", only where there is any or it is chosen."""
    filters = explorer.filters
    chosen = {one.casefold() for one in filters.chosen(key)} if key == "role" else set(filters.chosen(key))
    if key == "status":
        chosen = filters.statuses if chosen else set()
    names = roles(explorer) if key == "role" else filters.names[key]
    if key == "severity":
        names = {str(one.value): one.label for one in reversed(Severity)}
    elif key == "grounds":
        names = {one.slug: GROUNDS[one] for one in reversed(Grounds)}
    least = fewest_shown(explorer, key, names, chosen) if key not in FIXED else 0
    for value, label in names.items():
        count = explorer.counts[key, value]
        if count < least and value not in chosen:
            continue
        if count or value in chosen or (value != NONE and (key, value) not in filters.retired):
            yield Option(key, label if key == "role" else value, label, count, value in chosen)


def fewest_shown(explorer: Explorer, key: str, names: Mapping[str, str], chosen: Collection[str]) -> int:
    """Below how many pain points a choice that is not chosen cannot be among those that are shown."""
    most = SHOWN + MOST + len(chosen)
    if len(names) <= most:
        return 0
    return nlargest(most, (explorer.counts[key, value] for value in names if value != NONE))[-1]


def roles(explorer: Explorer) -> dict[str, str]:
    """The roles that were told, folded, with the spelling that is used most."""
    names: dict[str, str] = {}
    for role, _ in sorted(explorer.spellings.items(), key=lambda pair: (-pair[1], pair[0])):
        names.setdefault(role.casefold(), role)
    return names


def theme_options(explorer: Explorer) -> Iterator[Option]:
    """Themes, those in use first and with the codes below them; then "no theme"."""
    filters, book = explorer.filters, explorer.filters.codebook
    chosen = set(filters.chosen("code"))

    def option(value: str, label: str, depth: int) -> Option:
        return Option("code", value, label, explorer.counts["code", value], value in chosen, depth)

    def in_use(theme: int) -> bool:
        return not chosen.isdisjoint(map(str, book.below([theme])))

    themes = sorted(
        book.children.get(None, []),
        key=lambda pk: (not in_use(pk), -explorer.counts["code", str(pk)]),
    )
    for theme in themes:
        if not in_use(theme) and ("code", str(theme)) in filters.retired and not explorer.counts["code", str(theme)]:
            continue
        yield option(str(theme), book.entries[theme].name, 0)
        waiting = [(pk, 1) for pk in reversed(book.children.get(theme, []))] if in_use(theme) else []
        while waiting:
            pk, depth = waiting.pop()
            if ("code", str(pk)) not in filters.retired or str(pk) in chosen:
                yield option(str(pk), book.entries[pk].name, depth)
            waiting.extend((below, depth + 1) for below in reversed(book.children.get(pk, [])))
    if explorer.counts["code", NONE] or NONE in chosen:
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


def heat_map(explorer: Explorer) -> HeatMap:
    """Persona by theme. Every cell narrows the list to it; the persona and the theme chosen do not narrow the map."""
    heat, filters = explorer.heat, explorer.filters
    most = max(heat.cells.values(), default=0)
    themes = ranked(filters, "code", heat.themes, filters.codebook.children.get(None, []))
    personas = ranked(filters, "persona", heat.personas, [int(pk) for pk in filters.names["persona"] if pk != NONE])
    columns = [line(filters, "code", theme, heat.themes.get(theme, 0), []) for theme in themes]
    rows = []
    for persona in personas:
        cells, value, name = [], str(persona or NONE), name_of(filters, "persona", persona)
        on = value in filters.chosen("persona")
        for theme, column in zip(themes, columns, strict=True):
            people = heat.cells.get((persona, theme), 0)
            place = [("persona", value), ("code", str(theme or NONE))]
            cells.append(
                Cell(
                    people=people,
                    level=ceil(people * 5 / max(most, 5)),
                    url=filters.address(drop=BOTH, put=place),
                    label=f"{name}, {column.label}",
                    chosen=on and column.chosen,
                )
            )
        rows.append(line(filters, "persona", persona, heat.personas.get(persona, 0), cells))
    return HeatMap(columns, rows, heat.people)


def ranked(filters: PainPointFilter, key: str, people: dict[int | None, int], every: Iterable[int]) -> list[int | None]:
    """The heads of the rows or columns, most people first, then those nobody spoke of; "without one" last."""
    live = [pk for pk in every if people.get(pk) or (key, str(pk)) not in filters.retired]
    named: list[int | None] = sorted(live, key=lambda pk: (-people.get(pk, 0), folded(name_of(filters, key, pk))))
    return [*named, None] if people.get(None) else named


def line(filters: PainPointFilter, key: str, pk: int | None, people: int, cells: list[Cell]) -> Line:
    value = str(pk or NONE)
    url = filters.address(drop=[(key, None)], put=[(key, value)])
    return Line(name_of(filters, key, pk), people, url, value in filters.chosen(key), cells)


def name_of(filters: PainPointFilter, key: str, pk: int | None) -> str:
    return filters.names[key][str(pk or NONE)]
