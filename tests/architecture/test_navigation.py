"""The navigation lists what can be visited, says where one is and how much is there, for one query."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config.navigation import count, current, site
from tests.factories.interviews import InterviewFactory


def entries():
    return [site()["home"], site()["log"], *(entry for section in site()["sections"] for entry in section["entries"])]


def test_every_page_of_the_navigation_can_be_visited():
    assert all(entry and entry.url for entry in entries())


@pytest.mark.parametrize(
    ("path", "lights"),
    [
        ("/", "/"),
        ("/interviews/", "/interviews/"),
        ("/interviews/7/", "/interviews/"),
        ("/interviews/new/", "/interviews/new/"),
        ("/accounts/users/new/", "/accounts/users/"),
        ("/accounts/login/", ""),
    ],
)
def test_the_longest_address_that_fits_lights_up(path, lights):
    assert current(path) == lights


def test_a_page_lights_up_one_entry(as_viewer):
    page = as_viewer.get("/interviews/").text
    navigation = page[page.index('id="nav"') : page.index("</nav>")]

    assert navigation.count('aria-current="page"') == 1


def test_a_viewer_is_not_offered_to_log(as_viewer, as_researcher):
    assert "Log interview" not in as_viewer.get("/accounts/profile/").text
    assert "Log interview" in as_researcher.get("/accounts/profile/").text


def test_counts_take_one_query_and_leave_out_what_one_may_not_read(viewer, admin):
    InterviewFactory()
    InterviewFactory(restricted=True)

    with CaptureQueriesContext(connection) as asked:
        assert count(viewer)["interviews:interview_list"] == "1"
    assert len(asked) == 1
    assert count(admin)["interviews:interview_list"] == "2"


def test_counting_stops_when_it_is_enough(viewer, monkeypatch):
    monkeypatch.setattr("config.navigation.ENOUGH", 2)
    InterviewFactory.create_batch(3)

    assert count(viewer)["interviews:interview_list"] == "1+"


def test_the_address_of_every_entry_is_one_of_ours():
    assert all(re.fullmatch(r"/([a-z-]+/)*", entry.url) for entry in entries() if entry)
