"""A server process has loaded its views before the first request, and collects no garbage among them."""

import os
import subprocess
import sys

import pytest

ASK = """
import gc, sys
import config.{server}
assert "discovery.views.home" in sys.modules
assert gc.get_freeze_count() > 50_000, gc.get_freeze_count()
assert len(gc.get_objects()) < 5_000, len(gc.get_objects())
"""


@pytest.mark.parametrize("server", ["wsgi", "asgi"])
def test_a_server_settles_before_it_answers(server, tmp_path):
    settings = {"VAR_DIR": str(tmp_path), "SECRET_KEY": "for tests only", "DJANGO_SETTINGS_MODULE": "config.settings"}
    subprocess.run([sys.executable, "-c", ASK.format(server=server)], check=True, env={**os.environ, **settings})
