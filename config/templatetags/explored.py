"""The parts of the explorer of which a page has hundreds, as strings: a template takes ten times as long for each.

Every text is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from html import escape
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator, slugify

from interviews.facets import Facet
from interviews.heat import Line
from interviews.listed import Listed, Words
from interviews.panels import Deed

from .parts import evidence, icon, severity

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
LONGEST = 300  # characters of a quote
ROW = (
    "<li{archived}>{pick}{severity}"
    '<h3><a href="{url}" dir="auto">{title}</a></h3>{quote}'
    '<p class="meta"><span>{reference}</span>{themes}{grounds}{chip}{only}</p>'
    '<div class="side"><b>{people}</b>{companies}<span>{heard}</span>{deeds}{todo}{comments}</div></li>\n'
)
PICK = (
    '<label class="pick"><input type="checkbox" name="row" value="{pk}.{version}" form="many">'
    '<span class="vh">Choose <span dir="auto">{title}</span></span></label>'
)
QUOTE = '<p class="{}"><span dir="auto">{}</span> <span class="by">{}</span></p>'
DEEDS = '<span class="deeds">{}</span>'
TALKED = '<a class="talked" href="{}#comments">{}{}<span class="vh"> {}</span></a>'


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


@register.simple_tag
def pain_rows(rows: Iterable[Listed[Words]], user: Any) -> SafeString:
    """Draw pain points as the list of the explorer shows them, each to be chosen where `user` may change it."""
    return mark_safe("".join(pain_row(one, user.can_edit) for one in rows))


def pain_row(one: Listed[Words], choosable: bool) -> str:
    """Draw one pain point."""
    pain, row = one.pain_point, one.row
    title, url = escape(pain.title), escape(pain.get_absolute_url())
    return ROW.format(
        archived=' class="archived"' if row.archived else "",
        pick=PICK.format(pk=pain.pk, version=pain.version, title=title) if choosable else "",
        severity=severity_mark(row.severity),
        url=url,
        title=title,
        quote=words_of(one.quote) if one.quote else "",
        reference=pain.reference,
        themes="".join(f"<span>{escape(theme)}</span>" for theme in one.themes),
        grounds=grounds_mark(one.grounds) if one.grounds else "",
        chip='<span class="chip plain">Archived</span>' if row.archived else "",
        only=f'<span class="one-sided">{escape(one.only)}</span>' if one.only else "",
        people=several(row.people, "person", "people"),
        companies=f"<span>at {several(row.companies, 'company', 'companies')}</span>" if row.companies else "",
        heard=escape(one.heard_when),
        deeds=DEEDS.format(deeds) if (deeds := "".join(map(deed_link, one.deeds[:4]))) else "",
        todo='<span class="todo">Not addressed</span>' if one.unaddressed else "",
        comments=talked(one.comments, url) if one.comments else "",
    )


def deed_link(deed: Deed) -> str:
    return f'<a class="link" href="{escape(deed.url)}">{escape(deed.label)}</a> '


def words_of(quote: Words) -> str:
    """Draw the words that lead, and whose they are."""
    kind = "paraphrase" if quote.kind == "paraphrase" else "quote"
    text = quote.text if len(quote.text) <= LONGEST else Truncator(quote.text).chars(LONGEST)
    return QUOTE.format(kind, escape(text), escape(quote.by))


def talked(comments: int, url: str) -> str:
    """Draw how many comments there are."""
    said = "comment" if comments == 1 else "comments"
    return TALKED.format(url, icon("messages-square"), comments, said)


def several(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


@cache
def severity_mark(value: int | None) -> str:
    """Draw how much it hurts."""
    return render_to_string("_parts/severity.html", severity(value)).strip()


@cache
def grounds_mark(slug: str) -> str:
    """Draw how firmly it is known."""
    return render_to_string("_parts/evidence.html", evidence(slug)).strip()


@cache
def scale_mark(key: str, value: str, label: str) -> str:
    """Draw a choice of severity or grounds: the mark, and what it says."""
    if key == "severity":
        return MARK.format(value=escape(value), label=escape(label))
    mark = render_to_string("_parts/evidence.html", evidence(value, label=False))
    return f'<span class="row">{mark}<span aria-hidden="true">{escape(label)}</span></span>'
