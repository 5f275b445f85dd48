"""Customers' words that were typed into a document, and the evidence they can become."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from interviews.models import Act, Quote
from interviews.pasted import NOT_FOR_ALL, Pasted, Pastings

from .evidence import link, live
from .models import Document, Evidence
from .versions import keep

MARKS = "\"'“”„‟‘’‚«»‹›"


@dataclass(frozen=True, slots=True)
class Typed:
    """A quote whose words stand in a text, and the reference under which a card can show it."""

    quote: Quote
    reference: str


def typed_in(document: Document, pasted: Sequence[Pasted], user: Any) -> list[Typed]:
    """The quotes among `pasted` that `user` may read and that are no evidence of the document yet, those too that not
    everybody may read, for a card shows them to whoever may; at most three queries."""
    keys = {one.quote.pk for one in pasted if one.hidden in ("", NOT_FOR_ALL)}
    if not keys:
        return []
    linked = live(user).filter(document=document, quote__in=keys).values("quote")
    rows = Quote.objects.readable_by(user).filter(pk__in=keys).exclude(pk__in=linked)
    return [Typed(one, named(one)) for one in rows.with_voice().prefetch_related("mentions__pain_point")]


def named(quote: Quote) -> str:
    """The reference that stands for a quote: of the pain point it speaks for, else of the interview."""
    told = (one.pain_point for one in quote.mentions.all() if not one.archived_at)
    pains = [one for one in told if one is not None and not one.is_archived]
    return pains[0].reference if pains else quote.interview.reference


@transaction.atomic
def put_card(document: Document, quote: Quote, version: int, user: Any) -> Act:
    """Let a card stand where the words of `quote` were typed, and link the quote to the document.

    Raises Stale where the document is not the one of `version` any more.
    """
    with Act.by(user, Act.Kind.EDITED) as act:
        act.watch(document)
        document.claim(version)
        document.body = with_reference(document.body, quote)
        document.save(update_fields=["body", "updated_at"])
        if not Evidence.objects.live().filter(document=document, quote=quote).exists():
            link(quote, document, stance=Evidence.Stance.CONTEXT, reason="Its words stood in the text", user=user)
        keep(document, user)
    return act


def with_reference(text: str, quote: Quote) -> str:
    """A text in which the reference stands where the words of a quote and the marks around them were."""
    stretches: Iterable[Pasted] = (one for one in Pastings([text]).in_text(text) if one.quote.pk == quote.pk)
    for one in sorted(stretches, key=lambda one: -one.start):
        start, end = one.start, one.end
        if text[end : end + 1] in (".", "!", "?") and text[end + 1 : end + 2] and text[end + 1] in MARKS:
            end += 1  # the stop that belongs to what was said
        while start and end < len(text) and text[start - 1] in MARKS and text[end] in MARKS:
            start, end = start - 1, end + 1
        text = f"{text[:start]}{named(quote)}{text[end:]}"
    return text
