"""Codes: the codebook, the pain points under a code, and its record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import Count, F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import researcher_required

from ..codebook import Codebook, Use, read_use, tagged
from ..forms.codes import CodeForm
from ..forms.picked import PickedField
from ..lists import CODES
from ..models import Code, PainPoint
from ..panels import panels_of
from ..reach import heard_mentions
from .edit import edit_record
from .listing import list_records
from .survivors import leads_to_survivor


@require_safe
def code_list(request: HttpRequest) -> HttpResponse:
    """The codebook: themes, and the codes that stand under them."""
    answer = list_records(request, CODES, template="interviews/code_list.html")
    answer.context_data["rows"] = with_use(answer.context_data["page"].rows, read_use(Codebook.load(), request.user))
    return answer


def with_use(codes: Iterable[Code], use: Mapping[int, Use]) -> list[tuple[Code, Use]]:
    """Each code with its use, that of the codes below it included."""
    return [(code, use.get(code.pk, Use())) for code in codes]


@require_safe
@leads_to_survivor(Code)
def code_read(request: HttpRequest, pk: int) -> HttpResponse:
    """One code: what it means, what stands under it, and the pain points that carry it or one below."""
    code = get_object_or_404(Code.objects.visible_to(request.user).select_related("parent"), pk=pk)
    book, mentions = Codebook.load(), heard_mentions(request.user)
    coded = tagged().filter(code__in=book.below([code.pk])).values("painpoint")
    pains = PainPoint.objects.live().visible_to(request.user).filter(pk__in=coded)
    counted = pains.with_people(mentions).with_severity(mentions).with_grounds(mentions)
    told = mentions.filter(pain_point__in=pains.values("pk"))
    return TemplateResponse(
        request,
        "interviews/code_read.html",
        {
            "code": code,
            "below": with_use(Code.objects.live().filter(parent=code), read_use(book, request.user)),
            "pain_points": counted.order_by("-people", F("severity").desc(nulls_last=True), "-pk"),
            "counts": told.aggregate(
                people=Count("participant__person", distinct=True),
                companies=Count("participant__company", distinct=True),
            ),
            "panels": panels_of("code", code.pk),
        },
    )


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
