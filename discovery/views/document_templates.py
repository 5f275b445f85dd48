"""The templates of documents: everybody reads them, admins word them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import admin_required
from interviews.lists import refuse_unknown
from interviews.views.edit import edit_record

from ..forms.documents import TemplateForm
from ..models import Document, DocumentTemplate
from ..outline import wanted
from ..templates import outline_of, outlines


@require_safe
def document_template_list(request: HttpRequest) -> HttpResponse:
    """What each kind of document consists of."""
    refuse_unknown(request.GET, ())
    texts, stored = outlines(), {one.kind: one for one in DocumentTemplate.objects.live()}
    kinds = [
        {"kind": kind, "label": label, "sections": wanted(texts[kind]), "ours": stored.get(kind)}
        for kind, label in Document.Kind.choices
    ]
    return TemplateResponse(request, "discovery/document_template_list.html", {"kinds": kinds})


@require_http_methods(["GET", "HEAD", "POST"])
@admin_required
def document_template_edit(request: HttpRequest, kind: str) -> HttpResponse:
    """Word the sections of one kind."""
    if kind not in Document.Kind.values:
        raise Http404
    template = DocumentTemplate.objects.filter(kind=kind).first()
    if template is None and request.method == "POST":
        template = DocumentTemplate.objects.create_by(request.user, kind=kind)
    shown = template or DocumentTemplate(kind=kind)
    initial = {} if shown.outline else {"outline": outline_of(kind)}
    form = TemplateForm(request.POST or None, instance=shown, initial=initial)
    page = "discovery/document_template_edit.html"
    return edit_record(request, form, template=page, done=DocumentTemplate.get_absolute_url)
