"""Root causes: the list, the trees that end in one side by side, its record, and naming the cause of a why."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import researcher_required

from ..forms.root_causes import NameRootCauseForm, RootCauseForm
from ..hurts import ranked
from ..joined import leading_to, trees, weakest_link
from ..lists import ROOT_CAUSES
from ..models import Mention, RootCause, Why
from ..panels import panels_of
from .edit import edit_record
from .listing import list_records
from .survivors import leads_to_survivor

MOST_TREES = 12  # drawn at once, the strongest; the others on demand
MOST_PAIN_POINTS = 50


@require_safe
def root_cause_list(request: HttpRequest) -> HttpResponse:
    """Where the chains of several interviews meet."""
    return list_records(request, ROOT_CAUSES, template="interviews/root_cause_list.html")


@require_safe
@leads_to_survivor(RootCause)
def root_cause_read(request: HttpRequest, pk: int) -> HttpResponse:
    """One root cause: who came to it, from which pain points, and the trees that end in it, joined; `?trees=all`."""
    causes = RootCause.objects.visible_to(request.user).with_reach(request.user).with_firmness(request.user)
    cause = get_object_or_404(causes, pk=pk)
    mentions = leading_to(cause, request.user)
    total = mentions.count()
    drawn = mentions if request.GET.get("trees") == "all" else mentions[:MOST_TREES]
    joined = trees(drawn, cause, request.user)
    return TemplateResponse(
        request,
        "interviews/root_cause_read.html",
        {
            "cause": cause,
            "trees": joined,
            "not_drawn": total - len(joined),
            "weakest": weakest_link(joined),
            "pain_points": ranked(mentions, limit=MOST_PAIN_POINTS),
            "panels": panels_of("root_cause", cause.pk),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@researcher_required
def root_cause_new(request: HttpRequest) -> HttpResponse:
    """Write down a root cause."""
    form = RootCauseForm(request.POST or None)
    return edit_record(request, form, template="interviews/root_cause_edit.html", done=RootCause.get_absolute_url)


@require_http_methods(["GET", "HEAD", "POST"])
@researcher_required
def root_cause_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change how a root cause is put."""
    cause = get_object_or_404(RootCause.objects.visible_to(request.user), pk=pk)
    form = RootCauseForm(request.POST or None, instance=cause)
    return edit_record(request, form, template="interviews/root_cause_edit.html", done=RootCause.get_absolute_url)


@require_http_methods(["GET", "HEAD", "POST"])
@researcher_required
def why_root_cause(request: HttpRequest, pk: int) -> HttpResponse:
    """Name the root cause a chain ends in, change it, or take it off; only the last why of a chain has one."""
    readable = Mention.objects.readable().visible_to(request.user)
    leaves = Why.objects.leaves().filter(mention__in=readable).select_related("mention", "interview")
    why = get_object_or_404(leaves, pk=pk)
    form = NameRootCauseForm(request.POST if request.method == "POST" else None, why=why, user=request.user)
    if form.attempt(request.user):
        cause = form.saved
        messages.success(request, f"The chain ends in {cause.reference}" if cause else "The chain has no root cause")
        return redirect(f"{why.interview.get_absolute_url()}#why-{why.pk}")
    context = {"form": form, "why": why, "interview": why.interview}
    return TemplateResponse(request, "interviews/why_root_cause.html", context, status=form.status)
