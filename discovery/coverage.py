"""What stands behind the requirements of documents: how each is known, from its evidence as somebody may read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models

from interviews.models import Grounds

from .evidence import live
from .models import Document, Requirement
from .weighing import Tally, Weighed, tallies, weigh


class Level(models.TextChoices):
    """How a requirement is known, as the bar draws it: the firmest first."""

    CONFIRMED = "confirmed", "confirmed"
    STATED = "stated", "stated"
    INTUITION = "intuition", "intuition"
    CONTRADICTED = "contradicted", "contradicted"
    NONE = "none", "without evidence"


HEARD = (Level.CONFIRMED, Level.STATED)  # an intuition of ours is not evidence, and what is contradicted has none left


@dataclass(frozen=True, slots=True)
class Covered:
    """One requirement with its evidence by stance."""

    requirement: Requirement
    supports: Tally
    challenges: Tally
    context: Tally

    @property
    def level(self) -> Level:
        """How it is known. A challenge at least as firm as all that supports it contradicts it."""
        support, challenge = firmness(self.supports), firmness(self.challenges)
        if challenge and challenge >= support:
            return Level.CONTRADICTED
        return Level(Grounds(support).slug) if support else Level.NONE

    @property
    def because(self) -> dict[str, str]:
        """The addresses of what supports it, by reference, each once, the firmest first."""
        return places(self.supports)

    @property
    def against(self) -> dict[str, str]:
        """The same of what challenges it."""
        return places(self.challenges)

    @property
    def heard(self) -> int:
        """How many different people stand behind it, by words that may be read."""
        return Tally(read(self.supports)).people

    @property
    def withdrew(self) -> str:
        """How many of those who asked for it withdrew."""
        return self.supports.withdrew

    @property
    def hidden(self) -> int:
        """How many of its sources have no words to show."""
        return self.supports.hidden + self.challenges.hidden


def read(tally: Tally) -> list[Weighed]:
    """The sources whose words stand."""
    return [one for one in tally.sources if not one.hidden]


def firmness(tally: Tally) -> int:
    """The firmest of the sources whose words stand: 0 where there is none; what nobody said yet is our intuition."""
    return max((int(one.grounds or Grounds.INTUITION) for one in read(tally)), default=0)


def places(tally: Tally) -> dict[str, str]:
    return {one.reference or one.label: one.url for one in read(tally)}


@dataclass(frozen=True, slots=True)
class Coverage:
    """The requirements of one document, in their order."""

    rows: Sequence[Covered]

    @property
    def heard(self) -> int:
        """How many have evidence: the words of a customer or data."""
        return sum(row.level in HEARD for row in self.rows)

    @property
    def bar(self) -> list[str]:
        """The level of each, the firmest first."""
        order = list(Level)
        return sorted((row.level.value for row in self.rows), key=lambda level: order.index(Level(level)))

    @property
    def in_words(self) -> str:
        """How many there are of each level, such as: 3 confirmed, 1 without evidence."""
        bar = self.bar
        return ", ".join(f"{bar.count(level)} {level.label}" for level in Level if level in bar)

    @property
    def orphans(self) -> list[Covered]:
        """Those that nothing stands behind."""
        return [row for row in self.rows if row.level == Level.NONE]

    @property
    def contradicted(self) -> list[Covered]:
        return [row for row in self.rows if row.level == Level.CONTRADICTED]


def of_requirements(requirements: Iterable[Requirement], user: Any) -> list[Covered]:
    """Requirements as `user` may read their evidence; the same few queries for any number."""
    rows = list(requirements)
    weighed = weigh(live(user).filter(requirement__in=[row.pk for row in rows]), user) if rows else []
    return covered(rows, weighed)


def with_coverage(documents: Sequence[Document], user: Any) -> list[dict[str, Any]]:
    """Each document with all evidence for it and its requirements by stance, and the coverage of those where it has
    some; the same few queries for any number."""
    keys = [one.pk for one in documents]
    rows = list(Requirement.objects.live().filter(document__in=keys))
    home = {row.pk: row.document_id for row in rows}
    links = live(user).filter(models.Q(document__in=keys) | models.Q(requirement__in=list(home)))
    weighed = weigh(links, user)
    own: dict[int, list[Weighed]] = {}
    for one in weighed:
        own.setdefault(one.evidence.document_id or home[one.evidence.requirement_id], []).append(one)
    coverage = by_document(rows, weighed)
    return [{"document": one, **tallies(own.get(one.pk, ())), "coverage": coverage.get(one.pk)} for one in documents]


def covered(requirements: Iterable[Requirement], weighed: Iterable[Weighed]) -> list[Covered]:
    """Requirements with those of the weighed links that lead to them."""
    links: dict[int, list[Weighed]] = {}
    for one in weighed:
        links.setdefault(one.evidence.requirement_id, []).append(one)
    return [Covered(row, **tallies(links.get(row.pk, ()))) for row in requirements]


def by_document(requirements: Iterable[Requirement], weighed: Iterable[Weighed]) -> Mapping[int, Coverage]:
    """The coverage of each document that has requirements, by its key."""
    found: dict[int, list[Covered]] = {}
    for one in covered(requirements, weighed):
        found.setdefault(one.requirement.document_id, []).append(one)
    return {pk: Coverage(rows) for pk, rows in found.items()}
