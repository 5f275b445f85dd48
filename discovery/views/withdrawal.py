"""What would lose its only support if an interview, or all that a person said, were withdrawn."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from interviews.models import Interview, Person

from ..withdrawal import if_withdrawn, is_withdrawn

MODELS = {"interview": Interview, "person": Person}


@require_safe
def withdrawal(request: HttpRequest, pk: int, page: str) -> HttpResponse:
    """What would follow, as a page or as the bare part of one."""
    record = get_object_or_404(MODELS[page].objects.visible_to(request.user), pk=pk)
    part = "_withdrawal" if request.headers.get("HX-Request") else "withdrawal"
    found = if_withdrawn(record, request.user)
    done = not found and is_withdrawn(record, request.user)
    context = {"record": record, "page": page, "withdrawal": found, "done": done}
    return TemplateResponse(request, f"discovery/{part}.html", context)
