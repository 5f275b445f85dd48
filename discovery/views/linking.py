"""The form that links evidence, as every page shows it: a search, what was found, stance and reason."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.urls import reverse

from accounts.access import page_of_ours, reader

from .. import candidates
from ..evidence import kind_of
from ..forms.evidence import LinkForm
from ..models import DataCheck, Evidence

LONGEST = 200


def linker(request: HttpRequest, record: Any, page: str = "") -> dict[str, Any]:
    """The context of `_linker.html` on the page of `record`: a claim that looks for sources, or a source (`page` says
    which) that looks for a claim. Nothing for those who only read."""
    if not reader(request).can_edit:
        return {}
    kinds, look, looks_for = (
        (candidates.TARGETS, candidates.targets, "a hypothesis, requirement or document")
        if page
        else (candidates.SOURCES, candidates.sources, "what people said")
    )
    asked = request.POST if request.method == "POST" else request.GET
    text = asked.get("find", "").replace("\x00", "").strip()[:LONGEST]
    kind = asked.get("kind", "")
    if kind and kind not in kinds:
        raise BadRequest(f"“kind” is one of {', '.join(kinds)}, or left out.")
    address = f"discovery:{page}_used_in" if page else f"discovery:{kind_of(record)}_evidence"
    sent = request.POST if request.method == "POST" else None
    initial = {"stance": asked_for(request) or stance_of(record)}
    return {
        "link_form": LinkForm(sent, kinds=kinds, user=request.user, initial=initial),
        "link_url": reverse(address, args=[record.pk]),
        "find": text,
        "kind": kind,
        "kinds": [(key, one.label) for key, one in kinds.items()],
        "candidates": look(text, request.user, kind),
        "stances": Evidence.Stance.choices,
        "looks_for": looks_for,
        "back": page_before(request),
    }


def page_before(request: HttpRequest) -> str:
    """The page of ours that the form, or the link that led to it, names as the one to go back to, if any."""
    return page_of_ours(request, request.POST.get("next", request.GET.get("next", "")))


def asked_for(request: HttpRequest) -> str:
    """The stance that a link to the form asks for: who looks for what speaks against does not link it as support."""
    stance = request.GET.get("stance", "")
    return stance if stance in Evidence.Stance.values else ""


def stance_of(record: Any) -> str:
    """What is chosen before somebody chooses: a check that came out against what it asked challenges."""
    refuted = isinstance(record, DataCheck) and record.conclusion == DataCheck.Conclusion.REFUTED
    return Evidence.Stance.CHALLENGES if refuted else Evidence.Stance.SUPPORTS
