"""What was asked of data in the demo, what it settled, and what it speaks for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from interviews.models import Act, Why

from ..evidence import link
from ..models import DataCheck, Evidence, Hypothesis
from .files import table
from .world import World

STORED = ("question", "source", "result", "conclusion")


def add_checks(world: World, hypotheses: dict[str, Hypothesis]) -> None:
    """Make the data checks, oldest first, each on its day."""
    for facts in sorted(table("checks"), key=lambda facts: -facts["days_ago"]):
        add_check(world, facts, hypotheses)


def add_check(world: World, facts: dict[str, Any], hypotheses: dict[str, Hypothesis]) -> None:
    user, at = world.users[facts["by"]], timezone.now() - timedelta(days=facts["days_ago"])
    told = {name: facts[name].strip() for name in STORED}
    why = Why.objects.live().get(text__startswith=facts["why"]) if "why" in facts else None
    with Act.by(user, Act.Kind.CREATED) as act:
        day = world.today - timedelta(days=facts["days_ago"])
        check = DataCheck.objects.create(**told, why=why, checked_on=day, created_by=user)
        act.made(check)
        if "hypothesis" in facts:
            target = hypotheses[facts["hypothesis"]]
            evidence = link(check, target, stance=facts["stance"], reason=facts["reason"], user=user)
            Evidence.objects.filter(pk=evidence.pk).update(created_at=at)
    DataCheck.objects.filter(pk=check.pk).update(created_at=at, updated_at=at)
    Act.objects.filter(pk=act.pk).update(at=at)
