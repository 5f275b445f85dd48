"""Importing a corrected file again: the transcript is updated, and quotes stay with their words.

The words of a quote never change. What changes is the place they point to; a quote whose words are not there letter by
letter any more, or not from the same voice, is marked.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from .. import transcripts
from ..models import Act, Interview, Quote, QuoteSpan, Segment, Speaker, Transcript
from ..transcripts.again import Alignment, Place, Words, align
from . import uploads
from .imports import Chosen, add_interviewers, take_voices
from .removal import BATCH, TooLate, written_out
from .transcripts import AlreadyThere, Voice, described, segments_of, storable, stored_label

SPAN_FIELDS = ("quote_id", "position", "segment__number", "start", "end", "text")


@dataclass(slots=True)
class Moves:
    """What a corrected file changes: segments, and for each quote where it stands."""

    alignment: Alignment
    places: dict[int, list[Place]] = field(default_factory=dict)
    kept: list[Quote] = field(default_factory=list)
    moved: list[Quote] = field(default_factory=list)
    marked: list[Quote] = field(default_factory=list)


def moves(interview: Interview, read: transcripts.Transcript, voices: Mapping[str, int | None] | None = None) -> Moves:
    """What importing `read` changes. `voices` tells by label which participant speaks; else the speakers there do."""
    if voices is None:
        voices = dict(interview.speakers.values_list("label", "participant"))
    old = list(interview.segments.order_by("number").values_list("pk", "speaker__label", "text"))
    new = [(stored_label(one.speaker), storable(one.text)) for one in read.segments]
    found = Moves(align([(label, text) for _, label, text in old], new))
    number = {pk: place for place, (pk, _, _) in enumerate(old)}
    words, speaks = Words([text for _, text in new]), [voices.get(label) for label, _ in new]
    spans: dict[Quote, list[QuoteSpan]] = {}
    taken = QuoteSpan.objects.filter(quote__interview=interview).select_related("quote").order_by("quote", "position")
    for span in taken:
        spans.setdefault(span.quote, []).append(span)
    for quote, own in spans.items():
        among = [one == quote.participant_id for one in speaks]
        told = [(span, *_now(span, number[span.segment_id], found.alignment, words, among)) for span in own]
        _judge(found, quote, told, number, among)
    return found


def _now(
    span: QuoteSpan, was: int, alignment: Alignment, words: Words, among: Sequence[bool]
) -> tuple[list[Place], bool]:
    """Where the words of a span stand now, and whether letter by letter. An unchanged segment keeps its stretch."""
    became = alignment.became[was]
    if became is not None and words.texts[became][span.start : span.end] == span.text and among[became]:
        return [Place(became, span.start, span.end)], True
    near = next((one for one in alignment.became[was:] if one is not None), len(words.texts) - 1)
    return words.find(span.text, near if became is None else became, among)


def _judge(
    found: Moves,
    quote: Quote,
    told: Sequence[tuple[QuoteSpan, list[Place], bool]],
    number: Mapping[int, int],
    among: Sequence[bool],
) -> None:
    """Say of one quote whether it is kept, moved or marked."""
    places = [place for _, here, _ in told for place in here]
    found.places[quote.pk] = places
    whole = all(here and exact for _, here, exact in told) and places == sorted(set(places), key=_order)
    if not whole or not all(among[place.segment] for place in places):
        found.marked.append(quote)
    elif [(number[span.segment_id], span.start, span.end) for span, _, _ in told] == [_order(one) for one in places]:
        found.kept.append(quote)
    else:
        found.moved.append(quote)


def _order(place: Place) -> tuple[int, int, int]:
    return place.segment, place.start, place.end


@transaction.atomic
def update_transcript(
    interview: Interview,
    read: transcripts.Transcript,
    chosen: Mapping[str, Chosen],
    *,
    user: Any,
    file_name: str = "",
    title: str = "",
    seen: int | None = None,
) -> tuple[Moves, str]:
    """Put a corrected file in the place of the transcript; returns what changed, and the token that takes it back.

    Raises AlreadyThere when the transcript is not that of version `seen` any more.
    """
    transcript = Transcript.objects.select_for_update().get(interview=interview)
    if seen is not None and transcript.version != seen:
        raise AlreadyThere
    before = snapshot(transcript)
    with Act.by(user, Act.Kind.IMPORTED) as act:
        act.tell(interview, new=file_name or title)
        voices = take_voices(interview, chosen, user)
        found = renew_segments(act, interview, read, {stored_label(label): one for label, one in voices.items()})
        marked = Quote.objects.filter(pk__in=[quote.pk for quote in found.marked], source_changed_at__isnull=True)
        marked.update(source_changed_at=timezone.now())
        add_interviewers(interview, voices)
        described(transcript, read, user=user, file_name=file_name, title=title)
        transcript.version += 1
        transcript.save()
    kept = json.dumps({**before, "since": transcript.version}).encode()
    return found, uploads.keep(kept, again_name(interview), user)


def renew_segments(act: Act, interview: Interview, read: transcripts.Transcript, voices: Mapping[str, Voice]) -> Moves:
    """Put the segments and speakers of a file in the place of those there; quotes point to where their words stand."""
    found = moves(interview, read, {label: one.participant and one.participant.pk for label, one in voices.items()})
    act.watch(Quote.objects.filter(pk__in=found.places))
    QuoteSpan.objects.filter(quote__in=found.places).delete()
    interview.segments.all().delete()
    speakers = renewed_speakers(interview, read, voices)
    Segment.objects.bulk_create(segments_of(interview, read, speakers), batch_size=BATCH)
    anchor(interview, found.places)
    return found


def renewed_speakers(
    interview: Interview, read: transcripts.Transcript, voices: Mapping[str, Voice]
) -> dict[str, Speaker]:
    """The speakers of the new file: rows with the same label stay, the rest goes and comes."""
    there = {one.label: one for one in interview.speakers.all()}
    labels = list(dict.fromkeys(stored_label(segment.speaker) for segment in read.segments))
    for label in labels:
        voice = voices.get(label, Voice())
        speaker = there.setdefault(label, Speaker(interview=interview, label=label))
        speaker.side, speaker.participant = voice.side, voice.participant
        speaker.save()
    interview.speakers.exclude(label__in=labels).delete()
    return {label: there[label] for label in labels}


def anchor(interview: Interview, places: Mapping[int, Sequence[Place]]) -> None:
    """Point the quotes to the segments that are there now."""
    rows = list(interview.segments.order_by("number").only("pk", "text"))
    QuoteSpan.objects.bulk_create(
        (
            QuoteSpan(
                quote_id=quote,
                position=position,
                segment=rows[place.segment],
                interview=interview,
                start=place.start,
                end=place.end,
                text=rows[place.segment].text[place.start : place.end],
            )
            for quote, own in places.items()
            for position, place in enumerate(own)
        ),
        batch_size=BATCH,
    )


def snapshot(transcript: Transcript) -> dict[str, Any]:
    """Everything that an update may change."""
    spans = QuoteSpan.objects.filter(interview=transcript.interview).order_by("quote", "position")
    quotes = Quote.objects.filter(spans__interview=transcript.interview).distinct()
    marks = {pk: at and at.isoformat() for pk, at in quotes.values_list("pk", "source_changed_at")}
    return {**written_out(transcript), "spans": list(spans.values_list(*SPAN_FIELDS)), "marks": marks}


@transaction.atomic
def take_back(interview: Interview, token: str, user: Any) -> None:
    """Undo an update. Raises TooLate when a day has gone by, or the transcript or its quotes changed since."""
    try:
        upload = uploads.fetch(token, user)
    except uploads.Gone as gone:
        raise TooLate("The version before is kept for a day; it is gone now.") from gone
    told = json.loads(upload.data)
    transcript = Transcript.objects.select_for_update().filter(interview=interview).first()
    if upload.name != again_name(interview):
        raise TooLate("This belongs to another interview.")
    if transcript is None or transcript.version != told["since"]:
        raise TooLate("The transcript was changed since.")
    newer = QuoteSpan.objects.filter(interview=interview).exclude(quote__in=[int(pk) for pk in told["marks"]])
    if newer.exists():
        raise TooLate("Quotes were taken from the new version since; the one before has no place for them.")
    with Act.by(user, Act.Kind.IMPORTED) as act:
        act.tell(interview, new=told["transcript"]["file_name"])
        act.watch(Quote.objects.filter(pk__in=told["marks"]))
        restore(transcript, told)
    uploads.drop(upload.key)


def restore(transcript: Transcript, told: Mapping[str, Any]) -> None:
    """Write down again what a snapshot tells."""
    interview = transcript.interview
    QuoteSpan.objects.filter(interview=interview).delete()
    interview.segments.all().delete()
    interview.speakers.all().delete()
    speakers = {one["label"]: Speaker.objects.create(interview=interview, **one) for one in told["speakers"]}
    Segment.objects.bulk_create(
        (
            Segment(interview=interview, number=n, start_ms=start, end_ms=end, text=text, speaker=speakers[label])
            for n, start, end, text, label in told["segments"]
        ),
        batch_size=BATCH,
    )
    places: dict[int, list[Place]] = {}
    for quote, _, number, start, end, _ in told["spans"]:
        places.setdefault(quote, []).append(Place(number - 1, start, end))
    anchor(interview, places)
    for pk, at in told["marks"].items():
        Quote.objects.filter(pk=pk).update(source_changed_at=parse_datetime(at) if at else None)
    for name, value in told["transcript"].items():
        setattr(transcript, name, value)
    transcript.version += 1
    transcript.save()


def again_name(interview: Interview) -> str:
    """The name under which the version before an update is kept."""
    return f"again {interview.pk}"
