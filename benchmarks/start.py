"""How long `make run` takes until the first page answers: on a fresh copy of the last commit, and a second time.

    .venv/bin/python -m benchmarks.start

Run by hand: the first start installs the packages it needs. An empty package cache is part of the first figure only
where UV_CACHE_DIR and PIP_CACHE_DIR, which are set to an empty folder here, are honoured.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from http.client import HTTPConnection, HTTPException
from pathlib import Path

HERE = Path(__file__).resolve().parent
RESULT = HERE.parent / "var" / "bench" / "start.json"
LONGEST = 300  # seconds


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "groundwork"
        subprocess.run(["git", "clone", "--quiet", str(HERE.parent), str(copy)], check=True)
        empty = {"UV_CACHE_DIR": f"{folder}/uv", "PIP_CACHE_DIR": f"{folder}/pip"}
        figures = {"first start, s": start(copy, empty), "second start, s": start(copy, empty)}
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(figures | {"load": os.getloadavg()}, indent=2) + "\n", encoding="utf-8")
    for what, seconds in figures.items():
        print(f"{what:<20}{seconds:>8.1f}")
    return 0


def start(copy: Path, settings: dict[str, str]) -> float:
    """Seconds from `make run` until the sign-in page answers; the server is stopped again."""
    port = free_port()
    began = time.monotonic()
    clean = {
        name: value for name, value in os.environ.items() if name not in ("VIRTUAL_ENV", "DATABASE_URL", "VAR_DIR")
    }
    with subprocess.Popen(
        ["make", "run", f"PORT={port}"],
        cwd=copy,
        env=clean | settings,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    ) as server:
        try:
            while not answers(port):
                if server.poll() is not None or time.monotonic() - began > LONGEST:
                    sys.exit("make run did not come up")
                time.sleep(0.1)
            return time.monotonic() - began
        finally:
            if server.poll() is None:
                os.killpg(server.pid, signal.SIGINT)
                server.wait(timeout=20)


def answers(port: int) -> bool:
    """Whether the first page is there: home sends visitors to sign-in."""
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status in (200, 302)
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
