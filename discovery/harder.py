"""Where to look harder: who could speak about a hypothesis and was not asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from accounts.alphabet import folded
from interviews.models import Persona, standing_words
from interviews.reach import taking_part

from .models import Evidence, Hypothesis
from .weighing import Weighed

NAMED = 3


@dataclass(frozen=True, slots=True)
class Gap:
    """Who is missing, in words, and the way to them."""

    text: str
    url: str
    act: str


def gaps(hypothesis: Hypothesis, sources: Iterable[Weighed], user: Any) -> list[Gap]:
    """What the evidence leaves out, as far as `user` may know; one query where it is for a persona."""
    sources = list(sources)
    found = persona_gaps(hypothesis.persona, sources, user) if hypothesis.persona else []
    if not any(one.stance == Evidence.Stance.CHALLENGES for one in sources):
        url = reverse("discovery:hypothesis_evidence", args=[hypothesis.pk])
        against = f"{url}?stance={Evidence.Stance.CHALLENGES}" if user.can_edit else ""
        found.insert(0, Gap("Nobody speaks against it yet.", against, "Find who does"))
    return found


def persona_gaps(persona: Persona, sources: list[Weighed], user: Any) -> list[Gap]:
    """Whether those it is for have a say, and at which of their companies nobody has."""
    there = taking_part(user).filter(standing_words(), persona=persona, person__isnull=False).order_by()
    heard = set(there.values_list("person", "company", "company__name").distinct())
    people = frozenset[int]().union(*(one.people for one in sources))
    asked_at = frozenset[int]().union(*(one.companies for one in sources))
    find = reverse("interviews:person_list")
    if not heard:
        text = f"Nobody was heard yet whom it is for: {persona}."
        return [Gap(text, f"{find}?{urlencode({'persona': persona.pk})}", "Find people to ask")]
    told = {person for person, *_ in heard}
    if not people & told:
        count = "The one" if len(told) == 1 else f"None of the {len(told)}"
        has = "has no say here" if len(told) == 1 else "has a say here"
        text = f"{count} we heard as {persona} {has}."
        return [Gap(text, f"{find}?{urlencode({'persona': persona.pk})}", "Find people to ask")]
    silent = {company: name for _, company, name in heard if company and company not in asked_at}
    if not silent:
        return []
    names = sorted(silent.values(), key=folded)
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    query = urlencode([("persona", persona.pk), *(("company", pk) for pk in sorted(silent))])
    text = f"{persona}: nobody has a say from {', '.join(names[:NAMED])}{more}."
    return [Gap(text, f"{find}?{query}", "Find people to ask")]
