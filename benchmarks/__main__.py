"""`make bench`: fills a database of its own, checks the answers, measures, prints a table and writes JSON.

    make bench                            every page with the demo data, then 1,000 and 10,000 pain points; both engines
                                          where PostgreSQL answers
    make bench SIZE=demo                  every page with the demo data, on SQLite
    make bench SIZE=100k ENGINE=postgres  more, on one engine
    make bench SUITE=explorer SIZE=1m     the explorer beside other ways to the same page, at 10k, 100k or 1m mentions;
                                          DATABASE=sqlite:////tmp/bench.sqlite3 is filled once and asked again
    make bench SUITE=concurrency          100 people taking notes and 20 reading at once, over HTTP

Times are never a gate; a wrong answer is: the exit code is 1.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from benchmarks.concurrency import report as many
from benchmarks.explorer.report import report

HERE = Path(__file__).resolve().parent
RESULTS = HERE.parent / "var" / "bench"
FEWER = ("--seconds", "12", "--gate", "2")  # of the explorer at a million: plain SQL takes minutes for each query there
SIZES = {"demo": [], "smoke": [1_000, 10_000], "1k": [1_000], "10k": [10_000], "100k": [100_000], "1m": [1_000_000]}


def main() -> int:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--size", choices=SIZES, default="smoke")
    parser.add_argument("--suite", choices=["all", "explorer", "concurrency"], default="all")
    parser.add_argument("--engine", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--people", type=int, default=100, help="who take notes at once")
    parser.add_argument("--seconds", type=float, default=20, help="how long they do")
    parser.add_argument("--database", default="", help="One that stays: filled the first time, asked again after that.")
    asked = parser.parse_args()
    server = find_postgres()
    engines = ["sqlite", "postgres"] if asked.size == "smoke" and server else [asked.engine]
    if "postgres" in engines and not server:
        sys.exit(
            "No PostgreSQL answers. Set TEST_POSTGRES_URL, for example postgres://postgres@127.0.0.1:5432/postgres"
        )
    RESULTS.mkdir(parents=True, exist_ok=True)
    if asked.suite != "all":
        size = (SIZES[asked.size] or [10_000])[-1]
        with nullcontext(asked.database) if asked.database else database(asked.engine, server) as url:
            if asked.suite == "explorer":
                return explorer(asked.engine, size, url)
            return concurrency(asked.engine, size, url, asked.people, asked.seconds)
    wrong = 0
    for engine in engines:
        if asked.size in ("demo", "smoke"):
            with database(engine, server) as url:
                wrong += pages(engine, url)
        for size in SIZES[asked.size]:
            with database(engine, server) as url:
                wrong += measure(engine, size, url)
    if asked.size == "smoke" and not server:
        print("Skipped: PostgreSQL (no server answers).")
    return 1 if wrong else 0


def pages(engine: str, url: str) -> int:
    """Measure every page with the demo data; says whether that failed."""
    target = RESULTS / f"{engine}-pages.json"
    code, result = run("benchmarks.pages", url, target)
    if result:
        print(f"\n{engine}, every page with the demo data; load {result['load']}")
        show(result["measured"])
        above = result["above"]
        print(f"Above {result['goal']} ms (p50): " + (", ".join(above) if above else "no page"))
    return code


def measure(engine: str, size: int, url: str) -> int:
    """Measure a database of this size; says whether an answer was wrong."""
    target = RESULTS / f"{engine}-{size}.json"
    code, result = run("benchmarks.measure", url, target, "--size", str(size))
    if result:
        print(f"\n{engine}, {size:,} pain points, {result['rows']['mentions']:,} mentions; load {result['load']}")
        show(result["measured"])
        print("Answers: " + ("all right" if not result["wrong"] else "; ".join(result["wrong"])))
    return code


def explorer(engine: str, size: int, url: str) -> int:
    """Compare the explorer with other ways to its page; says whether an answer was wrong."""
    target = RESULTS / f"{engine}-explorer-{size}.json"
    module, settings = "benchmarks.explorer.run", "benchmarks.explorer.settings"
    fewer = FEWER if size >= 1_000_000 else ()
    code, result = run(module, url, target, "--size", str(size), *fewer, settings=settings)
    if result:
        smaller = RESULTS / f"{engine}-explorer-{size // 10}.json"
        before = json.loads(smaller.read_text(encoding="utf-8")) if smaller.exists() else {}
        print("\n".join(report(result, before)))
    return code


def concurrency(engine: str, size: int, url: str, people: int, seconds: float) -> int:
    """Let many people use the app at once; says whether anything failed or was lost."""
    target = RESULTS / f"{engine}-concurrency-{people}.json"
    more = (
        "--size",
        str(size),
        "--people",
        str(people),
        "--readers",
        str(max(1, people // 5)),
        "--seconds",
        str(seconds),
    )
    code, result = run("benchmarks.concurrency.run", url, target, *more)
    if result:
        print("\n".join(many.report(result)))
    return code


def run(module: str, url: str, target: Path, *more: str, settings: str = "config.settings") -> tuple[int, dict]:
    """Measure in a process of its own, whose settings name the database; returns its exit code and what it found."""
    with tempfile.TemporaryDirectory() as var:
        given = {"DATABASE_URL": url, "VAR_DIR": var, "DEBUG": "0", "HTTPS": "0", "ALLOWED_HOSTS": "testserver"}
        given |= {"SECRET_KEY": "only for this benchmark", "DJANGO_SETTINGS_MODULE": settings}
        command = [sys.executable, "-m", module, *more, "--out", str(target)]
        done = subprocess.run(command, env={**os.environ, **given}, cwd=HERE.parent, check=False)
    found = target.exists() and done.returncode in (0, 1)
    return done.returncode, json.loads(target.read_text(encoding="utf-8")) if found else {}


def show(measured: list[dict]) -> None:
    """Print one table."""
    print(f"{'what':<52}{'wall p50':>10}{'p95':>9}{'cpu p50':>9}{'ratio':>8}{'queries':>9}")
    for line in measured:
        ratio = f"{line['ratio']:.1f}x" if line.get("ratio") else ""
        queries = line["queries"] or ""
        print(f"{line['what']:<52}{line['p50']:>10.1f}{line['p95']:>9.1f}{line['cpu']:>9.1f}{ratio:>8}{queries:>9}")


@contextmanager
def database(engine: str, server: str) -> Iterator[str]:
    """An empty database that is gone afterwards."""
    if engine == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite:///{folder}/bench.sqlite3"
        return
    name = f"groundwork_bench_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def find_postgres() -> str:
    """The address of a server that may be used, empty where there is none."""
    script = HERE.parent / ".ci" / "find_postgres.py"
    return subprocess.run([sys.executable, script], capture_output=True, text=True, check=False).stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
