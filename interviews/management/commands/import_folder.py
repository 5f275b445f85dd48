"""manage.py import_folder: import every transcript of a folder; run again, it goes on where it was stopped."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import reading
from interviews import transcripts
from interviews.exchange.files import Filed, RefusedFile, contents, key_of, understood_ahead
from interviews.exchange.folder import Outcome, batches, import_files, known_among
from interviews.exchange.transcripts import storable

from .import_transcript import counted, study_called

LOOKED_UP = 500  # files whose content is looked up together, before any of them is read for its words
EVERY = 10  # seconds between two lines where no terminal is
WIDTH = 30
FEW = 200  # files for which it is not worth while to start other processes


class Progress:
    """How far it is: a bar on a terminal, a line now and then elsewhere."""

    def __init__(self, out: Any, total: int) -> None:
        self.out, self.total, self.done = out, total, 0
        self.terminal = bool(out.isatty())
        self.began = self.told = time.monotonic()

    def advance(self, number: int) -> None:
        """So many files more are done."""
        self.done += number
        now = time.monotonic()
        if self.terminal:
            self.out.write(f"\r\033[K{self.bar()} {self.line(now)}", ending="")
        elif now - self.told >= EVERY or self.done == self.total:
            self.told = now
            self.out.write(self.line(now))
        self.out.flush()

    def bar(self) -> str:
        filled = WIDTH * self.done // self.total
        return f"[{'#' * filled}{'.' * (WIDTH - filled)}]"

    def line(self, now: float) -> str:
        """Percent, files, how many in a second, and how long it will take."""
        rate = self.done / max(now - self.began, 0.001)
        minutes, seconds = divmod(round((self.total - self.done) / max(rate, 0.001)), 60)
        percent = 100 * self.done // self.total
        return (
            f"{percent:3} %  {self.done:,} of {self.total:,} files, {rate:,.0f} a second, {minutes}:{seconds:02} left"
        )

    def clear(self) -> None:
        """Make place for a line of words."""
        if self.terminal:
            self.out.write("\r\033[K", ending="")


class Command(BaseCommand):
    help = (
        "Import every transcript of a folder and the folders in it, as drafts whose voices are named later. A file is "
        "known by its content and imported once, so run it again after an interruption. Exit status 1 when a file was "
        "refused."
    )
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument(
            "--study", help="title or number of the study the interviews belong to; made when it is new"
        )

        parser.add_argument(
            "--processes",
            type=int,
            help="that read files while this one writes; 0 reads them here (default: by itself)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        if not folder.is_dir():
            raise CommandError(f"There is no folder {folder}.")
        names = files_in(folder)
        if not names:
            raise CommandError(f"There are no files in {folder}.")
        processes = options["processes"]
        if processes is None:
            processes = 0 if len(names) <= FEW else max(1, (os.cpu_count() or 2) - 1)
        wanted = (options["study"] or "").strip()
        self.saved = self.segments = self.before = self.refused = 0
        self.progress = Progress(self.stdout, len(names))
        with reading.with_names():
            study = study_called(wanted) if wanted else None
            try:
                for batch in batches(self.read(folder, names, processes)):
                    self.tell(import_files(batch, study))
            except KeyboardInterrupt:
                self.progress.clear()
                self.stderr.write(f"Stopped. {self.said()} Run it again to go on.")
                raise SystemExit(130) from None
        self.progress.clear()
        self.stdout.write(self.said())
        if self.refused:
            raise SystemExit(1)

    def read(self, folder: Path, names: list[str], processes: int) -> Iterator[Filed]:
        """The files that are not imported yet, one after the other; what is refused is told at once."""
        for one in understood_ahead(folder, self.new(folder, names), processes):
            if isinstance(one, RefusedFile):
                self.tell([Outcome(one.name, refused=one.refused)])
            else:
                yield one

    def new(self, folder: Path, names: list[str]) -> Iterator[str]:
        """The names of files whose content was not imported before."""
        for start in range(0, len(names), LOOKED_UP):
            keys: dict[str, UUID] = {}
            for name in names[start : start + LOOKED_UP]:
                try:
                    keys[name] = key_of(contents(folder / name))
                except transcripts.Refused as refused:
                    self.tell([Outcome(name, refused=str(refused))])
            known = known_among(keys.values())
            for name, key in keys.items():
                if key in known:
                    self.tell([Outcome(name)])
                else:
                    yield name

    def tell(self, outcomes: list[Outcome]) -> None:
        """Count what became of some files, and say which were refused and why."""
        for one in outcomes:
            if one.refused:
                self.refused += 1
                self.progress.clear()
                self.stderr.write(storable(f"{one.name}: refused. {one.refused}"))
            elif one.saved:
                self.saved += 1
                self.segments += one.segments
            else:
                self.before += 1
        self.progress.advance(len(outcomes))

    def said(self) -> str:
        """What was done, in a sentence."""
        done = f"Imported {counted(self.saved, 'interview')} with {counted(self.segments, 'segment')}"
        return f"{done}; {self.before:,} were there before; {self.refused:,} refused."


def files_in(folder: Path) -> list[str]:
    """Every file below a folder, by its name there and in the order of names, without those that begin with a dot."""
    found: list[str] = []
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        found += [str(Path(place, name).relative_to(folder)) for name in sorted(names) if not name.startswith(".")]
    return found
