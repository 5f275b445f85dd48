"""The parts of the explorer of which a page has hundreds, as strings: a template takes ten times as long for each.

Every text is escaped.
"""

from __future__ import annotations

from functools import cache
from html import escape

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

from interviews.facets import Facet
from interviews.heat import Line

from .parts import evidence

register = template.Library()

CELL = '<td><a href="{}" {}>{}<span class="vh"> {}, {}</span></a></td>'
CHOICE = (
    '<label class="{}"><input type="checkbox" id="f-{}-{}" name="{}" value="{}"{}>{}'
    '<span class="n">{}<span class="vh"> pain point{}</span></span></label>'
)
NAME = '<span dir="auto">{}</span>'
MARK = (
    '<span class="row"><span class="sev" data-p="{value}" aria-hidden="true">{value}</span>'
    '<span class="vh">Severity {value}: </span>{label}</span>'
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
def choices(facet: Facet) -> SafeString:
    """Draw the choices of a facet that are shown."""
    drawn = []
    for one in facet.shown:
        marks = f"{'' if one.count else 'none'}{' below' if one.depth else ''}"
        key, value = escape(one.key), escape(one.value)
        checked, several = " checked" if one.chosen else "", "" if one.count == 1 else "s"
        words = scale_mark(one.key, one.value, one.label) if facet.drawn else NAME.format(escape(one.label))
        drawn.append(CHOICE.format(marks, key, slugify(one.value), key, value, checked, words, one.count, several))
    return mark_safe("".join(drawn))


@cache
def scale_mark(key: str, value: str, label: str) -> str:
    """Draw a choice of severity or grounds: the mark, and what it says."""
    if key == "severity":
        return MARK.format(value=escape(value), label=escape(label))
    mark = render_to_string("_parts/evidence.html", evidence(value, label=False))
    return f'<span class="row">{mark}<span aria-hidden="true">{escape(label)}</span></span>'
