"""Studies: the list, a study's progress, and its record."""

from __future__ import annotations

from django.db.models import Count, Max, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import researcher_required

from ..forms.studies import StudyForm
from ..lists import STUDIES
from ..models import Interview, InterviewQuestion, Study
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
    interviews = Interview.objects.live().visible_to(request.user).filter(study=study)
    return TemplateResponse(
        request,
        "interviews/study_read.html",
        {
            "study": study,
            "portrait": portrait(request.user, Q(interview__study=study)),
            "interviews": interviews.with_people(),
            "complete": interviews.complete().count(),
            "questions": coverage(interviews),
            "panels": panels_of("study", study.pk),
        },
    )


def coverage(interviews: QuerySet[Interview]) -> QuerySet:
    """Each question of `interviews` with how often it stood on the guide, was asked, and was answered."""
    asked = InterviewQuestion.objects.filter(interview__in=interviews.values("pk")).order_by().values("text")
    return asked.annotate(
        stood=Count("pk"),
        times_asked=Count("pk", filter=Q(asked_at__isnull=False)),
        times_answered=Count("pk", filter=Q(answered=InterviewQuestion.Answered.YES)),
        times_partly=Count("pk", filter=Q(answered=InterviewQuestion.Answered.PARTLY)),
        place=Max("position"),
    ).order_by("place", "text")


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
