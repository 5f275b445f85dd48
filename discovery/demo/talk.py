"""What colleagues of the demo say about what they read, and the views they saved."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.utils import timezone

from interviews.comments import asked_in
from interviews.models import Comment, SavedView
from interviews.saved import list_named

from ..anchors import Anchor, find, text_of
from ..markdown import read
from ..models import Document, DocumentPassage, Hypothesis
from ..passages import passage_at
from .decisions import FIND, with_references
from .files import table
from .world import World


def add_talk(world: World, hypotheses: dict[str, Hypothesis]) -> None:
    """Add comments, in the order in which they were written, and saved views."""
    told = table("talk")
    for facts in sorted(told["comments"], key=lambda facts: -facts["days_ago"]):
        add_comment(world, facts, hypotheses)
    for position, facts in enumerate(told["views"]):
        add_view(world, facts, position)


def add_comment(world: World, facts: dict[str, Any], hypotheses: dict[str, Hypothesis]) -> None:
    kind, name = next(iter(facts["about"].items()))
    at, resolved = days_ago(facts["days_ago"]), facts.get("resolved_by")
    comment = Comment.objects.create(
        **{kind: passage_of(world, name) if kind == "passage" else FIND[kind](world, name)},
        text=with_references(world, facts["text"].strip(), hypotheses),
        created_by=world.users[facts["by"]],
        created_at=at,
        resolved_by=world.users[resolved] if resolved else None,
        resolved_at=days_ago(facts["resolved_days_ago"]) if resolved else None,
    )
    comment.asked.set(asked_in(comment.text))


def passage_of(world: World, words: str) -> DocumentPassage:
    """The passage of a document that these words are. Raises LookupError when they stand in none."""
    for document in Document.objects.order_by("pk"):
        sections = read(document.body, world.users["ines"]).sections
        keys, texts = [one.key for one in sections], [text_of(one.body) for one in sections]
        place = find(Anchor("", words), keys, texts)
        if place:
            return passage_at(document, sections, place)
    raise LookupError(words)


def add_view(world: World, facts: dict[str, Any], position: int) -> None:
    """Save a view as its list writes it down."""
    owner, viewed = world.users[facts["owner"]], list_named(facts["of"])
    if viewed is None:
        raise LookupError(facts["of"])
    keys = {key: facts[key] for key in ("severity", "addressed") if key in facts}
    keys |= {"persona": [world.personas[slug].pk for slug in facts["persona"]]} if "persona" in facts else {}
    SavedView.objects.create(
        owner=owner,
        created_by=owner,
        name=facts["name"],
        of=viewed.name,
        query=viewed.read(urlencode(keys, doseq=True), owner).query,
        shared=facts.get("shared", False),
        pinned=facts.get("pinned", False),
        position=position,
    )


def days_ago(days: int) -> datetime:
    return timezone.now() - timedelta(days=days)
