"""manage.py import_transcript: read transcripts from files, each in a transaction of its own."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError
from django.utils import timezone

from accounts import reading
from interviews import transcripts
from interviews.exchange.files import contents
from interviews.exchange.imports import Occasion, import_transcript, told_day, told_interviewers
from interviews.exchange.transcripts import storable
from interviews.models import Interview, Study


@dataclass
class Outcome:
    """What became of one file."""

    path: str
    read: transcripts.Transcript | None = None
    refused: str | None = None
    saved: Interview | None = None

    def as_json(self) -> dict[str, Any]:
        """The facts that scripts rely on."""
        read = self.read
        return {
            "path": self.path,
            "format": read.format if read else None,
            "segments": len(read.segments) if read else 0,
            "words": read.words if read else 0,
            "speakers": [speaker.label for speaker in read.speakers] if read else [],
            "duration_ms": read.duration_ms if read else None,
            "warnings": [{"line": one.line, "message": one.message} for one in read.warnings] if read else [],
            "refused": self.refused,
        }


class Command(BaseCommand):
    help = "Read transcripts in any supported format. Exit status 1 when a file was refused."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument(
            "--study", help="title or number of the study the interviews belong to; made when it is new"
        )
        parser.add_argument("--dry-run", action="store_true", help="read and tell, save nothing")
        parser.add_argument("--json", action="store_true", help="print JSON instead of text")

    def handle(self, *args: Any, **options: Any) -> None:
        with reading.with_names():
            outcomes = [self.take(path, options) for path in options["files"]]
        if options["json"]:
            self.stdout.write(json.dumps({"files": [one.as_json() for one in outcomes]}, indent=2))
        if any(one.refused for one in outcomes):
            raise SystemExit(1)

    def take(self, path: str, options: dict[str, Any]) -> Outcome:
        """Read one file, save it unless this is a dry run, and tell about it."""
        outcome = Outcome(path)
        try:
            outcome.read = transcripts.read(contents(Path(path)), Path(path).name)
            if not options["dry_run"]:
                outcome.saved = save(outcome.read, Path(path).name, options["study"])
        except transcripts.Refused as refused:
            outcome.refused = str(refused)
        except DatabaseError as error:
            outcome.refused = f"It could not be saved: {error}".strip()
        if not options["json"]:
            self.tell(outcome)
        return outcome

    def tell(self, outcome: Outcome) -> None:
        """Print what was found in a file."""
        if outcome.refused or outcome.read is None:
            self.stderr.write(storable(f"{outcome.path}: refused. {outcome.refused}"))
            return
        read = outcome.read
        lines = [
            f"{outcome.path}: {read.label}",
            f"  times: {read.times}; {counted(len(read.segments), 'segment')}, {counted(read.words, 'word')}",
            *(
                f"  {one.label}: {counted(one.segments, 'segment')}, {counted(one.words, 'word')}: {one.first_words}"
                for one in read.speakers
            ),
            *([f"  without a speaker: {counted(read.unattributed, 'segment')}"] if read.unattributed else []),
            *(f"  line {one.line}: {one.message}" for one in read.warnings),
            f"  saved as {outcome.saved.reference}" if outcome.saved else "  nothing saved",
        ]
        self.stdout.write(storable("\n".join(lines)))


def save(read: transcripts.Transcript, file_name: str, study: str | None) -> Interview:
    """Save a transcript whose speakers nobody has named yet, as a draft."""
    study = (study or "").strip()
    occasion = Occasion(
        told_day(read) or timezone.now(),
        study=study_called(study) if study else None,
        interviewers=tuple(told_interviewers(read)),
    )
    return import_transcript(read, {}, user=None, occasion=occasion, file_name=file_name)


def study_called(text: str) -> Study:
    """The study with this title, whatever its case, or this number; made when there is none."""
    live = Study.objects.live()
    found = live.filter(title__iexact=text).first()
    if found is None and text.isascii() and text.isdigit() and len(text) < 19:
        found = live.filter(pk=int(text)).first()
    return found or Study.objects.create(title=text[: Study._meta.get_field("title").max_length])


def counted(number: int, noun: str) -> str:
    """A number with its noun."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
