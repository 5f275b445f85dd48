"""How something is timed, and what is written beside the figures."""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import django
from django.db import connection
from django.test.utils import CaptureQueriesContext


@dataclass
class Measured:
    """Milliseconds of one thing; `ratio` compares its median with that of the plain way to the same rows."""

    what: str
    p50: float
    p95: float
    cpu: float
    runs: int
    queries: int | None = None
    ratio: float | None = None


def timed(
    what: str, runs: Iterable[Callable[[], Any]], plain: float | None = None, beside: Callable[[], Any] | None = None
) -> Measured:
    """Time each of `runs` once. Queries are counted in a run of its own, since counting takes time.

    `plain` are the milliseconds of the plain way; or `beside` is that way, timed before each run, so that a machine
    which is busy for a while is busy for both.
    """
    plains: list[float] = []
    runs, walls, cpus, asked = list(runs), [], [], None
    if len(runs) > 1:
        with CaptureQueriesContext(connection) as captured:
            runs[0]()
        asked = len(captured)
    for run in runs:
        if beside:
            wall = time.perf_counter()
            beside()
            plains.append((time.perf_counter() - wall) * 1000)
        wall, cpu = time.perf_counter(), time.process_time()
        run()
        walls.append((time.perf_counter() - wall) * 1000)
        cpus.append((time.process_time() - cpu) * 1000)
    p50 = statistics.median(walls)
    plain = statistics.median(plains) if plains else plain
    p95 = sorted(walls)[max(0, round(len(walls) * 0.95) - 1)]
    return Measured(what, p50, p95, statistics.median(cpus), len(walls), asked, p50 / plain if plain else None)


def surroundings() -> dict[str, Any]:
    """Where the figures come from."""
    return {
        "engine": connection.vendor,
        "engine_version": ".".join(map(str, connection.get_database_version())),
        "python": sys.version.split()[0],
        "django": django.get_version(),
        "processors": os.cpu_count(),
        "load": [round(one, 1) for one in os.getloadavg()],
    }
