"""Small parts that every page uses; available in all templates without loading."""

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from interviews.panels import PlacedPanel, panels_of

register = template.Library()

NAV_ENTRY = '<li><a href="{}"{}>{}<span>{}</span>{}</a></li>'
OPTION = '<option value="{}">{}</option>'

GROUNDS = {
    "intuition": ("Intuition", "Our intuition: nobody's words yet"),
    "stated": ("Stated", "Stated by the customer"),
    "confirmed": ("Confirmed", "Confirmed with data"),
}
LEVELS = {"1": "intuition", "2": "stated", "3": "confirmed"}  # as the database orders them
SEVERITIES = {1: "Annoyance", 2: "Friction", 3: "Slows work", 4: "Blocks work", 5: "Costs money or trust"}


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw an icon of the sprite; it says nothing to a screen reader, so put words beside it or on the control."""
    return drawn_icon(name)


@cache
def drawn_icon(name: str) -> SafeString:
    sprite = static("icons.svg")
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><use href="{}#{}"></use></svg>', sprite, name
    )


@register.simple_tag
def nav_entries(entries: Iterable[Any], current: str) -> SafeString:
    """Draw lines of the navigation, as strings: every page has a score of them."""
    return mark_safe("".join(nav_entry(entry, entry.url == current) for entry in entries))


def nav_entry(entry: Any, here: bool) -> str:
    count = f'<span class="n">{escape(entry.count)}</span>' if entry.count else ""
    return NAV_ENTRY.format(
        escape(entry.url), ' aria-current="page"' if here else "", icon(entry.icon), escape(entry.title), count
    )


@register.simple_tag
def options(choices: Iterable[tuple[Any, Any]]) -> SafeString:
    """Draw the options of a select, as strings: there may be hundreds, mostly those of the page before."""
    return drawn_options(tuple(choices))


@lru_cache(maxsize=64)
def drawn_options(choices: tuple[tuple[Any, Any], ...]) -> SafeString:
    return mark_safe("".join(OPTION.format(escape(key), escape(label)) for key, label in choices))


@register.inclusion_tag("_parts/evidence.html")
def evidence(grounds: str | int, label: bool = True, count: int | None = None) -> dict[str, Any]:
    """Draw how firmly something is known: hollow, half, solid. Without `label` the word is for screen readers only."""
    grounds = LEVELS.get(str(grounds), str(grounds))
    word, title = GROUNDS[grounds]
    return {"grounds": grounds, "word": word, "title": title, "label": label, "count": count}


@register.inclusion_tag("_parts/severity.html")
def severity(value: int | None, label: bool = False) -> dict[str, Any]:
    """Draw how much something hurts, 1 to 5; None draws a dash that says it was not asked."""
    return {"value": value, "word": SEVERITIES.get(value or 0, ""), "label": label}


@register.simple_tag
def panels(page: str, pk: int) -> list[PlacedPanel]:
    """What other apps add to the record `pk`, for a card that has room for a link only."""
    return panels_of(page, pk)


@register.inclusion_tag("_parts/avatar.html")
def avatar(name: object, voice: bool = False, big: bool = False) -> dict[str, Any]:
    """Draw somebody's initials; `voice` for customers, who are serif and yellow."""
    words = str(name).split() or ["?"]
    letters = words[0][:1] + (words[-1][:1] if len(words) > 1 else "")
    return {"letters": letters.upper(), "voice": voice, "big": big}
