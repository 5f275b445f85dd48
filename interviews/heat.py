"""The heat map of the explorer as a page shows it: the personas and themes that hurt most, or all of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from accounts.alphabet import folded

from .explorer import Explorer
from .filters import MAP, NONE, PainPointFilter

BOTH = (("persona", None), ("code", None))
PERSONAS, THEMES = 10, 8  # of those that hurt most; more than fit a screen are asked for


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
    """Who hurts where. `personas` and `themes` are how many there are in all, `silent` how many of them are left out
    because nobody spoke of them. `url` shows all of them or, where it is shown whole, only those that hurt most again;
    empty where these are all."""

    columns: list[Line]
    rows: list[Line]
    people: int
    personas: int
    themes: int
    silent: int
    whole: bool
    url: str


def heat_map(explorer: Explorer) -> HeatMap:
    """Persona by theme. Every cell narrows the list to it; the persona and the theme chosen do not narrow the map."""
    heat, filters = explorer.heat, explorer.filters
    known = [int(pk) for pk in filters.names["persona"] if pk != NONE]
    personas = ranked(filters, "persona", heat.personas, known)
    themes = ranked(filters, "code", heat.themes, filters.codebook.children.get(None, []))
    heard = spoken(filters, "persona", personas, heat.personas), spoken(filters, "code", themes, heat.themes)
    first = foremost(filters, "persona", heard[0], PERSONAS), foremost(filters, "code", heard[1], THEMES)
    whole, fits = MAP in filters.shown_whole, first == (personas, themes)
    there = filters.address(drop=[("whole", MAP)]) if whole else filters.address(put=[("whole", MAP)])
    most = max([5, *heat.cells.values()])
    down, across = (personas, themes) if whole else first
    columns = {theme: line(filters, "code", theme, heat.themes.get(theme, 0), []) for theme in across}
    return HeatMap(
        columns=list(columns.values()),
        rows=[row(explorer, persona, columns, most) for persona in down],
        people=heat.people,
        personas=sum(one is not None for one in personas),
        themes=sum(one is not None for one in themes),
        silent=len(personas) - len(heard[0]) + len(themes) - len(heard[1]),
        whole=whole,
        url="" if fits else there,
    )


def row(explorer: Explorer, persona: int | None, columns: Mapping[int | None, Line], most: int) -> Line:
    """A persona with a cell for each theme; the strongest shade is for `most` people."""
    heat, filters = explorer.heat, explorer.filters
    value, name = str(persona or NONE), name_of(filters, "persona", persona)
    on, cells = value in filters.chosen("persona"), []
    for theme, column in columns.items():
        people = heat.cells.get((persona, theme), 0)
        place = [("persona", value), ("code", str(theme or NONE))]
        cells.append(
            Cell(
                people=people,
                level=ceil(people * 5 / most),
                url=filters.address(drop=BOTH, put=place),
                label=f"{name}, {column.label}",
                chosen=on and column.chosen,
            )
        )
    return line(filters, "persona", persona, heat.personas.get(persona, 0), cells)


def foremost(filters: PainPointFilter, key: str, heads: Sequence[int | None], most: int) -> list[int | None]:
    """So many of the heads that come first, and those that are chosen."""
    chosen = filters.chosen(key)
    return [pk for place, pk in enumerate(heads) if place < most or str(pk or NONE) in chosen]


def spoken(
    filters: PainPointFilter, key: str, heads: Sequence[int | None], people: Mapping[int | None, int]
) -> list[int | None]:
    """The heads for which somebody spoke, and those that are chosen."""
    chosen = filters.chosen(key)
    return [pk for pk in heads if people.get(pk) or str(pk or NONE) in chosen]


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
