"""What the interviews stand on: colleagues, companies, personas, people, codes and studies."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

from accounts.demo import demo_user
from accounts.models import Role, User
from interviews.models import Code, Company, Guide, Interview, PainPoint, Person, Persona, RootCause, Study

from .files import table


@dataclass
class World:
    """What was made so far, by the names that the files use."""

    today: date
    chance: Random
    users: dict[str, User] = field(default_factory=dict)
    companies: dict[str, Company] = field(default_factory=dict)
    personas: dict[str, Persona] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    codes: dict[str, Code] = field(default_factory=dict)
    studies: dict[str, Study] = field(default_factory=dict)
    pain_points: dict[str, PainPoint] = field(default_factory=dict)
    root_causes: dict[str, RootCause] = field(default_factory=dict)
    interviews: dict[str, Interview] = field(default_factory=dict)

    @property
    def owner(self) -> User:
        """Who set the demo up."""
        return self.users["ines"]


def set_up(world: World) -> None:
    """Make everything that is there before the first conversation."""
    organisation = table("organisation")
    add_colleagues(world, organisation["colleagues"])
    for key, facts in organisation["companies"].items():
        world.companies[key] = Company.objects.create(**facts, created_by=world.owner)
    for key, facts in organisation["personas"].items():
        world.personas[key] = Persona.objects.create(**stripped(facts), created_by=world.owner)
    for key, facts in organisation["people"].items():
        world.people[key] = Person.objects.create(**facts, created_by=world.owner)
    add_codes(world, table("codebook"))
    add_studies(world, table("studies"))


def stripped(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: value.strip() if isinstance(value, str) else value for name, value in facts.items()}


def add_colleagues(world: World, colleagues: dict[str, dict[str, str]]) -> None:
    """The three of the demo entrance, and others who can only be read about."""
    world.users = {
        "ines": demo_user(Role.RESEARCHER),
        "agnes": demo_user(Role.ADMIN),
        "mateus": demo_user(Role.VIEWER),
    }
    for key, facts in colleagues.items():
        found = User.objects.filter(email=facts["email"]).first()
        world.users[key] = found or User.objects.create_user(
            facts["email"], full_name=facts["name"], role=Role(facts["role"])
        )


def add_codes(world: World, themes: list[dict[str, Any]]) -> None:
    for theme in themes:
        facts = {"colour": theme["colour"], "created_by": world.owner}
        above = Code.objects.create(name=theme["name"], definition=theme["definition"], **facts)
        world.codes[theme["name"]] = above
        for name, definition in theme["codes"].items():
            world.codes[name] = Code.objects.create(name=name, definition=definition, parent=above, **facts)


def add_studies(world: World, plan: dict[str, Any]) -> None:
    guides = {}
    for key, facts in plan["guides"].items():
        questions = facts.pop("questions")
        guides[key] = Guide.objects.create(**facts, created_by=world.owner)
        for position, text in enumerate(questions):
            guides[key].questions.create(position=position, text=text)
    for key, facts in plan["studies"].items():
        guide, planned = guides[facts.pop("guide")], facts.pop("planned", {})
        world.studies[key] = Study.objects.create(**facts, guide=guide, created_by=world.owner)
        for persona, interviews in planned.items():
            world.studies[key].planned.create(persona=world.personas[persona], interviews=interviews)
