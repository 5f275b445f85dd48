"""Likely duplicates, one pair after the other: merge, keep apart, or go on. Made to be gone through by keyboard."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.access import researcher_required

from ..duplicates import pairs, sides
from ..forms.merging import ids_in
from ..lists import refuse_unknown
from ..merging import KINDS, MergedMeanwhile, merge
from ..models import KeptApart, Mergeable
from .merge import kind_of


@require_safe
def duplicate_list(request: HttpRequest) -> HttpResponse:
    """The pair at hand, side by side, with why it looks alike and how many there are."""
    refuse_unknown(request.GET, ("room", "place", "done"))
    found = {room: pairs(room, request.user) for room in KINDS}
    room = request.GET.get("room") or next((room for room in found if found[room]), "pain-points")
    kind_of(room)
    place, done = number(request.GET, "place"), number(request.GET, "done")
    left = found[room]
    place = place if place < len(left) else 0
    pair = left[place] if left else None
    context = {
        "rooms": [(name, KINDS[name]._meta.verbose_name_plural, len(those), at(name)) for name, those in found.items()],
        "room": room,
        "noun": KINDS[room]._meta.verbose_name,
        "pair": pair,
        "sides": sides(pair, request.user) if pair else [],
        "number": place + 1,
        "total": len(left),
        "place": place,
        "decided": done,
        "next": at(room, place=place + 1, done=done),
    }
    return TemplateResponse(request, "interviews/duplicate_list.html", context)


def at(room: str, **numbers: int) -> str:
    """The address of a pair: how many were decided on in this sitting, and which of those left it is."""
    told = {"room": room, **{name: value for name, value in numbers.items() if value}}
    return f"{reverse('interviews:duplicate_list')}?{urlencode(told)}"


def number(query: QueryDict, name: str) -> int:
    """A small number in the address; nothing is 0."""
    value = query.get(name, "0")
    if not (value.isascii() and value.isdigit() and len(value) < 7):
        raise BadRequest(f"“{name}” is a number.")
    return int(value)


def the_two(request: HttpRequest, room: str) -> tuple[Mergeable, Mergeable]:
    """The two records that were sent, the one to keep first; 404 unless the person may see both."""
    rows = kind_of(room).objects.live().visible_to(request.user)
    keep, gone = ([*ids_in(request.POST.getlist(name)), 0][0] for name in ("keep", "gone"))
    return get_object_or_404(rows, pk=keep), get_object_or_404(rows.exclude(pk=keep), pk=gone)


@require_POST
@researcher_required
def duplicate_merge(request: HttpRequest, room: str) -> HttpResponse:
    """The two are the same: one takes over the other, and the next pair comes."""
    keep, gone = the_two(request, room)
    here = at(room, place=number(request.POST, "place"), done=number(request.POST, "done"))
    try:
        act = merge(keep, [gone], request.user)
    except IntegrityError:
        messages.error(request, "Not merged: another record has the same name at the same place.")
        return redirect(here)
    except MergedMeanwhile:
        messages.error(request, "Not merged: somebody merged or archived one of them meanwhile.")
        return redirect(here)
    messages.success(request, f"Merged into {keep.reference or keep}", extra_tags=act.get_undo_url(here))
    return redirect(at(room, place=number(request.POST, "place"), done=number(request.POST, "done") + 1))


@require_POST
@researcher_required
def duplicate_apart(request: HttpRequest, room: str) -> HttpResponse:
    """The two are not the same: they are not proposed again."""
    pair = the_two(request, room)
    lower, higher = sorted(one.pk for one in pair)
    known = {"model": kind_of(room)._meta.label_lower, "lower": lower, "higher": higher}
    kept, _ = KeptApart.objects.get_or_create(**known, defaults={"by": request.user})
    undo = reverse("interviews:duplicate_together", args=[kept.pk])
    messages.success(request, "Kept apart. They are not proposed again", extra_tags=undo)
    return redirect(at(room, place=number(request.POST, "place"), done=number(request.POST, "done") + 1))


@require_POST
@researcher_required
def duplicate_together(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back that two are kept apart."""
    kept = get_object_or_404(KeptApart, pk=pk)
    room = next(room for room, model in KINDS.items() if model._meta.label_lower == kept.model)
    kept.delete()
    messages.success(request, "They may be the same again")
    return redirect(at(room))
