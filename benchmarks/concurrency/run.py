"""A hundred people taking notes, twenty reading: the app behind gunicorn with two workers of eight threads.

    make bench SUITE=concurrency SIZE=10k ENGINE=sqlite|postgres

Real requests over HTTP, with sessions, tokens against forgery and the version of each screen. Everybody and the server
share the processors of one machine. Afterwards each text that was acknowledged has to be what the database holds.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any

import django

django.setup()

# The models can be imported only once Django is set up.
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connections  # noqa: E402
from django.test import Client  # noqa: E402

from accounts.models import Role, User  # noqa: E402
from benchmarks.evidence import Evidence  # noqa: E402
from benchmarks.explorer.ratios import quantile  # noqa: E402
from benchmarks.timing import surroundings  # noqa: E402
from interviews.models import Interview, Study  # noqa: E402

from .people import Person, Reader, Tab, Watcher, Writer  # noqa: E402

WORKERS, THREADS = 2, 8
TICKS = os.sysconf("SC_CLK_TCK")


@contextmanager
def serving() -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """The server, once it answers: its port, and its first process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "benchmarks.concurrency.answering", f"--bind=127.0.0.1:{port}"]
    command += [
        f"--workers={WORKERS}",
        f"--threads={THREADS}",
        "--no-control-socket",
        "--log-level=warning",
        "--graceful-timeout=3",
    ]
    with subprocess.Popen(command, cwd=settings.BASE_DIR, env=os.environ | {"ALLOWED_HOSTS": "127.0.0.1"}) as server:
        try:
            until = time.monotonic() + 60
            while not answers(port):
                if time.monotonic() > until or server.poll() is not None:
                    raise SystemExit("The server does not answer.")
                time.sleep(0.1)
            yield port, server
        finally:
            server.terminate()


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def processor(server: subprocess.Popen[bytes]) -> float:
    """Seconds that the workers have had of a processor."""
    children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text(encoding="ascii").split()
    stats = [Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split() for pid in children]
    return sum(int(one[11]) + int(one[12]) for one in stats) / TICKS


def people_of(port: int, many: int, readers: int) -> list[Person]:
    """Everybody, each with an account and a session of their own."""
    emails = [f"person{number}@example.org" for number in range(many + readers + 1)]
    User.objects.bulk_create(
        [User(email=one, full_name=one.split("@")[0].title(), role=Role.RESEARCHER, password="!") for one in emails]
    )
    users = list(User.objects.filter(email__in=emails).order_by("pk"))
    sessions = []
    for user in users:
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        sessions.append(client.cookies["sessionid"].value)
    study = Study.objects.create(title="Watched")
    found: list[Person] = [Watcher(0, port, sessions[0], users[0].pk, study.pk)]
    found += [Writer(n, port, sessions[n], users[n].pk) for n in range(1, many + 1)]
    return found + [Reader(n, port, sessions[n]) for n in range(many + 1, many + readers + 1)]


def go(people: list[Person], seconds: float) -> None:
    """Let everybody go on for so long."""
    over = Event()
    threads = [Thread(target=one.go_on, args=(over,)) for one in people]
    for one in threads:
        one.start()
    time.sleep(seconds)
    over.set()
    for one in threads:
        one.join()


def lost(tabs: list[Tab]) -> list[str]:
    """Texts that were acknowledged and are not what the database holds, and versions that did not rise by the saves."""
    stored = Interview.objects.in_bulk([one.interview for one in tabs])
    found = []
    for one in tabs:
        there = stored.get(one.interview)
        if there is None or there.notes != one.notes:
            found.append(f"INT-{one.interview} does not hold what was acknowledged")
        elif there.version != one.first + one.saved - 1:
            found.append(f"INT-{one.interview} is at {there.version} after {one.saved} saves from {one.first}")
    return found


def measured(people: list[Person], seconds: float) -> dict[str, dict[str, float]]:
    """Milliseconds by what was done, and how many of each there were in a second."""
    together: defaultdict[str, list[float]] = defaultdict(list)
    for one in people:
        for what, times in one.told.seconds.items():
            together[what] += [time * 1000 for time in times]
    return {
        what: {
            "n": len(times),
            "each second": len(times) / seconds,
            "p50": quantile(times, 0.5),
            "p95": quantile(times, 0.95),
            "most": max(times),
        }
        for what, times in sorted(together.items())
    }


def measure(size: int, many: int, readers: int, seconds: float) -> dict[str, Any]:
    """Fill the database, start the server, let everybody go on, and look what became of it."""
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    Evidence(size).fill()
    connections.close_all()
    with serving() as (port, server):
        people = people_of(port, many, readers)
        writing = [one for one in people if isinstance(one, Writer | Watcher)]
        for one in writing:
            one.open()
        for one in people[-WORKERS * 3 :]:
            one.act()
        people[0].act()
        for one in people:
            one.told.seconds.clear()
        load, before, own, began = os.getloadavg(), processor(server), time.process_time(), time.perf_counter()
        go(people, seconds)
        passed = time.perf_counter() - began
        spent = {"server": processor(server) - before, "people": time.process_time() - own}
    wrong = [said for one in people for said in one.told.wrong]
    return {
        **surroundings(),
        "load": [round(one, 1) for one in load],
        "size": size,
        "people": many,
        "readers": readers,
        "seconds": passed,
        "measured": measured(people, passed),
        "processor": spent,
        "reconnected": sum(one.told.reconnected for one in people),
        "wrong": wrong,
        "lost": lost([one.tab for one in writing]),
    }


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", type=int, default=10_000)
    parser.add_argument("--people", type=int, default=100)
    parser.add_argument("--readers", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args()
    result = measure(asked.size, asked.people, asked.readers, asked.seconds)
    asked.out.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    return 1 if result["wrong"] or result["lost"] else 0


if __name__ == "__main__":
    sys.exit(main())
