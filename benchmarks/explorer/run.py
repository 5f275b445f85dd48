"""Fills a database, holds the explorer to plain SQL, then times it beside other ways, query by query in turn.

python -m benchmarks.explorer.run --size 10000 --out result.json
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import django

django.setup()

# The models can be imported only once Django is set up.
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import QueryDict  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from accounts.models import Role, User  # noqa: E402
from benchmarks.evidence import Evidence  # noqa: E402
from benchmarks.timing import surroundings  # noqa: E402
from config.settling import settle  # noqa: E402
from interviews.columns.live import live  # noqa: E402
from interviews.filters import PainPointFilter  # noqa: E402
from interviews.models import Mention, PainPoint, Participant  # noqa: E402

from .gate import Gate  # noqa: E402
from .peers import Datasette, backend, datasette, of_backend  # noqa: E402
from .queries import Query, queries  # noqa: E402
from .ratios import paired, quantile  # noqa: E402

BY_ROWS = 20_000  # mentions up to which reading every one of them is the oracle too
OURS, EMPTY, DATASETTE = "explorer", "empty view", "Datasette"
ADMIN_KEYS = {
    "persona": "participant__persona__id__exact",
    "company": "participant__company__id__exact",
    "study": "interview__study__id__exact",
    "severity": "severity__exact",
    "code": "pain_point__codes__id__exact",
}


class Run:
    """One database, what is asked of it, and what was found."""

    def __init__(self, size: int, many: int, seconds: float) -> None:
        self.size, self.seconds = size, seconds
        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        if not Mention.objects.exists():
            Evidence(size).fill()
        self.user = User.objects.create_user(f"bench{os.getpid()}@example.org", full_name="Bench", role=Role.RESEARCHER)
        self.client = Client()
        self.client.force_login(self.user, backend="allauth.account.auth_backends.AuthenticationBackend")
        self.queries = self.allowed(queries(many))
        self.walls: defaultdict[str, dict[Query, float]] = defaultdict(dict)
        self.cpus: defaultdict[str, dict[Query, float]] = defaultdict(dict)
        self.bytes: defaultdict[str, list[int]] = defaultdict(list)

    def allowed(self, asked: list[Query]) -> list[Query]:
        """Those that name nothing which only a restricted interview tells of: they would be refused."""
        first = PainPointFilter(QueryDict(), user=self.user)
        filters = {one: PainPointFilter(QueryDict(one.address), user=self.user, known=first) for one in asked}
        return [one for one, given in filters.items() if given.is_valid()]

    def build(self) -> dict[str, float]:
        """Read the columns as a process does when it is asked first; seconds, and megabytes before and after."""
        before, began = resident(), time.perf_counter()
        while live.now() is None:
            time.sleep(0.1)
        return {"seconds": time.perf_counter() - began, "before": before, "after": resident()}

    def gate(self, some: int) -> list[str]:
        """What is wrong; plain SQL takes seconds for each query of a large database, so `some` of them are asked."""
        gate, small = Gate(self.user), self.size <= BY_ROWS
        asked = self.queries if small else self.queries[:some]
        if small:
            gate.with_rows(asked)
        gate.with_sql(asked)
        gate.after_writes(asked if small else asked[: some // 2], small=small)
        return gate.wrong

    def after_write(self) -> list[float]:
        """Milliseconds of the first page right after something was written, which is taken over then."""
        found = []
        for pk in range(1, 11):
            Participant.objects.filter(pk=pk * 7).update(role=f"Lead of {pk}")
            began = time.perf_counter()
            self.get("/pain-points/")
            found.append((time.perf_counter() - began) * 1000)
        return found

    # Times

    def targets(self, peer: Datasette | None) -> dict[str, Callable[[Query], int]]:
        """What is timed, each by what it does for a query; how many bytes come."""
        found: dict[str, Callable[[Query], int]] = {
            OURS: lambda one: self.get(f"/pain-points/?{one.address}"),
            EMPTY: lambda _: self.get("/bench/empty/"),
            "plain ORM page": lambda one: self.get(f"/bench/plain/?{one.address}"),
            "admin list": lambda one: self.get(f"/bench/admin/interviews/mention/{self.of_admin(one)}"),
        }
        return found | ({DATASETTE: peer.get} if peer else {})

    @staticmethod
    def of_admin(query: Query) -> str:
        """The admin does without keys it has no filter for."""
        known = [f"{ADMIN_KEYS[key]}={value}" for key, value in query.pairs if key in ADMIN_KEYS]
        words = [f"q={value}" for key, value in query.pairs if key == "q"]
        return f"?{'&'.join(known + words)}"

    def get(self, address: str) -> int:
        answer = self.client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answers {answer.status_code}")
        return len(answer.content)

    def time(self, targets: dict[str, Callable[[Query], int]]) -> None:
        """Ask each query of every target in turn, the order rotated, until a target has had its time. One that has
        used up its share is left out of the rest; the first query of each is warm-up and not counted."""
        spent: defaultdict[str, float] = defaultdict(float)
        names = list(targets)
        for name in names:
            targets[name](self.queries[1])
        for number, query in enumerate(self.queries):
            turn = names[number % len(names) :] + names[: number % len(names)]
            for name in turn:
                if spent[name] < self.seconds:
                    spent[name] += self.once(name, targets[name], query)

    def once(self, name: str, ask: Callable[[Query], int], query: Query) -> float:
        """Time one question; seconds."""
        process = backend()
        wall, cpu, there = time.perf_counter(), time.process_time(), of_backend(process) if process else 0.0
        size = ask(query)
        seconds = time.perf_counter() - wall
        own = (time.process_time() - cpu) * 1000
        self.cpus[name][query] = own + (of_backend(process) - there if process else 0.0)
        self.walls[name][query] = seconds * 1000
        self.bytes[name].append(size)
        return seconds

    def statements(self) -> dict[str, list[str]]:
        """What the explorer asks the database, for the landing page and for one with filters and words."""
        found = {}
        for of in ("landing", "one key", "words and a key"):
            query = next((one for one in self.queries if one.of == of), self.queries[0])
            self.get(f"/pain-points/?{query.address}")
            with CaptureQueriesContext(connection) as asked:
                self.get(f"/pain-points/?{query.address}")
            found[of] = [one["sql"][:160] for one in asked.captured_queries]
        return found

    def found(self) -> dict[str, Any]:
        """The figures of each target and of each class of queries."""
        figures = {}
        for name, walls in self.walls.items():
            figures[name] = line(walls.values(), self.cpus[name].values(), self.bytes[name])
            for of in dict.fromkeys(one.of for one in walls):
                of_class = [one for one in walls if one.of == of]
                figures[f"{name}, {of}"] = line(
                    [walls[one] for one in of_class], [self.cpus[name][one] for one in of_class], []
                )
        ratios = {name: {"wall": paired(self.walls[OURS], self.walls[name])} for name in self.walls if name != OURS}
        for name in ratios.keys() - {DATASETTE}:  # whose processor time is that of another process
            ratios[name]["cpu"] = paired(self.cpus[OURS], self.cpus[name])
        return {"figures": figures, "ratios": ratios}


def line(walls: Any, cpus: Any, sizes: list[int]) -> dict[str, float]:
    """Milliseconds and bytes of one line of the table."""
    walls, cpus = list(walls), list(cpus)
    return {
        "n": len(walls),
        "p50": quantile(walls, 0.5),
        "p95": quantile(walls, 0.95),
        "cpu p50": quantile(cpus, 0.5),
        "cpu p95": quantile(cpus, 0.95),
        "bytes": quantile(sizes, 0.5) if sizes else 0,
    }


def resident() -> float:
    """Megabytes this process holds in memory now."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize() / 1e6
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", type=int, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--queries", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=60, help="Of each target; a slow one is asked less.")
    parser.add_argument("--gate", type=int, default=16, help="Queries plain SQL is asked where there is much.")
    asked = parser.parse_args()
    run = Run(asked.size, asked.queries, asked.seconds)
    memory = run.build()
    settle()
    program = shutil.which(os.environ.get("DATASETTE", "datasette")) if connection.vendor == "sqlite" else None
    with ExitStack() as started:
        peer = started.enter_context(datasette(program)) if program else None
        run.time(run.targets(peer))
    memory["after pages"] = resident()
    result: dict[str, Any] = {
        "size": asked.size,
        **surroundings(),
        "rows": {"pain_points": PainPoint.objects.count(), "mentions": Mention.objects.count()},
        "memory": memory,
        "statements": run.statements(),
        **run.found(),
        "after_write": run.after_write(),
        "skipped": [] if program else ["Datasette: not installed (DATASETTE= names it), or the engine is not SQLite"],
    }
    result["wrong"] = run.gate(asked.gate)
    asked.out.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    return 1 if result["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main())
