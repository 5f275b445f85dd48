"""Archive and restore, the same two acts for every record of every app, and the archive of everything."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.access import researcher_required

from ..archive import Kind, kinds, restore_all
from ..keyset import page_of
from ..lists import refuse_unknown, searched
from ..models import Record
from .edit import archive_record, restore_record
from .listing import onward
from .many import tell

KEYS = ("q", "kind", "after")
SOME, ALL = 10, 50


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


@require_safe
def archive_list(request: HttpRequest) -> HttpResponse:
    """Everything in the archive, by kind, the last archived first; `kind` gives all of one kind."""
    query = request.GET
    slugs = [kind.slug for kind in kinds()]
    refuse_unknown(query, KEYS)
    chosen, text = query.get("kind", ""), searched(query)
    if chosen and chosen not in slugs:
        raise BadRequest(f"“kind” is one of: {', '.join(slugs)}.")
    parts = [part(kind, request, text) for kind in kinds() if chosen in ("", kind.slug)]
    context = {"parts": [one for one in parts if one["rows"]], "q": text, "kind": chosen}
    context["kinds"] = [(kind.slug, kind.title) for kind in kinds()]
    return TemplateResponse(request, "interviews/archive_list.html", context)


def part(kind: Kind, request: HttpRequest, text: str) -> dict[str, Any]:
    """The archived rows of one kind: the first of them, or a page of all where only this kind is asked for."""
    rows, whole = kind.rows(request.user, text), request.GET.get("kind") == kind.slug
    after = request.GET.get("after", "") if whole else ""
    page = page_of(rows, "-archived_at", "-pk", after=after, among=kind.rows(request.user), size=ALL if whole else SOME)
    more = onward(request.GET, page.after) if whole else f"?{urlencode({'kind': kind.slug, 'q': text})}"
    return {
        "kind": kind,
        "rows": [(row, kind.named(row)) for row in page.rows],
        "more_url": more if page.after else "",
    }


@require_POST
@researcher_required
def archive_restore(request: HttpRequest) -> HttpResponse:
    """Take the chosen records, or the one whose button was pressed, out of the archive; the toast puts them back."""
    one = request.POST.get("one", "")
    done = restore_all([one] if one else request.POST.getlist("row"), request.user)
    back = reverse("interviews:archive_list")
    tell(request, "Restored", done, ("record", "records"), back)
    return redirect(back)
