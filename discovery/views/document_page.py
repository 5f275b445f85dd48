"""A document as it is read: its sections with live cards beside them, its requirements, and what it stands on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q

from interviews.models import Comment, Record
from interviews.pasted import keep_back
from interviews.views.comments import blank

from ..cards import cards
from ..coverage import Coverage, covered
from ..evidence import live
from ..forms.passages import PassageCommentForm
from ..markdown import read
from ..models import Document, Evidence, Hypothesis, Requirement
from ..outline import key_of
from ..passages import Thread, discussed
from ..templates import REQUIREMENTS
from ..weighing import Weighed, tallies, weigh


def as_read(
    document: Document, body: str, requirements: Iterable[Requirement], user: Any, *, frozen: bool = False
) -> dict[str, Any]:
    """The context of `_document_text.html`, and what the document itself stands on by stance. The requirements stand
    below the heading of that name, else at the end. A `frozen` copy keeps what does not stand in the document now."""
    rows, reading = list(requirements), read(body, user)
    keep_back(rows, ("text", "acceptance"), user)
    weighed = weighed_for(document, rows, reading.records, user, frozen=frozen)
    drawn = cards(reading.records, weighed, user)
    parts = [
        {
            "section": one,
            "cards": [drawn[name] for name in one.references if name in drawn],
            "requirements": one.key == key_of(REQUIREMENTS),
        }
        for one in reading.sections
    ]
    own = tallies(one for one in weighed if one.evidence.document_id)
    within = any(part["requirements"] for part in parts)
    kept_back = sum(bool(one.hidden) for one in reading.pasted)
    return {
        "parts": parts,
        "coverage": Coverage(covered(rows, weighed)),
        "rows_within": within,
        "pasted": reading.pasted,
        "kept_back": kept_back,
        **own,
    }


def with_talk(shown: dict[str, Any], document: Document, user: Any) -> dict[str, Any]:
    """The same with what was said about passages of the text beside it, and the forms that add to it."""
    told = discussed(document, [part["section"] for part in shown["parts"]], user)
    for part, section, threads in zip(shown["parts"], told.sections, told.threads, strict=True):
        say = None if document.is_archived else form_about(document, section.anchor, user)
        part |= {"section": section, "threads": with_forms(threads), "say": say}
    return {**shown, "lost": with_forms(told.lost), "talk_hidden": told.hidden, "talk_open": told.open}


def form_about(document: Document, anchor: str, user: Any) -> PassageCommentForm:
    """The form that comments on words of a section."""
    named, initial = f"say-{anchor}-%s", {"section": anchor}
    return PassageCommentForm(instance=Comment(), document=document, user=user, auto_id=named, initial=initial)


def with_forms(threads: Iterable[Thread]) -> list[dict[str, Any]]:
    """Threads, each with the form that answers."""
    return [{"thread": one, "form": blank(one.passage)} for one in threads]


def weighed_for(
    document: Document, rows: list[Requirement], records: Mapping[str, Record], user: Any, *, frozen: bool
) -> list[Weighed]:
    """The links to the document, to its requirements and to the hypotheses it names, weighed together once."""
    named = [one.pk for one in records.values() if isinstance(one, Hypothesis)]
    wanted = Q(document=document) | Q(requirement__in=[row.pk for row in rows]) | Q(hypothesis__in=named)
    links = Evidence.objects.live().visible_to(user) if frozen else live(user)
    return weigh(links.filter(wanted), user)
