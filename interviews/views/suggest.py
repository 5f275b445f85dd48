"""What a field offers while somebody types: the options of a combobox, as a part of a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from ..models import Company, Mention, PainPoint, Person, Record, RecordQuerySet, RootCause, standing_for
from ..open_ends import Likely
from ..similar import similar, similar_pain_points

Titled = TypeVar("Titled", bound=RecordQuerySet)

LIMIT = 8
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Option:
    """One line of the list: what picking it puts into the field, and what tells it from its namesakes."""

    id: int
    value: str
    reference: str
    sub: str = ""


@require_safe
def suggest_people(request: HttpRequest) -> HttpResponse:
    """People whose shown name contains what was typed."""
    people = Person.objects.live().visible_to(request.user).select_related("company")
    found = people.named_like(typed(request)).in_order()[:LIMIT]
    options = [Option(one.pk, one.shown_name, one.reference, facts(one.role, one.company)) for one in found]
    return answer(request, options)


@require_safe
def suggest_companies(request: HttpRequest) -> HttpResponse:
    """Companies whose name contains what was typed."""
    found = Company.objects.live().visible_to(request.user).filter(name__icontains=typed(request))[:LIMIT]
    return answer(request, [Option(one.pk, one.name, one.reference, one.industry) for one in found])


@require_safe
def suggest_pain_points(request: HttpRequest) -> HttpResponse:
    """Pain points whose title contains every word that was typed, or the one whose reference it is; then those that
    sound like it."""
    text = typed(request)
    mentions = Mention.objects.visible_to(request.user).heard()
    named = titled(PainPoint.objects.live().visible_to(request.user), text).with_people(mentions)
    found = list(named.order_by("-people", "-pk")[:LIMIT])
    if len(found) < LIMIT:
        there = [one.pk for one in found]
        alike = similar_pain_points(text, request.user, exclude=there, limit=LIMIT - len(found))
        found += [one.pain_point for one in alike]
    return answer(request, [Option(one.pk, one.title, one.reference, heard_from(one.people)) for one in found])


@require_safe
def suggest_root_causes(request: HttpRequest) -> HttpResponse:
    """Root causes whose title contains every word that was typed, or the one whose reference it is.

    Before anything is typed `like` is the why to name one for: those that it may end in.
    """
    known = RootCause.objects.live().visible_to(request.user).with_reach(request.user)
    like = request.GET.get("like", "")[:LONGEST].replace("\0", "")
    if like:
        likely = Likely(request.user).for_text(like)
        rows = known.in_bulk(likely)
        found = [rows[pk] for pk in likely if pk in rows]
    else:
        found = list(titled(known, typed(request)).order_by("-people", "-pk")[:LIMIT])
    return answer(request, [Option(one.pk, one.title, one.reference, heard_from(one.people)) for one in found])


@require_safe
def similar_records(request: HttpRequest, model: type[Record]) -> HttpResponse:
    """Records that sound like the name or title somebody types, as a part of the page that adds one."""
    text = request.GET.get("title", "") or request.GET.get("name", "")
    found = similar(model, text[:LONGEST].replace("\0", ""), request.user)
    return TemplateResponse(request, "interviews/similar.html", {"similar": [one.record for one in found]})


def titled(rows: Titled, text: str) -> Titled:
    """Those of `rows` that `text` may mean."""
    prefix, _, number = text.upper().partition("-")
    if prefix == rows.model.PREFIX and number.isascii() and number.isdigit() and len(number) < 19:
        return rows.filter(standing_for(rows.model, [int(number)]))
    words = Q()
    for word in text.split()[:10]:
        words &= Q(title__icontains=word)
    return rows.filter(words)


def typed(request: HttpRequest) -> str:
    """What was typed so far, without what no database column can hold."""
    return " ".join(request.GET.get("q", "")[:LONGEST].replace("\0", "").split())


def facts(role: str, company: Company | None) -> str:
    """Role and company in one line."""
    return ", ".join(str(fact) for fact in (role, company) if fact)


def heard_from(people: int) -> str:
    """How many people told of it, in words."""
    if not people:
        return "Not heard yet"
    return "Heard from 1 person" if people == 1 else f"Heard from {people} people"


def answer(request: HttpRequest, options: list[Option]) -> HttpResponse:
    """The options as list items with the role that a combobox expects."""
    return TemplateResponse(request, "interviews/suggest_options.html", {"options": options})
