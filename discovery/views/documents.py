"""Documents: the list, the page with its evidence, and the form with a preview."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.shortcuts import render as render_part
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import reader, researcher_required
from interviews.models import Act
from interviews.views.edit import edit_record
from interviews.views.listing import list_records

from .. import candidates
from ..addressed import Orphans, in_no_document
from ..coverage import with_coverage
from ..forms.documents import LONGEST, AskForm, DocumentForm
from ..lists import DOCUMENTS
from ..markdown import render
from ..models import Document
from ..offers import consequences
from ..outline import wanted
from ..quoted import typed_in
from ..templates import not_written, outline_of, text_to_begin_with
from ..versions import as_it_is, seal
from .document_page import as_read, with_talk
from .linking import linker


@require_safe
def document_list(request: HttpRequest) -> HttpResponse:
    """Documents, newest first, with the people each of them stands on."""
    answer = list_records(request, DOCUMENTS, template="discovery/document_list.html")
    answer.context_data["rows"] = with_coverage(answer.context_data["page"].rows, request.user)
    answer.context_data["orphans"] = in_no_document(request.user) if not request.GET else Orphans()
    return answer


@require_safe
def document_read(request: HttpRequest, pk: int) -> HttpResponse:
    """One document with live evidence beside its sections, and what it stands on."""
    rows = Document.objects.visible_to(request.user).select_related("owner", "data_product")
    document = get_object_or_404(rows, pk=pk)
    shown = as_read(document, document.body, document.requirements.live(), request.user)
    shown = with_talk(shown, document, request.user)
    about = looked_over(request, document)
    typed = typed_in(document, shown["pasted"], request.user) if reader(request).can_edit else []
    context = {
        "document": document,
        "typed": [] if document.is_archived else typed,
        **shown,
        **linker(request, document),
        "not_written": not_written(document, bool(shown["coverage"].rows)),
        "hypotheses": document.hypotheses.live().visible_to(request.user),
        **about,
    }
    return TemplateResponse(request, "discovery/document_read.html", context)


def looked_over(request: HttpRequest, document: Document) -> dict[str, Any]:
    """What was approved of the document last, whether it still says that, and who was asked to review it."""
    approved = document.versions.approved().select_related("approved_by").first()
    user = reader(request)
    now = as_it_is(document, user)
    reads_as_approved = bool(approved and approved.reads_the_same(now))
    is_as_approved = bool(approved and approved.says_the_same(now))
    done = is_as_approved and document.status == Document.Status.APPROVED
    return {
        "approved": approved,
        "reads_as_approved": reads_as_approved,
        "is_as_approved": is_as_approved,
        "seen": seal(now) if user.can_edit and not done else "",
        "reviews": document.reviews.live().select_related("reviewer", "created_by"),
        "ask_form": AskForm(document=document, user=user) if user.can_edit else None,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@researcher_required
def document_new(request: HttpRequest) -> HttpResponse:
    """Begin a document with the sections of its kind; `?kind=` says which."""
    kind = request.GET.get("kind", "")
    if kind not in Document.Kind.values:
        kind = Document.Kind.ONE_PAGER
    initial = {"owner": request.user, "kind": kind, "body": text_to_begin_with(kind)}
    return edit(request, DocumentForm(request.POST or None, instance=begun(request), initial=initial), "Document added")


def begun(request: HttpRequest) -> Document | None:
    """The document that an earlier save of the same form made, whose answer may have been lost on the way."""
    key = forms.UUIDField(required=False)
    try:
        given = key.clean(request.POST.get("client_key", ""))
    except ValidationError:
        return None
    return Document.objects.filter(client_key=given, created_by=request.user).first() if given else None


@require_http_methods(["GET", "HEAD", "POST"])
@researcher_required
def document_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a document."""
    document = get_object_or_404(Document.objects.visible_to(request.user), pk=pk)
    return edit(request, DocumentForm(request.POST or None, instance=document), "Saved")


def edit(request: HttpRequest, form: DocumentForm, said: str) -> HttpResponse:
    """Save, or with the button of that name show what was typed as it will be read."""
    template = "discovery/document_edit.html"
    body = form["body"].value() or ""
    beside = {
        "preview": render(body, request.user),
        "consequences": consequences(form.instance, body, request.user),
        "wanted": wanted(outline_of(form["kind"].value() or "")),
    }
    if request.method == "POST" and "preview" in request.POST:
        context = {"form": form, "record": form.instance, "previewed": True, **beside}
        return TemplateResponse(request, template, context)
    return edit_record(request, form, template=template, done=Document.get_absolute_url, said=said, **beside)


@require_POST
@researcher_required
def document_autosave(request: HttpRequest, pk: int) -> HttpResponse:
    """Save what is typed while it is typed: the version to go on from, or what stands in the way. Saves that follow
    each other are one act of the journal."""
    document = get_object_or_404(Document.objects.live().visible_to(request.user), pk=pk)
    return autosave(request, document)


@require_POST
@researcher_required
def document_begin(request: HttpRequest) -> JsonResponse:
    """Save a new document while it is typed, before anybody pressed Save: the same, and where it is from now on."""
    return autosave(request, begun(request))


def autosave(request: HttpRequest, document: Document | None) -> JsonResponse:
    """Save what was typed in `document`, or make it. A title that is refused stays as it was, so that the text goes on
    being saved."""
    form, refused = DocumentForm(request.POST, instance=document), ""
    if document and form.errors.keys() == {"title"}:
        form, refused = form.with_stored("title"), " ".join(form.errors["title"])
    with Act.sitting(request.user, document) if document else nullcontext():
        saved = form.attempt(request.user)
    if saved:
        form.saved.refresh_from_db(fields=["version", "status"])  # what was approved and changed is a draft again
        told = {"version": form.saved.version, "status": form.saved.status, "refused": refused}
        places = {
            name: reverse(f"discovery:document_{name}", args=[form.saved.pk]) for name in ("edit", "autosave", "read")
        }
        places |= {"images": reverse("discovery:image_list", args=[form.saved.pk]), "reference": form.saved.reference}
        return JsonResponse({**told, **places, "at": f"{timezone.localtime():%H:%M}"})
    told = [{"label": field.label, "name": field.name, "stored": stored} for field, stored in form.conflicts]
    errors = [str(error) for errors in form.errors.values() for error in errors]
    version = form["version"].value()
    return JsonResponse({"conflicts": told, "version": version, "errors": errors}, status=form.status)


@require_safe
@researcher_required
def reference_suggest(request: HttpRequest) -> HttpResponse:
    """What the editor can name: sources and hypotheses found by a few words, each with its reference; a part."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    found = [(one, one.names) for one in candidates.to_name(text, request.user)]
    return TemplateResponse(request, "discovery/_reference_options.html", {"found": found, "q": text})


@require_POST
@researcher_required
def document_preview(request: HttpRequest) -> HttpResponse:
    """What was typed, as it will be read; a part of the page."""
    text = request.POST.get("body", "")[:LONGEST]
    return render_part(request, "discovery/_preview.html", {"preview": render(text, request.user)})
