"""The app with a replica: a PostgreSQL of its own and a second one that follows it, both started here."""

import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

import pytest

from tests.architecture.apart import ends_right

PROGRAMS = max(Path("/usr/lib/postgresql").glob("*/bin"), default=None, key=lambda one: int(one.parent.name))
LAG = 0.8
QUIET = "-c fsync=off -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c shared_buffers=16MB"
ASKED = r"""
import os, re, subprocess, sys, time
from contextlib import contextmanager
import django
django.setup()
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.test import Client
from config.replica import replica
from accounts.models import Role, User
from interviews.models import Persona
from tests.interviews.talk import talk

LAG, OWNER, PROGRAM, DATA = float(sys.argv[1]), *sys.argv[2:]
WORDS = "Slack is on fire"
settings.MIGRATION_MODULES = dict.fromkeys((one.label for one in apps.get_app_configs()))  # the same tables, sooner
call_command("migrate", run_syncdb=True, verbosity=0)
user = User.objects.create_user("copy@example.org", full_name="Copy", role=Role.RESEARCHER)
said = talk(user).participants.get()
page = f"/interviews/{said.interview_id}/"

def browser():
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client

def follows(yes=True):
    until = time.monotonic() + 8
    while replica.follows() is not yes:
        assert time.monotonic() < until, f"it never {'followed' if yes else 'fell behind'}"
        time.sleep(0.05)

def on_replica(statement):
    with connections["replica"].cursor() as cursor:
        cursor.execute(statement)

@contextmanager
def counted():
    asked = {"default": [], "replica": []}
    def count(alias):
        def run(execute, sql, params, many, context):
            asked[alias].append(sql)
            return execute(sql, params, many, context)
        return run
    with connections["default"].execute_wrapper(count("default")):
        with connections["replica"].execute_wrapper(count("replica")):
            yield asked

def of_evidence(statements):
    of = [re.search(r'FROM "([a-z]+)_', one) for one in statements]
    return [one.string for one in of if one and one[1] in ("interviews", "discovery")]

writer, reader = browser(), browser()

# What is only read is read from the replica: evidence from nowhere else, who somebody is never from it.
follows()
with counted() as asked:
    assert WORDS in reader.get(page).text
assert of_evidence(asked["replica"]) and not of_evidence(asked["default"]), asked["default"]
assert any("django_session" in one for one in asked["default"])
assert not any("django_session" in one for one in asked["replica"])
with counted() as asked:
    assert reader.get("/search/?q=slack", headers={"HX-Request": "true", "HX-Target": "hits"}).status_code == 200
assert of_evidence(asked["replica"]) and not of_evidence(asked["default"]), asked["default"]

# The explorer counts on columns that all readers share, so the whole page is read where it is written.
with counted() as asked:
    assert browser().get("/pain-points/").status_code == 200
assert of_evidence(asked["default"]) and not of_evidence(asked["replica"]), asked["default"]

# Nothing that is asked outside a request that reads goes to the replica.
with counted() as asked:
    list(Persona.objects.all())
assert not asked["replica"]

# A stale answer is possible: so long, and no longer. Who wrote sees it at once.
follows()
on_replica("SELECT pg_wal_replay_pause()")
assert writer.post("/personas/new/", {"name": "Written just now", "side": "external"}, follow=True).redirect_chain
assert "Written just now" in writer.get("/personas/").text
assert "Written just now" not in reader.get("/personas/").text, "the replica was not asked"
withdrawn = time.monotonic()
writer.post(f"/participants/{said.pk}/withdraw/")
assert WORDS not in writer.get(page).text
while WORDS in reader.get(page).text:
    assert time.monotonic() - withdrawn < LAG + 1, "a withdrawn word is shown for longer than the bound"
    time.sleep(0.02)
assert time.monotonic() - withdrawn > 0.1, "the replica was not asked"
assert "Written just now" in reader.get("/personas/").text
assert not replica.follows()

# Once it has caught up it is asked again, also for who wrote then.
on_replica("SELECT pg_wal_replay_resume()")
follows()
writer.cookies.pop("wrote")  # as a browser does by then
with counted() as asked:
    assert WORDS not in writer.get(page).text
assert of_evidence(asked["replica"]) and not of_evidence(asked["default"]), asked["default"]

# It stops in the middle of everything: the page is asked for once more, and then of the first database.
follows()
as_owner = {"user": OWNER, "extra_groups": []} if OWNER else {}
subprocess.run([PROGRAM, "stop", "-D", DATA, "-m", "immediate", "-s"], check=True, **as_owner)
answer = reader.get("/personas/", follow=True)
assert answer.status_code == 200 and "Written just now" in answer.text
assert answer.redirect_chain in ([], [("/personas/", 302)])
assert not replica.follows()
assert reader.get("/personas/").status_code == 200
print("right")
"""


@pytest.fixture
def servers():
    """The folder of two servers, the ports of both, and whose they are."""
    if PROGRAMS is None or not (PROGRAMS / "pg_basebackup").exists():
        pytest.skip("the programs of a PostgreSQL server are not installed")
    owner = "nobody" if os.geteuid() == 0 else ""  # a server refuses to run as root
    folder = Path(tempfile.mkdtemp(prefix="groundwork-replica-"))
    if owner:
        shutil.chown(folder, owner)
    try:
        yield folder, free_port(), free_port(), owner
    finally:
        for one in ("first", "second"):
            run(owner, "pg_ctl", "stop", "-D", folder / one, "-m", "immediate", "-s", check=False)
        shutil.rmtree(folder)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def run(owner: str, program: str, *arguments: object, check: bool = True) -> None:
    """Run one of the programs of PostgreSQL."""
    as_owner = {"user": owner, "extra_groups": []} if owner else {}
    command = [str(PROGRAMS / program), *map(str, arguments)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": "/"}
    subprocess.run(command, check=check, env={**os.environ, "LC_ALL": "C.UTF-8"}, **quiet, **as_owner)


def start(owner: str, data: Path, port: int) -> None:
    run(owner, "pg_ctl", "start", "-D", data, "-w", "-s", "-o", f"-p {port} {QUIET}", "-l", f"{data}.log")


def test_what_is_read_comes_from_the_replica_and_never_too_late(servers, tmp_path):
    folder, port, other, owner = servers
    run(owner, "initdb", "-D", folder / "first", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
    start(owner, folder / "first", port)
    from_first = ("-h", "127.0.0.1", "-p", port, "-U", "postgres", "-R", "-X", "stream", "-c", "fast", "--no-sync")
    run(owner, "pg_basebackup", "-D", folder / "second", *from_first)
    start(owner, folder / "second", other)
    settings = {
        "DATABASE_URL": f"postgres://postgres@127.0.0.1:{port}/postgres",
        "DATABASE_REPLICA_URL": f"postgres://postgres@127.0.0.1:{other}/postgres",
        "DATABASE_REPLICA_LAG": str(LAG),
        "VAR_DIR": str(tmp_path / "var"),
        "DEBUG": "1",
    }
    ends_right(ASKED, settings, str(LAG), owner, str(PROGRAMS / "pg_ctl"), str(folder / "second"))
