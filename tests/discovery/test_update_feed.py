"""Weekly updates as an Atom feed: at an address of one's own, as one may read them."""

import xml.etree.ElementTree as ET

import pytest
from django.urls import reverse

from discovery.mailing import feed_key
from discovery.updates import draft
from tests.discovery.test_publish_update import go
from tests.discovery.weekly import MONDAY, WORDS, heard
from tests.factories.discovery import WeeklyUpdateFactory

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def update(researcher, as_researcher):
    heard()
    made = draft(MONDAY, researcher)
    go(as_researcher, "publish", made)
    return made


def own(user):
    return reverse("discovery:weekly_update_feed_of", args=[feed_key(user)])


def test_a_feed_reader_needs_nothing_but_the_address(client, update, researcher):
    answer = client.get(own(researcher))
    assert answer["Content-Type"].startswith("application/atom+xml")
    assert "no-store" in answer["Cache-Control"]
    [entry] = ET.fromstring(answer.content).findall(f"{ATOM}entry")
    assert update.title in entry.find(f"{ATOM}title").text
    assert entry.find(f"{ATOM}link").get("href") == f"http://testserver{update.get_absolute_url()}"
    words = entry.find(f"{ATOM}summary").text
    assert WORDS in words and "Maya Lindqvist" in words
    assert 'href="http://testserver/' in words and 'href="/' not in words


def test_it_shows_what_its_owner_may_read(client, update, viewer):
    text = client.get(own(viewer)).text
    assert WORDS in text
    assert "Maya" not in text and "Engineer 14" in text


def test_whoever_is_signed_in_has_it_without_a_key(as_viewer, client, update):
    url = reverse("discovery:weekly_update_feed")
    assert WORDS in as_viewer.get(url).text
    assert client.get(url).status_code == 302


def test_a_renewed_address_makes_the_old_one_lead_nowhere(client, as_viewer, update, viewer):
    old = own(viewer)
    as_viewer.post(reverse("discovery:weekly_update_feed_renew"))
    assert own(viewer) != old
    assert client.get(old).status_code == 404
    assert client.get(own(viewer)).status_code == 200
    assert own(viewer) in as_viewer.get(reverse("discovery:weekly_update_subscription")).text


def test_an_address_that_nobody_was_given_or_of_somebody_let_go_leads_nowhere(client, update, viewer):
    assert client.get(reverse("discovery:weekly_update_feed_of", args=["1.1:guessed"])).status_code == 404
    old = own(viewer)
    viewer.is_active = False
    viewer.save()
    assert client.get(old).status_code == 404


def test_drafts_and_archived_ones_are_not_in_it(client, update, researcher):
    WeeklyUpdateFactory(title="Not yet")
    assert "Not yet" not in client.get(own(researcher)).text
    update.archive(researcher)
    assert update.title not in client.get(own(researcher)).text


def test_characters_that_no_feed_may_hold_do_not_break_it(client, researcher, as_researcher, update):
    go(as_researcher, "take_back", update)
    type(update).objects.update(lead="One\x0btwo \x1f three", title="Bell\x07")
    go(as_researcher, "publish", update)
    assert ET.fromstring(client.get(own(researcher)).content).findall(f"{ATOM}entry")
