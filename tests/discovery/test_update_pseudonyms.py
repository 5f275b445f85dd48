"""Names or pseudonyms, as the author chose and as the reader may: in one place, for page, feed and mail."""

import pytest
from django.urls import reverse

from accounts import reading
from discovery.update_reading import read
from discovery.updates import draft
from tests.discovery.test_publish_update import go
from tests.discovery.test_write_update import fields
from tests.discovery.weekly import MONDAY, heard
from tests.factories.interviews import FollowUpFactory, PersonFactory

pytestmark = pytest.mark.django_db
NAMES = ("Maya", "Lindqvist", "Bo Lind", "Ragna", "Nordkap")


@pytest.fixture
def update(researcher, as_researcher):
    """One in which people are named by us, by themselves and by each other."""
    maya = heard("Maya Lindqvist", text="Ask Bo Lind, he has a list of them")
    bo = heard("Bo Lind", text="Maya wrote it down at Nordkap")
    PersonFactory(name="Ragna Dahl", pseudonym="Analyst 3")
    FollowUpFactory(interview=maya.interview, person=bo.participant.person, text="Send Maya the list", due_on=MONDAY)
    FollowUpFactory._meta.model.objects.update(created_at=maya.interview.held_at)
    made = draft(MONDAY, researcher)
    refer = f"{maya.participant.person.reference} and {maya.participant.company.reference}"
    typed = {"lead": f"Maya Lindqvist and Ragna Dahl, see {refer}", "title": "They were right"}
    as_researcher.post(made.get_edit_url(), fields(made, new_text="Maya said it first at Nordkap", **typed))
    made.refresh_from_db()
    return made


def texts(client, update):
    pages = [update.get_absolute_url(), reverse("discovery:weekly_update_feed")]
    mail = reverse("discovery:weekly_update_mail", args=[update.pk])
    found = [client.get(url) for url in (*pages, mail, f"{mail}?as=text")]
    return [answer.text for answer in found if answer.status_code == 200]


def test_with_names_those_who_may_see_them_read_them(as_researcher, update):
    page = as_researcher.get(update.get_absolute_url()).text
    assert all(name in page for name in NAMES)


def test_with_pseudonyms_nobody_reads_a_name(as_researcher, as_admin, as_viewer, update):
    as_researcher.post(update.get_edit_url(), fields(update, named="False"))
    go(as_researcher, "publish", update)
    for client in (as_researcher, as_admin, as_viewer):
        for text in texts(client, update):
            shown = text[text.index("<article") :] if "<article" in text else text
            shown = shown.split("page-acts")[0]
            assert not [name for name in NAMES if name in shown]
    assert "a company in energy" in as_viewer.get(update.get_absolute_url()).text


def test_who_may_not_see_names_reads_pseudonyms_whatever_the_author_chose(as_researcher, as_viewer, update):
    go(as_researcher, "publish", update)
    page = as_viewer.get(update.get_absolute_url()).text
    assert not [name for name in NAMES[:4] if name in page]
    assert "Nordkap" in page
    assert "‹Engineer 14› and ‹Analyst 3›" in page


def test_names_are_found_as_in_files_that_leave_in_any_case_in_parts_and_in_addresses(as_researcher, as_viewer, update):
    typed = "MAYA  LINDQVIST said it (maya@nordkap.example), so Lindqvist and ragna dahl agree"
    as_researcher.post(update.get_edit_url(), fields(update, lead=typed, title="They were right"))
    go(as_researcher, "publish", update)
    page = as_viewer.get(update.get_absolute_url()).text
    assert "‹Engineer 14› said it (‹e-mail address›), so ‹Engineer 14› and ‹Analyst 3› agree" in page


@pytest.mark.parametrize("title", ["Bo Lind was right", "Ask Maya", "What Ragna Dahl said"])
def test_a_title_names_nobody_for_it_stands_in_lists(as_researcher, update, title):
    answer = as_researcher.post(update.get_edit_url(), fields(update, title=title))
    assert answer.status_code == 422
    assert "name nobody here" in answer.text
    assert as_researcher.post(update.get_edit_url(), fields(update, title="Nordkap asks")).status_code == 302
    masked = as_researcher.post(update.get_edit_url(), fields(update, title="Nordkap asks", named="False"))
    assert "name nobody here" in masked.text


def test_outside_a_request_nobody_is_named(update):
    assert "Engineer 14" in read(update).lead
    with reading.with_names():
        assert "Maya Lindqvist" in read(update).lead
