"""How our view of a hypothesis moved: what was added and taken away, and what was decided, the latest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from interviews.models import Change, Grounds

from .models import Evidence, Hypothesis
from .models.our_words import as_typed, readable
from .weighing import Weighed

Status = Hypothesis.Status
HOW_MUCH = {Grounds.INTUITION: "A little ", Grounds.STATED: "", Grounds.CONFIRMED: "Much "}
TURNED = {
    Status.TESTING: "Testing began.",
    Status.SUPPORTED: "Decided: supported.",
    Status.REFUTED: "Decided: refuted.",
    Status.PARKED: "Parked.",
}
NAMES = {"measure": "Measure", "threshold": "Threshold", "decide_by": "Day of decision"}


@dataclass(frozen=True, slots=True)
class Move:
    """One step. `source` is the evidence it is about, if any; `said` is what somebody wrote of it."""

    at: datetime
    who: Any
    text: str = ""
    said: str = ""
    effect: str = ""
    source: Weighed | None = None


def effect(stance: str, grounds: Grounds | None, *, taken_away: bool = False) -> str:
    """What a source does to how sure we are: the firmer, the more. Context and what cannot be read do nothing."""
    if grounds is None or stance == Evidence.Stance.CONTEXT:
        return ""
    surer = (stance == Evidence.Stance.SUPPORTS) != taken_away
    return f"{HOW_MUCH[grounds]}{'more' if surer else 'less'} sure.".capitalize()


def moves(hypothesis: Hypothesis, sources: Iterable[Weighed]) -> list[Move]:
    """All steps. `sources` are weighed, those that were taken away among them; one query."""
    opened = Move(hypothesis.created_at, hypothesis.created_by, "Opened.")
    later = sorted([*of_sources(sources), *turns(hypothesis)], key=lambda one: one.at, reverse=True)
    shown = readable([text for one in later for text in (one.text, one.said)])
    return [*(replace(one, text=shown[one.text], said=shown[one.said]) for one in later), opened]


def of_sources(sources: Iterable[Weighed]) -> Iterator[Move]:
    """What was linked, and what somebody took away again."""
    for one in sources:
        row = one.evidence
        yield Move(row.created_at, row.created_by, "", row.typed_reason, effect(one.stance, one.grounds), one)
        if row.archived_at:
            gone = effect(one.stance, one.grounds, taken_away=True)
            yield Move(row.archived_at, row.archived_by, "Taken away:", row.typed_reason, gone, one)


def turns(hypothesis: Hypothesis) -> Iterator[Move]:
    """What was done with the hypothesis itself: begun, decided, parked, opened again, tested otherwise.

    The journal says what each act replaced; what held after it is read backwards from what holds now.
    """
    after = as_typed(hypothesis, ("status", "verdict", *Hypothesis.LOCKED))
    after["decide_by"] = str(after["decide_by"] or "")
    for changes in acts_on(hypothesis):
        fields = {change.field: change for change in changes}
        act = changes[0].act
        text, said = in_words(fields, after)
        if text:
            yield Move(act.at, act.done_by, text, said)
        after |= {name: change.old or "" for name, change in fields.items() if name}


def acts_on(hypothesis: Hypothesis) -> list[list[Change]]:
    """What acts that stand changed in the hypothesis and its test, act by act, the latest first; one query."""
    own = Change.objects.of(hypothesis).filter(act__undone_at__isnull=True)
    telling = own.filter(field__in=("status", "verdict", *Hypothesis.LOCKED)).values("act")
    by_act: defaultdict[int, list[Change]] = defaultdict(list)
    for change in own.filter(act__in=telling).select_related("act__done_by").order_by("-act_id", "pk"):
        by_act[change.act_id].append(change)
    return list(by_act.values())


def in_words(fields: dict[str, Change], after: dict[str, Any]) -> tuple[str, str]:
    """What an act did, and what was written of it; `after` is what held then. Empty for the edit of a draft."""
    told = fields[""].new if "" in fields else None
    said = str(told["said"]) if isinstance(told, dict) and "said" in told else ""
    if "status" not in fields:
        changed = [f"{NAMES[name]} {replaced(name, fields[name])}" for name in Hypothesis.LOCKED if name in fields]
        return (f"The test was changed: {'; '.join(changed)}.", said) if said else ("", "")
    before, now = fields["status"].old, after["status"]
    if before in (Status.PARKED, *Hypothesis.DECIDED):
        until = f", to be decided by {day_of(after['decide_by'])}" if "decide_by" in fields else ""
        return f"Opened again{until}.", said
    if now == Status.TESTING:
        return TURNED[now], f"Right if {after['measure']}: {after['threshold']}, by {day_of(after['decide_by'])}."
    return TURNED.get(now, ""), after["verdict"] if now in Hypothesis.DECIDED else said


def replaced(name: str, change: Change) -> str:
    """What stood before and after, in words."""
    values: Sequence[Any] = (change.old, change.new)
    old, new = map(day_of, values) if name == "decide_by" else (f"“{value}”" for value in values)
    return f"{old} → {new}"


def day_of(value: Any) -> str:
    """A day of the journal as people read it."""
    if not value:
        return "none"
    day = date.fromisoformat(str(value))
    return f"{day.day} {day:%b %Y}"
