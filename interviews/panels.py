"""What apps above this one add to its pages; they register from their `AppConfig.ready()`.

Panels are parts of a page that somebody else renders. Ways of being addressed are choices of the explorer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.urls import reverse

if TYPE_CHECKING:
    from .models import PainPoint


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of a page that somebody else renders; the page loads it from its address."""

    page: str
    url_name: str
    title: str
    icon: str

    def url(self, pk: Any) -> str:
        """The address of the panel for the record `pk`; it answers the bare part to htmx, else a page."""
        return reverse(self.url_name, args=[pk])


@dataclass(frozen=True, slots=True)
class PlacedPanel:
    """A panel of one record, ready for the template."""

    title: str
    url: str
    id: str
    icon: str


_panels: dict[tuple[str, str], Panel] = {}


def register(page: str, url_name: str, title: str, icon: str = "link") -> None:
    """Show the view `url_name` (its only argument: the key of the record) below the heading `title` on `page`; where
    there is no room for words, `icon` leads there.

    `page` is the name of the record in the singular, such as "pain_point" or "interview". Registering a panel again
    replaces it.
    """
    _panels[page, url_name] = Panel(page, url_name, title, icon)


def panels_of(page: str, pk: Any) -> list[PlacedPanel]:
    """The panels of the record `pk` on `page`, in the order in which they were registered."""
    own = [panel for panel in _panels.values() if panel.page == page]
    return [
        PlacedPanel(panel.title, panel.url(pk), f"panel-{page.replace('_', '-')}-{n}", panel.icon)
        for n, panel in enumerate(own, 1)
    ]


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that was decided because of a pain point, as a row of a list names it."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Address:
    """A way in which a pain point can be addressed; a choice of the explorer."""

    name: str
    label: str
    pain_points: Callable[[Any], QuerySet[PainPoint]]
    deeds: Callable[[Any], Mapping[int, Sequence[Deed]]] | None = None
    rest: bool = False


_addressed: dict[str, Address] = {}


def register_addressed(
    name: str,
    label: str,
    pain_points: Callable[[Any], QuerySet[PainPoint]],
    deeds: Callable[[Any], Mapping[int, Sequence[Deed]]] | None = None,
    *,
    rest: bool = False,
) -> None:
    """Offer `addressed=<name>` in the explorer, in the order of registration.

    `pain_points` takes the user who reads and gives the pain points that are addressed this way. `deeds` takes the user
    and gives what a row shows for each of them, by key, all in one query. One way has no deeds and is the `rest`: the
    pain points that are addressed in none of the other ways.
    """
    _addressed[name] = Address(name, label, pain_points, deeds, rest)


def ways_addressed() -> list[Address]:
    """The ways registered so far."""
    return list(_addressed.values())
