"""The journeys of the demo, drawn once the pain points are there."""

from __future__ import annotations

from typing import Any

from interviews.models import Journey

from .files import table
from .world import World


def add_journeys(world: World) -> None:
    """Draw each journey through the doors that people use: stages in order, then pain points on them."""
    for facts in table("journeys").values():
        add_journey(world, facts)


def add_journey(world: World, facts: dict[str, Any]) -> None:
    journey = Journey.objects.create_by(
        world.owner, title=facts["title"], summary=facts["summary"], persona=world.personas[facts["persona"]]
    )
    for told in facts["stages"]:
        journey.add_stage(told["name"], world.owner, told["description"])
    for stage, told in zip(journey.stages.order_by("place"), facts["stages"], strict=True):
        for slug in told["pains"]:
            journey.put(world.pain_points[slug], stage, world.owner)
