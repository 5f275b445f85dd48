"""A document as it is read: its sections with live cards beside them, its requirements, and what it stands on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from interviews.models import Comment
from interviews.views.comments import blank

from ..cards import weigh_with_cards
from ..coverage import Coverage, covered
from ..evidence import links_for
from ..forms.passages import PassageCommentForm
from ..markdown import read
from ..models import Document, Evidence, Requirement
from ..outline import key_of
from ..passages import Thread, discussed
from ..templates import REQUIREMENTS
from ..weighing import tallies


def as_read(
    document: Document,
    body: str,
    requirements: Iterable[Requirement],
    user: Any,
    *,
    stood_on: Iterable[Evidence] | None = None,
) -> dict[str, Any]:
    """The context of `_document_text.html`, and what the document itself stands on by stance. The requirements stand
    below the heading of that name, else at the end. A version gives the links it stood on; else those of now count."""
    rows, reading = list(requirements), read(body, user)
    links = links_for(document, rows, reading.records, user, stood_on)
    weighed, drawn = weigh_with_cards(links, reading.records, user)
    parts = [
        {
            "section": one,
            "cards": [drawn[name] for name in one.references if name in drawn],
            "requirements": one.key == key_of(REQUIREMENTS),
        }
        for one in reading.sections
    ]
    own = tallies(one for one in weighed if one.evidence.document_id)
    kept_back = sum(bool(one.hidden) for one in reading.pasted)
    within = any(part["requirements"] for part in parts)
    shown = {"parts": parts, "coverage": Coverage(covered(rows, weighed)), "rows_within": within}
    return {**shown, "pasted": reading.pasted, "kept_back": kept_back, **own}


def with_talk(shown: dict[str, Any], document: Document, user: Any) -> dict[str, Any]:
    """The same with what was said about passages of the text beside it, and the forms that add to it."""
    told = discussed(document, [part["section"] for part in shown["parts"]], user)
    rows = zip(shown["parts"], told.sections, told.threads, strict=True)
    for place, (part, section, threads) in enumerate(rows, 1):
        say = None if document.is_archived else form_about(document, section.anchor, user)
        part |= {"section": section, "threads": with_forms(threads), "say": say, "place": place}
    return {**shown, "lost": with_forms(told.lost), "talk_hidden": told.hidden, "talk_open": told.open}


def form_about(document: Document, anchor: str, user: Any) -> PassageCommentForm:
    """The form that comments on words of a section."""
    named, initial = f"say-{anchor}-%s", {"section": anchor}
    return PassageCommentForm(instance=Comment(), document=document, user=user, auto_id=named, initial=initial)


def with_forms(threads: Iterable[Thread]) -> list[dict[str, Any]]:
    """Threads, each with the form that answers."""
    return [{"thread": one, "form": blank(one.passage)} for one in threads]
