"""The short scales of the domain, shared by models, filters, templates and the note language."""

from __future__ import annotations

from django.db import models


class Severity(models.IntegerChoices):
    """How much a pain hurts the person who told us."""

    ANNOYANCE = 1, "Annoyance"
    FRICTION = 2, "Friction"
    SLOWS = 3, "Slows work"
    BLOCKS = 4, "Blocks work"
    COSTS = 5, "Costs money or trust"


class Grounds(models.IntegerChoices):
    """How we know. Ordered, so that the weakest of a path is its minimum and the best of several its maximum."""

    INTUITION = 1, "Intuition"
    STATED = 2, "Stated"
    CONFIRMED = 3, "Confirmed"

    @property
    def slug(self) -> str:
        """The word used in addresses and style sheets: intuition, stated or confirmed."""
        return self.name.lower()

    @classmethod
    def from_slug(cls, slug: str) -> Grounds:
        """The grounds named `slug`; raises KeyError for any other word."""
        return cls[slug.upper()]


class Consent(models.IntegerChoices):
    """How far the words of a person may travel. Ordered: a cap is a minimum."""

    NONE = 0, "Not for quoting"
    INTERNAL = 1, "Inside the company, without name"
    NAMED = 2, "Inside the company, with name"
    PUBLIC = 3, "Public"


class Purpose(models.TextChoices):
    """What an interview sets out to do; a guide starts from one of these."""

    OPERATIONS = "operations", "Learn the operations"
    PAINS = "pains", "Surface pain points"
    GOALS = "goals", "Learn goals and obstacles"
    OPPORTUNITIES = "opportunities", "Surface opportunities"
