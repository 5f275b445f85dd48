"""The departments of a company: of our own organisation, the internal customers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from .models import Company, PainPoint, Person
from .reach import heard_mentions

PAINS = 3


@dataclass(slots=True)
class Department:
    """A department: who we know there, and the pain points most of its people told, each with how many."""

    name: str
    people: list[Person] = field(default_factory=list)
    heard: set[int] = field(default_factory=set)
    told: Sequence[tuple[PainPoint, int]] = ()
    pain_points: int = 0


def departments(company: Company, people: Sequence[Person], user: Any) -> list[Department]:
    """The departments of `company` in the order of their names; `people` work there now. Two queries.

    A department is what people said it is called on the day; capitals make no difference.
    """
    found: dict[str, Department] = {}
    for person in people:
        if person.department:
            department_of(found, person.department).people.append(person)
    told: defaultdict[str, defaultdict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    here = heard_mentions(user).filter(participant__company=company, pain_point__archived_at__isnull=True)
    rows = here.exclude(participant__department="").order_by()
    for name, pain, person in rows.values_list(
        "participant__department", "pain_point", "participant__person"
    ).distinct():
        if pain and person:
            department_of(found, name).heard.add(person)
            told[name.casefold()][pain].add(person)
    loudest = {key: sorted(pains, key=lambda pain: (-len(pains[pain]), -pain))[:PAINS] for key, pains in told.items()}
    known = PainPoint.objects.in_bulk({pain for pains in loudest.values() for pain in pains})
    for key, pains in loudest.items():
        found[key].told = [(known[pain], len(told[key][pain])) for pain in pains if pain in known]
        found[key].pain_points = len(told[key])
    return [found[key] for key in sorted(found)]


def department_of(found: dict[str, Department], name: str) -> Department:
    return found.setdefault(name.casefold(), Department(name))
