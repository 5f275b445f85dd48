"""The exports of the explorer: pain points, and every mention of them with the interview around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import BadRequest
from django.db.models import prefetch_related_objects
from django.http import HttpRequest

from ..columns.live import live
from ..exchange.tables import Column
from ..explorer import Explorer, explore
from ..exports import Opened, Sheet, in_chunks
from ..filters import PainPointFilter
from ..hurts import Hurt, read_mentions
from ..listed import Listed, led_by, listed
from ..models import Interview, Quote
from ..reach import heard_mentions
from .columns import WORDS, joined, link_to, who


@dataclass(frozen=True, slots=True)
class Telling:
    """One mention with the interview around it."""

    hurt: Hurt
    led: str

    @property
    def quote(self) -> Quote | None:
        return self.hurt.lead

    @property
    def interview(self) -> Interview:
        return self.hurt.mention.interview

    @property
    def whys(self) -> str:
        """The five whys, a line each with how we know; what answers a why stands further in."""
        return "\n".join(
            f"{'  ' * (step.depth - 1)}{step.why.text} ({step.why.effective_grounds.slug})" for step in self.hurt.steps
        )


def explored(request: HttpRequest) -> Explorer:
    """What the explorer shows for the address, which is refused in words where it makes no sense."""
    filters = PainPointFilter(request.GET, user=request.user, columns=live.now())
    if not filters.is_valid():
        raise BadRequest(" ".join(filters.problems))
    return explore(filters)


def open_pain_points(request: HttpRequest) -> Opened:
    explorer = explored(request)
    rows = {row.pk: row for row in explorer.rows()}

    def read(keys: Sequence[int]) -> list[Listed[Quote]]:
        found = listed(explorer.filters, [rows[key] for key in keys])
        prefetch_related_objects([one.quote for one in found if one.quote], "spans__segment", "line")
        return found

    return in_chunks(list(rows), read)


def open_mentions(request: HttpRequest) -> Opened:
    """The mentions that satisfy the filter: pain points as the page has them, of each the latest first."""
    explorer = explored(request)
    keys = [mention for row in explorer.rows() for mention in row.mentions]

    def read(some: Sequence[int]) -> list[Telling]:
        rows = heard_mentions(request.user).filter(pk__in=some).select_related("interview__study")
        hurts = {hurt.mention.pk: hurt for hurt in read_mentions(rows, request.user)}
        led = led_by({hurt.mention.interview_id for hurt in hurts.values()})
        found = [hurts[key] for key in some if key in hurts]
        return [Telling(one, joined(sorted(n for _, n in led.get(one.mention.interview_id, ())))) for one in found]

    return in_chunks(keys, read)


PAIN_POINTS = Sheet(
    "pain-points",
    (
        Column("Pain point", "pain_point.reference", width=10),
        Column("Title", "pain_point.title", width=50),
        Column("Description", "pain_point.description", width=40),
        Column("Themes", lambda one: joined(one.themes)),
        Column("Severity", "row.severity", width=8),
        Column("How we know", "grounds", width=12),
        Column("People", "row.people", width=8),
        Column("Companies", "row.companies", width=10),
        Column("Last heard", "row.last_heard_at"),
        *WORDS,
        *who("quote.participant"),
        Column("Interview", "quote.interview.reference", width=10),
        Column("Held", "quote.interview.held_at"),
        Column("One-sided", "only"),
        Column("Addressed by", lambda one: joined(deed.label for deed in one.deeds)),
        Column("Archived on", "pain_point.archived_at"),
        link_to("pain_point"),
    ),
    open_pain_points,
)
MENTIONS = Sheet(
    "mentions",
    (
        Column("Pain point", "hurt.pain_point.reference", width=10),
        Column("Title", "hurt.pain_point.title", width=50),
        Column("Codes", lambda one: joined(code.name for code in one.hurt.pain_point.read_codes)),
        Column("Told as", "hurt.mention.title", width=50),
        Column("Severity", "hurt.mention.severity", width=8),
        Column("How we know", "hurt.grounds.slug", width=12),
        Column("How often", "hurt.mention.frequency"),
        Column("Today", lambda one: joined((each.text for each in one.hurt.workarounds), "\n"), width=40),
        Column("So what", "hurt.mention.so_what", width=40),
        Column("If nothing is done", "hurt.mention.if_nothing", width=40),
        Column("Whys", "whys", width=40),
        Column("Root causes", lambda one: joined(cause.reference for cause in one.hurt.root_causes)),
        *WORDS,
        Column("Further quotes", lambda one: joined((each.text for each in one.hurt.further_quotes), "\n"), width=40),
        *who("hurt.participant"),
        Column("Interview", "interview.reference", width=10),
        Column("Held", "interview.held_at"),
        Column("Study", "interview.study.title"),
        Column("Interviewers", "led"),
        link_to("interview"),
    ),
    open_mentions,
)
