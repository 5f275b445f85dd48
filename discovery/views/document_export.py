"""A document as files: what would be in them, and the files."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from accounts import reading
from interviews.lists import refuse_unknown

from ..exchange.as_html import as_html
from ..exchange.as_markdown import as_markdown
from ..exchange.bundle import bundle_pieces, stem
from ..exchange.gathering import paper_of
from ..exchange.paper import Paper
from .document_versions import readable, version_of

log = logging.getLogger("groundwork.exports")

NAMES, PSEUDONYMS = "names", "pseudonyms"
FORMATS: dict[str, tuple[Callable[[Paper], str | Iterator[bytes]], str]] = {
    "md": (as_markdown, "text/markdown; charset=utf-8"),
    "html": (as_html, "text/html; charset=utf-8"),
    "zip": (bundle_pieces, "application/zip"),
}


def chosen_paper(request: HttpRequest, pk: int, number: int | None) -> Paper:
    """The document, or its version `number`, under what `people` says: names, for those who see them, or pseudonyms.

    Raises BadRequest for anything else, PermissionDenied where somebody asks for names they may not see.
    """
    version = version_of(request, pk, number) if number is not None else None
    document = version.document if version else readable(request, pk)
    refuse_unknown(request.GET, ("people",))
    people = request.GET.get("people", NAMES if reading.sees_names() else PSEUDONYMS)
    if people not in (NAMES, PSEUDONYMS):
        raise BadRequest(f"“people” is {NAMES} or {PSEUDONYMS}.")
    if people == NAMES and not reading.sees_names():
        raise PermissionDenied("Names are not shown to you.")
    return paper_of(document, request.user, version=version, pseudonyms=people == PSEUDONYMS)


@require_safe
def document_export(request: HttpRequest, pk: int, number: int | None = None) -> HttpResponse:
    """What the files of a document, or of one version, would hold, and the links to them; for htmx a part."""
    paper = chosen_paper(request, pk, number)
    space = "discovery:document_version_export" if number is not None else "discovery:document_export"
    args = [pk] if number is None else [pk, number]
    context = {
        "paper": paper,
        "document_url": reverse("discovery:document_read", args=[pk]),
        "export_url": reverse(space, args=args),
        "files": {to: reverse(f"{space}_{to}", args=args) for to in FORMATS},
        "people": PSEUDONYMS if paper.pseudonyms else NAMES,
        "sees_names": reading.sees_names(),
    }
    if request.htmx:
        return render(request, "discovery/_document_export.html", context)
    return TemplateResponse(request, "discovery/document_export.html", context)


@require_safe
def document_file(request: HttpRequest, pk: int, to: str, number: int | None = None) -> HttpResponseBase:
    """The document, or one version, as a file. Who took what is written to the log."""
    paper = chosen_paper(request, pk, number)
    write, kind = FORMATS[to]
    log.info("user %s took %s, %s quotes: %s", request.user.pk, paper.reference, paper.quotes, request.get_full_path())
    written = write(paper)
    way = HttpResponse if isinstance(written, str) else StreamingHttpResponse
    answer = way(written, content_type=kind)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=f"{stem(paper)}.{to}")
    answer["Cache-Control"] = "private, no-store"
    return answer
