"""Pain points: the explorer, one pain point with everything that was told, its record, and moving a mention."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import reader, researcher_required

from ..capture import same_pain
from ..columns.live import columns_for
from ..explorer import Explorer, explore
from ..facets import chips, facet, facets
from ..filters import LONG, MAP, SORTS, PainPointFilter
from ..forms.pain_points import MentionMoveForm, PainPointForm
from ..heat import heat_map
from ..hurts import Hurt, read_mentions, readable_quotes, sentence_around, strongest_first
from ..listed import led_by, one_source, shown, sole_leader
from ..models import Act, Code, Mention, PainPoint, Severity, standing_for
from ..panels import panels_of
from ..reach import heard_mentions
from ..saved import PAIN_POINTS, reading_of_pain_points
from ..similar import similar_pain_points
from .comments import talk_below
from .edit import edit_record
from .many import offered
from .saved_here import views_here
from .survivors import leads_to_survivor

FACETS, FACET, HEAT = (f"interviews/_pain_{part}.html" for part in ("facets", "facet", "heat"))
UNFOLDED = (MAP, *(f"facet-{key}" for key in LONG))  # what can be shown whole, as the page calls it


@require_safe
def pain_point_list(request: HttpRequest) -> HttpResponse:
    """The explorer: who hurts where. htmx gets what changes with the filter, rows that go on, or what is unfolded."""
    filters = PainPointFilter(request.GET, user=request.user, columns=columns_for(request))
    if not filters.is_valid():
        refused = {"problems": filters.problems}
        return TemplateResponse(request, "interviews/pain_point_list_refused.html", refused, status=400)
    explorer = explore(filters)
    target = request.htmx.target or ""
    if target in UNFOLDED:
        return unfolded(request, explorer, target.removeprefix("facet-"))
    rows, after = explorer.kept("page", explorer.page)
    context = {
        "filters": filters,
        "explorer": explorer,
        "rows": shown(filters, rows),
        "more_url": filters.address(put=[("after", after)]) if after else "",
        "words": " ".join(filters.values("q")),
        "sorts": SORTS,
    }
    going_on = target == "more-pains"
    if not going_on:
        context |= around(request, explorer)
    part = "#rows" if going_on else "#changes" if request.htmx else ""
    response = TemplateResponse(request, f"interviews/pain_point_list.html{part}", context)
    if request.htmx and not going_on:
        response["HX-Push-Url"] = request.path + filters.address()
    return response


def unfolded(request: HttpRequest, explorer: Explorer, what: str) -> HttpResponse:
    """The heat map or a facet alone, shown whole or no longer; the address says so, so that it stays when it is read
    again."""
    if what == MAP:
        response = TemplateResponse(request, HEAT, {"heat": heat_map(explorer)})
    else:
        response = TemplateResponse(request, FACET, {"facet": facet(explorer, what)})
    response["HX-Replace-Url"] = request.path + explorer.filters.address()
    return response


def around(request: HttpRequest, explorer: Explorer) -> dict[str, object]:
    """What a page of the explorer shows around its rows: facets, heat map, views, what can be done with all of them."""
    filters = explorer.filters
    found = {
        "facets": explorer.kept("facets", lambda: facets(explorer)),
        "chips": chips(filters),
        "heat": explorer.kept("map", lambda: heat_map(explorer)),
        "saved": views_here(PAIN_POINTS, reading_of_pain_points(filters), request.user, filters.columns),
        "drop": dropped(explorer),
        "days": {key: "".join(filters.values(key)) for key in ("since", "until")},
    }
    found["facets_drawn"] = explorer.kept("facets drawn", partial(render_to_string, FACETS, found))
    found["heat_drawn"] = explorer.kept("map drawn", partial(render_to_string, HEAT, found))
    if reader(request).can_edit:
        found["many"] = offered("pain-points", request, explorer.count, filters.address(), filters.columns)
    return found


def dropped(explorer: Explorer) -> dict[str, object] | None:
    """Of a filter without a match: the key to drop, what that leaves, and the address."""
    key = explorer.best_to_drop
    if explorer.count or not key:
        return None
    filters = explorer.filters
    return {
        "label": filters.base_filters[key].label,
        "count": explorer.without[key],
        "url": filters.address(drop=[(key, None)]),
    }


@require_safe
@leads_to_survivor(PainPoint)
def pain_point_read(request: HttpRequest, pk: int) -> HttpResponse:
    """One pain point: how many feel it, and every mention side by side with its words."""
    heard = heard_mentions(request.user).filter(pain_point=pk)
    counted = PainPoint.objects.visible_to(request.user).with_people(heard).with_severity(heard).with_grounds(heard)
    pain_point = counted.filter(pk=pk).first()
    if pain_point is None:
        return withdrawn(request, pk)
    hurts = read_mentions(strongest_first(heard), request.user)
    lead = readable_quotes(request.user).leads(heard).with_voice().first()
    return TemplateResponse(
        request,
        "interviews/pain_point_read.html",
        {
            "pain_point": pain_point,
            "codes": Code.objects.live().filter(pain_points=pain_point).select_related("parent"),
            "hurts": hurts,
            "hurts_how": Severity(pain_point.severity).label if pain_point.severity else "",
            "lead": lead,
            "around": sentence_around(lead),
            "only": one_source_of(hurts),
            "withdrawn": who_withdrew(pk, request.user),
            "panels": panels_of("pain_point", pk),
            **talk_below(pain_point, request.user),
        },
    )


def who_withdrew(pk: int, user: Any) -> int:
    """How many people told a pain point and withdrew; who told it elsewhere and stands to it did not."""
    standing = heard_mentions(user).filter(pain_point=pk, participant__person__isnull=False)
    gone = Mention.objects.visible_to(user).withdrawn().filter(pain_point=pk)
    return gone.exclude(participant__person__in=standing.values("participant__person")).voices()


def withdrawn(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of a pain point when everybody who told it withdrew: its reference, how many they are, where it is used.

    Absent for those who may not read the interviews either.
    """
    get_object_or_404(PainPoint.objects.withdrawn_for(request.user).only("pk"), pk=pk)
    context = {
        "pain_point": PainPoint.without_words(pk),
        "withdrawn": Mention.objects.visible_to(request.user).taken_back().filter(pain_point=pk).voices(),
        "panels": panels_of("pain_point", pk),
    }
    return TemplateResponse(request, "interviews/pain_point_withdrawn.html", context)


def one_source_of(hurts: list[Hurt]) -> str:
    """Says so when everything comes from one company or one of us."""
    told = [hurt.participant for hurt in hurts]
    companies = {one.company.name if one.company else None for one in told}
    led = led_by({one.interview_id for one in told})
    return one_source(
        len({one.person_id for one in told if one.person_id}),
        next(iter(companies)) if len(companies) == 1 else None,
        sole_leader([led.get(interview, set()) for interview in {one.interview_id for one in told}]),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@researcher_required
def pain_point_new(request: HttpRequest) -> HttpResponse:
    """State a problem before anybody told of it; what sounds the same is offered first."""
    form = PainPointForm(
        request.POST or None, initial={"title": request.GET.get("title", "")[: PainPoint.TITLE_LENGTH]}
    )
    title = request.POST.get("title", form.initial["title"])
    return edit_record(
        request,
        form,
        template="interviews/pain_point_edit.html",
        done=PainPoint.get_absolute_url,
        similar=similar_pain_points(title, request.user),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@researcher_required
def pain_point_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change how a pain point is put, and its codes."""
    pain_point = get_object_or_404(PainPoint.objects.visible_to(request.user), pk=pk)
    form = PainPointForm(request.POST or None, instance=pain_point)
    return edit_record(request, form, template="interviews/pain_point_edit.html", done=PainPoint.get_absolute_url)


@require_safe
def pain_point_similar(request: HttpRequest) -> HttpResponse:
    """What sounds like `title`, as a part of a page."""
    title = request.GET.get("title", "")[: PainPoint.TITLE_LENGTH].replace("\0", "")
    found = similar_pain_points(title, request.user, exclude=leading_ids(request.GET.getlist("exclude")))
    return TemplateResponse(request, "interviews/pain_point_similar.html", {"similar": found})


def leading_ids(values: list[str]) -> list[int]:
    """Those of `values` that are ids."""
    return [int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 19]


@require_http_methods(["GET", "HEAD", "POST"])
@researcher_required
def mention_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Not the same pain: the mention goes to another pain point, or gets one of its own. The toast takes it back."""
    mentions = Mention.objects.heard().visible_to(request.user)
    mention = get_object_or_404(mentions.select_related("pain_point"), pk=pk)
    before, chosen = mention.pain_point_id, mention.same_pain
    form = MentionMoveForm(request.POST if request.method == "POST" else None, mention=mention, user=request.user)
    if form.attempt(request.user):
        back = reverse("interviews:mention_back", args=[mention.pk, before])
        messages.success(request, f"Moved to {form.saved.reference}", extra_tags=back if chosen else f"{back}?own=1")
        return redirect("interviews:pain_point_read", before)
    near = similar_pain_points(mention.title, request.user, exclude=[mention.pain_point_id], limit=5)
    context = {"form": form, "mention": mention, "similar": near}
    return TemplateResponse(request, "interviews/mention_move.html", context, status=form.status)


@require_POST
@researcher_required
@transaction.atomic
def mention_back(request: HttpRequest, pk: int, pain_point: int) -> HttpResponse:
    """Take the move of a mention back; the pain point leaves the archive if it went there for want of mentions."""
    mention = get_object_or_404(heard_mentions(request.user), pk=pk)
    readable = PainPoint.objects.visible_to(request.user)
    before = get_object_or_404(readable, standing_for(PainPoint, [pain_point]))
    with Act.by(request.user, Act.Kind.EDITED) as act:
        act.watch(mention)
        if before.is_archived:
            before.restore(request.user)
        mention.kept_apart.remove(before)
        same_pain(mention, before)
        if "own" in request.GET:
            Mention.objects.filter(pk=mention.pk).update(same_pain=False)
    messages.success(request, f"Moved back to {before.reference}")
    return redirect(before)
