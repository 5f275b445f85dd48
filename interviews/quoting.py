"""Quoting: from words somebody selected in a transcript to a quote, and from the quote to what it speaks for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from .capture.pain_points import archive_orphans, title_from
from .models import Act, Interview, Mention, PainPoint, Participant, Quote, QuoteLink, QuoteSpan, Segment, Speaker, Why
from .models.links import linked
from .spans import Stretch, passage, to_code_points, trimmed

LONGEST = 10_000  # characters
TOGETHER = timedelta(seconds=5)  # a pain point and its first mention that were made in one act


class Moved(Exception):
    """What was selected is not what is stored: the page is older than the transcript."""


class NotQuotable(Exception):
    """These words cannot be a quote; the message says why, in words for whoever selected them."""


@dataclass(frozen=True, slots=True)
class Selected:
    """Words selected in one segment, as a browser tells it: offsets in UTF-16 units, and the words between them."""

    number: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Taken:
    """A stretch of a segment in code points."""

    segment: Segment
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.segment.text[self.start : self.end]


@transaction.atomic
def make_quote(interview: Interview, selected: Sequence[Selected], user: Any) -> Quote:
    """A quote of the customer's words in `selected`; the same words in the same place are one quote.

    Our own words in between are left out, which the text of the quote shows as a cut. Raises Moved or NotQuotable.
    """
    taken = stretches(interview, selected, user)
    participant = voice_of(taken)
    spoken = [one for one in taken if one.segment.speaker.participant_id == participant.pk]
    text = passage([Stretch(one.segment.number, one.text) for one in spoken])
    if len(text) > LONGEST:
        raise NotQuotable(f"A quote may have {LONGEST:,} characters. Select less.")
    known = same_quote(participant, spoken, text)
    if known:
        if known.is_archived:
            known.restore(user)
        return known
    quote = Quote.objects.create(
        interview=interview, participant=participant, text=text, frozen_at=timezone.now(), created_by=user
    )
    QuoteSpan.objects.bulk_create(
        QuoteSpan(
            quote=quote,
            position=n,
            segment=one.segment,
            interview=interview,
            start=one.start,
            end=one.end,
            text=one.text,
        )
        for n, one in enumerate(spoken)
    )
    return quote


def stretches(interview: Interview, selected: Sequence[Selected], user: Any) -> list[Taken]:
    """What was selected, in the order of the transcript, checked against what is stored."""
    rows = Segment.objects.readable_by(user).filter(interview=interview, number__in={one.number for one in selected})
    segments = {segment.number: segment for segment in rows.select_related("speaker__participant")}
    taken = []
    for one in sorted(selected, key=lambda one: (one.number, one.start)):
        segment = segments.get(one.number)
        if segment is None:
            raise Moved
        start, end = to_code_points(segment.text, one.start), to_code_points(segment.text, one.end)
        if segment.text[start:end] != one.text:
            raise Moved
        start, end = trimmed(segment.text, start, end)
        if start < end:
            taken.append(Taken(segment, start, end))
    return taken


def voice_of(taken: Sequence[Taken]) -> Participant:
    """The one customer who said what was taken."""
    if not taken:
        raise NotQuotable("Select the words to quote first.")
    voices = {one.segment.speaker.participant for one in taken if one.segment.speaker.participant_id}
    if len(voices) > 1:
        raise NotQuotable("Two customers speak here. Quote them one by one.")
    if voices:
        return voices.pop()
    if any(one.segment.speaker.side == Speaker.Side.UNKNOWN for one in taken):
        raise NotQuotable("Nobody has said yet who speaks here. Choose “Who is who” first.")
    raise NotQuotable("These are our own words. A quote is what a customer said.")


def same_quote(participant: Participant, spoken: Sequence[Taken], text: str) -> Quote | None:
    """The quote of exactly these words in exactly this place, archived or not."""
    first, last = spoken[0], spoken[-1]
    return (
        Quote.objects.filter(participant=participant, text=text)
        .filter(spans__segment=first.segment, spans__start=first.start, spans__position=0)
        .filter(spans__segment=last.segment, spans__end=last.end, spans__position=len(spoken) - 1)
        .first()
    )


@transaction.atomic
def attach_to_pain_point(quote: Quote, pain_point: PainPoint, user: Any, severity: int | None = None) -> Mention:
    """The quote speaks for a pain point: through its speaker's mention of it, made when there is none yet."""
    pain_point = pain_point.standing
    if pain_point.is_archived:
        pain_point.restore(user)
    own = Mention.objects.filter(participant=quote.participant, pain_point=pain_point)
    mention = own.live().order_by("pk").first() or own.filter(line__isnull=True).order_by("pk").first()
    with Act.by(user, Act.Kind.EDITED) as act:
        if mention is None:
            # `same_pain`: somebody chose the pain point here, so the notes neither rename it nor take it away.
            # Made in the archive and taken out, so that undo puts it there.
            mention = Mention.objects.create(
                interview_id=quote.interview_id,
                participant=quote.participant,
                pain_point=pain_point,
                title=pain_point.title,
                severity=severity,
                same_pain=True,
                created_by=user,
                archived_at=timezone.now(),
            )
        act.watch(quote, mention)
        if mention.is_archived:
            mention.restore(user)
        if severity and mention.severity is None and mention.line_id is None:
            mention.severity = severity
            mention.version += 1
            mention.save(update_fields=["severity", "version", "updated_at"])
        QuoteLink.objects.get_or_create(quote=quote, mention=mention, defaults={"interview_id": quote.interview_id})
        quote.freeze()
        act.remark(pain_point, "A quote was attached")
    return mention


@dataclass(frozen=True, slots=True)
class SpeaksFor:
    """What somebody chose for a quote. `new_title` states a pain point that nobody has stated yet."""

    pain_points: Sequence[PainPoint] = ()
    new_title: str = ""
    severity: int | None = None
    why: Why | None = None


@transaction.atomic
def attach(quote: Quote, chosen: SpeaksFor, user: Any) -> list[PainPoint]:
    """The quote speaks for all that was chosen; returns the pain points."""
    pain_points = list(chosen.pain_points)
    with Act.by(user, Act.Kind.EDITED):
        for pain_point in pain_points:
            attach_to_pain_point(quote, pain_point, user, chosen.severity)
        if chosen.new_title:
            new = PainPoint.objects.create_by(user, title=title_from(chosen.new_title), archived_at=timezone.now())
            first = attach_to_pain_point(quote, new, user, chosen.severity)  # takes it out, as undo puts it there
            PainPoint.objects.filter(pk=new.pk).update(stated_for=first)
            pain_points.append(new)
        if chosen.why:
            attach_to_why(quote, chosen.why, user)
    return pain_points


@transaction.atomic
def attach_to_why(quote: Quote, why: Why, user: Any) -> None:
    """The quote speaks for a why of the same interview."""
    with Act.by(user, Act.Kind.EDITED) as act:
        act.watch(quote)
        quote.whys.add(why, through_defaults={"interview_id": quote.interview_id})
        quote.freeze()


@transaction.atomic
def detach(quote: Quote, pain_points: Collection[int], whys: Collection[int], user: Any) -> None:
    """The quote no longer speaks for these. Links that the notes made stay: they follow the text.

    A mention that was made for the quote and has nothing else goes with it, and so does a pain point that has nothing
    but that mention.
    """
    with Act.by(user, Act.Kind.EDITED) as act:
        act.watch(quote)
        quote.whys.remove(*whys)
        links = quote.mention_links.filter(mention__pain_point__in=pain_points, from_notes=False)
        mentions = {link.mention_id for link in links}
        for pain_point in PainPoint.objects.filter(mentions__in=mentions).distinct():
            act.remark(pain_point, "A quote was detached")
        links.delete()
        for mention in Mention.objects.filter(pk__in=mentions - linked(Mention, mentions)).select_related("pain_point"):
            if made_for_a_quote(mention):
                mention.archive(user)
                own = mention.pain_point
                if own and mention.created_at - own.created_at < TOGETHER:
                    archive_orphans({own.pk})


def made_for_a_quote(mention: Mention) -> bool:
    """Whether the mention has nothing of its own: no line, no words, no whys. Queries."""
    told = mention.line_id or mention.frequency or mention.so_what or mention.if_nothing
    return not told and not mention.whys.live().exists() and not mention.workarounds.live().exists()
