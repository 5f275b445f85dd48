"""Fills an empty database with the demo organisation."""

from __future__ import annotations

from datetime import date
from random import Random

from django.db import transaction
from django.utils import timezone

from interviews.models import Code, Company, Guide, Interview, PainPoint, Person, Persona, Study, Tool

from ..models import DataProduct, Document, Hypothesis
from .checks import add_checks
from .conversations import add_interview
from .decisions import add_decisions
from .files import pages
from .journeys import add_journeys
from .papers import add_papers
from .promises import add_promises
from .talk import add_talk
from .updates import add_updates
from .world import World, set_up

MODELS = (Code, Company, DataProduct, Document, Guide, Hypothesis, Interview, PainPoint, Person, Persona, Study, Tool)


class Filled(Exception):
    """There is something in the database already; the message says what."""


@transaction.atomic
def build(seed: int = 1, today: date | None = None) -> World:
    """Make the demo organisation; the same seed and day make the same. Raises Filled where anything is there."""
    there = next((model for model in MODELS if model._base_manager.exists()), None)
    if there is not None:
        raise Filled(f"there are {there._meta.verbose_name_plural} in the database")
    world = World(today=today or timezone.localdate(), chance=Random(seed))  # noqa: S311 - nothing secret
    set_up(world)
    for page in sorted(pages("interviews"), key=lambda page: (-page.facts["days_ago"], page.name)):
        world.interviews[page.name] = add_interview(world, page)
    # Each line had a pain point of its own until it was found to be the same as another: nobody needs to see those.
    PainPoint.objects.filter(mentions=None).delete()
    add_journeys(world)
    decided = add_decisions(world)
    add_checks(world, decided)
    add_papers(world, decided)
    add_promises(world)
    add_talk(world, decided)
    add_updates(world, decided)
    return world
