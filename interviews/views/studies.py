"""Studies: the list, a study's progress, and its record."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import researcher_required

from ..coverage import coverage, planned_in_all, progress
from ..forms.studies import StudyForm
from ..lists import STUDIES
from ..models import Interview, Study
from ..panels import panels_of
from ..portraits import portrait
from .edit import edit_record
from .listing import list_records


@require_safe
def study_list(request: HttpRequest) -> HttpResponse:
    """Research questions, newest first, with how far each has come."""
    return list_records(request, STUDIES, template="interviews/study_list.html")


@require_safe
def study_read(request: HttpRequest, pk: int) -> HttpResponse:
    """One study: progress, which questions were asked and answered, what was heard."""
    study = get_object_or_404(Study.objects.visible_to(request.user).select_related("guide"), pk=pk)
    interviews = Interview.objects.readable_by(request.user).filter(study=study)
    held = list(interviews.with_people())
    parts = progress(study, held)
    questions = study.guide.questions.values_list("text", flat=True) if study.guide else ()
    return TemplateResponse(
        request,
        "interviews/study_read.html",
        {
            "study": study,
            "portrait": portrait(request.user, Q(interview__study=study)),
            "interviews": held,
            "complete": sum(not one.is_draft for one in held),
            "parts": parts,
            "planned": planned_in_all(parts),
            "questions": coverage(interviews, questions),
            "panels": panels_of("study", study.pk),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@researcher_required
def study_new(request: HttpRequest) -> HttpResponse:
    """Start a study."""
    form = StudyForm(request.POST or None)
    return edit_record(request, form, template="interviews/study_edit.html", done=Study.get_absolute_url)


@require_http_methods(["GET", "HEAD", "POST"])
@researcher_required
def study_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a study."""
    study = get_object_or_404(Study.objects.visible_to(request.user), pk=pk)
    form = StudyForm(request.POST or None, instance=study)
    return edit_record(request, form, template="interviews/study_edit.html", done=Study.get_absolute_url)
