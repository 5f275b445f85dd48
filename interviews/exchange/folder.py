"""Importing many files: what single imports would save, batch by batch, with the same number of statements in each.

A file is known by its content: the key of its interview is made of it, so that no file is imported twice, whatever it
is called and however often somebody begins again.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from accounts.models import User

from .. import transcripts
from ..models import Act, Interview, InterviewQuestion, Participant, Segment, Speaker, Study, Transcript
from ..models.record import put_away_by
from .files import Filed
from .imports import named_among, told_day
from .transcripts import described, minutes_of, storable, stored_label

MOST_FILES, MOST_SEGMENTS = 100, 20_000  # of a batch: what is kept in memory, and what an interruption costs
COLUMNS = ("interview_id", "speaker_id", "number", "start_ms", "end_ms", "text")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file; neither saved nor refused means that it was imported before."""

    name: str
    segments: int = 0
    saved: int | None = None  # the interview
    refused: str = ""


def known_among(keys: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Those of `keys` whose file was imported before, into an interview that may be in the archive. One query."""
    return set(Interview.objects.filter(client_key__in=list(keys)).values_list("client_key", flat=True))


def batches(files: Iterable[Filed]) -> Iterator[list[Filed]]:
    """Files by batches that are bounded in files and in segments."""
    batch: list[Filed] = []
    segments = 0
    for one in files:
        batch.append(one)
        segments += len(one.said)
        if len(batch) >= MOST_FILES or segments >= MOST_SEGMENTS:
            yield batch
            batch, segments = [], 0
    if batch:
        yield batch


def import_files(files: list[Filed], study: Study | None, user: Any = None) -> list[Outcome]:
    """Import a batch in one transaction; where that fails, each file in one of its own, so that none stops others."""
    first = {one.key: one for one in reversed(files)}  # of two files with one content the first one counts
    known = known_among(first)
    new = [one for one in first.values() if one.key not in known][::-1]
    try:
        saved = import_new(new, study, user) if new else {}
    except DatabaseError as error:
        if len(files) == 1:
            return [Outcome(files[0].name, refused=f"It could not be saved: {error}".strip())]
        return [outcome for one in files for outcome in import_files([one], study, user)]
    return [Outcome(one.name, len(one.said), saved.get(one.key) if first[one.key] is one else None) for one in files]


@transaction.atomic
def import_new(files: list[Filed], study: Study | None, user: Any) -> dict[uuid.UUID, int]:
    """Save files as drafts whose voices nobody has named yet.

    Two acts for all of them: one tells where they came from; one, which can be undone, puts them among what is live.
    """
    interviews = begun(files, study, user)
    with Act.by(user, Act.Kind.IMPORTED) as act:
        for interview, one in zip(interviews, files, strict=True):
            act.tell(interview, new=one.name)
    write_transcripts(interviews, files, user)
    with Act.by(user, Act.Kind.CHANGED_MANY) as act:
        rows = Interview.objects.filter(pk__in=[one.pk for one in interviews])
        act.watch(rows, members=False)
        rows.update(archived_at=None, archived_by=None)
    return {one.client_key: one.pk for one in interviews}


def begun(files: list[Filed], study: Study | None, user: Any) -> list[Interview]:
    """An interview for each file, in the archive at first, with one participant, interviewers and questions."""
    guide = study.guide if study else None
    away = put_away_by(user)
    interviews = Interview.objects.bulk_create(
        Interview(
            client_key=one.key,
            held_at=told_day(one.read) or timezone.now(),
            study=study,
            guide=guide,
            purpose=guide.purpose if guide else "",
            minutes=minutes_of(one.read.format, one.duration_ms),
            created_by=user,
            **away,
        )
        for one in files
    )
    Participant.objects.bulk_create(Participant(interview=interview, position=0) for interview in interviews)
    write_interviewers(interviews, files)
    if guide:
        questions = list(guide.questions.all())
        InterviewQuestion.objects.bulk_create(
            InterviewQuestion(interview=interview, question=question, position=place, text=question.text)
            for interview in interviews
            for place, question in enumerate(questions)
        )
    return interviews


def write_interviewers(interviews: list[Interview], files: list[Filed]) -> None:
    """Those of us whom the head of a file names."""
    users = list(User.objects.active())
    Interview.interviewers.through.objects.bulk_create(
        Interview.interviewers.through(interview_id=interview.pk, user_id=who.pk)
        for interview, one in zip(interviews, files, strict=True)
        for who in named_among(transcripts.header(one.read).ours, users)
    )


def write_transcripts(interviews: list[Interview], files: list[Filed], user: Any) -> None:
    """The transcript, the voices and the segments of each interview."""
    Transcript.objects.bulk_create(
        described(Transcript(interview=interview), one.read, user=user, file_name=one.name, title="")
        for interview, one in zip(interviews, files, strict=True)
    )
    kept = [{label: stored_label(label) for label, *_ in one.said} for one in files]  # labels as they are stored
    speakers = Speaker.objects.bulk_create(
        Speaker(interview=interview, label=label)
        for interview, labels in zip(interviews, kept, strict=True)
        for label in dict.fromkeys(labels.values())
    )
    keys = {(one.interview_id, one.label): one.pk for one in speakers}
    write_segments(
        (interview.pk, voices[label], number, start, end, storable(text))
        for interview, one, labels in zip(interviews, files, kept, strict=True)
        for voices in [{label: keys[interview.pk, stored] for label, stored in labels.items()}]
        for number, (label, start, end, text) in enumerate(one.said, 1)
    )


def write_segments(rows: Iterable[tuple[Any, ...]]) -> None:
    """Store segments, the values of `COLUMNS`, without a model for each: there are hundreds for every interview."""
    quote = connection.ops.quote_name
    columns = ", ".join(map(quote, COLUMNS))
    values = ", ".join(["%s"] * len(COLUMNS))
    insert = f"INSERT INTO {quote(Segment._meta.db_table)} ({columns}) VALUES ({values})"  # noqa: S608 - names of ours
    with connection.cursor() as cursor:
        cursor.executemany(insert, list(rows))
