"""What the records of a week hold for an update: who was heard, the strongest words, what gained people, what moved.

All of it is asked as everybody may read it, so that nothing restricted and nothing that is not for quoting comes in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from interviews.gains import gains
from interviews.models import Change, FollowUp, Interview, Mention, Participant

from .heard import monday_of, start_of, voices_in
from .models import DataCheck, DocumentVersion, Evidence, Hypothesis, UpdateLine, everybody
from .moved import turns
from .voices import NOBODY, behind

Section = UpdateLine.Section
MOST = 60  # conversations and moves that one update lists
SAID, SAID_OFFERED = 5, 10
GAINED, GAINED_OFFERED = 5, 10
NEXT, NEXT_OFFERED = 5, 30  # what is long late does not crowd out what is due today
DECIDE_WITHIN = timedelta(days=21)
WEEKS_BACK = 12


@dataclass(frozen=True, slots=True)
class Week:
    """Monday to Sunday."""

    monday: date

    @property
    def since(self) -> datetime:
        return start_of(self.monday)

    @property
    def until(self) -> datetime:
        return start_of(self.next)

    @property
    def next(self) -> date:
        return self.monday + timedelta(days=7)

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    @property
    def number(self) -> int:
        return self.monday.isocalendar().week

    def __str__(self) -> str:
        first = str(self.monday.day)
        if self.monday.month != self.sunday.month:
            first += f" {self.monday:%b}"
        return f"Week {self.number}, {first} to {self.sunday.day} {self.sunday:%b %Y}"

    def within(self, moment: str) -> Q:
        """The condition that the time at the path `moment` lies in the week."""
        return Q(**{f"{moment}__gte": self.since, f"{moment}__lt": self.until})


@dataclass(frozen=True, slots=True)
class Found:
    """Something a week holds. `shown` says whether an update begins with it or only offers it."""

    section: str
    kind: str
    source: Any
    shown: bool = True
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str, int]:
        return self.section, self.kind, self.source.pk


def found_in(week: Week) -> list[Found]:
    """All that an update of the week can tell, section by section, the strongest first."""
    parts = (heard, said, gained, moved, checked, approved, coming)
    return [one for part in parts for one in part(week)]


def talks(week: Week) -> Any:
    """The finished interviews of the week that everybody may read and in which somebody's words stand."""
    held = Interview.objects.live().complete().visible_to(everybody()).filter(week.within("held_at"))
    return held.filter(pk__in=Participant.objects.heard().values("interview")).order_by("held_at", "pk")


def heard(week: Week) -> Iterator[Found]:
    for one in talks(week)[:MOST]:
        yield Found(Section.HEARD, "interview", one)


def said(week: Week) -> Iterator[Found]:
    """The strongest words of each person."""
    ids = list(talks(week).values_list("pk", flat=True))
    for place, quote in enumerate(voices_in(ids, everybody(), SAID_OFFERED)):
        yield Found(Section.SAID, "quote", quote, place < SAID)


def gained(week: Week) -> Iterator[Found]:
    """Pain points that somebody told for the first time, as many people and companies as told them at its end. Who had
    withdrawn by then is kept, so that it can be told who did since."""
    found = gains(everybody(), week.since, GAINED_OFFERED, week.until)
    voices = told_by_end(week, [gain.pain_point.pk for gain in found])
    for place, gain in enumerate(found):
        pain = gain.pain_point
        facts = {"joined": [one.pk for one in gain.who], "people": pain.people, "companies": pain.companies}
        if withdrawn := voices.get(pain.pk, NOBODY)["withdrawn"]:
            facts["withdrawn"] = sorted(withdrawn)
        yield Found(Section.GAINED, "pain_point", pain, place < GAINED, facts)


def told_by_end(week: Week, pain_points: Iterable[int]) -> dict[int, dict[str, frozenset[Any]]]:
    """By pain point who had told it at the end of the week, as far as everybody may read."""
    told = Mention.objects.live().visible_to(everybody())
    return behind(
        told.filter(pain_point__in=pain_points, interview__held_at__lt=week.until), "pain_point", "participant__"
    )


def moved(week: Week) -> Iterator[Found]:
    """Hypotheses of which something was decided or tested otherwise, or for which evidence came in."""
    label = Hypothesis._meta.label_lower
    acts = Change.objects.filter(model=label, field__in=("status", "verdict", *Hypothesis.LOCKED))
    turned = acts.filter(week.within("act__at"), act__undone_at__isnull=True).values_list("key", flat=True)
    linked = Evidence.objects.live().visible_to(everybody()).filter(week.within("created_at"))
    by_stance = linked.filter(hypothesis__isnull=False).order_by().values_list("hypothesis", "stance")
    added: dict[int, dict[str, int]] = {}
    for pk, stance, count in by_stance.annotate(n=Count("pk", distinct=True)):
        added.setdefault(pk, {})[stance] = count
    rows = Hypothesis.objects.live().filter(Q(pk__in=set(turned)) | Q(pk__in=set(added)))
    for one in rows.with_rank().order_by("-decided_at", "rank", "pk")[:MOST]:
        steps = [move for move in turns(one) if week.since <= move.at < week.until]
        told = {"turns": [move.text for move in reversed(steps)], "said": steps[0].said if steps else ""}
        if steps or any(added.get(one.pk, {}).get(stance) for stance in ("supports", "challenges")):
            yield Found(Section.MOVED, "hypothesis", one, facts={**told, **added.get(one.pk, {})})


def checked(week: Week) -> Iterator[Found]:
    """Data checks that confirmed or refuted."""
    day = Q(checked_on__gte=week.monday, checked_on__lt=week.next)
    rows = DataCheck.objects.visible_to(everybody()).deciding().filter(day)
    for one in rows.order_by("checked_on", "pk")[:MOST]:
        yield Found(Section.CHECKED, "data_check", one)


def approved(week: Week) -> Iterator[Found]:
    rows = DocumentVersion.objects.approved().filter(week.within("approved_at"), document__archived_at__isnull=True)
    for one in rows.order_by("approved_at", "pk")[:MOST]:
        yield Found(Section.APPROVED, "document_version", one)


def coming(week: Week) -> Iterator[Found]:
    """Hypotheses that are to be decided soon, and promises due by the end of the week after: the late ones first."""
    tested = Hypothesis.objects.live().filter(status=Hypothesis.Status.TESTING, created_at__lt=week.until)
    soon = tested.filter(decide_by__lt=week.next + DECIDE_WITHIN).order_by("decide_by", "pk")
    for place, one in enumerate(soon[:NEXT_OFFERED]):
        yield Found(Section.NEXT, "hypothesis", one, place < NEXT)
    owed = FollowUp.objects.coming_up().visible_to(everybody()).with_day().filter(created_at__lt=week.until)
    due = owed.filter(up_on__lt=week.next + timedelta(days=7)).order_by("up_on", "pk")
    for place, promise in enumerate(due[:NEXT_OFFERED]):
        yield Found(Section.NEXT, "follow_up", promise, place < NEXT)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What somebody who writes may know of and an update never holds."""

    restricted: int
    unfinished: int

    def __bool__(self) -> bool:
        return bool(self.restricted or self.unfinished)


def left_out(week: Week, user: Any) -> LeftOut:
    """The interviews of the week that `user` may read and that no update tells of: restricted, or not finished yet."""
    held = Interview.objects.readable_by(user).filter(week.within("held_at"))
    counted = held.aggregate(
        kept_back=Count("pk", filter=Q(restricted=True)),
        begun=Count("pk", filter=Q(restricted=False, status=Interview.Status.DRAFT)),
    )
    return LeftOut(counted["kept_back"], counted["begun"])


@dataclass(frozen=True, slots=True)
class Offered:
    """A week that can be told of, with how many conversations it has."""

    week: Week
    interviews: int

    def __str__(self) -> str:
        count = f"{self.interviews} conversation{'s' * (self.interviews != 1)}" if self.interviews else "nobody heard"
        return f"{self.week}: {count}"


def weeks_to_tell(taken: set[date], today: date | None = None) -> list[Offered]:
    """The last weeks without an update, the latest first; the week that goes on is the first."""
    monday = monday_of(today or timezone.localdate())
    weeks = [Week(monday - timedelta(weeks=back)) for back in range(WEEKS_BACK)]
    held = Interview.objects.live().complete().visible_to(everybody()).filter(held_at__gte=weeks[-1].since)
    counted = {week.monday: 0 for week in weeks}
    for at in held.values_list("held_at", flat=True):
        start = monday_of(timezone.localdate(at))
        counted[start] = counted.get(start, 0) + 1
    return [Offered(week, counted[week.monday]) for week in weeks if week.monday not in taken]


def best_to_tell(offered: list[Offered], today: date | None = None) -> Offered | None:
    """The week that most wants telling: the latest with conversations; the week that goes on only from Thursday on."""
    day = today or timezone.localdate()
    over = [one for one in offered if one.week.monday != monday_of(day) or day.weekday() >= 3]
    return next((one for one in over if one.interviews), None)
