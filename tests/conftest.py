"""The cast: four colleagues with fixed rights, and a browser's worth of client for each."""

from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.test import Client

from accounts import reading
from accounts.models import Role, User
from tests.budgets import budget as keep_to_budget
from tests.factories.accounts import UserFactory


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """The test database; before it is dropped, sessions that a killed or a still answering server left open are ended,
    for PostgreSQL drops no database that somebody uses."""
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid, 2000) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture
def admin(db: None) -> User:
    """Manages people."""
    return UserFactory(email="admin@example.org", full_name="Agnes Holm", role=Role.ADMIN)


@pytest.fixture
def researcher(db: None) -> User:
    """Logs interviews and edits."""
    return UserFactory(email="researcher@example.org", full_name="Inês Duarte", role=Role.RESEARCHER)


@pytest.fixture
def viewer(db: None) -> User:
    """Reads, with pseudonyms."""
    return UserFactory(email="viewer@example.org", full_name="Mateus Prado", role=Role.VIEWER)


@pytest.fixture
def stranger(db: None) -> User:
    """May write, but is not among the readers of a restricted interview."""
    return UserFactory(email="stranger@example.org", full_name="Noor Vance", role=Role.RESEARCHER)


@pytest.fixture
def client_for() -> Callable[[User | None], Client]:
    """Give a client that is signed in as the user, or signed out for None."""

    def make(user: User | None) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return make


@pytest.fixture
def as_admin(client_for, admin) -> Client:
    return client_for(admin)


@pytest.fixture
def as_researcher(client_for, researcher) -> Client:
    return client_for(researcher)


@pytest.fixture
def as_viewer(client_for, viewer) -> Client:
    return client_for(viewer)


@pytest.fixture
def as_stranger(client_for, stranger) -> Client:
    return client_for(stranger)


@pytest.fixture
def budget():
    """`with budget("explorer"): client.get(...)` fails when more is asked than tests/budgets.json allows."""
    return keep_to_budget


@pytest.fixture
def seeing_names() -> Iterator[None]:
    """Read as somebody who sees names, outside a request."""
    with reading.with_names():
        yield
