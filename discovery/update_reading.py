"""A weekly update as it is read: on its page, in the feed and in the mail, from one place.

It holds finished text. Whether people are named is decided here, by the author's choice and by who reads; words that
may no longer be shown are asked of their source at every look.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from accounts import reading
from interviews.models import Grounds, Participant
from interviews.models.spoken import without_names
from interviews.pasted import Pastings
from interviews.pseudonyms import Hide, names_hidden
from interviews.references import found_in, readable

from .markdown import addresses_of, cleaned, our_reader
from .models import DataCheck, Hypothesis, UpdateLine, WeeklyUpdate, everybody
from .update_sources import counted, sources_of
from .week import Week

Section = UpdateLine.Section
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
PIPS = 10
REPEATED = {
    "hypothesis": ("title", "threshold"),
    "data_check": ("question", "result"),
    "document_version": ("title",),
    "follow_up": ("typed_text",),
}
WITHDRAWN, NOT_SHOWN = "Withdrawn", "No longer shown"


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `words` are ours and `html` the same with references as links; `quote` is a customer's. `hidden` says
    why there are none."""

    row: UpdateLine
    words: str = ""
    html: SafeString = SafeString("")  # noqa: RUF009 - a constant
    quote: str = ""
    paraphrase: bool = False
    who: str = ""
    about: str = ""
    source: str = ""
    url: str = ""
    detail: str = ""
    chip: str = ""
    joined: int = 0
    before: int = 0
    grounds: Grounds | None = None
    withdrew: str = ""
    hidden: str = ""

    @property
    def speaker(self) -> str:
        return ", ".join(filter(None, (self.who, self.about)))

    @property
    def pips(self) -> list[str]:
        """A tile for each person who told it, those who joined last; no more than fit."""
        return [*["was"] * min(self.before, PIPS), *["new"] * min(self.joined, PIPS)]


@dataclass(frozen=True, slots=True)
class Part:
    """One section with its lines."""

    name: str
    title: str
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class ReadUpdate:
    """The whole of it."""

    update: WeeklyUpdate
    week: Week
    title: str
    lead: SafeString
    lead_text: str
    parts: list[Part]
    counted: dict[str, int]
    named: bool
    quoted: frozenset[int]  # the participants whose words we typed into it, as far as they are quotes
    gone: frozenset[int]  # the interviews of which we typed other words into it that were taken back since

    @property
    def lines(self) -> list[Line]:
        return [line for part in self.parts for line in part.lines]

    @property
    def strongest(self) -> Line | None:
        """The first quote whose words stand."""
        return next((line for line in self.lines if line.quote), None)


def read(update: WeeklyUpdate, *, every: bool = False, base: str = "") -> ReadUpdate:
    """The update as whoever reads now may read it; with `every` also what the author left out. `base` stands before all
    addresses. The number of queries does not grow with the lines."""
    named = update.with_names and reading.sees_names()
    rows = list(update.lines.all()) if every or not update.is_published else list(published_lines(update))
    shown = rows if every else [row for row in rows if row.shown]
    masked = reading.by(None) if update.with_names else reading.under_pseudonyms()
    with nullcontext() if named else masked:
        return Reader(update, shown, base, named).whole()


def published_lines(update: WeeklyUpdate) -> Iterator[UpdateLine]:
    """The lines as they were published, in that order, with what they are drawn from."""
    rows = {row.pk: row for row in update.lines.all()}
    for told in update.edition.get("lines", ()):
        if told["pk"] in rows:
            row = rows[told["pk"]]
            row.section, row.text, row.facts, row.shown = told["section"], told["text"], told["facts"], True
            yield row


class Reader:
    """Reads the lines of one update. It is used while it is decided who sees names."""

    def __init__(self, update: WeeklyUpdate, rows: list[UpdateLine], base: str, named: bool) -> None:
        self.update, self.rows, self.base, self.named = update, rows, base, named
        self.week = Week(update.monday)
        self.sources = sources_of(rows, self.week)
        edition = update.edition if update.is_published else {}
        self.title, self.lead = edition.get("title", update.title), edition.get("lead", update.lead)
        texts = [self.title, self.lead, *(row.text for row in rows), *self.words_of_ours()]
        self.pastings = Pastings(texts, everybody(), voices=self.sources.hidden)
        self.records = readable(found_in("\n".join(texts)), everybody())
        self.mask = str if named else self.hiding_names(texts)
        self.markdown = our_reader()

    def hiding_names(self, typed: Iterable[str]) -> Hide:
        """What replaces names in what we typed, in what stands behind references and in what customers said."""
        titles = (str(record) for record in self.records.values())
        people, companies = {one.pk for one in self.sources.people}, not self.update.with_names
        return names_hidden((*typed, *titles, *self.sources.theirs), people, everybody(), companies=companies)

    def words_of_ours(self) -> Iterator[str]:
        """What we wrote elsewhere and is repeated here."""
        for kind, columns in REPEATED.items():
            for one in self.sources.rows[kind].values():
                yield from (getattr(one, column) for column in columns)
        for row in self.rows:
            yield from (*row.facts.get("turns", ()), row.facts.get("said", ""))

    def whole(self) -> ReadUpdate:
        told = {section: [] for section in Section}
        for row in self.rows:
            told[Section(row.section)].append(self.line(row))
        parts = [Part(one.value, str(one.label), lines) for one, lines in told.items() if lines]
        lead = self.ours(self.lead)
        numbers = self.update.edition["counted"] if self.update.is_published else counted(self.rows, self.sources)
        html = cleaned(self.markdown.render(lead, {"addresses": self.addresses}))
        title, pastings = self.ours(self.title), self.pastings
        quoted = frozenset(one.participant_id for one in pastings.quotes)
        gone = frozenset(one.interview for one in pastings.unquoted)
        return ReadUpdate(self.update, self.week, title, html, lead, parts, numbers, self.named, quoted, gone)

    @property
    def addresses(self) -> dict[str, tuple[str, str]]:
        """Where references lead, with titles in which nobody is named who is not to be."""
        found = addresses_of(self.records)
        return {name: (self.base + url, self.theirs(title)) for name, (url, title) in found.items()}

    def ours(self, text: str) -> str:
        """What we wrote, without words that may not be shown and names that are not to be."""
        return self.theirs(self.pastings.readable(text))

    def theirs(self, text: str) -> str:
        """What a customer said, without names that are not to be; control characters are no text."""
        return CONTROL.sub("", self.mask(text))

    def line(self, row: UpdateLine) -> Line:
        """One line; without its words where its source may not be read, the author's wording of it included."""
        source = self.sources.of(row)
        if row.kind and source is None:
            gone = WITHDRAWN if row.source_key in self.sources.withdrawn else NOT_SHOWN
            return Line(row, hidden=gone)
        told = TELL[row.kind](self, row, source) if row.kind else Line(row)
        own = self.ours(row.text)
        if own:
            html = cleaned(self.markdown.renderInline(own, {"addresses": self.addresses}))
            return replace(told, words=own, html=html, url=self.at(told.url))
        return replace(told, html=mark_safe(escape(told.words)), url=self.at(told.url))

    def at(self, url: str) -> str:
        return self.base + url if url else ""

    def about(self, who: Participant) -> str:
        """Role and company of that day; the company without its name where the author names nobody."""
        company = who.company and (self.theirs(str(who.company)) if self.update.with_names else who.company.description)
        return " at ".join(filter(None, (self.theirs(who.role), company)))

    def heard(self, row: UpdateLine, source: Any) -> Line:
        voices = [", ".join(filter(None, (str(one), self.about(one)))) for one in self.sources.standing[source.pk]]
        return Line(row, who=" and ".join(voices), source=source.reference, url=source.get_absolute_url())

    def said(self, row: UpdateLine, source: Any) -> Line:
        words = {"quote": self.theirs(source.text), "paraphrase": source.kind == "paraphrase"}
        who = {"who": str(source.participant), "about": self.about(source.participant)}
        return Line(row, **words, **who, source=source.interview.reference, url=source.get_absolute_url())

    def gained(self, row: UpdateLine, source: Any) -> Line:
        joined, people = len(row.facts.get("joined", ())), row.facts.get("people", 0)
        return Line(
            row,
            words=self.theirs(source.title),
            who=listed([str(one) for one in self.sources.joined.get(row.pk, ())]),
            source=source.reference,
            url=source.get_absolute_url(),
            detail=at_companies(joined, people, row.facts.get("companies", 0)),
            joined=joined,
            before=max(0, people - joined),
            grounds=Grounds(source.grounds) if source.grounds else None,
            withdrew=self.sources.withdrew.get(row.pk, ""),
        )

    def moved(self, row: UpdateLine, source: Any) -> Line:
        if row.section == Section.NEXT:
            detail = to_be_decided(source, timezone.localdate(self.update.published_at))
        else:
            detail = " ".join(filter(None, (*row.facts.get("turns", ()), evidence_in_words(row.facts))))
            detail = " ".join(filter(None, (detail, row.facts.get("said", ""))))
        return Line(
            row,
            words=self.ours(source.title),
            who=str(source.owner) if source.owner and row.section == Section.NEXT else "",
            source=source.reference,
            url=source.get_absolute_url(),
            detail=self.ours(detail),
            chip=source.get_status_display() if row.section == Section.NEXT else turned(row.facts),
        )

    def checked(self, row: UpdateLine, source: Any) -> Line:
        confirmed = source.conclusion == DataCheck.Conclusion.CONFIRMED
        return Line(
            row,
            words=self.ours(source.question),
            detail=self.ours(source.result),
            chip=source.get_conclusion_display(),
            source=f"Data check, {date_format(source.checked_on, 'j F')}",
            url=source.get_absolute_url(),
            grounds=Grounds.CONFIRMED if confirmed else None,
        )

    def approved(self, row: UpdateLine, source: Any) -> Line:
        by = f"Version {source.number} was approved" + (f" by {source.approved_by}." if source.approved_by else ".")
        return Line(
            row,
            words=self.ours(source.title),
            detail=by,
            chip=source.get_kind_display(),
            source=source.document.reference,
            url=source.get_absolute_url(),
        )

    def coming(self, row: UpdateLine, source: Any) -> Line:
        day = f"{date_format(source.up_on, 'j F')}" if source.up_on.year < 9999 else ""
        owed = f"with {source.person}" if source.person else ""
        by = f"by {source.owner}" if source.owner else ""
        told = " ".join(filter(None, (owed, by, f"on {day}" if day else "")))
        place = source.interview or source.person
        return Line(
            row,
            words=without_names(self.ours(source.typed_text), source.interview_id),
            detail=told[:1].upper() + told[1:],
            source=place.reference if place else "",
            url=place.get_absolute_url() if place else "",
        )


TELL = {
    "interview": Reader.heard,
    "quote": Reader.said,
    "pain_point": Reader.gained,
    "hypothesis": Reader.moved,
    "data_check": Reader.checked,
    "document_version": Reader.approved,
    "follow_up": Reader.coming,
}
TURNS = {"Decided: supported.": "Supported", "Decided: refuted.": "Refuted", "Parked.": "Parked"}


def to_be_decided(hypothesis: Hypothesis, told_on: date) -> str:
    """By when, and what decides; what was late already when it was told is told as late."""
    day = hypothesis.decide_by
    if day is None:
        return "To be decided."
    by = "Overdue: it was to be decided" if day < told_on else "To be decided"
    return f"{by} by {day.day} {day:%B}. Right if {hypothesis.threshold}."


def turned(facts: dict[str, Any]) -> str:
    """The last thing that was decided about a hypothesis, in one word."""
    return next((TURNS[text] for text in reversed(facts.get("turns", ())) if text in TURNS), "")


def evidence_in_words(facts: dict[str, Any]) -> str:
    """How much evidence came in."""
    pro, contra = facts.get("supports", 0), facts.get("challenges", 0)
    told = [f"{count} more {side}" for count, side in ((pro, "for it"), (contra, "against it")) if count]
    return f"{' and '.join(told)}.".capitalize() if told else ""


def at_companies(joined: int, people: int, companies: int) -> str:
    """How many joined, and how many there are now."""
    where = f" at {companies} {'company' if companies == 1 else 'companies'}" if companies else ""
    if joined >= people:
        return f"New: {people} {'person' if people == 1 else 'people'}{where}."
    return f"{joined} more {'person' if joined == 1 else 'people'}, now {people}{where}."


def listed(names: Iterable[str], most: int = 3) -> str:
    """A few names, and how many more."""
    told = list(names)
    if len(told) > most:
        return f"{', '.join(told[:most])} and {len(told) - most} more"
    return " and ".join(filter(None, (", ".join(told[:-1]), *told[-1:])))
