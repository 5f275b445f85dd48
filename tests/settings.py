"""The settings of the app, in a folder of their own and quick to hash a password."""

import os
import tempfile
from pathlib import Path

# Every process of the suite has its own folder, so that two runs never meet.
VAR = Path(tempfile.mkdtemp(prefix="groundwork-tests-"))
os.environ.update({"VAR_DIR": str(VAR), "SECRET_KEY": "for tests only", "DEBUG": "1", "DEMO": "0", "HTTPS": "0"})
for name in (
    "ALLOWED_HOSTS",
    "DATABASE_REPLICA_URL",
    "CSRF_TRUSTED_ORIGINS",
    "EMAIL_URL",
    "TIME_ZONE",
    "BEHIND_PROXY",
    "PROXY_COUNT",
):
    os.environ.pop(name, None)

from config.settings import *  # noqa: E402, F403
from config.settings import DATABASES  # noqa: E402

DEBUG = False
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1", "[::1]"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True

sqlite = DATABASES["default"]["ENGINE"].endswith("sqlite3")
# A file, not memory: a live server and its test then have a connection each, as in production.
DATABASES["default"]["TEST"] = {"NAME": str(VAR / "test.sqlite3") if sqlite else f"test_groundwork_{os.getpid()}"}
DATABASES["default"]["CONN_MAX_AGE"] = 0
if sqlite:
    # Nobody pulls the plug on a test database; and on a busy machine the clean-up after a browser test waits for the
    # last save of its server rather than failing.
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;PRAGMA busy_timeout=60000;"
