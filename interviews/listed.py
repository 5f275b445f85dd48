"""The rows of one page of pain points as a list shows them: words, codes, who is missing from the picture."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Model
from django.utils import timezone

from accounts.alphabet import folded
from accounts.models import User

from .filters import PainPointFilter
from .holding import holding
from .models import Interview, PainPoint, Person, Quote
from .models.quotes import QuoteQuerySet
from .models.spoken import wait_for, without_names
from .panels import Address, Deed
from .told import Row, slug_of


@dataclass(frozen=True, slots=True)
class Words:
    """What a page shows of a quote: the words, whether they are verbatim, and who says them."""

    text: str
    kind: str
    by: str


Some = TypeVar("Some", bound=Model)
Said = TypeVar("Said", Quote, Words)
Line = tuple[PainPoint, Said | None, int]  # with its leading words and the number of its comments


@dataclass(frozen=True, slots=True)
class Listed(Generic[Said]):
    """One row. `only` says that everything comes from one company or one interviewer; empty when it does not."""

    pain_point: PainPoint
    row: Row
    themes: Sequence[str]
    quote: Said | None
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


def listed(filters: PainPointFilter, rows: list[Row]) -> list[Listed[Quote]]:
    """`rows` with all there is of them, as files hold it, in a fixed number of queries."""
    pain_points = PainPoint.objects.in_bulk([row.pk for row in rows])
    quotes = {quote.lead_of: quote for quote in leads(filters, rows).with_voice()}
    return put_together(filters, rows, {pk: (one, quotes.get(pk), 0) for pk, one in pain_points.items()})


def shown(filters: PainPointFilter, rows: list[Row]) -> list[Listed[Words]]:
    """`rows` with what a page shows of them; one query where the columns know which words lead, else two."""
    quotes = {row.pk: lead for row in rows if (lead := row.lead) is not None} if filters.user.can_edit else {}
    if len(quotes) < len(rows):
        quotes = dict(leads(filters, rows).values_list("lead_of", "pk"))
    return put_together(filters, rows, read_lines([(row.pk, quotes.get(row.pk, 0)) for row in rows]))


def read_lines(pairs: Sequence[tuple[int, int]]) -> dict[int, Line[Words]]:
    """Pain points with a quote each (0 for none) and how many comments they have; one query.

    Written out, since putting it together takes several times as long as running it. Who may read it was asked before.
    """
    if not pairs:
        return {}
    places = ", ".join(["(CAST(%s AS bigint), CAST(%s AS bigint))"] * len(pairs))
    found: dict[int, Line[Words]] = {}
    with connection.cursor() as cursor:
        cursor.execute(LINES.format(places=places), [key for pair in pairs for key in pair])
        shown = cursor.fetchall()
    wait_for(interview for *_, interview in shown if interview)
    for pk, title, mention, version, comments, quote, kind, text, *who, interview in shown:
        words = Words(without_names(text, interview), kind, voice(*who)) if quote else None
        found[pk] = (
            part_of(PainPoint, id=pk, typed_title=title, stated_for_id=mention, version=version),
            words,
            comments,
        )
    return found


def voice(person: int | None, name: str, pseudonym: str, company: str | None) -> str:
    """Who says it, in short."""
    somebody = part_of(Person, id=person, name=name, pseudonym=pseudonym).first_name if person else "Somebody"
    return f"{somebody}, {company}" if company else somebody


def part_of(model: type[Some], **values: Any) -> Some:
    """A row of which some columns were read."""
    read = [one.attname for one in model._meta.concrete_fields if one.attname in values]
    return model.from_db(connection.alias, read, [values[name] for name in read])


LINES = """
WITH shown("pain", "quote") AS (VALUES {places})
SELECT pain."id", pain."title", pain."stated_for_id", pain."version",
       (SELECT count(*) FROM "interviews_comment" said
        WHERE said."pain_point_id" = pain."id" AND said."archived_at" IS NULL),
       quote."id", quote."kind", quote."text", person."id", person."name", person."pseudonym", company."name",
       quote."interview_id"
FROM shown JOIN "interviews_painpoint" pain ON pain."id" = shown."pain"
LEFT JOIN "interviews_quote" quote ON quote."id" = shown."quote"
LEFT JOIN "interviews_participant" participant ON participant."id" = quote."participant_id"
LEFT JOIN "interviews_person" person ON person."id" = participant."person_id"
LEFT JOIN "interviews_company" company ON company."id" = participant."company_id"
"""


def put_together(filters: PainPointFilter, rows: list[Row], lines: Mapping[int, Line[Said]]) -> list[Listed[Said]]:
    """`rows` with what was read of their pain points, and what follows from them."""
    leaders = sole_leaders(filters, rows)
    names = filters.names["company"]
    deeds: defaultdict[int, list[Deed]] = defaultdict(list)
    for way in filters.ways:
        done = done_about(filters, way)
        for row in rows:
            deeds[row.pk].extend(done.get(row.pk, ()))
    found = []
    for row in rows:
        if row.pk not in lines:
            continue
        pain_point, quote, comments = lines[row.pk]
        only = one_source(row.people, names.get(str(row.sole_company)), leaders.get(row.pk, ""))
        themes = theme_names(filters, row)
        found.append(Listed(pain_point, row, themes, quote, only, deeds[row.pk], row.unaddressed, comments))
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


def leads(filters: PainPointFilter, rows: list[Row]) -> QuoteQuerySet:
    """For each row the quote that leads among the mentions that satisfy the filter; words searched for go first."""
    matching = [mention for row in rows for mention in row.speaking]
    searched = [holding(Quote, term) for term in filters.chosen("q")]
    return Quote.objects.readable_by(filters.user).leads(matching, first=searched)


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


def one_source(people: int, company: str | None, leader: str) -> str:
    """Says so when several people are all of one company, or all their interviews were led by one of us.

    `company` is the one that everybody is of, `leader` who led all of the interviews; neither where there are several.
    """
    said = []
    if people > 1 and company:
        said.append(f"all from {company}")
    if people > 1 and leader:
        said.append(f"all heard by {leader}")
    return f"A{', '.join(said)[1:]}" if said else ""
