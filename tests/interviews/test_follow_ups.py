"""What we promised: due, later, done; ticked off with undo."""

from datetime import timedelta

import pytest
from django.utils import timezone

from interviews.models import FollowUp
from tests.factories.interviews import FollowUpFactory
from tests.interviews.talk import talk


def columns(client):
    answer = client.get("/follow-ups/")
    return {name: [one.text for one in answer.context[name]] for name in ("due", "later", "done")}


def test_they_stand_by_when_they_are_due(as_viewer):
    today = timezone.localdate()
    FollowUpFactory(text="Overdue", due_on=today - timedelta(days=3))
    FollowUpFactory(text="Today", due_on=today)
    FollowUpFactory(text="Some day", due_on=None)
    FollowUpFactory(text="Next week", due_on=today + timedelta(days=7))
    FollowUpFactory(text="Kept", done_at=timezone.now())
    assert columns(as_viewer) == {"due": ["Overdue", "Today"], "later": ["Next week", "Some day"], "done": ["Kept"]}


def test_one_is_ticked_off_and_undo_opens_it_again(as_researcher):
    one = FollowUpFactory(text="Send the query")
    answer = as_researcher.post(f"/follow-ups/{one.pk}/done/", {"next": "/follow-ups/"}, follow=True)
    assert f'action="/follow-ups/{one.pk}/open/"' in answer.text
    assert columns(as_researcher)["done"] == ["Send the query"]
    as_researcher.post(f"/follow-ups/{one.pk}/open/")
    assert columns(as_researcher)["later"] == ["Send the query"]


def test_ticking_twice_keeps_the_first_day(as_researcher):
    one = FollowUpFactory()
    as_researcher.post(f"/follow-ups/{one.pk}/done/")
    first = FollowUp.objects.get().done_at
    as_researcher.post(f"/follow-ups/{one.pk}/done/")
    assert FollowUp.objects.get().done_at == first


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_a_tick_leads_to_no_other_site(as_researcher, address):
    one = FollowUpFactory()
    assert as_researcher.post(f"/follow-ups/{one.pk}/done/", {"next": address}).headers["Location"] == "/follow-ups/"


def test_what_stands_in_the_notes_is_changed_there(as_researcher, researcher):
    talk(researcher)
    one = FollowUp.objects.get()
    form = as_researcher.get(f"/follow-ups/{one.pk}/edit/").context["form"]
    assert form.fields["text"].disabled
    as_researcher.post(
        f"/follow-ups/{one.pk}/edit/", {"text": "Something else", "owner": researcher.pk, "version": one.version}
    )
    one.refresh_from_db()
    assert one.text == "Send her the query"


def test_viewers_tick_nothing(as_viewer):
    one = FollowUpFactory()
    assert as_viewer.post(f"/follow-ups/{one.pk}/done/").status_code == 403
    assert "/done/" not in as_viewer.get("/follow-ups/").text
    assert FollowUp.objects.get().done_at is None
