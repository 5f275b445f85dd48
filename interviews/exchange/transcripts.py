"""Loading a transcript that was read: speakers and segments of an interview, in one transaction."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from .. import transcripts
from ..models import Interview, Participant, Segment, Speaker, Transcript
from ..transcripts import chat

BATCH = 1000
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # what a YAML or JSON escape can spell and no database holds
LABEL_LENGTH = Speaker._meta.get_field("label").max_length
FILE_NAME_LENGTH = Transcript._meta.get_field("file_name").max_length
TITLE_LENGTH = Transcript._meta.get_field("title").max_length
LONGEST_MINUTES = 24 * 60


class AlreadyThere(Exception):
    """The interview has a transcript."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Whose voice a label stands for."""

    side: Speaker.Side = Speaker.Side.UNKNOWN
    participant: Participant | None = None


def load(
    interview: Interview,
    read: transcripts.Transcript,
    voices: Mapping[str, Voice] | None = None,
    *,
    user: Any = None,
    file_name: str = "",
    title: str = "",
) -> Transcript:
    """Save what was read as the transcript of `interview`; raises AlreadyThere when it has one.

    `voices` says by label who speaks; a label that is missing there is not known.
    """
    with transaction.atomic():
        stored = own_transcript(interview, read, user=user, file_name=file_name, title=title)
        speakers = load_speakers(interview, read, voices or {})
        Segment.objects.bulk_create(segments_of(interview, read, speakers), batch_size=BATCH)
        take_length(interview, read)
    return stored


def segments_of(
    interview: Interview, read: transcripts.Transcript, speakers: Mapping[str, Speaker]
) -> Iterator[Segment]:
    """The rows of what was said, numbered from 1."""
    for number, segment in enumerate(read.segments, 1):
        yield Segment(
            interview=interview,
            speaker=speakers[stored_label(segment.speaker)],
            number=number,
            start_ms=segment.start_ms,
            end_ms=segment.end_ms,
            text=storable(segment.text),
        )


def own_transcript(
    interview: Interview, read: transcripts.Transcript, *, user: Any, file_name: str, title: str
) -> Transcript:
    """The row that says where the transcript came from; of two imports at once one gets it."""
    try:
        with transaction.atomic():
            stored = described(Transcript(interview=interview), read, user=user, file_name=file_name, title=title)
            stored.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyThere from error
    return stored


def described(stored: Transcript, read: transcripts.Transcript, *, user: Any, file_name: str, title: str) -> Transcript:
    """Give the row what the file says of itself, without saving it."""
    stored.format = read.format
    stored.file_name = storable(file_name)[-FILE_NAME_LENGTH:]
    stored.title = storable(title or read.title)[:TITLE_LENGTH]
    stored.context = [
        {
            "kind": one.kind,
            "text": storable(one.text),
            "line": one.line,
            "before_segment": one.before_segment,
            **({} if one.start_ms is None else {"start_ms": one.start_ms}),
        }
        for one in read.context
    ]
    stored.warnings = [{"line": one.line, "message": storable(one.message)} for one in read.warnings]
    stored.imported_by = user
    return stored


def load_speakers(
    interview: Interview, read: transcripts.Transcript, voices: Mapping[str, Voice]
) -> dict[str, Speaker]:
    """A row for each label in the order they first speak, by the label as it is stored."""
    speakers: dict[str, Speaker] = {}
    for label in dict.fromkeys(segment.speaker for segment in read.segments):
        kept = stored_label(label)
        if kept not in speakers:
            voice = voices.get(label, Voice())
            speakers[kept] = Speaker(interview=interview, label=kept, side=voice.side, participant=voice.participant)
    Speaker.objects.bulk_create(speakers.values(), batch_size=BATCH)
    return speakers


def take_length(interview: Interview, read: transcripts.Transcript) -> None:
    """Take the length of the recording as that of the conversation, unless somebody gave one."""
    minutes = minutes_of(read.format, read.duration_ms)
    if interview.minutes is None and minutes:
        interview.minutes = minutes
        interview.save(update_fields=["minutes", "updated_at"])


def minutes_of(format_: str, duration_ms: int | None) -> int | None:
    """How long the conversation was, where the file tells. The times of a chat are those of a clock on the wall."""
    minutes = round((duration_ms or 0) / 60_000) if format_ != chat.SLUG else 0
    return minutes if 0 < minutes <= LONGEST_MINUTES else None


def stored_label(label: str) -> str:
    """The label as it fits its column."""
    return storable(label)[:LABEL_LENGTH]


def storable(text: str) -> str:
    """The text with what no database holds shown as U+FFFD."""
    return UNSTORABLE.sub("\ufffd", text)
