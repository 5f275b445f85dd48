"""What was concluded in the demo: hypotheses, with the evidence they stand on."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.utils import timezone

from interviews.models import Act, Change, Interview, Mention, Quote, Why

from ..evidence import Source, Target, link
from ..models import Evidence, Hypothesis, Requirement
from .files import table
from .world import World

Deed = tuple[datetime, Callable[[datetime], None]]
NAMED = re.compile(r"\{([\w-]+)\}")


def add_decisions(world: World) -> dict[str, Hypothesis]:
    """Make hypotheses and link their evidence; returns them by their names in the files."""
    decisions = table("decisions")
    hypotheses = {key: add_hypothesis(world, facts) for key, facts in decisions["hypotheses"].items()}
    for key, facts in decisions["hypotheses"].items():
        tell_hypothesis(world, hypotheses[key], facts, hypotheses)
        backdate(world, hypotheses[key], facts["days_ago"])
    return hypotheses


def add_hypothesis(world: World, facts: dict[str, Any]) -> Hypothesis:
    """A draft with its title, so that others can name it."""
    owner = world.users[facts["owner"]]
    made = Hypothesis.objects.create(title=facts["title"], owner=owner, created_by=owner)
    backdate(world, made, facts["days_ago"])
    return made


def tell_hypothesis(
    world: World, hypothesis: Hypothesis, facts: dict[str, Any], hypotheses: dict[str, Hypothesis]
) -> None:
    """Write its card, and do with it what was done."""
    hypothesis.persona = world.personas[facts["persona"]]
    for field in ("change", "audience", "outcome", "cause", "measure", "threshold", "wrong_if"):
        setattr(hypothesis, field, with_references(world, facts.get(field, "").strip(), hypotheses))
    hypothesis.importance = facts.get("importance")
    hypothesis.decide_by = day_in(world, facts.get("decide_in"))
    hypothesis.save()
    hypothesis.related.add(*(hypotheses[key] for key in facts.get("related", ())))
    steps = [
        (days_before(step["days_ago"]), partial(take_step, world, hypothesis, step))
        for step in facts.get("history", ())
    ]
    in_turn([*steps, *links_of(world, hypothesis, facts["evidence"], facts["days_ago"])])


def in_turn(deeds: list[Deed]) -> None:
    """Do what was done in the order of its days, so that the journal tells it so."""
    for at, do in sorted(deeds, key=lambda deed: deed[0]):
        do(at)


def take_step(world: World, hypothesis: Hypothesis, step: dict[str, Any], at: datetime) -> None:
    """One act of the past: another status, or another test."""
    user = world.users[step["by"]] if "by" in step else hypothesis.owner
    with Act.by(user, Act.Kind.EDITED) as act:
        act.watch(hypothesis)
        hypothesis.threshold = step.get("threshold", hypothesis.threshold)
        hypothesis.decide_by = day_in(world, step.get("decide_in")) or hypothesis.decide_by
        if "to" in step:
            hypothesis.turn(step["to"], verdict=step.get("verdict", "").strip(), user=user)
            hypothesis.decided_at = at if hypothesis.is_decided else None
        if "reason" in step:
            act.tell(hypothesis, new={"said": step["reason"]})
        hypothesis.save()
    Act.objects.filter(pk=act.pk).update(at=at)


def days_before(days: int) -> datetime:
    return timezone.now() - timedelta(days=days)


def day_in(world: World, days: int | None) -> date | None:
    return None if days is None else world.today + timedelta(days=days)


def with_references(world: World, text: str, hypotheses: dict[str, Hypothesis]) -> str:
    """The text with names of the files in braces as references, such as PP-3. The first that has the name is meant."""
    known = {**world.people, **world.interviews, **hypotheses, **world.root_causes, **world.pain_points}
    return NAMED.sub(lambda name: known[name.group(1)].reference, text)


def links_of(world: World, target: Target, links: list[dict[str, Any]], days_ago: int) -> list[Deed]:
    """Each link with its moment: when the target was written, or when the conversation was held if that was later."""
    deeds: list[Deed] = []
    for told in links:
        kind = next(kind for kind in FIND if kind in told)
        source = FIND[kind](world, told[kind])
        held = getattr(source, "interview", source)
        written = days_before(days_ago)
        at = max(written, held.held_at) if isinstance(held, Interview) else written
        deeds.append((at, partial(add_evidence, source, target, told)))
    return deeds


def add_evidence(source: Source, target: Target, told: dict[str, Any], at: datetime) -> None:
    user = target.document.owner if isinstance(target, Requirement) else target.owner
    evidence = link(source, target, stance=told["stance"], reason=told.get("reason", ""), user=user)
    Evidence.objects.filter(pk=evidence.pk).update(created_at=at)
    Act.objects.filter(changes__in=Change.objects.of(evidence)).update(at=at)


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
    at = days_before(days_ago)
    type(record).objects.filter(pk=record.pk).update(created_at=at, updated_at=at)
