"""Small parts that every page uses; available in all templates without loading."""

from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from interviews.panels import PlacedPanel, panels_of

register = template.Library()

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
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><use href="{}#{}"></use></svg>',
        static("icons.svg"),
        name,
    )


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
