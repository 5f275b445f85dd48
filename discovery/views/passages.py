"""Commenting on a passage of a document."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

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
        return redirect(form.saved.get_place_url())
    context = {"form": form, "record": form.instance, "document": document}
    return TemplateResponse(request, "discovery/passage_new.html", context, status=form.status)
