"""A feed reader keeps what it fetched until an entry says that it is newer: so it is when words go or come back."""

import xml.etree.ElementTree as ET
from datetime import UTC, datetime, time, timedelta
from email.utils import parsedate_to_datetime

import pytest
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from discovery.models import WeeklyUpdate
from discovery.updates import draft
from interviews.models import Act, Interview, Mention, Participant, Person, Quote
from tests.discovery.test_publish_update import go
from tests.discovery.test_update_feed import ATOM, own
from tests.discovery.test_write_update import fields
from tests.discovery.weekly import MONDAY, WORDS, heard

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
OLDER = "We keep a sheet of everybody who might read the table one day"


@pytest.fixture
def quote():
    return heard()


@pytest.fixture
def older():
    """Said in another week; the author typed it into the update."""
    return heard("Bo Lind", day=-30, text=OLDER, company="Vellmar")


@pytest.fixture
def update(quote, older, researcher, as_researcher):
    made = draft(MONDAY, researcher)
    as_researcher.post(made.get_edit_url(), fields(made, lead=f"As somebody said in May: {OLDER}"))
    go(as_researcher, "publish", made)
    return made


@pytest.fixture
def told(client, update, viewer):
    """When the entry says it is of, and whether both sayings stand in it. An hour goes by before each look."""

    def look():
        Act.objects.update(at=F("at") - HOUR, undone_at=F("undone_at") - HOUR)
        WeeklyUpdate.objects.update(published_at=F("published_at") - HOUR)
        return asked(client, viewer)

    return look


def asked(client, viewer):
    answer = client.get(own(viewer))
    feed = ET.fromstring(answer.content)
    entry, whole = (
        datetime.fromisoformat(feed.find(at).text) for at in (f"{ATOM}entry/{ATOM}updated", f"{ATOM}updated")
    )
    assert entry == whole
    assert parsedate_to_datetime(answer["Last-Modified"]) == entry.replace(microsecond=0)
    published = datetime.fromisoformat(feed.find(f"{ATOM}entry/{ATOM}published").text)
    assert published <= entry <= timezone.now()
    return entry, WORDS in answer.text, OLDER in answer.text


def post(client, name, record, **sent):
    answer = client.post(reverse(f"interviews:{name}", args=[record.pk]), sent)
    assert answer.status_code == 302, answer.context["form"].errors


def undo_last(client):
    post(client, "act_undo", Act.objects.first())


def withdraw_person(client, quote):
    post(client, "person_withdraw", quote.participant.person)


def withdraw_here(client, quote):
    post(client, "participant_withdraw", quote.participant)


def restrict(client, quote):
    held = Interview.objects.get(pk=quote.interview_id)
    post(client, "interview_readers", held, restricted="on", version=held.version)


def stop_quoting(client, quote):
    consent_version = Participant.objects.get(pk=quote.participant_id).consent_version
    post(client, "participant_consent", quote.participant, consent="0", version=consent_version)


@pytest.mark.parametrize("take", [withdraw_person, withdraw_here, restrict, stop_quoting])
def test_it_moves_when_words_go_and_when_that_is_undone(take, told, quote, as_admin, client, viewer):
    before = told()
    assert before[1:] == (True, True)
    take(as_admin, quote)
    gone = asked(client, viewer)
    assert gone[0] > before[0] and gone[1:] == (False, True)
    gone = told()
    undo_last(as_admin)
    back = asked(client, viewer)
    assert back[0] > gone[0] and back[1:] == (True, True)


@pytest.mark.parametrize("name", ["person", "participant"])
def test_it_moves_when_somebody_takes_a_withdrawal_back(name, told, quote, as_researcher, client, viewer):
    record = quote.participant if name == "participant" else quote.participant.person
    post(as_researcher, f"{name}_withdraw", record)
    gone = told()
    post(as_researcher, f"{name}_stand", record)
    back = asked(client, viewer)
    assert back[0] > gone[0] and back[1:] == (True, True)


@pytest.mark.parametrize("of", [Participant, Person])
def test_it_moves_on_the_day_after_consent_ran_out(of, told, quote, client, viewer):
    WeeklyUpdate.objects.update(published_at=F("published_at") - timedelta(days=9))
    told()
    today = timezone.localdate()
    rows = of.objects.filter(pk=quote.participant_id if of is Participant else quote.participant.person_id)
    rows.update(consent_expires_on=today)
    assert asked(client, viewer)[0] < timezone.now() - timedelta(days=9)
    rows.update(consent_expires_on=today - timedelta(days=1))
    midnight = timezone.make_aware(datetime.combine(today, time.min))
    assert asked(client, viewer) == (midnight.astimezone(UTC), False, True)


def test_it_moves_for_words_that_the_author_typed(told, older, as_researcher, client, viewer):
    before = told()
    withdraw_here(as_researcher, older)
    gone = asked(client, viewer)
    assert gone[0] > before[0] and gone[1:] == (True, False)


def test_it_moves_for_words_that_nobody_quoted(told, older, as_researcher, client, viewer):
    Mention.objects.filter(participant=older.participant).update(so_what=OLDER)
    Quote.objects.filter(pk=older.pk).delete()
    before = told()
    assert before[1:] == (True, True)
    withdraw_here(as_researcher, older)
    gone = asked(client, viewer)
    assert gone[0] > before[0] and gone[1:] == (True, False)


def test_it_moves_for_who_told_the_same_earlier(quote, researcher, as_researcher, client, viewer):
    earlier = heard("Ida Holt", day=-20, pain=quote.mentions.get().pain_point, text="It was so in May as well")
    go(as_researcher, "publish", draft(MONDAY, researcher))
    Act.objects.update(at=F("at") - HOUR)
    WeeklyUpdate.objects.update(published_at=F("published_at") - HOUR)
    before = asked(client, viewer)
    withdraw_person(as_researcher, earlier)
    assert asked(client, viewer)[0] > before[0]
    assert "1 of 2 withdrew" in client.get(own(viewer)).text


def test_it_stays_for_what_it_does_not_tell_of(told, as_admin, client, viewer):
    elsewhere, closed = heard("Per Ek", day=-60), heard("Liv Moe", text="Only for some", restricted=True)
    before = told()
    withdraw_person(as_admin, elsewhere)
    withdraw_person(as_admin, closed)
    withdraw_here(as_admin, closed)
    assert asked(client, viewer) == before


def test_editing_the_notes_of_a_conversation_does_not_move_it(told, quote, researcher, client, viewer):
    before = told()
    with Act.by(researcher, Act.Kind.EDITED) as act:
        act.watch(quote.interview)
        quote.interview.notes = "= Keeps the loads running"
        quote.interview.save()
    assert Act.objects.first() == act
    assert asked(client, viewer) == before
