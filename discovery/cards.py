"""Live cards: what a reference in a document stands for, read from its source every time, as somebody may read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from interviews.models import Grounds, Interview, PainPoint, Quote, Record, RootCause
from interviews.reach import heard_mentions

from .models import Evidence, Hypothesis
from .voices import withdrew
from .weighing import Weighed, read_sources, tallies, weighed

ICONS = {"root_cause": "git-branch", "interview": "messages-square", "hypothesis": "scale"}
KINDS = {PainPoint: "pain_point", RootCause: "root_cause", Interview: "interview"}


@dataclass(frozen=True, slots=True)
class Card:
    """One reference: our words or those of a customer, whose they are, how firmly it is known. `against` is set where
    the strongest word speaks against it; `hidden` says why there are no words, `withdrew` how many took theirs
    back."""

    reference: str
    url: str
    kind: str
    count: str = ""
    severity: int | None = None
    fact: str = ""
    quote: Quote | None = None
    who: str = ""
    grounds: Grounds | None = None
    hidden: str = ""
    against: bool = False
    people: frozenset[int] = frozenset()
    withdrew: str = ""

    @property
    def icon(self) -> str:
        return ICONS.get(self.kind, "")


def weigh_with_cards(
    evidence: Iterable[Evidence], records: Mapping[str, Record], user: Any
) -> tuple[list[Weighed], dict[str, Card]]:
    """The links, and the cards of the records, which `user` may read, by the reference that names them; people and
    companies have none. The links of the hypotheses are among `evidence`. What both stand for is read once: the same
    few queries for any number."""
    links, by_kind = list(evidence), dict[str, dict[str, Record]]()
    for reference, record in records.items():
        kind = KINDS.get(type(record)) or ("hypothesis" if isinstance(record, Hypothesis) else "")
        by_kind.setdefault(kind, {})[reference] = record
    read = read_sources(links, user, {kind: {row.pk for row in named.values()} for kind, named in by_kind.items()})
    found: dict[str, Card] = {}
    for kind in KINDS.values():
        named = by_kind.get(kind, {})
        found |= {ref: of_source(kind, read[kind, row.pk]) for ref, row in named.items() if (kind, row.pk) in read}
    found |= with_severity(by_kind.get("pain_point", {}), found, user)
    all_weighed = [weighed(row, read) for row in links]
    return all_weighed, found | of_hypotheses(by_kind.get("hypothesis", {}), all_weighed)


def of_source(kind: str, facts: Mapping[str, Any]) -> Card:
    """The card of what somebody said, from what weighing tells of it."""
    place = {"reference": facts["reference"], "url": facts["url"], "kind": kind}
    if facts.get("hidden"):
        return Card(**place, hidden=facts["hidden"])
    heard, who, fact = facts.get("people", frozenset()), facts.get("who"), facts.get("fact", "")
    people = len(heard)
    by = ", ".join(str(one) for one in (who, who.company) if one) if who else ""
    told = {"grounds": facts.get("grounds"), "quote": facts.get("quote"), "who": by, "people": heard}
    told["withdrew"] = withdrew(facts.get("withdrawn", frozenset()), heard)
    return Card(**place, count=f"{people} {'person' if people == 1 else 'people'}", fact=fact, **told)


def with_severity(named: Mapping[str, Record], found: Mapping[str, Card], user: Any) -> dict[str, Card]:
    """The cards of pain points with how much they hurt; one query."""
    told = heard_mentions(user)
    rows = PainPoint.objects.filter(pk__in=[row.pk for row in named.values()]).with_severity(told) if named else ()
    hurts = {row.pk: row.severity for row in rows}
    return {ref: replace(found[ref], severity=hurts.get(row.pk)) for ref, row in named.items() if ref in found}


def of_hypotheses(named: Mapping[str, Record], links_of_all: Iterable[Weighed]) -> dict[str, Card]:
    """The cards of hypotheses: the firmest word, for or against."""
    links: dict[int, list[Weighed]] = {row.pk: [] for row in named.values()}
    for one in links_of_all:
        if one.evidence.hypothesis_id in links:
            links[one.evidence.hypothesis_id].append(one)
    return {ref: of_hypothesis(row, links[row.pk]) for ref, row in named.items()}


def of_hypothesis(row: Record, links: Sequence[Weighed]) -> Card:
    """One of them: where somebody speaks against it as firmly as all for it, those words; else what we believe."""
    every, sides = tallies(links), tallies(one for one in links if not one.hidden)
    pro, contra = (next(iter(sides[side].sources), None) for side in ("supports", "challenges"))
    place = {"reference": row.reference, "url": row.get_absolute_url(), "kind": "hypothesis"}
    if contra and (contra.grounds or 0) >= ((pro.grounds or 0) if pro else 0):
        by = ", ".join(str(one) for one in (contra.who, contra.who.company) if one) if contra.who else contra.reference
        words = {"fact": contra.fact, "quote": contra.quote, "who": by, "grounds": contra.grounds}
        words |= {"people": contra.people, "withdrew": contra.withdrew}
        return Card(**place, count="against", against=True, **words)
    grounds = pro.grounds if pro else None
    people = sides["supports"].people
    told = {"fact": str(row), "who": row.get_status_display(), "withdrew": every["supports"].withdrew}
    return Card(**place, count=f"{people} for" if pro else "", grounds=grounds, **told)
