"""What the pages of hypotheses and of documents have in common: claims, and the evidence they stand on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest

from ..evidence import Target, live
from ..weighing import tallies, weigh
from .linking import linker


def with_evidence(claims: Sequence[Target], kind: str, user: Any) -> list[dict[str, Any]]:
    """Each claim of one kind with its evidence by stance; the same few queries for any number."""
    weighed = weigh(live(user).filter(**{f"{kind}__in": [one.pk for one in claims]}), user)
    return [
        {kind: one, **tallies(source for source in weighed if getattr(source.evidence, f"{kind}_id") == one.pk)}
        for one in claims
    ]


def stands_on(request: HttpRequest, claim: Target, kind: str) -> dict[str, Any]:
    """The evidence of one claim by stance, and the form that adds to it."""
    evidence = live(request.user).filter(**{kind: claim})
    return {**tallies(weigh(evidence, request.user)), **linker(request, claim)}
