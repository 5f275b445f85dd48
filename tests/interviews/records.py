"""The records that have a list, a page and a form, as one table for tests."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from interviews import models
from tests.factories import interviews as factories


@dataclass(frozen=True)
class Kind:
    """One concept: where it lives, its model, a factory, the field of its name, and further fields of its form."""

    slug: str
    model: type[models.Record]
    make: Callable[..., Any]
    title: str
    longest: int | None
    texts: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    always: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.slug


KINDS = [
    Kind(
        "people",
        models.Person,
        factories.PersonFactory,
        "name",
        200,
        ("contact",),
        ("consent_expires_on",),
        ("company", "persona", "consent"),
    ),
    Kind("companies", models.Company, factories.CompanyFactory, "name", 200, ("summary",)),
    Kind(
        "personas",
        models.Persona,
        factories.PersonaFactory,
        "name",
        120,
        ("summary", "goals", "responsibilities"),
        (),
        ("side",),
        {"side": "both"},
    ),
    Kind("journeys", models.Journey, factories.JourneyFactory, "title", 200, ("summary",), (), ("persona",)),
    Kind(
        "studies",
        models.Study,
        factories.StudyFactory,
        "title",
        200,
        ("goal",),
        (),
        ("guide", "status"),
        {"status": "active"},
    ),
    Kind("guides", models.Guide, factories.GuideFactory, "title", 200, ("introduction",), (), ("purpose",)),
    Kind(
        "codes",
        models.Code,
        factories.CodeFactory,
        "name",
        120,
        ("definition",),
        (),
        ("parent", "colour"),
        {"colour": "sea"},
    ),
    Kind("tools", models.Tool, factories.ToolFactory, "name", 120, ("description",)),
    Kind("root-causes", models.RootCause, factories.RootCauseFactory, "title", 500, ("description",)),
    Kind("follow-ups", models.FollowUp, factories.FollowUpFactory, "text", None, (), ("due_on",), ("person", "owner")),
]
WITH_PAGES = [kind for kind in KINDS if kind.slug != "follow-ups"]  # those are read where they stand in the list
