"""The parts of the explorer of which a page has hundreds, as strings: a template takes ten times as long for each.

Every text is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

from interviews.facets import Line, Option

register = template.Library()

CELL = '<td><a href="{}" {}>{}<span class="vh"> {}, {}</span></a></td>'
CHOICE = (
    '<label class="{}"><input type="checkbox" id="f-{}-{}" name="{}" value="{}"{}><span dir="auto">{}</span>'
    '<span class="n">{}<span class="vh"> pain point{}</span></span></label>'
)


@register.simple_tag
def heat_cells(line: Line) -> SafeString:
    """Draw the cells of a row of the heat map; one without anybody still leads to where nobody is."""
    drawn = []
    for cell in line.cells:
        on = ' class="on"' if cell.chosen else ""
        marks = f'data-p="{cell.level}"{on}' if cell.people else 'class="nil"'
        who = "person" if cell.people == 1 else "people"
        drawn.append(CELL.format(escape(cell.url), marks, cell.people, who, escape(cell.label)))
    return mark_safe("".join(drawn))


@register.simple_tag
def choices(options: Iterable[Option]) -> SafeString:
    """Draw the choices of a facet that are nothing but a name."""
    drawn = []
    for one in options:
        marks = f"{'' if one.count else 'none'}{' below' if one.depth else ''}"
        key, value, label = escape(one.key), escape(one.value), escape(one.label)
        checked, several = " checked" if one.chosen else "", "" if one.count == 1 else "s"
        drawn.append(CHOICE.format(marks, key, slugify(one.value), key, value, checked, label, one.count, several))
    return mark_safe("".join(drawn))
