"""Prints the address of a PostgreSQL server that tests may use, or nothing."""

import getpass
import os

import psycopg

named = os.environ.get("TEST_POSTGRES_URL")
users = dict.fromkeys((getpass.getuser(), "postgres"))
for url in [named] if named else [f"postgres://{user}@127.0.0.1:5432/postgres" for user in users]:
    try:
        with psycopg.connect(url, connect_timeout=3) as connection:
            row = connection.execute("SELECT rolcreatedb FROM pg_roles WHERE rolname = current_user").fetchone()
    except psycopg.OperationalError:
        continue
    if row and row[0]:
        print(url)
        break
