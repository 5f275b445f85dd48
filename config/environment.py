"""Reads settings from the environment and says what is wrong in words: the setting's name, why, and an example."""

import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

import dj_email_url
from django.core.exceptions import ImproperlyConfigured
from environs import EnvError, env

DATABASE_SCHEMES = ("sqlite", "postgres", "postgresql")


def read(kind: Callable[..., Any], name: str, default: Any, *, example: str) -> Any:
    """Return the setting `name`, read by the parser `kind`; a value that does not parse is refused with an example."""
    try:
        return kind(name, default=default)
    except (EnvError, ValueError) as error:
        raise wrong(name, str(error), example) from error


def wrong(name: str, why: str, example: str) -> ImproperlyConfigured:
    """Return the error for a setting whose value cannot be used."""
    return ImproperlyConfigured(f"{name}: {why.rstrip('.')}. Example: {name}={example}")


def secret(name: str, *, example: str) -> str:
    """Return a secret from `name`, or from the file that `name`_FILE points to, or an empty string."""
    if path := env.str(f"{name}_FILE", default=""):
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise wrong(f"{name}_FILE", f"cannot be read ({error.strerror})", example) from error
    return env.str(name, default="")


def kept_secret(path: Path) -> str:
    """Return the secret stored at `path`, which is made on first use and readable by its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            path.chmod(0o600)
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass  # made by an earlier start
    return path.read_text(encoding="utf-8").strip()


def database(url: str, *, pool: bool, bouncer: bool = False) -> dict[str, Any]:
    """Return Django's settings for one database, tuned for its engine. With `bouncer`, those that hold when a PgBouncer
    hands every transaction to another connection: nothing is asked of a connection that lasts longer."""
    if url.split(":", 1)[0] not in DATABASE_SCHEMES:
        raise wrong(
            "DATABASE_URL", "only SQLite and PostgreSQL are supported", "postgres://user:password@host:5432/name"
        )
    settings: dict[str, Any] = read(
        lambda name, default: env.dj_db_url(name, default),
        "DATABASE_URL",
        url,
        example="sqlite:///var/groundwork.sqlite3",
    )
    if settings["ENGINE"].endswith("sqlite3"):
        # Readers never wait for the writer; a writer waits, not fails half-way. Django itself turns foreign keys on.
        settings["OPTIONS"] = {
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA busy_timeout=20000;",
            "transaction_mode": "IMMEDIATE",
        }
        return settings
    if bouncer:
        # It refuses options it does not know; cursors and prepared statements would be looked for elsewhere.
        settings |= {"DISABLE_SERVER_SIDE_CURSORS": True, "CONN_MAX_AGE": 0}
        settings["OPTIONS"] = {"prepare_threshold": None, **settings.get("OPTIONS", {})}
        return settings
    # Our queries are many small joins: compiling one took longer than running it (428 of 537 ms were measured).
    settings["OPTIONS"] = {"options": "-c jit=off", **settings.get("OPTIONS", {})}
    if pool:
        settings["OPTIONS"]["pool"] = True
    else:
        settings |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    return settings


def replica_of(first: dict[str, Any], url: str) -> dict[str, Any]:
    """Return Django's settings for a database that follows the `first` one; who waits for it does not wait long."""
    example = "postgres://groundwork@replica:5432/groundwork"
    if not first["ENGINE"].endswith("postgresql") or not url.startswith(("postgres://", "postgresql://")):
        raise wrong("DATABASE_REPLICA_URL", "only PostgreSQL has replicas, of DATABASE_URL", example)
    found = read(lambda name, default: env.dj_db_url(name, default), "DATABASE_REPLICA_URL", url, example=example)
    where = {name: found[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}
    options = {**first.get("OPTIONS", {}), "connect_timeout": 2, **found.get("OPTIONS", {})}
    return first | where | {"OPTIONS": options, "TEST": {"MIRROR": "default"}}


def mail(default: str) -> dict[str, Any]:
    """Return Django's EMAIL_ settings from EMAIL_URL; a scheme that sends nowhere is refused."""
    example = "submission://user:password@mail.example.org:587"
    url = env.str("EMAIL_URL", default="") or default
    if url.split(":", 1)[0] not in dj_email_url.SCHEMES:
        raise wrong("EMAIL_URL", "that is no way to send mail", example)
    parsed = read(lambda name, default: env.dj_email_url(name, default), "EMAIL_URL", url, example=example)
    return {name: value for name, value in parsed.items() if name.startswith("EMAIL_")}
