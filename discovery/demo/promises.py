"""Follow-ups of the demo: how often we want to hear from whom, and what was promised."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from interviews import touch
from interviews.models import Act, FollowUp, Person

from .files import table
from .world import World

AFTERNOON = time(16, 30)


def add_promises(world: World) -> None:
    """Plan the next contacts by cadence, and write down the promises."""
    plan = table("follow_ups")
    for key, cadence in plan["cadences"].items():
        set_cadence(world.people[key], cadence, world.owner)
    for facts in plan["promises"]:
        add_promise(world, facts)


def set_cadence(person: Person, cadence: str, user: Any) -> None:
    """Set a cadence such as `6 weeks` as somebody would on the page of the person."""
    every, unit = cadence.split()
    person.refresh_from_db()
    with Act.by(user, Act.Kind.EDITED) as act:
        act.watch(person)
        person.cadence_every, person.cadence_unit = int(every), unit
        person.save(update_fields=["cadence_every", "cadence_unit", "updated_at"])
        touch.cadence_set(act, person, user)


def add_promise(world: World, facts: dict[str, Any]) -> None:
    def day(name: str) -> Any:
        return world.today + timedelta(days=facts[name]) if name in facts else None

    done_on = day("done")
    FollowUp.objects.create(
        text=facts["text"],
        person=world.people.get(facts.get("person", "")),
        owner=world.users[facts["owner"]],
        created_by=world.users[facts["owner"]],
        due_on=day("due"),
        snoozed_until=day("snoozed"),
        done_at=timezone.make_aware(datetime.combine(done_on, AFTERNOON)) if done_on else None,
    )
