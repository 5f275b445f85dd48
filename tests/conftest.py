"""The cast: four colleagues with fixed rights, and a browser's worth of client for each."""

import os
from collections.abc import Callable, Iterator

import hypothesis
import pytest
from django.db import connection
from django.test import Client, TransactionTestCase

from accounts import reading
from accounts.models import Role, User
from interviews.columns.answers import answers
from interviews.columns.live import live
from interviews.unquoted import held
from tests.budgets import budget as keep_to_budget
from tests.factories.accounts import UserFactory

# The suite says the same of the same code on every machine and every day. HYPOTHESIS_PROFILE=explore looks for what
# nobody has seen yet.
hypothesis.settings.register_profile("suite", derandomize=True, database=None, deadline=None, print_blob=True)
hypothesis.settings.register_profile("explore", max_examples=2000, deadline=None, print_blob=True)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))

# Fixtures whose tests meet the database; what meets none says the same beside either engine.
MEETS_THE_DATABASE = {"db", "transactional_db", "live_server"}


def meets_the_database(item: pytest.Item) -> bool:
    """Whether the test asks for the database, by fixture, by mark or as a test case of Django's."""
    of = getattr(item, "cls", None)
    return bool(
        MEETS_THE_DATABASE & set(getattr(item, "fixturenames", ()))
        or item.get_closest_marker("django_db")
        or (of and issubclass(of, TransactionTestCase))
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With ENGINE_ONLY=1 leaves out what never meets the database: for the second engine of a run over both."""
    if os.environ.get("ENGINE_ONLY") == "1":
        config.hook.pytest_deselected(items=[item for item in items if not meets_the_database(item)])
        items[:] = filter(meets_the_database, items)


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


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """What was kept of another test is forgotten: a database that is emptied by force announces nothing."""
    live.forget()
    answers().forget()
    held().forget()


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
