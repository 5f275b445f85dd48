"""The app behind a PgBouncer that hands every transaction to another connection: pages, writes, what follows them."""

import os
import shutil
import socket
import subprocess
import time
from contextlib import closing
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from benchmarks.__main__ import database, find_postgres
from tests.architecture.apart import ends_right

PROGRAM = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
ASKED = r"""
import re
import django
django.setup()
from django.core.management import call_command
from django.db import connection
from django.test import Client
call_command("migrate", verbosity=0)
call_command("collectstatic", verbosity=0, interactive=False)
from benchmarks.evidence import Evidence
from accounts.models import Role, User
from interviews.columns.live import live
from interviews.models import Mention, PainPoint
Evidence(500).fill()
user = User.objects.create_user("pool@example.org", full_name="Pool", role=Role.RESEARCHER)
client = Client()
client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
def counted():
    return int(re.search(r'id="list-h">(\d+)', client.get("/pain-points/").text)[1])
before = counted()
PainPoint.objects.filter(pk=1).update(archived_at="2026-01-01T00:00Z")
after = counted()
assert (before, after) == (before, before - 1), (before, after)
assert len(list(Mention.objects.iterator(50))) == 500
for address in ("/", "/interviews/", "/personas/", "/quality/"):
    assert client.get(address).status_code == 200, address
print("right")
"""


@pytest.fixture
def behind_bouncer(tmp_path):
    """The address of a database that a PgBouncer serves in transaction mode, with two connections for everybody."""
    server = os.environ.get("DATABASE_URL") or find_postgres()
    if not server.startswith("postgres"):
        pytest.skip("no PostgreSQL answers")
    if PROGRAM is None:
        pytest.skip("pgbouncer is not installed")
    with database("postgres", server) as url, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        at = urlsplit(url)
        password = f" password={at.password}" if at.password else ""
        user = at.username or "postgres"
        to = f"host={at.hostname} port={at.port or 5432} dbname={at.path[1:]} user={user}{password}"
        settings = tmp_path / "pgbouncer.ini"
        settings.write_text(
            f"[databases]\napp = {to}\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nauth_type = any\n"
            f"pool_mode = transaction\ndefault_pool_size = 2\nunix_socket_dir =\n",
            encoding="utf-8",
        )
        command = [PROGRAM, str(settings)]
        if os.geteuid() == 0:  # it refuses to run as root
            tmp_path.chmod(0o755)
            command = [PROGRAM, "-u", "nobody", str(settings)]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
            try:
                await_server(port)
                yield urlunsplit(at._replace(netloc=f"{user}@127.0.0.1:{port}", path="/app"))
            finally:
                running.terminate()


def await_server(port: int) -> None:
    """Wait until it answers a connection."""
    until = time.monotonic() + 20
    while True:
        try:
            with closing(
                psycopg.connect(host="127.0.0.1", port=port, dbname="app", user="postgres", connect_timeout=5)
            ):
                return
        except psycopg.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def test_pages_writes_and_columns_hold_behind_a_pgbouncer(behind_bouncer, tmp_path):
    settings = {
        "DATABASE_URL": behind_bouncer,
        "DATABASE_PGBOUNCER": "1",
        "VAR_DIR": str(tmp_path / "var"),
        "DEBUG": "0",
        "HTTPS": "0",
    }
    ends_right(ASKED, settings)
