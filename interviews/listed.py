"""The rows of one page of pain points as a list shows them: words, codes, who is missing from the picture."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from accounts.alphabet import folded
from accounts.models import User

from .filters import PainPointFilter
from .holding import holding
from .models import Comment, Interview, PainPoint, Quote
from .panels import Address, Deed
from .told import Row, slug_of


@dataclass(frozen=True, slots=True)
class Listed:
    """One row. `only` says that everything comes from one company or one interviewer; empty when it does not."""

    pain_point: PainPoint
    row: Row
    themes: Sequence[str]
    quote: Quote | None
    only: str
    deeds: Sequence[Deed]
    unaddressed: bool
    comments: int

    @property
    def grounds(self) -> str:
        return slug_of(self.row.grounds)

    @property
    def heard_when(self) -> str:
        """When it was heard last, in words."""
        if not self.row.last_heard_at:
            return "Not heard yet"
        day = timezone.localdate(self.row.last_heard_at)
        days = (timezone.localdate() - day).days
        if 0 <= days < 2:
            return ("Heard today", "Heard yesterday")[days]
        return f"Heard {days} days ago" if 0 < days < 31 else f"Heard {day.day} {day:%b %Y}"


def listed(filters: PainPointFilter, rows: list[Row]) -> list[Listed]:
    """`rows` with everything that is shown of them, in a fixed number of queries."""
    pain_points = PainPoint.objects.in_bulk([row.pk for row in rows])
    quotes = leads(filters, rows)
    leaders = sole_leaders(filters, rows)
    names = filters.names["company"]
    comments = Comment.objects.counted("pain_point", pain_points, filters.user)
    deeds: defaultdict[int, list[Deed]] = defaultdict(list)
    for way in filters.ways:
        done = done_about(filters, way)
        for row in rows:
            deeds[row.pk].extend(done.get(row.pk, ()))
    return [
        Listed(
            pain_point=pain_points[row.pk],
            row=row,
            themes=theme_names(filters, row),
            quote=quotes.get(row.pk),
            only=one_source(
                row.people,
                some_names(names, row.from_companies),
                leaders.get(row.pk, ""),
            ),
            deeds=deeds[row.pk],
            unaddressed=row.unaddressed,
            comments=comments.get(row.pk, 0),
        )
        for row in rows
        if row.pk in pain_points
    ]


def some_names(names: Mapping[str, str], companies: Iterable[int | None]) -> set[str | None]:
    """The name where companies have only one, else two of their names: of many it matters only that they differ."""
    found: set[str | None] = set()
    for company in companies:
        found.add(names.get(str(company)))
        if len(found) > 1:
            break
    return found


def done_about(filters: PainPointFilter, way: Address) -> Mapping[int, Sequence[Deed]]:
    """What is done about pain points in a way, by their keys. Queries, unless the columns know it."""
    if filters.columns:
        return filters.columns.deeds(filters.user, way)
    return way.deeds(filters.user) if way.deeds else {}


def theme_names(filters: PainPointFilter, row: Row) -> list[str]:
    """The themes a pain point falls under, by name."""
    book = filters.codebook
    names = (book.entries[theme].name for theme in {book.themes[code] for code in row.codes if code in book.themes})
    return sorted(names, key=folded)


def leads(filters: PainPointFilter, rows: list[Row]) -> dict[int, Quote]:
    """For each row the quote that leads among the mentions that satisfy the filter; words searched for go first."""
    matching = [mention for row in rows for mention in row.speaking]
    searched = [holding(Quote, term) for term in filters.chosen("q")]
    quotes = Quote.objects.readable_by(filters.user).leads(matching, first=searched).with_voice()
    return {quote.lead_of: quote for quote in quotes}


def led_by(interviews: set[int]) -> dict[int, set[tuple[int, str]]]:
    """Who led each interview."""
    found: defaultdict[int, set[tuple[int, str]]] = defaultdict(set)
    rows = Interview.interviewers.through.objects.filter(interview__in=interviews)
    for interview, user, name in rows.values_list("interview_id", "user_id", "user__full_name"):
        found[interview].add((user, name))
    return found


def sole_leaders(filters: PainPointFilter, rows: Sequence[Row]) -> dict[int, str]:
    """By pain point the one of us who alone led all of several interviews that tell it; one query."""
    if filters.columns:
        found = {row.pk: row.led_by for row in rows if row.led_by}
        names = dict(User.objects.filter(pk__in=set(found.values())).values_list("pk", "full_name")) if found else {}
        return {pk: names[leader] for pk, leader in found.items()}
    led = led_by({interview for row in rows for interview in row.interviews})
    return {row.pk: sole_leader([led.get(one, set()) for one in row.interviews]) for row in rows}


def sole_leader(led: Collection[set[tuple[int, str]]]) -> str:
    """Who led each of several interviews, and nobody else; empty where there is no such one."""
    leaders = set().union(*led)
    return next(iter(leaders))[1] if len(led) > 1 and len(leaders) == 1 and all(led) else ""


def one_source(people: int, companies: Collection[str | None], leader: str) -> str:
    """Says so when several people are all of one company, or all their interviews were led by one of us.

    `companies` are the names of everybody who told, `leader` who led all of the interviews.
    """
    said = []
    if people > 1 and len(set(companies)) == 1 and None not in companies:
        said.append(f"all from {next(iter(companies))}")
    if people > 1 and leader:
        said.append(f"all heard by {leader}")
    return f"A{', '.join(said)[1:]}" if said else ""
