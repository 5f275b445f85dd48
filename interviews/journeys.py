"""A journey as a picture: on each stage the pains that sit there, the people who told them, how bad, in whose words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Count, ExpressionWrapper, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from .hurts import ranked
from .models import Journey, PainPoint, Placement, Quote, Stage
from .models.pain_points import MentionQuerySet
from .reach import heard_mentions

LOOSE = 12
WORDS = 4  # quotes of a pain point from which its stage takes one
UNRATED = 0


@dataclass(frozen=True, slots=True)
class Share:
    """People of one severity in the column of a stage: where it begins and how long it is, in hundredths."""

    severity: int
    people: int
    start: float
    length: float

    @property
    def top(self) -> float:
        """Where it begins in a column that grows upwards."""
        return 100 - self.start - self.length

    @property
    def middle(self) -> float:
        return self.start + self.length / 2


@dataclass(slots=True)
class Heard:
    """Who told a pain: people and companies of the journey's persona, each person with their latest severity, and
    everybody else who told it too. `told_in` is the latest interview, the persona's where there is one."""

    told_in: int | None = None
    of_persona: bool = False
    severities: dict[int, int] = field(default_factory=dict)
    companies: set[int] = field(default_factory=set)
    others: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Sitting:
    """A pain point on its stage. `pain_point` knows `severity` and `grounds`; `others` are not of the persona."""

    placement: Placement
    pain_point: PainPoint
    heard: Heard
    quotes: Sequence[Quote]

    @property
    def people(self) -> int:
        return len(self.heard.severities)

    @property
    def others(self) -> int:
        return len(self.heard.others)


@dataclass
class Step:
    """A stage with everything that is drawn of it."""

    stage: Stage
    number: int
    pains: Sequence[Sitting]
    persona: int | None = None  # whose journey it is
    comes_after: int | str = ""
    quote: Quote | None = None
    lead: Quote | None = None  # of the hardest stage: the largest on the page of the journey
    shares: Sequence[Share] = ()

    @cached_property
    def worst(self) -> dict[int, int]:
        """The people who told a pain of this stage, each with the worst of their severities here; 0 is unrated."""
        found: dict[int, int] = {}
        for one in self.pains:
            for person, severity in one.heard.severities.items():
                found[person] = max(found.get(person, UNRATED), severity)
        return found

    @property
    def people(self) -> int:
        return len(self.worst)

    @cached_property
    def companies(self) -> int:
        return len(set().union(*(one.heard.companies for one in self.pains)))

    @property
    def in_words(self) -> Quote | None:
        """What somebody of the persona said of it, where one quote stands for each stage."""
        said = (one for one in (self.lead, self.quote) if one)
        return next((one for one in said if self.persona in (None, one.participant.persona_id)), None)

    @property
    def told(self) -> list[tuple[int, int]]:
        """How many people at each severity, the worst first."""
        return sorted(Counter(self.worst.values()).items(), reverse=True)


@dataclass
class Picture:
    """A journey, loaded: nothing here asks the database again."""

    journey: Journey
    steps: Sequence[Step]

    @cached_property
    def people(self) -> int:
        """Distinct people over all stages."""
        return len(set().union(*(step.worst for step in self.steps)))

    @cached_property
    def companies(self) -> int:
        return len(set().union(*(one.heard.companies for step in self.steps for one in step.pains)))

    @property
    def pains(self) -> int:
        return sum(len(step.pains) for step in self.steps)

    @cached_property
    def hardest(self) -> Step | None:
        """The stage that hurts most people; of several the one that hurts more, then the first."""
        heard = [step for step in self.steps if step.people]
        return max(heard, key=lambda step: (step.people, sum(step.worst.values())), default=None)

    @cached_property
    def interviews(self) -> int:
        """How many interviews its quotes are from."""
        return len({step.in_words.interview_id for step in self.steps if step.in_words})


def pictures(journeys: Sequence[Journey], user: Any) -> list[Picture]:
    """Load journeys of one persona as `user` may read them; the same queries however many there are."""
    keys = [one.pk for one in journeys]
    stages = list(Stage.objects.live().filter(journey__in=keys))
    placements = list(Placement.objects.live().filter(stage__in=stages))
    mentions = heard_mentions(user).filter(pain_point__in={one.pain_point_id for one in placements})
    told = mentions.order_by("interview__held_at", "pk").values_list(
        "pain_point", "interview", "participant__person", "participant__company", "participant__persona", "severity"
    )
    persona = journeys[0].persona_id if journeys else None
    own = of_persona(mentions, persona)
    heard, pains = listeners(told, persona), pain_points_of(placements, own, user)
    words = words_of(mentions, persona, user)
    sitting: defaultdict[int, list[Sitting]] = defaultdict(list)
    for one in placements:
        if pain := pains.get(one.pain_point_id):
            sitting[one.stage_id].append(Sitting(one, pain, heard[pain.pk], words.get(pain.pk, ())))
    return [drawn(one, [stage for stage in stages if stage.journey_id == one.pk], sitting) for one in journeys]


def picture(journey: Journey, user: Any) -> Picture:
    """One journey as `user` may read it."""
    return pictures([journey], user)[0]


def of_persona(mentions: MentionQuerySet, persona: int | None) -> MentionQuerySet:
    """Those of `mentions` that count on a journey: told as its persona, or by anybody where it has none."""
    return mentions.filter(participant__persona=persona) if persona else mentions


def pain_points_of(placements: Iterable[Placement], mentions: MentionQuerySet, user: Any) -> dict[int, PainPoint]:
    """The live pain points of `placements` that `user` may read, with severity and grounds over `mentions`."""
    placed = {one.pain_point_id for one in placements}
    rows = PainPoint.objects.live().visible_to(user).filter(pk__in=placed)
    return {row.pk: row for row in rows.with_severity(mentions).with_grounds(mentions)}


def words_of(mentions: MentionQuerySet, persona: int | None, user: Any) -> dict[int, list[Quote]]:
    """Some quotes for each pain point, those that lead first; the persona's own words go before those of others."""
    own = [Q(participant__persona=persona)] if persona else []
    found: dict[int, list[Quote]] = {}
    quotes = Quote.objects.readable_by(user).leads(mentions, first=own, most=WORDS).with_voice()
    for quote in sorted(quotes, key=lambda one: one.place):
        found.setdefault(quote.lead_of, []).append(quote)
    return found


def listeners(told: Iterable[tuple[Any, ...]], persona: int | None) -> defaultdict[int, Heard]:
    """Who told each pain point; `told` begins with the oldest, so that the latest severity wins."""
    found: defaultdict[int, Heard] = defaultdict(Heard)
    for pain_point, interview, person, company, as_persona, severity in told:
        heard, own = found[pain_point], persona in (None, as_persona)
        if own or not heard.of_persona:
            heard.told_in, heard.of_persona = interview, own
        if not own:
            heard.others |= {person} - {None}
            continue
        if company is not None:
            heard.companies.add(company)
        if person is not None:
            heard.severities[person] = severity or heard.severities.get(person, UNRATED)
    for heard in found.values():
        heard.others -= heard.severities.keys()
    return found


def drawn(journey: Journey, stages: Sequence[Stage], sitting: Mapping[int, list[Sitting]]) -> Picture:
    """Put the stages together: pains of most people first, columns on one scale, a quote for each that has one."""
    steps: list[Step] = []
    for number, stage in enumerate(stages, 1):
        pains = sorted(sitting.get(stage.pk, ()), key=strongest, reverse=True)
        before = steps[-1].stage.pk if steps else ""
        steps.append(Step(stage, number, pains, journey.persona_id, before))
    most = max((step.people for step in steps), default=0)
    for step in steps:
        step.shares = shares(step, most)
    drawing = Picture(journey, steps)
    said: list[Quote] = []
    if drawing.hardest:
        drawing.hardest.lead = unsaid(drawing.hardest, said)
    for step in steps:
        step.quote = unsaid(step, said)
    return drawing


def strongest(one: Sitting) -> tuple[int, int, int, int]:
    return one.people, one.pain_point.severity or UNRATED, one.others, one.pain_point.pk


def shares(step: Step, most: int) -> list[Share]:
    """The column of a stage, the worst at its foot, where `most` people are a whole column."""
    found, start = [], 0.0
    for severity, people in step.told:
        length = 100 * people / most
        found.append(Share(severity, people, start, length))
        start += length
    return found


def unsaid(step: Step, said: list[Quote]) -> Quote | None:
    """The quote of the strongest pain of the stage that the page does not show yet, by somebody else where it can be.

    It is added to `said`.
    """
    known, voices = {one.pk for one in said}, {one.participant.person_id for one in said}
    left = [quote for one in step.pains for quote in one.quotes if quote.pk not in known]
    quote = min(left, key=lambda one: one.participant.person_id in voices, default=None)
    said += [quote] if quote else []
    return quote


def loose(journey: Journey, user: Any) -> list[PainPoint]:
    """What the persona told and what stands on no stage yet, that of most people first."""
    placed = Placement.objects.on(journey).values("pain_point")
    return ranked(of_persona(heard_mentions(user), journey.persona_id).exclude(pain_point__in=placed), LOOSE)


def with_stages(journeys: QuerySet, user: Any) -> QuerySet:
    """Add `stages_drawn`, `pains_placed` and `people_heard`, distinct people as the picture counts them."""
    stages = Stage.objects.live().filter(journey=OuterRef("pk"))
    readable = PainPoint.objects.live().visible_to(user)
    placed = Placement.objects.live().filter(stage__archived_at=None, pain_point__in=readable)
    here = placed.filter(journey=OuterRef(OuterRef("pk"))).values("pain_point")
    walks = ExpressionWrapper(OuterRef("persona"), IntegerField())
    told = heard_mentions(user).filter(pain_point__in=here).annotate(walks=walks)
    counted = told.filter(Q(walks=None) | Q(participant__persona=F("walks"))).order_by()
    people = counted.annotate(all=Value(1)).values("all").annotate(n=Count("participant__person", distinct=True))
    return journeys.annotate(
        stages_drawn=number_of(stages),
        pains_placed=number_of(placed.filter(journey=OuterRef("pk"))),
        people_heard=Coalesce(Subquery(people.values("n")), 0),
    )


def number_of(rows: QuerySet) -> Coalesce:
    """How many rows there are of each journey."""
    return Coalesce(Subquery(rows.order_by().values("journey").annotate(n=Count("pk")).values("n")), 0)
