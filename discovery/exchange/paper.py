"""A document as it leaves the app: plain texts and numbers, read as somebody may read them, under names or pseudonyms.

Everything that goes into a file is read here, once; the formats only set it. What was withdrawn or is not for quoting
has no words here, whoever asks: a file goes on to others.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any

from django.utils import timezone

from accounts import reading
from interviews.models import Consent, Grounds, Participant, Quote
from interviews.pseudonyms import Hide, names_hidden

from ..cards import Card, cards
from ..coverage import Covered, covered
from ..evidence import links_for
from ..markdown import Reading, read
from ..models import Document, DocumentVersion
from ..versions import links_in, rows_in
from ..weighing import UNQUOTABLE, Weighed, weigh

OURS = frozenset(("key", "reference", "kind", "status", "owner", "saved_by", "approved_by", "stance", "of"))


@dataclass(frozen=True, slots=True)
class Said:
    """The words of a customer, with who said them as they were on that day."""

    text: str
    verbatim: bool
    said_on: str
    by: str
    role: str
    company: str
    persona: str


@dataclass(frozen=True, slots=True)
class Link:
    """What a source says about the document itself, or about one of its lines."""

    of: str
    stance: str
    reason: str


@dataclass(frozen=True, slots=True)
class Cited:
    """One source that the document cites. `hidden` says why it has no words."""

    key: str
    kind: str
    reference: str
    says: str = ""  # in our words
    quote: Said | None = None  # in theirs
    told_by: str = ""
    known_by: str = ""
    severity: int | None = None
    people: int = 0
    companies: int = 0
    hidden: str = ""
    links: list[Link] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Line:
    """One requirement with the keys of what it stands on."""

    key: str
    text: str
    acceptance: str
    priority: str
    known_by: str
    people: int
    supports: list[str]
    challenges: list[str]


@dataclass(frozen=True, slots=True)
class Frozen:
    """Which version it is, where it is not what the document says now."""

    number: int
    name: str
    saved_on: str
    saved_by: str
    approved_on: str
    approved_by: str


@dataclass(frozen=True, slots=True)
class Paper:
    """The whole of it. `names` are the references that lead to a source, by reference; `voices` how many people are
    quoted."""

    reference: str
    title: str
    kind: str
    status: str
    summary: str
    body: str
    owner: str
    updated_on: str
    made_on: str
    pseudonyms: bool
    version: Frozen | None
    lines: list[Line]
    cited: list[Cited]
    names: dict[str, str]
    voices: int
    unnamed: int = 0  # of them agreed to be quoted without their name only

    @property
    def quotes(self) -> int:
        return sum(one.quote is not None for one in self.cited)

    @property
    def hidden(self) -> int:
        """How many sources have no words."""
        return sum(bool(one.hidden) for one in self.cited)


def paper_of(document: Document, user: Any, *, version: DocumentVersion | None = None, pseudonyms: bool) -> Paper:
    """The document, or one version of it, as `user` may read it. The same few queries however much there is."""
    with reading.under_pseudonyms() if pseudonyms else nullcontext():
        gathering = Gathering(document, version, user)
        paper = gathering.paper(pseudonyms)
        return hidden_in(paper, gathering.close, user) if pseudonyms else paper


class Gathering:
    """Reads what a document cites, each source once, in the order in which it is met."""

    def __init__(self, document: Document, version: DocumentVersion | None, user: Any) -> None:
        self.document, self.version = document, version
        self.told: Document | DocumentVersion = version or document
        rows = rows_in(version) if version else list(document.requirements.live())
        self.read: Reading = read(self.told.body, user)
        stood_on = links_in(version, user) if version else None
        weighed = weigh(links_for(document, rows, self.read.records, user, stood_on), user)
        own = [one for one in weighed if not one.evidence.hypothesis_id]
        self.cited: dict[tuple[str, Any], Cited] = {}
        self.voices: dict[int, Participant] = {}
        self.close: set[int] = set()
        self.names: dict[str, str] = {}
        drawn = cards(self.read.records, weighed, user)
        for reference in dict.fromkeys(name for one in self.read.sections for name in one.references):
            if reference in drawn:
                self.names[reference] = self.take_card(reference, drawn[reference])
        labels = {row.pk: row.label for row in rows}
        for one in own:
            self.take_link(one, labels.get(one.evidence.requirement_id, ""))
        self.lines = [self.line(row) for row in covered(rows, own)]

    def take_card(self, reference: str, card: Card) -> str:
        """Cite what a reference in the text stands for; returns its key. Of a hypothesis what we believe, and the words
        that speak against it as firmly as all for it."""
        place = (card.kind, card.reference)
        if place not in self.cited:
            self.close |= card.people
            known = {"says": card.fact, "severity": card.severity, "people": len(card.people)}
            kind, by, grounds = card.kind.replace("_", " ").capitalize(), card.who, card.grounds
            if card.kind == "hypothesis":
                believed, by = str(self.read.records[reference]).rstrip("."), card.who if card.against else ""
                known["says"] = f"{believed}. Against it: {card.fact}".strip() if card.against else card.fact
                grounds = None if card.against else grounds  # what is firm is what speaks against it
            self.add(place, kind, card.reference, card.quote, by, grounds, card.hidden, **known)
        return self.cited[place].key

    def take_link(self, one: Weighed, of: str) -> str:
        """Cite a source that is linked, with what it says about the line `of`, or about the document."""
        place = place_of(one)
        self.close |= one.people
        if place not in self.cited:
            by = told_by(one.who) if one.who else ""
            known = {"says": one.fact, "people": len(one.people), "companies": len(one.companies)}
            self.add(place, one.label, one.reference, one.quote, by, one.grounds, one.hidden, **known)
        cited = self.cited[place]
        link = Link(of, one.evidence.stance, "" if cited.hidden else one.evidence.reason)
        self.cited[place] = replace(cited, companies=len(one.companies), links=[*cited.links, link])
        return cited.key

    def add(
        self,
        place: tuple[str, Any],
        kind: str,
        reference: str,
        quote: Quote | None,
        by: str,
        grounds: Grounds | None,
        hidden: str,
        **known: Any,
    ) -> None:
        """Cite one source more. Words that are not for quoting stay here, whoever asks."""
        key = f"E{len(self.cited) + 1}"
        if quote is not None and quote.participant.effective_consent == Consent.NONE:
            quote, by, hidden = None, "", hidden or ("" if known["says"] else UNQUOTABLE)
        if hidden:
            self.cited[place] = Cited(key, kind, reference, hidden=hidden)
            return
        if quote is not None:
            self.voices[quote.participant.person_id or -quote.participant.pk] = quote.participant
        words = said(quote) if quote else None
        known_by = grounds.label if grounds else ""
        self.cited[place] = Cited(key, kind, reference, quote=words, told_by=by, known_by=known_by, **known)

    def line(self, row: Covered) -> Line:
        one = row.requirement
        sides = {
            stance: [self.cited[place_of(link)].key for link in tally.sources]
            for stance, tally in (("supports", row.supports), ("challenges", row.challenges))
        }
        told = one.label, one.text, one.acceptance, one.get_priority_display(), row.level.label, row.heard
        return Line(*told, **sides)

    def paper(self, pseudonyms: bool) -> Paper:
        document, told = self.document, self.told
        unnamed = sum(one.effective_consent < Consent.NAMED for one in self.voices.values())
        return Paper(
            reference=document.reference,
            title=told.title,
            kind=told.get_kind_display(),
            status="" if self.version else document.get_status_display(),
            summary=told.summary,
            body=told.body,
            owner=str(document.owner or ""),
            updated_on=day(self.version.saved_at if self.version else document.updated_at),
            made_on=day(timezone.now()),
            pseudonyms=pseudonyms,
            version=frozen(self.version) if self.version else None,
            lines=self.lines,
            cited=list(self.cited.values()),
            names=self.names,
            voices=len(self.voices),
            unnamed=0 if pseudonyms else unnamed,
        )


def place_of(one: Weighed) -> tuple[str, Any]:
    """What makes two sources the same: a pain point by its reference, however it is met; a quote by itself."""
    named = one.kind in ("pain_point", "root_cause", "interview") and one.reference
    return one.kind, one.reference if named else getattr(one.evidence, f"{one.kind}_id")


def said(quote: Quote) -> Said:
    who = quote.participant
    return Said(
        text=quote.text,
        verbatim=quote.kind == Quote.Kind.VERBATIM,
        said_on=day(quote.interview.held_at),
        by=str(who),
        role=who.role,
        company=str(who.company or ""),
        persona=str(who.persona or ""),
    )


def told_by(who: Participant) -> str:
    return ", ".join(str(one) for one in (who, who.company) if one)


def frozen(version: DocumentVersion) -> Frozen:
    approved = day(version.approved_at) if version.approved_at else ""
    by = str(version.saved_by or ""), approved, str(version.approved_by or "")
    return Frozen(version.number, version.name, day(version.saved_at), *by)


def day(moment: Any) -> str:
    """The day of a moment where the team lives, such as 2026-05-28."""
    return timezone.localtime(moment).date().isoformat()


def hidden_in(paper: Paper, close: Iterable[int], user: Any) -> Paper:
    """The paper with every name in its texts replaced."""
    texts: list[str] = []

    def take(text: str) -> str:
        texts.append(text)
        return text

    every_text(paper, take)
    return every_text(paper, names_hidden(texts, set(close), user))


def every_text(value: Any, change: Hide) -> Any:
    """The same with every text changed, but for those that are ours: keys, kinds, and who of us wrote it."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [every_text(one, change) for one in value]
    if is_dataclass(value) and not isinstance(value, type):
        told = {one.name: getattr(value, one.name) for one in fields(value) if one.name not in OURS}
        return replace(value, **{name: every_text(one, change) for name, one in told.items()})
    return value
