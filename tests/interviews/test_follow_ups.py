"""What we promised: due, later, done; ticked off with undo."""

from datetime import timedelta

import pytest
from django.utils import timezone

from interviews.models import FollowUp
from tests.factories.interviews import FollowUpFactory, PersonFactory
from tests.interviews.talk import talk


def columns(client, query=""):
    answer = client.get(f"/follow-ups/{query}")
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


def test_they_are_found_by_what_is_owed_and_to_whom(as_researcher, as_viewer, researcher):
    FollowUpFactory(text="Send the query", person=PersonFactory(name="Maya Lindqvist", pseudonym="Customer 9"))
    FollowUpFactory(text="Call back")
    assert columns(as_researcher, "?q=QUERY")["later"] == ["Send the query"]
    assert columns(as_researcher, "?q=lindqvist")["later"] == ["Send the query"]
    assert columns(as_viewer, "?q=lindqvist")["later"] == []
    assert columns(as_viewer, "?q=customer+9")["later"] == ["Send the query"]


def test_the_archive_keeps_them(as_researcher):
    one = FollowUpFactory(text="Never mind")
    as_researcher.post(f"/follow-ups/{one.pk}/archive/")
    assert columns(as_researcher)["later"] == []
    answer = as_researcher.get(f"/follow-ups/{one.pk}/", follow=True)
    assert answer.context["later"] == [one]
    assert "/done/" not in answer.text


def test_a_long_list_goes_on_over_what_is_due_later_and_done(as_researcher):
    today = timezone.localdate()
    due = [FollowUpFactory(due_on=today - timedelta(days=number)) for number in range(40)]
    later = [FollowUpFactory(due_on=today + timedelta(days=30 - number)) for number in range(20)]
    some_day = [FollowUpFactory() for _ in range(5)]
    done = [FollowUpFactory(done_at=timezone.now() - timedelta(hours=number), due_on=today) for number in range(60)]
    seen, query = [], ""
    while query or not seen:
        answer = as_researcher.get(f"/follow-ups/{query}")
        seen += [*answer.context["due"], *answer.context["later"], *answer.context["done"]]
        query = answer.context["next_url"]
    assert seen == [*due[::-1], *later[::-1], *some_day, *done]
