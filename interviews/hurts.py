"""What hurts: mentions with everything a page shows of them, and pain points ranked by the people who feel them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery

from .models import (
    Code,
    Comment,
    Grounds,
    Interview,
    Mention,
    PainPoint,
    Participant,
    Quote,
    RootCause,
    Why,
    Workaround,
)
from .models.pain_points import MentionQuerySet
from .models.quotes import QuoteQuerySet
from .models.spoken import masked, wait_for, without_names
from .why_steps import Step, steps

SENTENCE_ENDS = ".?!…\n"
LONGEST_REST = 120


@dataclass(frozen=True)
class Hurt:
    """A mention as it is read. Everything is loaded: nothing here asks the database again."""

    mention: Mention
    pain_point: PainPoint  # with `people`, `companies` over all mentions the reader may see, and `read_codes`
    quotes: Sequence[Quote]
    workarounds: Sequence[Workaround]
    steps: Sequence[Step]

    @property
    def participant(self) -> Participant:
        return self.mention.participant

    @property
    def lead(self) -> Quote | None:
        """The quote that is shown largest."""
        return self.quotes[0] if self.quotes else None

    @cached_property
    def lead_sentence(self) -> tuple[str, str]:
        """What was said just before and after the lead in the same sentence."""
        return sentence_around(self.lead)

    @property
    def further_quotes(self) -> Sequence[Quote]:
        return self.quotes[1:]

    @property
    def grounds(self) -> Grounds:
        return Grounds(self.mention.grounds)

    @property
    def others(self) -> int:
        """How many other people told the same pain."""
        return max(0, self.pain_point.people - (1 if self.participant.person_id else 0))

    @cached_property
    def root_causes(self) -> list[RootCause]:
        found = {step.why.root_cause_id: step.why.root_cause for step in self.steps if step.why.root_cause_id}
        return list(found.values())


def strongest_first(mentions: MentionQuerySet) -> MentionQuerySet:
    """Order by severity, then by how firmly we know, then as they were told. Adds `grounds`."""
    return mentions.with_grounds().order_by(F("severity").desc(nulls_last=True), "-grounds", "pk")


def read_mentions(mentions: MentionQuerySet, user: Any) -> list[Hurt]:
    """Load `mentions`, in their order, as `user` may read them; the same few queries however many there are."""
    rows = mentions.select_related(
        "participant__person", "participant__company", "participant__persona", "interview"
    ).prefetch_related(
        Prefetch("quotes", readable_quotes(user), to_attr="read_quotes"),
        Prefetch("workarounds", Workaround.objects.live(), to_attr="read_workarounds"),
        Prefetch("whys", readable_whys(user), to_attr="read_whys"),
    )
    if "grounds" not in rows.query.annotations:
        rows = rows.with_grounds()
    rows = list(rows)
    pain_points = counted({row.pain_point_id for row in rows}, user)
    return [
        Hurt(row, pain_points[row.pain_point_id], row.read_quotes, row.read_workarounds, steps(row.read_whys))
        for row in rows
        if row.pain_point_id in pain_points
    ]


def readable_quotes(user: Any) -> QuoteQuerySet:
    """Quotes `user` may read, verbatim ones first, with the place in the transcript of those that have one."""
    rows = Quote.objects.readable_by(user).select_related("line").prefetch_related("spans__segment")
    return rows.order_by("-kind", "pk")


def readable_whys(user: Any) -> QuerySet[Why]:
    """Live whys with their quotes, and with root causes that know their people, companies and pain points."""
    causes = RootCause.objects.with_reach(user)
    return (
        Why.objects.live()
        .order_by("position", "pk")
        .prefetch_related(
            Prefetch("root_cause", causes), Prefetch("quotes", readable_quotes(user), to_attr="read_quotes")
        )
    )


def counted(ids: Iterable[int | None], user: Any) -> dict[int, PainPoint]:
    """Return the pain points of `ids` with their people, companies and codes."""
    heard = Mention.objects.heard().visible_to(user)
    codes = Prefetch("codes", Code.objects.live().select_related("parent"), to_attr="read_codes")
    rows = PainPoint.objects.filter(pk__in=[pk for pk in ids if pk]).with_people(heard).prefetch_related(codes)
    return {row.pk: row for row in rows}


def ranked(mentions: MentionQuerySet, limit: int = 8) -> list[PainPoint]:
    """Return the live pain points most people told in `mentions`, with people, severity and grounds over them.

    Each knows where it was told, as `with_sources` adds it.
    """
    told = PainPoint.objects.live().filter(Exists(mentions.filter(pain_point=OuterRef("pk"))))
    rows = with_sources(told.with_people(mentions).with_severity(mentions).with_grounds(mentions), mentions)
    return as_read(rows.order_by("-people", F("severity").desc(nulls_last=True), "-pk")[:limit])


def with_sources(pain_points: QuerySet, mentions: MentionQuerySet) -> QuerySet:
    """Add `told_in`, the latest interview of `mentions` that tells each, and `today`, the latest workaround among them,
    with its interview as `today_in`; keys of interviews, None where there is none."""
    told = mentions.filter(pain_point=OuterRef("pk")).order_by("-interview__held_at", "-pk")
    own = Workaround.objects.live().filter(mention__in=mentions.order_by().values("pk"))
    done = own.filter(mention__pain_point=OuterRef("pk")).order_by("-interview__held_at", "-pk")
    return pain_points.annotate(
        told_in=Subquery(told.values("interview")[:1]),
        today=Subquery(done.values("text")[:1]),
        today_in=Subquery(done.values("interview")[:1]),
    )


def as_read(rows: Iterable[PainPoint]) -> list[PainPoint]:
    """Pain points `with_sources`, of which whoever sees no names reads none in `today` either."""
    rows = list(rows)
    wait_for(one.today_in for one in rows if one.today_in)
    for one in rows:
        one.today = without_names(one.today, one.today_in)
    return rows


def with_words(interviews: Sequence[Interview], user: Any) -> list[dict[str, Any]]:
    """Each interview with the strongest of its mentions, how many pain points they tell, archived ones left out, the
    quote that leads, one about a live pain point if there is one, and how many comments there are."""
    mentions = Mention.objects.heard().filter(interview__in=[one.pk for one in interviews])
    told: dict[int, list[Mention]] = {}
    stands = mentions.filter(pain_point__archived_at__isnull=True)
    for mention in strongest_first(stands).select_related("pain_point"):
        told.setdefault(mention.interview_id, []).append(mention)
    live_first = [Q(mention_links__mention__pain_point__archived_at__isnull=True)]
    leads = Quote.objects.readable_by(user).leads(mentions, of="interview", first=live_first)
    said = {quote.lead_of: quote for quote in leads}
    comments = Comment.objects.counted("interview", [one.pk for one in interviews], user)
    return [
        {
            "interview": one,
            "strongest": next(iter(told.get(one.pk, ())), None),
            "pain_points": len({mention.pain_point_id for mention in told.get(one.pk, ())}),
            "lead": said.get(one.pk),
            "comments": comments.get(one.pk, 0),
        }
        for one in interviews
    ]


def sentence_around(quote: Quote | None) -> tuple[str, str]:
    """What was said just before and after a quote in the same sentence, where a transcript tells it."""
    spans = list(quote.spans.all()) if quote else []
    if len(spans) != 1:
        return "", ""
    span = spans[0]
    read = masked(span.segment.typed_text, span.interview_id)
    return rest_of_sentence(read.text, read.at(span.start), read.at(span.end))


def rest_of_sentence(text: str, start: int, end: int) -> tuple[str, str]:
    """Return what stands before `start` and after `end` in their sentence; nothing where that would be long."""
    before = text[max(text.rfind(mark, 0, start) for mark in SENTENCE_ENDS) + 1 : start].lstrip()
    ends = [place for mark in SENTENCE_ENDS if (place := text.find(mark, max(end - 1, 0))) >= 0]
    after = text[end : min(ends, default=len(text)) + 1]
    return (before if len(before) <= LONGEST_REST else ""), (after if len(after) <= LONGEST_REST else "")
