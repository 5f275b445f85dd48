"""The rows of one page of pain points as a list shows them: words, codes, who is missing from the picture."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from accounts.alphabet import folded

from .filters import PainPointFilter, contains
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
    led = led_by({voice.interview for row in rows for voice in row.voices})
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
                [names.get(str(voice.company)) for voice in row.voices],
                [led.get(interview, set()) for interview in {voice.interview for voice in row.voices}],
            ),
            deeds=deeds[row.pk],
            unaddressed=("addressed", "nothing") in row.tags,
            comments=comments.get(row.pk, 0),
        )
        for row in rows
        if row.pk in pain_points
    ]


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
    matching = [one.mention for row in rows for one in row.matching if one.voice]
    searched = [contains("text", term) for term in filters.chosen("q")]
    quotes = Quote.objects.readable_by(filters.user).leads(matching, first=searched).with_voice()
    return {quote.lead_of: quote for quote in quotes}


def led_by(interviews: set[int]) -> dict[int, set[tuple[int, str]]]:
    """Who led each interview."""
    found: defaultdict[int, set[tuple[int, str]]] = defaultdict(set)
    rows = Interview.interviewers.through.objects.filter(interview__in=interviews)
    for interview, user, name in rows.values_list("interview_id", "user_id", "user__full_name"):
        found[interview].add((user, name))
    return found


def one_source(people: int, companies: Collection[str | None], led: Collection[set[tuple[int, str]]]) -> str:
    """Says so when several people are all of one company, or all their interviews were led by one of us.

    `companies` are the names of everybody who told, `led` who led each of the interviews.
    """
    said = []
    if people > 1 and len(set(companies)) == 1 and None not in companies:
        said.append(f"all from {next(iter(companies))}")
    leaders = set().union(*led)
    if people > 1 and len(led) > 1 and len(leaders) == 1 and all(led):
        said.append(f"all heard by {next(iter(leaders))[1]}")
    return f"A{', '.join(said)[1:]}" if said else ""
