"""What would lose its only support if an interview, or what a person said there or anywhere, were withdrawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from interviews.models import Interview, PainPoint, Participant, Person, RootCause, Why, standing_words
from interviews.reach import heard_mentions, taking_part

from .evidence import live
from .models import TARGETS, Evidence
from .models.evidence import EvidenceQuerySet
from .weighing import weigh

# From evidence to the record that would go, by what said it.
SAID = {
    Interview: ("mention__interview", "quote__interview", "why__interview", "interview"),
    Person: (
        "mention__participant__person",
        "quote__participant__person",
        "why__mention__participant__person",
    ),
    Participant: ("mention__participant", "quote__participant", "why__mention__participant"),
}
TOLD = {Interview: "interview", Person: "participant__person", Participant: "participant"}
Withdrawing = Interview | Person | Participant

PART: dict[type[Withdrawing], str] = {
    Interview: "interview",
    Person: "person",
    Participant: "pk",
}  # from who takes part


@dataclass(frozen=True, slots=True)
class Loss:
    """A claim and how many sources speak for it, now and then."""

    claim: Any
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Fewer:
    """A pain point or root cause and how many people told it, now and then."""

    record: PainPoint | RootCause
    before: int
    after: int


@dataclass(slots=True)
class Withdrawal:
    """What would follow. Claims and findings that would be left with nothing, and those that would stand on less."""

    unsupported: list[Loss] = field(default_factory=list)
    weaker: list[Loss] = field(default_factory=list)
    unheard: list[Fewer] = field(default_factory=list)
    heard_less: list[Fewer] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.unsupported or self.weaker or self.unheard or self.heard_less)


def if_withdrawn(record: Withdrawing, user: Any) -> Withdrawal:
    """What would follow for what `user` may read; the same few queries however much there is."""
    found = Withdrawal()
    mentions = heard_mentions(user)
    ends = Why.objects.heard().filter(mention__in=mentions)
    told = TOLD[type(record)]
    pains = people_by(mentions, "pain_point", "participant__person", {told: record.pk})
    causes = people_by(ends, "root_cause", "mention__participant__person", {f"mention__{told}": record.pk})
    for model, counted in ((PainPoint, pains), (RootCause, causes)):
        rows = model.objects.live().visible_to(user).in_bulk(list(counted))
        for pk, (before, after) in counted.items():
            if pk in rows and after < before:
                (found.heard_less if after else found.unheard).append(Fewer(rows[pk], before, after))
    gone = {
        model: {pk for pk, (_, after) in counted.items() if not after}
        for model, counted in (("pain_point", pains), ("root_cause", causes))
    }
    for loss in losses(record, gone, user):
        (found.weaker if loss.after else found.unsupported).append(loss)
    return found


def is_withdrawn(record: Withdrawing, user: Any) -> bool:
    """Whether all words of it that `user` might read are hidden already; one query."""
    own = taking_part(user).filter(**{PART[type(record)]: record.pk})
    told = own.aggregate(voices=Count("pk"), standing=Count("pk", filter=standing_words()))
    return bool(told["voices"] and not told["standing"])


def people_by(rows: QuerySet, own: str, person: str, within: dict[str, int]) -> dict[int, tuple[int, int]]:
    """By the key of what the rows within are about, how many people told it, with and without those rows."""
    about = rows.filter(**within, **{f"{own}__isnull": False}).order_by().values(own)
    counted = rows.filter(**{f"{own}__in": about}).order_by().values_list(own)
    counted = counted.annotate(
        before=Count(person, distinct=True), after=Count(person, filter=~Q(**within), distinct=True)
    )
    return {pk: (before, after) for pk, before, after in counted}


def losses(record: Withdrawing, gone: dict[str, set[int]], user: Any) -> Iterable[Loss]:
    """Every claim that would lose a source that supports it, the barest first. Sources whose words are hidden already
    support nothing, now or then."""
    for_it = live(user).filter(stance=Evidence.Stance.SUPPORTS)
    going = for_it.filter(said_by(record) | Q(pain_point__in=gone["pain_point"]) | Q(root_cause__in=gone["root_cause"]))
    lost = set(going.values_list("pk", flat=True))
    claims = list(count_by_claim(going.distinct().select_related(*TARGETS)))
    read = weigh(supporting(for_it, claims), user)
    standing = [one.evidence for one in read if not one.hidden and one.stance == Evidence.Stance.SUPPORTS]
    now = count_by_claim(standing)
    less = count_by_claim(one for one in standing if one.pk in lost)
    rows = [Loss(claim, now[claim], now[claim] - count) for claim, count in less.items()]
    return sorted(rows, key=lambda loss: (loss.after, -loss.before, loss.claim.pk))


def said_by(record: Withdrawing) -> Q:
    """The condition for evidence that is what the record, or somebody in it, said."""
    found = Q()
    for path in SAID[type(record)]:
        found |= Q(**{path: record.pk})
    if isinstance(record, Person):
        found |= Q(interview__in=conversations_alone_with(Participant.objects.filter(person=record)))
    if isinstance(record, Participant):
        found |= Q(interview__in=conversations_alone_with(Participant.objects.filter(pk=record.pk)))
    return found


def conversations_alone_with(participants: QuerySet[Participant]) -> QuerySet[Interview]:
    """The interviews with these participants in which nobody else took part whose words stand."""
    others = Participant.objects.heard().exclude(pk__in=participants.values("pk")).filter(interview=OuterRef("pk"))
    return Interview.objects.filter(participants__in=participants).exclude(Exists(others))


def supporting(evidence: EvidenceQuerySet, claims: Sequence[Any]) -> EvidenceQuerySet:
    """The evidence of these claims."""
    wanted = Q(pk__in=[])
    for name in TARGETS:
        model = Evidence._meta.get_field(name).related_model
        wanted |= Q(**{f"{name}__in": [one.pk for one in claims if type(one) is model]})
    return evidence.filter(wanted).select_related(*TARGETS)


def count_by_claim(evidence: Iterable[Evidence]) -> dict[Any, int]:
    """How many pieces of evidence each claim has."""
    counted: dict[Any, int] = {}
    for one in evidence:
        counted[one.target] = counted.get(one.target, 0) + 1
    return counted
