"""Linking evidence from either end, and where a record is used."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import require_researcher, researcher_required
from interviews.models import Mention, PainPoint, Record, Why

from ..candidates import readable
from ..evidence import PAGES, TARGET_MODELS, Source, Target, link, relink, unlink, used_in
from ..models import Evidence, WeeklyUpdate
from ..weighing import by_target, weigh
from .linking import linker, page_before


@require_http_methods(["GET", "HEAD", "POST"])
@researcher_required
def target_evidence(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Find sources for a hypothesis, requirement or document and link one."""
    target = get_object_or_404(TARGET_MODELS[kind].objects.visible_to(request.user), pk=pk)
    context = {"target": target, **linker(request, target)}
    form = context["link_form"]
    if form.is_valid():
        evidence = add(request, form.cleaned_data["chosen"], target, form.cleaned_data)
        return redirect(page_before(request) or f"{target.get_absolute_url()}#evidence-{evidence.pk}")
    status = 422 if form.is_bound else 200
    return TemplateResponse(request, "discovery/evidence_link.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def source_used_in(request: HttpRequest, pk: int, page: str) -> HttpResponse:
    """Where a record is used, and the form that uses it somewhere else; the bare part for htmx."""
    found = readable(PAGES[page], request.user).filter(pk=pk).first()
    record = found or withdrawn_or_404(request, pk, page)
    if request.method == "POST":
        require_researcher(request)
    context = linker(request, found, page) if found and page != "person" else {}
    form = context.get("link_form")
    if form is not None and form.is_valid():
        add(request, record, form.cleaned_data["chosen"], form.cleaned_data)
        return redirect(home_of(record))
    links = used_in(page, pk, request.user).select_related("hypothesis", "document", "requirement__document")
    uses = by_target(weigh(links, request.user))
    updates = WeeklyUpdate.objects.live().visible_to(request.user).citing(page, pk)
    part = "_used_in" if request.headers.get("HX-Request") else "used_in"
    context |= {"record": record, "page": page, "uses": uses, "updates": updates, "home": home_of(record)}
    status = 422 if form is not None and form.is_bound else 200
    return TemplateResponse(request, f"discovery/{part}.html", context, status=status)


def withdrawn_or_404(request: HttpRequest, pk: int, page: str) -> PainPoint:
    """A pain point whose words were withdrawn: where it is used can still be read, and nothing new stands on it."""
    if page != "pain_point":
        raise Http404
    get_object_or_404(PainPoint.objects.withdrawn_for(request.user).only("pk"), pk=pk)
    return PainPoint.without_words(pk)


def add(request: HttpRequest, source: Source, target: Target, told: dict[str, str]) -> Evidence:
    """Link, and say so with a way back."""
    evidence = link(source, target, stance=told["stance"], reason=told["reason"], user=request.user)
    undo = reverse("discovery:evidence_unlink", args=[evidence.pk])
    messages.success(request, f"Linked to {target.reference}", extra_tags=undo)
    return evidence


def home_of(record: Record) -> str:
    """The page to read a record on: a mention is read on that of its pain point, a why on that of its interview."""
    if isinstance(record, Mention):
        return f"{(record.pain_point or record.interview).get_absolute_url()}#mention-{record.pk}"
    if isinstance(record, Why):
        return f"{record.interview.get_absolute_url()}#why-{record.pk}"
    return record.get_absolute_url()


@require_POST
@researcher_required
def evidence_unlink(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo a link; the toast offers to take it back."""
    evidence = own(request, pk)
    unlink(evidence, request.user)
    undo = reverse("discovery:evidence_relink", args=[pk])
    messages.success(request, f"Unlinked from {evidence.target.reference}", extra_tags=undo)
    return redirect(page_before(request) or evidence.target)


@require_POST
@researcher_required
def evidence_relink(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back that a link was undone."""
    evidence = own(request, pk)
    relink(evidence, request.user)
    messages.success(request, f"Linked to {evidence.target.reference} again")
    return redirect(evidence.target)


def own(request: HttpRequest, pk: int) -> Evidence:
    """The link, if its source may be read."""
    claims = ("hypothesis", "document", "requirement__document")
    found = Evidence.objects.visible_to(request.user).select_related(*claims).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
