"""The transcripts of the demo, and the passages that somebody marked in them."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from interviews import transcripts
from interviews.exchange.transcripts import Voice, load
from interviews.models import Interview, Mention, Quote, QuoteLink, QuoteSpan, Speaker, Why
from interviews.quoting import attach_to_why

from .files import transcript


def add_recording(interview: Interview, facts: dict[str, Any], mentions: list[Mention], user: Any) -> None:
    """Load the transcript that the file names and mark its passages."""
    name = facts["transcript"]
    talked = dict(zip(("participant", "second"), interview.participants.order_by("position"), strict=False))
    voices = {
        label: Voice(Speaker.Side.PARTICIPANT if side in talked else Speaker.Side(side), talked.get(side))
        for label, side in facts["speakers"].items()
    }
    load(interview, transcripts.read(transcript(name), name), voices, user=user, file_name=name)
    if "recording" in facts:
        interview.recording_url = facts["recording"]
        interview.save(update_fields=["recording_url"])
    for passage in facts["passages"]:
        mark(interview, passage, mentions, user)


def mark(interview: Interview, passage: dict[str, Any], mentions: list[Mention], user: Any) -> None:
    """Quote a passage, for a pain point by its place in the notes or for a why by its words."""
    segment = interview.segments.select_related("speaker__participant").get(text__contains=passage["text"])
    start = segment.text.index(passage["text"])
    quote = Quote.objects.create(
        interview=interview,
        participant=segment.speaker.participant,
        text=passage["text"],
        frozen_at=timezone.now(),
        created_by=user,
    )
    QuoteSpan.objects.create(
        quote=quote,
        position=0,
        segment=segment,
        interview=interview,
        start=start,
        end=start + len(quote.text),
        text=quote.text,
    )
    if "pain" in passage:
        QuoteLink.objects.create(quote=quote, mention=mentions[passage["pain"] - 1], interview=interview)
    else:
        why = Why.objects.get(interview=interview, text=passage["why"])
        attach_to_why(quote, why, interview.created_by)
