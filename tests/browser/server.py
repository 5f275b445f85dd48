"""The app in a process of its own, on the database of whoever starts it."""

import os
import signal
import socket
import subprocess
import sys
import time
from urllib.error import URLError
from urllib.request import urlopen

from django.conf import settings
from django.db import connection

PATIENCE = 60  # seconds: machines that run tests are busy


class AppServer:
    """Starts, kills and starts again at one address."""

    def __init__(self, **environment: str) -> None:
        # Bound for as long as we live, though nobody listens on it here: while the app is down no other process, and no
        # connection of the browser itself, is given its port.
        self.place = socket.socket()
        self.place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        self.place.bind(("127.0.0.1", 0))
        self.port = self.place.getsockname()[1]
        self.environment = environment
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> str:
        """Start and wait until the app answers; return its address."""
        gunicorn = ["-m", "gunicorn", "config.wsgi", f"--bind=127.0.0.1:{self.port}", "--reuse-port", "--threads=4"]
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": database_url()}
        self.process = subprocess.Popen(
            [sys.executable, *gunicorn, "--log-level=error", "--no-control-socket"],
            env={**environment, **self.environment},
            cwd=settings.BASE_DIR,
            start_new_session=True,
        )
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if self.answers():
                return self.url
            time.sleep(0.1)
        raise RuntimeError(f"The app did not start within {PATIENCE} seconds.")

    def answers(self) -> bool:
        try:
            with urlopen(f"{self.url}/healthz", timeout=2) as response:
                return response.status == 200
        except (URLError, ConnectionError, TimeoutError):
            return False

    def kill(self) -> None:
        """Kill it as a power cut would, with all its workers."""
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def close(self) -> None:
        """Kill it for good and give its port back."""
        self.kill()
        self.place.close()


def database_url() -> str:
    """The address of the database that this process is connected to."""
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{given['NAME']}"
    password = f":{given['PASSWORD']}" if given["PASSWORD"] else ""
    return f"postgres://{given['USER']}{password}@{given['HOST']}:{given['PORT']}/{given['NAME']}"
