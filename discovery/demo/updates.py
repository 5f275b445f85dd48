"""The weekly updates of the demo: drawn from its records as anybody's would be, then written by their authors."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from interviews.models import Act, Change

from ..models import Hypothesis, UpdateLine, UpdateMail, UpdateSubscription, WeeklyUpdate
from ..update_reading import read
from ..updates import draft, publish, say
from .decisions import with_references
from .files import table
from .world import World

WRITTEN_AT = time(8, 40)


def add_updates(world: World, hypotheses: dict[str, Hypothesis]) -> None:
    """Make them, oldest first, and let their readers subscribe."""
    for facts in table("updates")["updates"]:
        for name in facts.get("subscribers", ()):
            UpdateSubscription.objects.update_or_create(user=world.users[name], defaults={"by_mail": True})
        add_update(world, facts, hypotheses)


def add_update(world: World, facts: dict[str, Any], hypotheses: dict[str, Hypothesis]) -> None:
    """One of them: drawn and written on the Monday after its week, then published, unless it is a draft."""
    monday = world.today - timedelta(days=world.today.weekday(), weeks=facts["weeks_ago"])
    at = timezone.make_aware(datetime.combine(monday + timedelta(weeks=1), WRITTEN_AT))
    user = world.users[facts["by"]]
    update = draft(monday, user, named=facts.get("named", True))
    with Act.by(user, Act.Kind.EDITED) as act:
        act.watch(update)
        update.title, update.lead = facts["title"], with_references(world, facts["lead"].strip(), hypotheses)
        update.save()
        for text in facts.get("also", ()):
            say(update, with_references(world, text, hypotheses), UpdateLine.Section.ALSO, act)
    if not facts.get("draft"):
        publish(update, update.version, user, read(update).counted)
        WeeklyUpdate.objects.filter(pk=update.pk).update(published_at=at + timedelta(minutes=4))
        UpdateMail.objects.filter(update=update).update(status=UpdateMail.Status.SENT, at=at + timedelta(minutes=5))
    WeeklyUpdate.objects.filter(pk=update.pk).update(created_at=at, updated_at=at)
    Act.objects.filter(changes__in=Change.objects.of(update)).update(at=at)
