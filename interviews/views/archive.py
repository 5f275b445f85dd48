"""Archive and restore: the same two acts for every record of every app; its model comes with the address."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.access import researcher_required

from ..models import Record
from .edit import archive_record, restore_record


@require_POST
@researcher_required
def archive(request: HttpRequest, pk: int, model: type[Record]) -> HttpResponse:
    """Put a record into the archive; nothing is lost."""
    record = get_object_or_404(model.objects.visible_to(request.user), pk=pk)
    undo = reverse(f"{model._meta.app_label}:{model.concept()}_restore", args=[pk])
    return archive_record(request, record, to=record.get_absolute_url(), undo=undo)


@require_POST
@researcher_required
def restore(request: HttpRequest, pk: int, model: type[Record]) -> HttpResponse:
    """Take a record out of the archive."""
    record = get_object_or_404(model.objects.visible_to(request.user), pk=pk)
    return restore_record(request, record, to=record.get_absolute_url())
