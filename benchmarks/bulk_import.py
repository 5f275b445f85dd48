"""Importing a folder beside raw inserts of the same rows into the same tables, with their indexes and triggers.

    DATABASE_URL=sqlite:////tmp/bulk.sqlite3 python -m benchmarks.bulk_import --files 1000 --turns 300

Rounds of the two follow each other; what one of them wrote is deleted before the next begins. The import reads files
and understands them; raw inserts are given rows that are ready, in batches of as many rows. Writing alone is the part
of the import that comes after the files are understood. Neither files nor rows are held in memory: rows wait on disk.

Before that the import is killed half-way, as a command in a process of its own, and begun again: every file has to be
there once, whole. The memory of that process is told.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import pickle
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import django

django.setup()

# The models can be imported only once Django is set up.
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, models, transaction  # noqa: E402

from accounts import reading  # noqa: E402
from benchmarks.generate import Generator  # noqa: E402
from benchmarks.timing import surroundings  # noqa: E402
from interviews.exchange.files import Filed, understood  # noqa: E402
from interviews.exchange.folder import MOST_SEGMENTS, batches, import_files  # noqa: E402
from interviews.management.commands.import_folder import files_in  # noqa: E402
from interviews.models import Act, Change, Interview, Participant, Segment, Speaker, Transcript  # noqa: E402

TABLES: tuple[type[models.Model], ...] = (Interview, Participant, Transcript, Speaker, Segment, Act, Change)
WORDS = "the load was late again and nobody had told us which column is gone so we ask each other weekly".split()  # noqa: SIM905
GOAL = 0.8

Marks = dict[type[models.Model], int]


def write_files(folder: Path, files: int, turns: int) -> None:
    """Transcripts as meeting software exports them: WebVTT with a name for each voice."""
    some = random.Random(5)
    for number in range(files):
        cues = ["WEBVTT", f"NOTE\nDate: 2025-{number % 12 + 1:02}-{number % 28 + 1:02}"]
        for turn in range(turns):
            start, end = (f"{at // 3600:02}:{at // 60 % 60:02}:{at % 60:02}.000" for at in (turn * 4, turn * 4 + 4))
            words = " ".join(some.choices(WORDS, k=18))
            cues.append(f"{start} --> {end}\n<v {'Ines' if turn % 5 == 0 else 'Maya'}>{words} {number}.</v>")
        (folder / f"talk-{number:05}.vtt").write_text("\n\n".join(cues) + "\n", "utf-8")


def import_folder(folder: Path) -> float:
    """Seconds that the import takes."""
    began = time.perf_counter()
    call_command("import_folder", str(folder), stdout=io.StringIO())
    return time.perf_counter() - began


def write_only(folder: Path, names: list[str]) -> float:
    """Seconds that the import takes for files that are read and understood already."""
    passed, read = 0.0, (understood(folder, name) for name in names)
    with reading.with_names():
        for batch in batches(one for one in read if isinstance(one, Filed)):
            began = time.perf_counter()
            import_files(batch, None)
            passed += time.perf_counter() - began
    return passed


@dataclass(frozen=True)
class Rows:
    """Rows of the tables in their order, on disk in portions: how many of each, and a digest of them all."""

    place: Path
    numbers: dict[type[models.Model], int]
    digest: str

    def portions(self) -> Iterator[tuple[type[models.Model], list[str], list[tuple[Any, ...]]]]:
        with self.place.open("rb") as file:
            while (portion := pickle.load(file)) is not None:
                yield portion


def rows_after(marks: Marks, place: Path) -> Rows:
    """Every row that was written since, as the database holds it."""
    numbers, digest = dict.fromkeys(TABLES, 0), sha256()
    with place.open("wb") as file, connection.cursor() as cursor:
        for model in TABLES:
            last = marks[model]
            while True:
                statement = f"SELECT * FROM {model._meta.db_table} WHERE id > %s ORDER BY id LIMIT {MOST_SEGMENTS}"
                cursor.execute(statement, [last])
                columns = [column[0] for column in cursor.description]
                rows = [tuple(map(plain, row)) for row in cursor.fetchall()]
                if not rows:
                    break
                last = rows[-1][columns.index("id")]
                numbers[model] += len(rows)
                digest.update(repr(rows).encode())
                pickle.dump((model, columns, rows), file)
        pickle.dump(None, file)
    return Rows(place, numbers, digest.hexdigest())


def plain(value: Any) -> Any:
    """A value as the driver takes it without converting: SQLite keeps moments as text."""
    return str(value) if connection.vendor == "sqlite" and isinstance(value, datetime) else value


def insert(rows: Rows) -> float:
    """Seconds that raw inserts take, reading the rows left out."""
    began, waited = time.perf_counter(), 0.0
    with transaction.atomic(), connection.cursor() as cursor:
        asked = time.perf_counter()
        for model, columns, values in rows.portions():
            waited += time.perf_counter() - asked
            names, places = ", ".join(f'"{name}"' for name in columns), ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {model._meta.db_table} ({names}) VALUES ({places})", values)
            asked = time.perf_counter()
        waited += time.perf_counter() - asked
    return time.perf_counter() - began - waited


def interrupted(folder: Path, files: int, turns: int, before: int) -> tuple[list[str], dict[str, float]]:
    """What is wrong after the command was killed half-way and run again; how far it was, and what that took."""
    command = [sys.executable, "manage.py", "import_folder", str(folder)]
    with subprocess.Popen(command, cwd=settings.BASE_DIR, stdout=subprocess.DEVNULL) as running:
        while running.poll() is None and Interview.objects.count() - before < files // 2:
            time.sleep(0.05)
        running.kill()
    half = Interview.objects.count() - before
    began = time.perf_counter()
    again = subprocess.Popen(command, cwd=settings.BASE_DIR, stdout=subprocess.DEVNULL)
    _, status, spent = os.wait4(again.pid, 0)
    again.returncode = os.waitstatus_to_exitcode(status)
    found = {"killed_after": half, "second_run_s": round(time.perf_counter() - began, 2)}
    found["memory_mb_of_import"] = spent.ru_maxrss // 1024
    wrong = [] if again.returncode == 0 else [f"the second run ended with {again.returncode}"]
    whole = Interview.objects.annotate(n=models.Count("segments")).filter(n=turns).order_by("-pk")[:files].count()
    if (Interview.objects.count() - before, whole) != (files, files):
        wrong.append("a file is missing, there twice, or not whole after an interruption")
    return wrong, found


def delete(marks: Marks) -> None:
    """Take away what was written since, and what it left in the files of the database."""
    with connection.cursor() as cursor:
        for model in reversed(TABLES):
            cursor.execute(f"DELETE FROM {model._meta.db_table} WHERE id > %s", [marks[model]])
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "PRAGMA wal_checkpoint(TRUNCATE)")


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--turns", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    call_command("migrate", verbosity=0)
    if not Interview.objects.exists():
        with transaction.atomic():
            Generator(1_000).fill()
    marks = {model: model._base_manager.aggregate(last=models.Max("pk"))["last"] or 0 for model in TABLES}
    imports, writes, raws = [], [], []
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "files")
        folder.mkdir()
        write_files(folder, asked.files, asked.turns)
        wrong, killed = interrupted(folder, asked.files, asked.turns, Interview.objects.count())
        delete(marks)
        for _ in range(asked.rounds):
            imports.append(import_folder(folder))
            rows = rows_after(marks, Path(place, "rows"))
            if (rows.numbers[Interview], rows.numbers[Segment]) != (asked.files, asked.files * asked.turns):
                wrong.append("not every file and segment was imported")
            delete(marks)
            writes.append(write_only(folder, files_in(folder)))
            delete(marks)
            raws.append(insert(rows))
            if rows_after(marks, Path(place, "again")).digest != rows.digest:
                wrong.append("raw inserts do not give the same rows")
            delete(marks)
    speed, speed_of_writing = (
        round(statistics.median(raw / ours for raw, ours in zip(raws, some, strict=True)), 2)
        for some in (imports, writes)
    )
    result = {
        **surroundings(),
        "files": asked.files,
        "segments": asked.files * asked.turns,
        "import_s": [round(one, 2) for one in imports],
        "writing_alone_s": [round(one, 2) for one in writes],
        "raw_s": [round(one, 2) for one in raws],
        "files_a_second": round(asked.files / statistics.median(imports), 1),
        "segments_a_second": round(asked.files * asked.turns / statistics.median(imports)),
        "speed_of_raw": speed,
        "writing_alone_speed_of_raw": speed_of_writing,
        "goal": GOAL,
        **killed,
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "wrong": wrong,
    }
    print(json.dumps(result, indent=2))
    if asked.out:
        asked.out.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
