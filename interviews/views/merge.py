"""Merging records, the list of merges, and splitting a pain point."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db import IntegrityError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import researcher_required

from ..forms.merging import KeepForm, SplitForm, ids_in
from ..keyset import page_of
from ..lists import refuse_unknown
from ..merging import KINDS, MergedMeanwhile, differing, in_words, merge, plan, split
from ..models import Act, Mergeable, PainPoint
from ..past import merges
from ..reach import heard_mentions
from ..similar import named_like, similar
from .listing import onward

MOST = 20
LONGEST = 200


def kind_of(room: str) -> type[Mergeable]:
    """The kind of record that lives in a room; 404 for one whose records are not merged."""
    if room not in KINDS:
        raise Http404
    return KINDS[room]


@require_http_methods(["GET", "HEAD", "POST"])
@researcher_required
def merge_records(request: HttpRequest, room: str) -> HttpResponse:
    """Choose records that are the same, see what moves and what clashes, and merge them."""
    model = kind_of(room)
    sent = request.POST if request.method == "POST" else request.GET
    chosen = list(model.objects.live().visible_to(request.user).filter(pk__in=ids_in(sent.getlist("id"))[:MOST]))
    form = KeepForm(sent if "keep" in sent else None, chosen=chosen)
    survivor = form.survivor
    gone = [one for one in chosen if one != survivor]
    status = 200
    if request.method == "POST":
        done = merged(request, survivor, gone) if form.is_valid() and gone else None
        if done is not None:
            return done
        status = 422
    text = sent.get("find", "").replace("\0", "").strip()[:LONGEST]
    context = {
        "room": room,
        "noun": model._meta.verbose_name,
        "nouns": model._meta.verbose_name_plural,
        "chosen": chosen,
        "form": form,
        "survivor": survivor,
        "moving": plan(survivor, gone, request.user) if gone else None,
        "differing": differing(survivor, gone) if gone else [],
        "find": text,
        "others": others(model, chosen, text, request.user),
    }
    return TemplateResponse(request, "interviews/merge.html", context, status=status)


@require_POST
@researcher_required
def merge_choose(request: HttpRequest, room: str) -> HttpResponse:
    """From the chosen rows of a list to the page that merges them; a row is its key and its version."""
    kind_of(room)
    keys = ids_in([row.partition(".")[0] for row in request.POST.getlist("row")])[:MOST]
    return redirect(f"{reverse('interviews:merge', args=[room])}?{urlencode({'id': keys}, doseq=True)}")


def merged(request: HttpRequest, survivor: Mergeable, gone: list[Mergeable]) -> HttpResponse | None:
    """Merge; None when a rule of the database stands against it, which is said."""
    try:
        act = merge(survivor, gone, request.user)
    except IntegrityError:
        messages.error(request, "Not merged: another record has the same name at the same place. Rename it first.")
        return None
    except MergedMeanwhile:
        messages.error(request, "Not merged: somebody merged or archived one of them meanwhile. Choose again.")
        return None
    undo = act.get_undo_url(survivor.get_absolute_url())
    said = f"Merged {in_words(type(survivor), len(gone))} into {survivor.reference or survivor}"
    messages.success(request, said, extra_tags=undo)
    return redirect(survivor)


def others(model: type[Mergeable], chosen: list[Mergeable], text: str, user: Any) -> QuerySet | list[Mergeable]:
    """What may be the same as well: what was searched, or what sounds like those that were chosen."""
    there = [one.pk for one in chosen]
    if text:
        return named_like(model, text, user).exclude(pk__in=there)[:MOST]
    if not chosen:
        return []
    return [one.record for one in similar(model, str(chosen[0]), user, exclude=there, limit=5)]


@require_safe
def merge_list(request: HttpRequest) -> HttpResponse:
    """What was merged, the latest first, with the way back."""
    refuse_unknown(request.GET, ("after",))
    acts = Act.objects.filter(kind=Act.Kind.MERGED)
    shown = acts.select_related("done_by", "undone_by")
    page = page_of(shown, "-pk", after=request.GET.get("after", ""), among=acts)
    context = {"merges": merges(page.rows, request.user), "more_url": onward(request.GET, page.after)}
    return TemplateResponse(request, "interviews/merge_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@researcher_required
def pain_point_split(request: HttpRequest, pk: int) -> HttpResponse:
    """Two problems under one title: move some of the mentions to another pain point, or to a new one."""
    pain_point = get_object_or_404(PainPoint.objects.live().visible_to(request.user), pk=pk)
    mentions = heard_mentions(request.user).filter(pain_point=pain_point)
    form = SplitForm(
        request.POST if request.method == "POST" else None, pain_point=pain_point, mentions=mentions, user=request.user
    )
    if form.is_bound and form.is_valid():
        told = form.cleaned_data
        done = split(pain_point, told["mentions"], form.target, told["title"], request.user)
        count = len(told["mentions"])
        messages.success(
            request,
            f"Moved {count} mention{'' if count == 1 else 's'} to {done.pain_point.reference}",
            extra_tags=done.act.get_undo_url(pain_point.get_absolute_url()),
        )
        return redirect(done.pain_point)
    context = {"pain_point": pain_point, "form": form}
    return TemplateResponse(request, "interviews/pain_point_split.html", context, status=422 if form.is_bound else 200)
