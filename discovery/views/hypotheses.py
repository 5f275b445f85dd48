"""Hypotheses: the list by status, the page with its evidence, and the form."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import researcher_required
from interviews.views.edit import edit_record
from interviews.views.listing import list_records

from ..forms.hypotheses import HypothesisForm
from ..lists import HYPOTHESES
from ..markdown import render
from ..models import Hypothesis
from .claims import stands_on, with_evidence


@require_safe
def hypothesis_list(request: HttpRequest) -> HttpResponse:
    """Hypotheses by status, those in testing first, each with the people for and against it."""
    answer = list_records(request, HYPOTHESES, template="discovery/hypothesis_list.html")
    answer.context_data["rows"] = with_evidence(answer.context_data["page"].rows, "hypothesis", request.user)
    return answer


@require_safe
def hypothesis_read(request: HttpRequest, pk: int) -> HttpResponse:
    """One hypothesis: what we believe, and what speaks for and against it."""
    hypothesis = get_object_or_404(Hypothesis.objects.visible_to(request.user).select_related("owner"), pk=pk)
    return TemplateResponse(
        request,
        "discovery/hypothesis_read.html",
        {
            "hypothesis": hypothesis,
            "statement": render(hypothesis.change, request.user),
            **stands_on(request, hypothesis, "hypothesis"),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@researcher_required
def hypothesis_new(request: HttpRequest) -> HttpResponse:
    """Write down a belief."""
    form = HypothesisForm(request.POST or None, initial={"owner": request.user})
    template = "discovery/hypothesis_edit.html"
    return edit_record(request, form, template=template, done=Hypothesis.get_absolute_url, said="Hypothesis added")


@require_http_methods(["GET", "HEAD", "POST"])
@researcher_required
def hypothesis_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a hypothesis."""
    hypothesis = get_object_or_404(Hypothesis.objects.visible_to(request.user), pk=pk)
    form = HypothesisForm(request.POST or None, instance=hypothesis)
    template = "discovery/hypothesis_edit.html"
    return edit_record(request, form, template=template, done=Hypothesis.get_absolute_url)
