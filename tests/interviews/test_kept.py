"""What many pages show is asked once, and again as soon as anybody wrote what it depends on."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from discovery.models import DataProduct
from interviews.columns.kept import Kept
from interviews.models import Interview, RootCause, SavedView
from tests.factories import interviews as made
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def user():
    return UserFactory(role="researcher")


def test_an_answer_is_asked_once_for_each_reader(user):
    kept, other, asked = Kept(), UserFactory(), []
    for who in (user, user, other, user):
        kept.answer("counts", who, lambda who=who: asked.append(who.pk) or len(asked))
    assert asked == [user.pk, other.pk]


@pytest.mark.parametrize(
    "write",
    [
        lambda: made.InterviewFactory(),
        lambda: made.RootCauseFactory(),
        lambda: made.SavedViewFactory(),
        lambda: RootCause.objects.create(title="It was never said who owns it"),
        lambda: DataProduct.objects.create(name="Orders"),
        lambda: Interview.objects.update(restricted=True),
        lambda: RootCause.objects.update(archived_at="2026-01-01T00:00Z"),
        lambda: DataProduct.objects.update(archived_at="2026-01-01T00:00Z"),
        lambda: SavedView.objects.update(name="Another name"),
    ],
)
def test_it_is_asked_again_after_anything_it_depends_on_was_written(user, write):
    kept, asked = Kept(), []
    made.InterviewFactory(), made.RootCauseFactory(), made.SavedViewFactory()
    DataProduct.objects.create(name="Invoices")

    def answer():
        return kept.answer("counts", user, lambda: asked.append(1) or len(asked))

    assert (answer(), answer()) == (1, 1)
    write()
    assert (answer(), answer()) == (2, 2)


def test_in_a_transaction_it_is_asked_each_time(user):
    kept, asked = Kept(), []
    with transaction.atomic():
        for _ in range(2):
            kept.answer("counts", user, lambda: asked.append(1))
    assert len(asked) == 2


def test_a_page_asks_the_navigation_nothing_the_second_time(client_for, user):
    client = client_for(user)
    client.get("/interviews/")
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/interviews/").status_code == 200
    assert not [one for one in asked.captured_queries if "discovery_dataproduct" in one["sql"]]
