"""What would lose its only support if an interview, or what a person said there or anywhere, were withdrawn."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from interviews.models import Interview, Participant, Person

from ..withdrawal import if_withdrawn, is_withdrawn


def of_interviews(user: Any) -> QuerySet[Participant]:
    """The participants of the interviews that `user` may see."""
    readable = Interview.objects.visible_to(user)
    return Participant.objects.filter(interview__in=readable).select_related("interview", "person")


READABLE = {
    "interview": Interview.objects.visible_to,
    "person": Person.objects.visible_to,
    "participant": of_interviews,
}


@require_safe
def withdrawal(request: HttpRequest, pk: int, page: str) -> HttpResponse:
    """What would follow, as a page or as the bare part of one."""
    record = get_object_or_404(READABLE[page](request.user), pk=pk)
    part = "_withdrawal" if request.headers.get("HX-Request") else "withdrawal"
    home = record.interview if isinstance(record, Participant) else record
    found = if_withdrawn(record, request.user)
    done = not found and is_withdrawn(record, request.user)
    context = {"record": record, "home": home, "page": page, "withdrawal": found, "done": done}
    return TemplateResponse(request, f"discovery/{part}.html", context)
