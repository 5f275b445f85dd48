"""What was concluded in the demo: hypotheses and documents, with the evidence they stand on."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.utils import timezone

from interviews.models import Mention, Quote, Why

from ..evidence import Source, Target, link
from ..models import Document, Hypothesis
from .files import Page, pages, table
from .world import World

NAMED = re.compile(r"\{([\w-]+)\}")


def add_decisions(world: World) -> dict[str, Hypothesis]:
    """Make hypotheses and documents and link their evidence; returns the hypotheses by their names in the files."""
    decisions = table("decisions")
    hypotheses = {key: add_hypothesis(world, facts) for key, facts in decisions["hypotheses"].items()}
    for key, facts in decisions["hypotheses"].items():
        hypotheses[key].change = with_references(world, facts["statement"].strip(), hypotheses)
        hypotheses[key].save()
        backdate(world, hypotheses[key], facts["days_ago"])
        add_evidence(world, hypotheses[key], facts["evidence"], hypotheses[key].owner)
    for page in pages("documents"):
        document = add_document(world, page, hypotheses)
        add_evidence(world, document, decisions["documents"][page.facts["key"]]["stance_on"], document.owner)
        backdate(world, document, page.facts["days_ago"])
    return hypotheses


def add_hypothesis(world: World, facts: dict[str, Any]) -> Hypothesis:
    owner = world.users[facts["owner"]]
    return Hypothesis.objects.create(title=facts["title"], status=facts["status"], owner=owner, created_by=owner)


def add_document(world: World, page: Page, hypotheses: dict[str, Hypothesis]) -> Document:
    owner = world.users[page.facts["owner"]]
    told = {field: page.facts[field] for field in ("title", "kind", "status")}
    body = with_references(world, page.text, hypotheses)
    return Document.objects.create(**told, body=body, owner=owner, created_by=owner)


def with_references(world: World, text: str, hypotheses: dict[str, Hypothesis]) -> str:
    """The text with names of the files in braces as references, such as PP-3. The first that has the name is meant."""
    known = {**world.people, **world.interviews, **hypotheses, **world.root_causes, **world.pain_points}
    return NAMED.sub(lambda name: known[name.group(1)].reference, text)


def add_evidence(world: World, target: Target, links: list[dict[str, Any]], user: Any) -> None:
    for told in links:
        kind = next(kind for kind in FIND if kind in told)
        source = FIND[kind](world, told[kind])
        evidence = link(source, target, stance=told["stance"], reason=told.get("reason", ""), user=user)
        type(evidence).objects.filter(pk=evidence.pk).update(created_at=target.created_at)


def mention_at(world: World, place: tuple[str, int]) -> Source:
    """The mention of an interview by its place in the notes, from 1."""
    name, number = place
    told = Mention.objects.filter(interview=world.interviews[name]).order_by("line__number")
    return told[number - 1]


FIND = {
    "pain_point": lambda world, slug: world.pain_points[slug],
    "root_cause": lambda world, slug: world.root_causes[slug],
    "interview": lambda world, name: world.interviews[name],
    "quote": lambda _, words: Quote.objects.live().get(text__startswith=words),
    "why": lambda _, words: Why.objects.live().get(text__startswith=words),
    "mention": mention_at,
}


def backdate(world: World, record: Target, days_ago: int) -> None:
    """Written that many days ago."""
    at = timezone.now() - timedelta(days=days_ago)
    type(record).objects.filter(pk=record.pk).update(created_at=at, updated_at=at)
