"""Reads a document into a paper, as somebody may read it, under names or pseudonyms.

Everything that goes into a file is read here, once; the formats only set it. What was withdrawn or is not for quoting
has no words here, whoever asks: a file goes on to others.
"""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from typing import Any

from django.utils import timezone

from accounts import reading
from interviews.models import Consent, Grounds, Participant, Quote

from ..cards import Card, weigh_with_cards
from ..coverage import Covered, covered
from ..evidence import links_for
from ..markdown import OURS, Reading, images_shown, read
from ..models import Document, DocumentVersion, Image
from ..versions import links_in, rows_in
from ..weighing import UNQUOTABLE, Weighed
from .hiding import hidden_in, kept_back_in
from .paper import Cited, Frozen, Line, Link, Paper, Picture, Said


def paper_of(document: Document, user: Any, *, version: DocumentVersion | None = None, pseudonyms: bool) -> Paper:
    """The document, or one version of it, as `user` may read it. The same few queries however much there is."""
    with reading.under_pseudonyms() if pseudonyms else nullcontext():
        gathering = Gathering(document, version, user)
        paper = kept_back_in(gathering.paper(pseudonyms))
        return hidden_in(paper, gathering.close, user) if pseudonyms else paper


class Gathering:
    """Reads what a document cites, each source once, in the order in which it is met."""

    def __init__(self, document: Document, version: DocumentVersion | None, user: Any) -> None:
        self.document, self.version, self.user = document, version, user
        self.told: Document | DocumentVersion = version or document
        rows = rows_in(version) if version else list(document.requirements.live())
        self.read: Reading = read(self.told.body, user)
        stood_on = links_in(version, user) if version else None
        links = links_for(document, rows, self.read.records, user, stood_on)
        weighed, drawn = weigh_with_cards(links, self.read.records, user)
        own = [one for one in weighed if not one.evidence.hypothesis_id]
        self.cited: dict[tuple[str, Any], Cited] = {}
        self.voices: dict[int, Participant] = {}
        self.close: set[int] = set()
        self.names: dict[str, str] = {}
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
            known["withdrew"] = card.withdrew
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
            known["withdrew"] = one.withdrew
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
        return Line(*told, row.withdrew, **sides)

    def paper(self, pseudonyms: bool) -> Paper:
        document, told = self.document, self.told
        shown = images_shown(told.body, self.user)
        images = {} if pseudonyms else {url: picture(one) for url, one in shown.items()}
        unnamed = sum(one.effective_consent < Consent.NAMED for one in self.voices.values())
        return Paper(
            reference=document.reference,
            title=told.title,
            kind=told.get_kind_display(),
            status="" if self.version else document.get_status_display(),
            summary=told.summary,
            body=OURS.sub(lambda at: images[at.group()].name if at.group() in images else at.group(), told.body),
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
            images=list(images.values()),
            images_left=len(shown) - len(images),
        )


def picture(image: Image) -> Picture:
    told = image.file.name, image.media_type, image.width, image.height
    return Picture(f"images/{image.pk}.{image.kind}", *told)


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
