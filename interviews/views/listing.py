"""A list of records: searched, in pages, live ones or the archive. Views of lists delegate to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse

from ..keyset import page_of

KEYS = ("q", "status", "after")  # each may be given once
LONGEST = 200


def list_records(
    request: HttpRequest,
    records: QuerySet,
    *,
    order: tuple[str, ...],
    matching: Callable[[QuerySet, str], QuerySet],
    template: str,
    **context: Any,
) -> HttpResponse:
    """Render the part of `records` that the address asks for.

    `records` are all the reader may see, with what a row shows; `matching` narrows them to what was searched.
    """
    refuse_unknown(request.GET)
    text = request.GET.get("q", "").strip()[:LONGEST]
    archived = request.GET.get("status") == "archived"
    rows = records.archived() if archived else records.live()
    if text:
        rows = matching(rows, text)
    page = page_of(rows, *order, after=request.GET.get("after", ""), among=records)
    shown = {"page": page, "q": text, "archived": archived, "next_url": onward(request.GET, page.after)}
    has_archive = archived or records.archived().exists()
    return TemplateResponse(request, template, {**shown, "has_archive": has_archive, **context})


def refuse_unknown(query: QueryDict) -> None:
    """Refuse keys and values nobody defined, in words."""
    for key, values in query.lists():
        if key not in KEYS:
            raise BadRequest(f"“{key[:40]}” is not a filter here. There are: {', '.join(KEYS)}.")
        if len(set(values)) > 1:
            raise BadRequest(f"Give “{key}” once.")
    if query.get("status", "active") not in ("", "active", "archived"):
        raise BadRequest("“status” is active or archived.")
    if "\x00" in "".join(query.getlist("q")):
        raise BadRequest("The search holds a character that no text has.")


def onward(query: QueryDict, after: str) -> str:
    """The address of the next page, empty on the last."""
    if not after:
        return ""
    on = query.copy()
    on["after"] = after
    return f"?{on.urlencode()}"


def containing(*fields: str) -> Callable[[QuerySet, str], QuerySet]:
    """A search that looks for the text in any of `fields`."""

    def matching(rows: QuerySet, text: str) -> QuerySet:
        wanted = Q()
        for field in fields:
            wanted |= Q(**{f"{field}__icontains": text})
        return rows.filter(wanted)

    return matching
