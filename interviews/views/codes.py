"""Codes: the codebook, the pain points under a code, and its record."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.contrib import messages
from django.db.models import Count, F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import researcher_required

from ..codebook import Codebook, Use, read_use, tagged
from ..forms.codes import CodeForm, CodeMoveForm
from ..forms.picked import PickedField
from ..hurts import as_read, with_sources
from ..keyset import page_of
from ..lists import CODES
from ..models import Code, Interview, PainPoint, Quote
from ..models.kept import kept
from ..panels import panels_of
from ..reach import heard_mentions
from ..why_steps import steps
from .edit import edit_record
from .listing import list_records, onward
from .survivors import leads_to_survivor

QUOTES = 25


@require_safe
def code_list(request: HttpRequest) -> HttpResponse:
    """The codebook: themes, and the codes that stand under them."""
    answer = list_records(request, CODES, template="interviews/code_list.html")
    answer.context_data["rows"] = with_use(answer.context_data["page"].rows, read_use(Codebook.load(), request.user))
    return answer


@require_safe
def code_tree(request: HttpRequest) -> HttpResponse:
    """The codebook as it nests, with the use of each code; writers move codes in it."""
    return tree(request)


def tree(request: HttpRequest, status: int = 200, **more: Any) -> HttpResponse:
    """The codebook as it nests now: the page, or for htmx the part of it that changes."""
    codes = Code.objects.visible_to(request.user).live().alphabetically()
    use = read_use(Codebook.load(), request.user)
    rows = [(step, use.get(step.why.pk, Use())) for step in steps(codes)]
    part = "_code_tree" if request.htmx else "code_tree"
    return TemplateResponse(request, f"interviews/{part}.html", {"rows": rows, **more}, status=status)


@require_POST
@researcher_required
def code_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a code, with all below it, stand under another one or under none; the toast takes it back."""
    code = get_object_or_404(Code.objects.visible_to(request.user).live(), pk=pk)
    form = CodeMoveForm(request.POST, code=code)
    if not form.attempt(request.user):
        return tree(request, form.status, form=form, code=code)
    address = reverse("interviews:code_tree")
    if form.saved.pk is not None:
        to = f"moved under {code.parent}" if code.parent else "is a theme now"
        messages.success(request, f"“{code}” {to}", extra_tags=form.saved.get_undo_url(address))
    return tree(request) if request.htmx else redirect(address)


def with_use(codes: Iterable[Code], use: Mapping[int, Use]) -> list[tuple[Code, Use]]:
    """Each code with its use, that of the codes below it included."""
    return [(code, use.get(code.pk, Use())) for code in codes]


@require_safe
@leads_to_survivor(Code)
def code_read(request: HttpRequest, pk: int) -> HttpResponse:
    """One code: what it means, what stands under it, and the pain points and quotes that carry it or one below."""
    code = get_object_or_404(Code.objects.visible_to(request.user).select_related("parent"), pk=pk)
    book, mentions = Codebook.load(), heard_mentions(request.user)
    codes = book.below([code.pk])
    coded = tagged().filter(code__in=codes).values("painpoint")
    pains = PainPoint.objects.live().visible_to(request.user).filter(pk__in=coded)
    counted = pains.with_people(mentions).with_severity(mentions).with_grounds(mentions)
    told = mentions.filter(pain_point__in=pains.values("pk"))
    return TemplateResponse(
        request,
        "interviews/code_read.html",
        {
            "code": code,
            "below": with_use(Code.objects.live().filter(parent=code), read_use(book, request.user)),
            "pain_points": as_read(
                with_sources(counted, mentions).order_by("-people", F("severity").desc(nulls_last=True), "-pk")
            ),
            "counts": told.aggregate(
                people=Count("participant__person", distinct=True),
                companies=Count("participant__company", distinct=True),
            ),
            "panels": panels_of("code", code.pk),
            **words_coded(request, codes),
        },
    )


def words_coded(request: HttpRequest, codes: Collection[int]) -> dict[str, Any]:
    """The quotes that carry one of `codes`, the latest first, a page of them; and how many more are hidden."""
    readable = Quote.objects.readable_by(request.user)
    coded = readable.coded_with(codes)
    rows = coded.with_voice().select_related("line").prefetch_related("spans__segment")
    after = request.GET.get("after", "")
    page = page_of(rows, "-interview__held_at", "-pk", after=after, among=readable, size=QUOTES)
    read = Quote.objects.filter(interview__in=kept(Interview.objects.visible_to, request.user))
    return {
        "page": page,
        "quotes_in_all": coded.count(),
        "withdrawn": read.withdrawn().coded_with(codes).count(),
        "next_url": f"{url}#words-h" if (url := onward(request.GET, page.after)) else "",
    }


@require_http_methods(["GET", "HEAD", "POST"])
@researcher_required
def code_new(request: HttpRequest) -> HttpResponse:
    """Add a code; `?under=` says the theme it stands under."""
    above = Code.objects.live().filter(pk=PickedField().to_python(request.GET.get("under"))).first()
    form = CodeForm(request.POST or None, initial={"parent": above})
    return edit_record(request, form, template="interviews/code_edit.html", done=Code.get_absolute_url)


@require_http_methods(["GET", "HEAD", "POST"])
@researcher_required
def code_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a code; everything that carries it stays with it."""
    code = get_object_or_404(Code.objects.visible_to(request.user), pk=pk)
    form = CodeForm(request.POST or None, instance=code)
    return edit_record(request, form, template="interviews/code_edit.html", done=Code.get_absolute_url)
