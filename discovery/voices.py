"""Who stands behind what was said: people, companies and interviewers, each once, and how many withdrew."""

from __future__ import annotations

from typing import Any

from django.db.models import BigIntegerField, Case, F, QuerySet, Value, When
from django.db.models.functions import Coalesce

from interviews.models import Interview, Participant, standing_words

BEHIND = ("people", "companies", "interviewers")
KNOWN = (*BEHIND, "unknown", "withdrawn")
NOBODY: dict[str, frozenset[Any]] = dict.fromkeys(KNOWN, frozenset())


def behind(rows: QuerySet, own: str, at: str) -> dict[int, dict[str, frozenset[Any]]]:
    """By the field `own`, who stands behind it: the distinct people and companies of the participants at the path
    `at`, and who of us led their conversations. Of those whose words are hidden only how many they are is to be told:
    they are `withdrawn`, who has no name among them by the participant."""
    stands = Case(When(standing_words(at), then=Value(True)), default=Value(False))
    voice = Coalesce(F(f"{at}person"), F(f"{at}pk") * -1, output_field=BigIntegerField())
    columns = (f"{at}person", f"{at}company", f"{at}interview__interviewers")
    told = rows.order_by().values_list(own, stands, voice, *columns)
    found: dict[int, dict[str, set[Any]]] = {}
    for key, standing, who, *pks in told.distinct():
        seen = found.setdefault(key, {field: set() for field in KNOWN})
        if not standing:
            seen["withdrawn"].add(who)
            continue
        for field, pk in zip(BEHIND, pks, strict=True):
            seen[field if pk else "unknown"].add(pk or field)
    return {key: {field: frozenset(pks) for field, pks in seen.items()} for key, seen in found.items()}


def voice(who: Participant, interview: Interview) -> dict[str, frozenset[Any]]:
    """The same for one participant of an interview that knows its interviewers."""
    led = [user.pk for user in interview.interviewers.all()]
    sets = dict(zip(BEHIND, ({who.person_id}, {who.company_id}, set(led)), strict=True))
    known = {field: frozenset(pks - {None}) for field, pks in sets.items()}
    return {**known, "unknown": frozenset(field for field, pks in known.items() if not pks)}


def withdrew(withdrawn: frozenset[int], people: frozenset[int]) -> str:
    """How many of all who told something withdrew, such as: 1 of 10 withdrew. Empty where nobody did."""
    gone = len(withdrawn - people)
    return f"{gone} of {gone + len(people)} withdrew" if gone else ""
