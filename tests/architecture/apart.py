"""The app in a process of its own, with settings of its own, asked by a script that prints `right` at its end."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.architecture.sources import ROOT


def ends_right(script: str, settings: dict[str, str], *arguments: str) -> None:
    """Run it; fail with what it complained about."""
    own = {
        "ALLOWED_HOSTS": "testserver",
        "SECRET_KEY": "only for this test",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        env={**os.environ, **own, **settings},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip().endswith("right"), done.stderr[-3000:]
