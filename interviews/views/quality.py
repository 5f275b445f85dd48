"""What is half-filled, to be worked off."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from ..keyset import page_of
from ..lists import refuse_unknown
from ..models import Persona
from ..quality import GAPS, Gap, counts
from .listing import onward

KEYS = ("kind", "after")


@require_safe
def quality_list(request: HttpRequest) -> HttpResponse:
    """How many rows each gap has, and the rows of one of them: the chosen one, or the first that has any."""
    refuse_unknown(request.GET, KEYS)
    user: Any = request.user
    found = counts(user)
    gap = chosen_gap(request.GET.get("kind", ""), found)
    rows = gap.rows(user)
    page = page_of(rows, *gap.order, after=request.GET.get("after", ""), among=rows)
    return TemplateResponse(
        request,
        "interviews/quality_list.html",
        {
            "gaps": [(one, found[one.slug]) for one in GAPS],
            "gap": gap,
            "page": page,
            "in_order": not any(found.values()),
            "file_query": f"?kind={gap.slug}",
            "next_url": onward(request.GET, page.after),
            "personas": Persona.objects.live() if gap.slug == "persona" and user.can_edit else [],
            "back": f"{reverse('interviews:quality_list')}?kind={gap.slug}",
        },
    )


def chosen_gap(slug: str, found: dict[str, int]) -> Gap:
    """The gap of this name; without a name the first that has rows."""
    if slug:
        gap = next((one for one in GAPS if one.slug == slug), None)
        if gap is None:
            raise BadRequest(f"“kind” is one of: {', '.join(one.slug for one in GAPS)}.")
        return gap
    return next((one for one in GAPS if found[one.slug]), GAPS[0])
