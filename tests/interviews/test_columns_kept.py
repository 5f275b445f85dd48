"""The columns of a process follow the database: what others wrote, what was rolled back, what failed half-way."""

import pytest
from django.db import connection, transaction

from interviews.columns import loaded
from interviews.columns.live import Live, live, read_columns
from interviews.explorer import ByColumns
from interviews.models import Interview, Mention
from tests.factories import interviews as made
from tests.factories.accounts import UserFactory
from tests.interviews.both_ways import same_answers


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_never_counted(researcher):
    pain = made.MentionFactory(pain_point=made.PainPointFactory()).pain_point
    columns = Live()
    assert columns.now() is not None

    with pytest.raises(RuntimeError), transaction.atomic():
        made.MentionFactory(pain_point=pain)
        made.PainPointFactory()
        inside = columns.now()
        same_answers(inside, [researcher], [{"sort": ["people"]}])
        raise RuntimeError

    same_answers(columns.now(), [researcher], [{"sort": ["people"]}])


@pytest.mark.django_db(transaction=True)
def test_another_worker_sees_what_one_wrote(researcher):
    made.MentionFactory(pain_point=made.PainPointFactory())
    one, other = Live(), Live()
    one.now(), other.now()
    made.MentionFactory(pain_point=made.PainPointFactory())

    for worker in (one, other):
        same_answers(worker.now(), [researcher], [{"sort": ["people"]}])
    assert one.columns.mark.last == other.columns.mark.last


@pytest.mark.django_db(transaction=True)
def test_a_larger_database_is_read_in_the_background(monkeypatch, researcher):
    monkeypatch.setattr("interviews.columns.live.SMALL", 0)
    made.MentionFactory(pain_point=made.PainPointFactory())
    columns = Live()

    same_answers(columns.now(), [researcher], [{"sort": ["people"]}])


@pytest.mark.django_db(transaction=True)
def test_a_page_is_counted_on_columns(as_researcher):
    made.MentionFactory(pain_point=made.PainPointFactory())
    live.forget()
    try:
        page = as_researcher.get("/pain-points/")
        assert isinstance(page.context["explorer"], ByColumns)
        assert page.context["explorer"].count == 1
    finally:
        live.forget()
    assert connection.in_atomic_block is False


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("fails", ["pains_of", "read_facts", "read_pains", "with_book"])
def test_what_fails_half_way_is_read_anew(monkeypatch, researcher, viewer, fails):
    interview = made.MentionFactory(pain_point=made.PainPointFactory()).interview
    columns, reads = Live(), getattr(loaded, fails)
    columns.now()
    Interview.objects.filter(pk=interview.pk).update(restricted=True)

    def broken(*args):
        monkeypatch.setattr(loaded, fails, reads)
        raise RuntimeError

    monkeypatch.setattr(loaded, fails, broken)
    with pytest.raises(RuntimeError):
        columns.now()
    same_answers(columns.now(), [researcher, viewer], [{"sort": ["people"]}])


@pytest.mark.django_db(transaction=True)
def test_rows_that_hold_no_longer_do_not_pile_up(monkeypatch, researcher):
    monkeypatch.setattr("interviews.columns.live.SMALL", 10)
    mention = made.MentionFactory(pain_point=made.PainPointFactory())
    columns = Live()
    for severity in range(40):
        Mention.objects.filter(pk=mention.pk).update(severity=1 + severity % 5)
        now = columns.now()
    assert len(now.alive) <= 13
    same_answers(now, [researcher], [{"sort": ["people"]}])


def test_few_sights_are_kept_however_many_people_ask(db, researcher):
    interviews = [made.MentionFactory().interview for _ in range(12)]
    Interview.objects.update(restricted=True)
    columns = read_columns()
    for interview in interviews:
        reader = UserFactory()
        interview.readers.add(reader)
        columns.seen_by(reader, [])
    assert len(columns.sights) <= 8
