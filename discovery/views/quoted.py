"""Customers' words that were typed into a document become cards."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from accounts.access import researcher_required
from accounts.versions import Stale, version_in
from interviews.models import Quote

from ..models import Document
from ..quoted import put_card


@require_POST
@researcher_required
def document_card(request: HttpRequest, pk: int, quote: int) -> HttpResponse:
    """Put a card in the place of the words of a quote; the toast brings the words back."""
    document = get_object_or_404(Document.objects.live().visible_to(request.user), pk=pk)
    said = get_object_or_404(Quote.objects.readable_by(request.user).select_related("interview"), pk=quote)
    try:
        act = put_card(document, said, version_in(request.POST), request.user)
    except Stale:
        messages.error(request, "Somebody changed the document meanwhile. Read it again.")
        return redirect(document)
    undo = act.get_undo_url(document.get_absolute_url())
    messages.success(request, "A card stands there now, and the quote is linked", extra_tags=undo)
    return redirect(document)
