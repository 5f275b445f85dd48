"""Requirements: lines of a document, each with the evidence it stands on."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import reselect, retarget

from accounts.access import researcher_required
from interviews.models import Act
from interviews.views.edit import archive_record, edit_record, restore_record

from ..coverage import of_requirements
from ..forms.requirements import NewRequirementForm, RequirementForm
from ..models import Document, Requirement
from .claims import stands_on

STEPS = {"up": -1, "down": 1}


def editable(request: HttpRequest, pk: int) -> Requirement:
    """The requirement, of a document that is not in the archive."""
    rows = Requirement.objects.visible_to(request.user).filter(document__archived_at__isnull=True)
    return get_object_or_404(rows.select_related("document"), pk=pk)


@require_safe
def requirement_read(request: HttpRequest, pk: int) -> HttpResponse:
    """One requirement: when it is met, and who speaks for and against it."""
    rows = Requirement.objects.visible_to(request.user).select_related("document")
    requirement = get_object_or_404(rows, pk=pk)
    [row] = of_requirements([requirement], request.user)
    context = {"requirement": requirement, "row": row, **stands_on(request, requirement, "requirement")}
    return TemplateResponse(request, "discovery/requirement_read.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@researcher_required
def requirement_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a line to a document."""
    document = get_object_or_404(Document.objects.live().visible_to(request.user), pk=pk)
    form = NewRequirementForm(request.POST or None, instance=Requirement(document=document))
    if form.attempt(request.user):
        messages.success(request, f"{form.saved.label} added")
        return redirect(f"{document.get_absolute_url()}#add-requirement" if "more" in request.POST else form.saved)
    if request.htmx and request.method == "POST":
        return refused(request, document, form)
    template = "discovery/requirement_edit.html"
    return edit_record(request, form, template=template, done=Requirement.get_absolute_url, document=document)


def refused(request: HttpRequest, document: Document, form: NewRequirementForm) -> HttpResponse:
    """The form below the lines of a document with what was typed and what is wrong with it, alone."""
    context = {"document": document, "add_form": form, "frozen": False}
    answer = TemplateResponse(request, "discovery/_requirement_add.html", context, status=422)
    return retarget(reselect(answer, "#add-requirement"), "#add-requirement")


@require_http_methods(["GET", "HEAD", "POST"])
@researcher_required
def requirement_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a line of a document."""
    requirement = editable(request, pk)
    form = RequirementForm(request.POST or None, instance=requirement)
    template = "discovery/requirement_edit.html"
    done = Requirement.get_absolute_url
    return edit_record(request, form, template=template, done=done, document=requirement.document)


@require_POST
@researcher_required
def requirement_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a line up or down."""
    requirement = editable(request, pk)
    steps = STEPS.get(request.POST.get("to", ""), 0)
    if not requirement.is_archived:
        requirement.move(steps, request.user)
    return redirect(f"{requirement.document.get_absolute_url()}#requirements")


@require_POST
@researcher_required
def requirement_archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a line out of its document; the toast offers to put it back."""
    requirement = editable(request, pk)
    undo = reverse("discovery:requirement_restore", args=[pk])
    with Act.by(request.user, Act.Kind.ARCHIVED) as act:
        answer = archive_record(request, requirement, to=requirement.get_line_url(), undo=undo)
        act.remark(requirement.document, f"{requirement.label} was archived")
    return answer


@require_POST
@researcher_required
def requirement_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a line back where it was."""
    requirement = editable(request, pk)
    with Act.by(request.user, Act.Kind.RESTORED) as act:
        answer = restore_record(request, requirement, to=requirement.get_line_url())
        act.remark(requirement.document, f"{requirement.label} was restored")
    return answer
