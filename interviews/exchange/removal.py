"""Taking a transcript away, and bringing it back.

A transcript is not archived like a record: an interview has one, and its turns are numbered within the interview, so
an archived one would stand in the way of its better version. It is written out as a file instead, kept for a day
like an upload, and loaded again by undo. While a quote was taken from it, live or archived, it stays: the quote is
nothing without its place.
"""

from __future__ import annotations

import json
from typing import Any

from django.db import IntegrityError, transaction
from django.forms.models import model_to_dict

from ..models import Interview, Quote, Segment, Speaker, Transcript
from . import uploads

SEGMENT_FIELDS = ("number", "start_ms", "end_ms", "text", "speaker__label")
BATCH = 1000


class Quoted(Exception):
    """Quotes were taken from the transcript; the message says how many."""


class TooLate(Exception):
    """The transcript cannot be brought back; the message says why."""


@transaction.atomic
def remove(transcript: Transcript, user: Any) -> str:
    """Take the transcript away; returns the token that brings it back. Raises Quoted."""
    interview = transcript.interview
    quotes = Quote.objects.filter(spans__segment__interview=interview).distinct()
    if quotes.exists():
        number, archived = quotes.count(), quotes.filter(archived_at__isnull=False).count()
        told = f"{number} quote{' was' if number == 1 else 's were'} taken from this transcript"
        raise Quoted(f"{told}{f', {archived} of them archived' if archived else ''}. So it stays.")
    token = uploads.keep(json.dumps(written_out(transcript)).encode(), f"{interview.pk}", user)
    Segment.objects.filter(interview=interview).delete()
    Speaker.objects.filter(interview=interview).delete()
    transcript.delete()
    return token


def written_out(transcript: Transcript) -> dict[str, Any]:
    """Everything a transcript consists of."""
    interview = transcript.interview
    return {
        "transcript": {
            **model_to_dict(transcript, ["format", "file_name", "title", "context", "warnings"]),
            "imported_by_id": transcript.imported_by_id,
        },
        "speakers": list(interview.speakers.values("label", "side", "participant_id")),
        "segments": list(interview.segments.order_by("number").values_list(*SEGMENT_FIELDS)),
    }


def bring_back(interview: Interview, token: str, user: Any) -> None:
    """Load what `remove` took away. Raises TooLate when it is gone or another transcript is there."""
    try:
        upload = uploads.fetch(token, user)
    except uploads.Gone as gone:
        raise TooLate("What was removed is kept for a day; it is gone now.") from gone
    if upload.name != str(interview.pk):
        raise TooLate("This belongs to another interview.")
    told = json.loads(upload.data)
    try:
        with transaction.atomic():
            Transcript.objects.create(interview=interview, **told["transcript"])
            speakers = {one["label"]: Speaker.objects.create(interview=interview, **one) for one in told["speakers"]}
            Segment.objects.bulk_create(
                (
                    Segment(
                        interview=interview, number=n, start_ms=start, end_ms=end, text=text, speaker=speakers[label]
                    )
                    for n, start, end, text, label in told["segments"]
                ),
                batch_size=BATCH,
            )
    except IntegrityError as error:
        raise TooLate("The interview has another transcript now.") from error
    uploads.drop(upload.key)
