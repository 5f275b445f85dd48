"""Guides: the list, a guide with its questions, and its record."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import researcher_required

from ..coverage import coverage
from ..forms.guides import GuideForm
from ..lists import GUIDES
from ..models import Guide, Interview, Study
from .edit import edit_record
from .listing import list_records


@require_safe
def guide_list(request: HttpRequest) -> HttpResponse:
    """Lists of questions to start a conversation from."""
    return list_records(request, GUIDES, template="interviews/guide_list.html")


@require_safe
def guide_read(request: HttpRequest, pk: int) -> HttpResponse:
    """One guide: its questions, and how often each was asked."""
    guide = get_object_or_404(Guide.objects.visible_to(request.user), pk=pk)
    interviews = Interview.objects.readable_by(request.user).filter(guide=guide)
    asked = {one.text: one for one in coverage(interviews)}
    return TemplateResponse(
        request,
        "interviews/guide_read.html",
        {
            "guide": guide,
            "questions": [(question, asked.get(question.text)) for question in guide.questions.all()],
            "studies": Study.objects.live().filter(guide=guide),
            "held": interviews.count(),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@researcher_required
def guide_new(request: HttpRequest) -> HttpResponse:
    """Write a guide."""
    form = GuideForm(request.POST or None)
    return edit_record(request, form, template="interviews/guide_edit.html", done=Guide.get_absolute_url)


@require_http_methods(["GET", "HEAD", "POST"])
@researcher_required
def guide_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a guide; interviews keep the questions they were started with."""
    guide = get_object_or_404(Guide.objects.visible_to(request.user), pk=pk)
    form = GuideForm(request.POST or None, instance=guide)
    return edit_record(request, form, template="interviews/guide_edit.html", done=Guide.get_absolute_url)
