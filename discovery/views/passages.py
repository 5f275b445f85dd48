"""Commenting on a passage of a document."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods
from django_htmx.http import reselect, retarget

from interviews.models import Comment
from interviews.views.comments import said

from ..forms.passages import PassageCommentForm
from ..models import Document


@require_http_methods(["GET", "HEAD", "POST"])
def passage_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Comment on a passage, or with `?section=` on a whole section; whoever reads may do so."""
    document = get_object_or_404(Document.objects.visible_to(request.user), pk=pk)
    if document.is_archived:
        raise PermissionDenied("Restore the document before you comment on it.")
    given = request.POST if request.method == "POST" else None
    initial = {"section": request.GET.get("section", "")}
    form = PassageCommentForm(given, instance=Comment(), document=document, user=request.user, initial=initial)
    if form.attempt(request.user):
        messages.success(request, said(form.saved))
        if request.htmx:
            return redirect(f"{document.get_absolute_url()}?{urlencode({'said': form.saved.pk})}")
        return redirect(form.saved.get_place_url())
    if request.htmx and request.method == "POST":
        return refused(request, document, form)
    context = {"form": form, "record": form.instance, "document": document}
    return TemplateResponse(request, "discovery/passage_new.html", context, status=form.status)


def refused(request: HttpRequest, document: Document, form: PassageCommentForm) -> HttpResponse:
    """The form beside its section with what was typed and what is wrong with it."""
    anchor = form["section"].value()
    place = next((at for at, one in enumerate(form.sections, 1) if one.anchor == anchor), 0)
    if place:
        form.auto_id = f"say-{anchor}-%s"  # a format: only with a name that the document gave
    section = {"anchor": anchor, "title": form.sections[place - 1].title if place else ""}
    context = {"part": {"say": form, "section": section, "place": place}, "document": document}
    answer = TemplateResponse(request, "discovery/_say.html", context, status=form.status)
    return retarget(reselect(answer, ".say"), "closest .say")
