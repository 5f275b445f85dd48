"""What many pages show is asked once, and again as soon as anybody wrote what it depends on."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from discovery.models import DataProduct
from interviews.columns import live
from interviews.columns.answers import Answers
from interviews.columns.live import read_columns
from interviews.models import Interview, RootCause, SavedView
from tests.factories import interviews as made
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def user():
    return UserFactory(role="researcher")


def test_an_answer_is_asked_once_for_each_reader(user):
    answers, other, asked = Answers("default"), UserFactory(), []
    for who in (user, user, other, user):
        answers.answer("counts", who, lambda who=who: asked.append(who.pk))
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
    answers, asked = Answers("default"), []
    made.InterviewFactory(), made.RootCauseFactory(), made.SavedViewFactory()
    DataProduct.objects.create(name="Invoices")

    def answer():
        return answers.answer("counts", user, lambda: asked.append(1) or len(asked))

    assert (answer(), answer()) == (1, 1)
    write()
    assert (answer(), answer()) == (2, 2)


def test_in_a_transaction_it_is_asked_each_time(user):
    answers, asked = Answers("default"), []
    with transaction.atomic():
        for _ in range(2):
            answers.answer("counts", user, lambda: asked.append(1))
    assert len(asked) == 2


def test_a_page_asks_the_navigation_nothing_the_second_time(client_for, user):
    client = client_for(user)
    client.get("/interviews/")
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/interviews/").status_code == 200
    assert not [one for one in asked.captured_queries if "discovery_dataproduct" in one["sql"]]


def test_names_are_not_kept_for_who_may_not_read_them_any_more(db):
    reader, said = UserFactory(role="viewer", names_granted=True), []
    for keeps in (Answers("default"), read_columns()):
        for granted in (True, True, False):
            reader.names_granted = granted
            keeps.answer("names", reader, lambda: said.append(reader.can_see_names))
    assert said == [True, False] * 2


def test_the_columns_keep_the_answers_of_some_readers_and_the_oldest_leave(db, monkeypatch):
    monkeypatch.setattr(live, "MOST", 2)
    columns, readers = read_columns(), [UserFactory(role="viewer") for _ in range(4)]
    for reader in readers:
        columns.answer("counts", reader, lambda: 1)
    assert [key[0] for key in columns.answers] == [reader.pk for reader in readers[-2:]]
