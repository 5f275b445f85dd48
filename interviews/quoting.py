"""Quoting: from words somebody selected in a transcript to a quote, and from the quote to what it speaks for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from .capture.pain_points import archive_orphans, title_from
from .models import Act, Interview, Mention, PainPoint, Participant, Quote, QuoteLink, QuoteSpan, Segment, Speaker, Why
from .models.links import linked
from .models.record import put_away_by
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


Place = tuple[int, str, int, int, int, int]  # whose words, the words, where they begin and end


@dataclass(frozen=True, slots=True)
class Said:
    """What one customer said in a selection, which makes a quote."""

    participant: Participant
    spoken: Sequence[Taken]
    text: str

    @property
    def place(self) -> Place:
        """The same words in the same place are one quote."""
        first, last = self.spoken[0], self.spoken[-1]
        return (self.participant.pk, self.text, first.segment.pk, first.start, last.segment.pk, last.end)

    def quote_by(self, user: Any) -> Quote:
        """A new quote of it, not stored yet."""
        return Quote(
            interview_id=self.participant.interview_id,
            participant=self.participant,
            text=self.text,
            frozen_at=timezone.now(),
            created_by=user,
        )

    def spans_of(self, quote: Quote) -> Iterator[QuoteSpan]:
        """Where it stands in the transcript, for the stored quote."""
        for n, one in enumerate(self.spoken):
            place = {"segment": one.segment, "interview_id": quote.interview_id, "start": one.start, "end": one.end}
            yield QuoteSpan(quote=quote, position=n, text=one.text, **place)


def make_quote(interview: Interview, selected: Sequence[Selected], user: Any) -> Quote:
    """A quote of the customer's words in `selected`; the same words in the same place are one quote.

    Our own words in between are left out, which the text of the quote shows as a cut. Raises Moved or NotQuotable.
    """
    told = said(readable_segments(interview, {one.number for one in selected}, user), selected)
    return store_quotes(interview, [told], user)[0]


def make_quotes(interview: Interview, passages: Iterable[Sequence[Selected]], user: Any) -> list[Quote | None]:
    """A quote of each of these passages, None where one cannot be quoted; the same few queries for any number of them.

    Raises Moved where a passage is not what is stored.
    """
    passages = list(passages)
    segments = readable_segments(interview, {one.number for chosen in passages for one in chosen}, user)
    found: list[Said | None] = []
    for chosen in passages:
        try:
            found.append(said(segments, chosen))
        except NotQuotable:  # nobody said yet who speaks, or it was one of us
            found.append(None)
    quotes = iter(store_quotes(interview, [one for one in found if one], user))
    return [one and next(quotes) for one in found]


@transaction.atomic
def store_quotes(interview: Interview, all_said: Sequence[Said], user: Any) -> list[Quote]:
    """The quotes of what was said: those that are there already, archived ones taken out, and new ones."""
    there = same_quotes(interview, all_said)
    away = [quote.pk for quote in there.values() if quote.is_archived]
    if away:
        Quote.objects.filter(pk__in=away).restore(user)
        there = same_quotes(interview, all_said)
    new = {one.place: one for one in all_said if one.place not in there}
    made = Quote.objects.bulk_create(one.quote_by(user) for one in new.values())
    there |= dict(zip(new, made, strict=True))
    QuoteSpan.objects.bulk_create(span for place, one in new.items() for span in one.spans_of(there[place]))
    return [there[one.place] for one in all_said]


def same_quotes(interview: Interview, all_said: Sequence[Said]) -> dict[Place, Quote]:
    """The quotes of exactly these words in exactly these places, archived or not; two queries."""
    wanted = {one.place for one in all_said}
    begins = {one.spoken[0].segment.pk for one in all_said}
    rows = Quote.objects.filter(interview=interview, spans__segment__in=begins, spans__position=0)
    found: dict[Place, Quote] = {}
    for quote in rows.order_by("pk").prefetch_related("spans"):
        spans = list(quote.spans.all())
        first, last = spans[0], spans[-1]
        place = (quote.participant_id, quote.text, first.segment_id, first.start, last.segment_id, last.end)
        if place in wanted:
            found.setdefault(place, quote)
    return found


def readable_segments(interview: Interview, numbers: Collection[int], user: Any) -> dict[int, Segment]:
    """The segments of these numbers that `user` may read, with who speaks in them; one query."""
    rows = Segment.objects.readable_by(user).filter(interview=interview, number__in=numbers)
    return {segment.number: segment for segment in rows.select_related("speaker__participant")}


def said(segments: Mapping[int, Segment], selected: Sequence[Selected]) -> Said:
    """What the one customer who speaks in `selected` said there."""
    taken = stretches(segments, selected)
    participant = voice_of(taken)
    spoken = [one for one in taken if one.segment.speaker.participant_id == participant.pk]
    text = passage([Stretch(one.segment.number, one.text) for one in spoken])
    if len(text) > LONGEST:
        raise NotQuotable(f"A quote may have {LONGEST:,} characters. Select less.")
    return Said(participant, spoken, text)


def stretches(segments: Mapping[int, Segment], selected: Sequence[Selected]) -> list[Taken]:
    """What was selected, in the order of the transcript, checked against what is stored."""
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


@transaction.atomic
def attach_to_pain_point(quote: Quote, pain_point: PainPoint, user: Any, severity: int | None = None) -> Mention:
    """The quote speaks for a pain point: through its speaker's mention of it, made when there is none yet."""
    pain_point = pain_point.standing
    if pain_point.is_archived:
        pain_point.restore(user)
    own = Mention.objects.filter(participant=quote.participant, pain_point=pain_point)
    mention = own.live().order_by("pk").first() or own.filter(line__isnull=True).order_by("pk").first()
    with Act.by(user, Act.Kind.EDITED) as act:
        mention = mention or mention_for_quote(quote, pain_point, user, severity)
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


def mention_for_quote(quote: Quote, pain_point: PainPoint, user: Any, severity: int | None) -> Mention:
    """A mention of the pain point by the speaker of the quote, born in the archive so that undo puts it there.

    `same_pain`: somebody chose the pain point here, so the notes neither rename it nor take it away.
    """
    made: Mention = Mention.objects.create(
        interview_id=quote.interview_id,
        participant=quote.participant,
        pain_point=pain_point,
        title=pain_point.title,
        severity=severity,
        same_pain=True,
        created_by=user,
        **put_away_by(user),
    )
    return made


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
            new = PainPoint.objects.create_by(user, title=title_from(chosen.new_title), **put_away_by(user))
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
    told = mention.line_id or mention.typed_frequency or mention.typed_so_what or mention.typed_if_nothing
    return not told and not mention.whys.live().exists() and not mention.workarounds.live().exists()
