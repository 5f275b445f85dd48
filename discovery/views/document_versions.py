"""Versions of a document: all of them, one as it was read, any two compared, and what is done with one."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import researcher_required
from accounts.versions import Stale, version_in
from interviews.keyset import page_of
from interviews.views.listing import onward

from ..compare import differences
from ..coverage import Coverage, of_requirements
from ..forms.documents import NameForm
from ..models import Document, DocumentVersion, Review
from ..passages import unresolved
from ..templates import not_written
from ..versions import approve, as_it_is, bring_back, links_in, rows_in, seal
from .document_page import as_read

CHANGED = "Somebody changed the document meanwhile. Read it again, then approve."
OVERTAKEN = "Not brought back: somebody changed the document meanwhile. Look at what it says now, then bring it back."


def readable(request: HttpRequest, pk: int) -> Document:
    return get_object_or_404(Document.objects.visible_to(request.user), pk=pk)


def version_of(request: HttpRequest, pk: int, number: int) -> DocumentVersion:
    rows = readable(request, pk).versions.select_related("document", "saved_by", "approved_by")
    return get_object_or_404(rows, number=number)


@require_safe
def document_versions(request: HttpRequest, pk: int) -> HttpResponse:
    """Every version, the latest first; any two can be compared."""
    document = readable(request, pk)
    among = DocumentVersion.objects.filter(document=document)
    rows = among.select_related("saved_by", "approved_by").defer("body")
    page = page_of(rows, "-number", "-pk", after=request.GET.get("after", ""), among=among)
    # every change is kept as a version, so the document says what the latest says
    stands = None if request.GET.get("after") or not page.rows else page.rows[0].number
    context = {"document": document, "page": page, "stands": stands, "next_url": onward(request.GET, page.after)}
    return TemplateResponse(request, "discovery/document_versions.html", context)


@require_safe
def document_version_read(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One version with its text as it was; the words behind its references are read from their source."""
    version = version_of(request, pk, number)
    links = links_in(version, request.user)
    shown = as_read(version.document, version.body, rows_in(version), request.user, stood_on=links)
    context = {"version": version, "document": version.document, **shown, "frozen": True}
    return TemplateResponse(request, "discovery/document_version_read.html", context)


@require_safe
def document_compare(request: HttpRequest, pk: int) -> HttpResponse:
    """What differs between two versions, word by word; without `new` from `old` to what the document says now."""
    document = readable(request, pk)
    old, new = (chosen(request, document, key) for key in ("old", "new"))
    parts = differences(old, new, request.user)
    context = {"document": document, "old": old, "new": new, "parts": parts}
    return TemplateResponse(request, "discovery/document_compare.html", context)


def chosen(request: HttpRequest, document: Document, key: str) -> DocumentVersion:
    """The version whose number the address names; without one the document as it is now."""
    given = request.GET.get(key, "")
    if not given:
        return as_it_is(document, request.user)
    if not (given.isascii() and given.isdigit() and len(given) < 10):
        raise BadRequest(f"“{key}” is the number of a version.")
    return version_of(request, document.pk, int(given))


@require_POST
@researcher_required
def document_version_name(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Give a version a name; it then stays as it is."""
    version = version_of(request, pk, number)
    form = NameForm(request.POST, instance=version)
    if form.is_valid():
        form.save()
        messages.success(request, f"Version {number} is called “{version.name}”" if version.name else "Name removed")
    else:
        messages.error(request, "A name has at most 100 characters.")
    return redirect("discovery:document_versions", pk)


@require_POST
@researcher_required
def document_version_restore(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Let the document say again what it said then; the toast takes that back."""
    version = version_of(request, pk, number)
    if version.document.is_archived:
        messages.error(request, "Restore the document first: it is in the archive.")
        return redirect(version)
    try:
        now, act = bring_back(version, request.user, seen=version_in(request.POST))
    except Stale:
        messages.error(request, OVERTAKEN)
        return redirect("discovery:document_versions", pk)
    undo = act.get_undo_url(version.document.get_absolute_url()) if act.pk else ""
    messages.success(request, f"Version {number} was brought back as version {now.number}", extra_tags=undo)
    return redirect(version.document)


@require_http_methods(["GET", "HEAD", "POST"])
@researcher_required
def document_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what is open in the document; then freeze a copy, as whoever approves saw it. The toast takes that back."""
    document = get_object_or_404(Document.objects.live().visible_to(request.user), pk=pk)
    if request.method != "POST":
        return ask_before(request, document)
    try:
        version, act = approve(document, request.user, seen=request.POST.get("seen", ""))
    except Stale:
        messages.error(request, CHANGED)
        return redirect(document)
    undo = act.get_undo_url(document.get_absolute_url())
    messages.success(request, f"Version {version.number} is approved and stays as it is", extra_tags=undo)
    return redirect(reverse("discovery:document_version_read", args=[pk, version.number]))


def ask_before(request: HttpRequest, document: Document) -> HttpResponse:
    """The page that asks whether the text that was `seen` is approved; one that was read before a change is not."""
    now = as_it_is(document, request.user)
    seen = request.GET.get("seen", seal(now))
    if seen != seal(now):
        messages.error(request, CHANGED)
        return redirect(document)
    coverage = Coverage(of_requirements(document.requirements.live(), request.user))
    context = {
        "document": document,
        "seen": seen,
        "coverage": coverage,
        "not_written": not_written(document, bool(coverage.rows)),
        "reviews": document.reviews.live().exclude(outcome=Review.Outcome.AGREED).select_related("reviewer"),
        "unresolved": unresolved(document, request.user),
    }
    return TemplateResponse(request, "discovery/document_approve.html", context)
