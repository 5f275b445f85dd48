"""Settings come from the environment; a wrong value is refused by name, with an example; all of them are documented."""

import os
import re
import subprocess
import sys

import pytest

from config.settings import without_traceback
from config.stored import CollectedFiles
from tests.architecture.sources import ROOT

DEPLOYED = {
    "DEBUG": "0",
    "SECRET_KEY": "a-secret-of-more-than-fifty-characters-for-the-deployment-check-only-0123456789",
    "ALLOWED_HOSTS": "groundwork.example.org",
}


def manage(tmp_path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run manage.py with nothing but the given settings."""
    kept = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path)}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env={**kept, **environment}, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", "maybe"),
        ("DEMO", "sometimes"),
        ("DATABASE_URL", "mysql://localhost/groundwork"),
        ("DATABASE_POOL", "five"),
        ("DATABASE_PGBOUNCER", "perhaps"),
        ("DATABASE_REPLICA_URL", "postgres://copy/of-a-file"),
        ("DATABASE_REPLICA_LAG", "a while"),
        ("EMAIL_URL", "carrier-pigeon://loft"),
        ("TIME_ZONE", "Europe/Atlantis"),
        ("CSRF_TRUSTED_ORIGINS", "groundwork.example.org"),
        ("PROXY_COUNT", "one"),
        ("LOG_LEVEL", "loud"),
        ("SECRET_KEY_FILE", "/nowhere/at/all"),
    ],
)
def test_a_wrong_value_is_refused_by_name_with_an_example(tmp_path, name, value):
    answer = manage(tmp_path, "check", **{name: value})

    assert answer.returncode != 0
    assert re.search(rf"{name}: .*Example: {name}=", answer.stderr), answer.stderr[-500:]


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_a_deployment_names_its_secret_and_its_hosts(tmp_path, name):
    answer = manage(tmp_path, "check", **{key: value for key, value in DEPLOYED.items() if key != name})

    assert answer.returncode != 0 and f"{name}: needed when DEBUG=0" in answer.stderr


def test_the_demo_entrance_is_refused_where_https_is_on(tmp_path):
    assert "DEMO: lets anyone in" in manage(tmp_path, "check", **DEPLOYED, DEMO="1").stderr


def test_the_deployment_check_is_silent(tmp_path):
    answer = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING", **DEPLOYED)

    assert answer.returncode == 0 and "no issues (0 silenced)" in answer.stdout


def test_a_bare_checkout_keeps_its_own_secret(tmp_path):
    assert manage(tmp_path, "check").returncode == 0
    kept = (tmp_path / "secret_key").read_text(encoding="utf-8")
    assert manage(tmp_path, "check").returncode == 0

    assert len(kept) > 50 and (tmp_path / "secret_key").read_text(encoding="utf-8") == kept
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_every_setting_is_documented_and_nothing_else_is():
    code = "".join((ROOT / "config" / name).read_text(encoding="utf-8") for name in ("settings.py", "environment.py"))
    read = set(re.findall(r'env\.str\(\s*"([A-Z_]+)"', code))
    read |= set(re.findall(r'read\(\s*(?:env\.\w+|lambda[^"]+),\s*"([A-Z_]+)"', code)) | set(
        re.findall(r'secret\("([A-Z_]+)"', code)
    )
    table = (ROOT / "docs/deployment.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", table, re.M))

    assert documented == read


def test_a_refused_request_is_one_line_of_the_log(as_viewer, caplog):
    with caplog.at_level("WARNING", "django.request"):
        assert as_viewer.get("/interviews/new/").status_code == 403
    (told,) = [record for record in caplog.records if record.name == "django.request"]
    assert without_traceback(told)
    assert told.exc_info is None


def test_the_address_of_a_collected_file_is_worked_out_once(tmp_path, monkeypatch, settings):
    settings.DEBUG = False
    files = CollectedFiles(location=tmp_path, base_url="/static/")
    files.hashed_files = {"app.css": "app.0123456789ab.css"}
    assert files.url("app.css") == "/static/app.0123456789ab.css"
    monkeypatch.setattr(files, "stored_name", lambda name: pytest.fail(f"{name} was looked up again"))
    assert files.url("app.css") == "/static/app.0123456789ab.css"


def test_a_file_that_was_not_collected_is_refused_each_time(tmp_path, settings):
    settings.DEBUG = False
    files = CollectedFiles(location=tmp_path, base_url="/static/")
    for _ in range(2):
        with pytest.raises(ValueError, match=r"nowhere\.css"):
            files.url("nowhere.css")
