"""Tests run on tables made from the models; a new installation migrates from nothing and has to get the same."""

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection

OURS = ("accounts_", "interviews_", "discovery_")  # a library may say an id otherwise in its migrations
Ask = Callable[[str], list[tuple[Any, ...]]]

RULES = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE connamespace = 'public'::regnamespace
"""
COLUMNS = """
SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns WHERE table_schema = 'public'
"""
INDEXES = "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'"


def of_sqlite(ask: Ask) -> set[tuple[str, ...]]:
    """Columns, foreign keys, named rules and indexes."""
    found: set[tuple[str, ...]] = set()
    for table, sql in ask("SELECT tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"):
        if not sql.startswith("CREATE TABLE"):
            found.add((table, sql))
            continue
        found |= {(table, *map(str, row[1:4])) for row in ask(f'PRAGMA table_info("{table}")')}
        found |= {(table, *map(str, row[2:5])) for row in ask(f'PRAGMA foreign_key_list("{table}")')}
        found |= {(table, rule) for rule in re.findall(r'CONSTRAINT "(\w+)"', sql)}
    return found


def of_postgresql(ask: Ask) -> set[tuple[str, ...]]:
    return {tuple(map(str, row)) for query in (RULES, COLUMNS, INDEXES) for row in ask(query)}


def asked_here(query: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def migrate(environment: dict[str, str]) -> None:
    """What a new installation does first."""
    command = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", **environment}
    done = subprocess.run(command, env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.fixture
def migrated(tmp_path: Path, db: None) -> Iterator[Ask]:
    """Give questions to a new installation on the engine of this run."""
    if connection.vendor == "sqlite":
        migrate({"DATABASE_URL": f"sqlite:///{tmp_path}/new.sqlite3"})
        with sqlite3.connect(tmp_path / "new.sqlite3") as there:
            yield lambda query: there.execute(query).fetchall()
        return
    of = connection.settings_dict
    name = f"{of['NAME']}_migrated"
    server = {"host": of["HOST"], "port": of["PORT"], "user": of["USER"], "password": of["PASSWORD"]}
    with psycopg.connect(**server, dbname="postgres", autocommit=True) as owner:
        owner.execute(f'CREATE DATABASE "{name}"')
        try:
            migrate({"DATABASE_URL": "postgres://{user}:{password}@{host}:{port}".format(**server) + f"/{name}"})
            with psycopg.connect(**server, dbname=name) as there:
                yield lambda query: there.execute(query).fetchall()
        finally:
            owner.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_migrating_from_nothing_makes_what_the_models_say(migrated):
    look = of_sqlite if connection.vendor == "sqlite" else of_postgresql
    made, said = ({row for row in look(ask) if row[0].startswith(OURS)} for ask in (migrated, asked_here))
    assert made == said
    assert len(made) > 500, "the questions find the tables"
