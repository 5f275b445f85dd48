"""Importing a folder beside raw inserts of the same rows into the same tables, with their indexes and triggers.

    DATABASE_URL=sqlite:////tmp/bulk.sqlite3 python -m benchmarks.bulk_import --files 1000 --turns 300

Rounds of the two follow each other; what one of them wrote is deleted before the next begins. The import reads files
and understands them; raw inserts are given rows that are ready, in batches of as many rows. Writing alone is the part
of the import that comes after the files are understood.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import django

django.setup()

# The models can be imported only once Django is set up.
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

Rows = dict[type[models.Model], tuple[list[str], list[tuple[Any, ...]]]]


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


def write_only(files: list[Filed]) -> float:
    """Seconds that the import takes for files that are read and understood already."""
    began = time.perf_counter()
    with reading.with_names():
        for batch in batches(files):
            import_files(batch, None)
    return time.perf_counter() - began


def rows_after(marks: dict[type[models.Model], int]) -> Rows:
    """Every row that was written since, as the database holds it."""
    found: Rows = {}
    with connection.cursor() as cursor:
        for model in TABLES:
            cursor.execute(f"SELECT * FROM {model._meta.db_table} WHERE id > %s ORDER BY id", [marks[model]])
            columns = [column[0] for column in cursor.description]
            found[model] = (columns, [tuple(map(plain, row)) for row in cursor.fetchall()])
    return found


def plain(value: Any) -> Any:
    """A value as the driver takes it without converting: SQLite keeps moments as text."""
    return str(value) if connection.vendor == "sqlite" and isinstance(value, datetime) else value


def insert(rows: Rows) -> float:
    """Seconds that raw inserts take."""
    began = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        for model, (columns, values) in rows.items():
            names, places = ", ".join(f'"{name}"' for name in columns), ", ".join(["%s"] * len(columns))
            statement = f"INSERT INTO {model._meta.db_table} ({names}) VALUES ({places})"
            for some in portions(values):
                cursor.executemany(statement, some)
    return time.perf_counter() - began


def portions(values: list[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    for start in range(0, len(values), MOST_SEGMENTS):
        yield values[start : start + MOST_SEGMENTS]


def delete(marks: dict[type[models.Model], int]) -> None:
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
    imports, writes, raws, wrong = [], [], [], []
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        write_files(folder, asked.files, asked.turns)
        read = [understood(folder, name) for name in files_in(folder)]
        for _ in range(asked.rounds):
            imports.append(import_folder(folder))
            rows = rows_after(marks)
            if len(rows[Interview][1]) != asked.files or len(rows[Segment][1]) != asked.files * asked.turns:
                wrong.append("not every file and segment was imported")
            delete(marks)
            writes.append(write_only([one for one in read if isinstance(one, Filed)]))
            delete(marks)
            raws.append(insert(rows))
            if rows_after(marks) != rows:
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
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "wrong": wrong,
    }
    print(json.dumps(result, indent=2))
    if asked.out:
        asked.out.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
