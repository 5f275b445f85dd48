"""The form that links evidence, as every page shows it: a search, what was found, stance and reason."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from .. import candidates
from ..evidence import SOURCE_MODELS, TARGET_MODELS, kind_of
from ..forms.evidence import LinkForm
from ..models import Evidence

LONGEST = 200


def linker(request: HttpRequest, record: Any, page: str = "") -> dict[str, Any]:
    """The context of `_linker.html` on the page of `record`: a claim that looks for sources, or a source (`page` says
    which) that looks for a claim. Nothing for those who only read."""
    if not request.user.can_edit:
        return {}
    is_target = not page
    look = candidates.sources if is_target else candidates.targets
    text = request.GET.get("find", request.POST.get("find", "")).replace("\x00", "").strip()[:LONGEST]
    kinds = SOURCE_MODELS if is_target else TARGET_MODELS
    data = request.POST if request.method == "POST" else None
    address = f"discovery:{kind_of(record)}_evidence" if is_target else f"discovery:{page}_used_in"
    return {
        "link_form": LinkForm(data, kinds=kinds, user=request.user),
        "link_url": reverse(address, args=[record.pk]),
        "find": text,
        "candidates": look(text, request.user),
        "stances": Evidence.Stance.choices,
        "looks_for": "pain points, quotes and root causes" if is_target else "hypotheses and documents",
    }
