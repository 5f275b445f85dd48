"""Brings the database and the static files up to date and serves the app: what `make run` runs."""

import os
import socket
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import BaseCommand, CommandError, CommandParser, call_command, get_commands

from accounts.models import User


class Command(BaseCommand):
    """Migrates, gathers static files when they changed, fills an empty demo database, then becomes the server."""

    help = "Migrate, gather static files, fill an empty database with the demo where DEMO=1, and serve the app."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, port: int, **options: Any) -> None:
        refuse_taken(port)
        call_command("migrate", verbosity=0, interactive=False)
        if statics_changed():
            call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        if settings.DEMO and "demo" in get_commands() and not User.objects.exists():
            call_command("demo", stdout=self.stdout)
        self.stdout.write(f"Groundwork is on http://127.0.0.1:{port} (Ctrl-C stops it)")
        self.stdout.flush()
        serve(port)


def refuse_taken(port: int) -> None:
    """Say at once when something else listens there, before any work is done."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            message = f"Port {port} cannot be used ({error.strerror}). Take another: make run PORT={port + 1}"
            raise CommandError(message) from error


def statics_changed() -> bool:
    """Whether any static file is newer than the gathered ones."""
    gathered = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if not gathered.exists():
        return True
    sources = (storage.path(name) for finder in get_finders() for name, storage in finder.list([]))
    return max(Path(source).stat().st_mtime for source in sources) > gathered.stat().st_mtime


def serve(port: int) -> None:
    """Become gunicorn: nothing of this process is left to stop later."""
    server = [sys.executable, "-m", "gunicorn", "config.wsgi", f"--bind=127.0.0.1:{port}", "--workers=2", "--threads=4"]
    server += ["--log-level=warning", "--graceful-timeout=3", "--no-control-socket"]
    os.execv(sys.executable, server)  # noqa: S606  -- a list, no shell
