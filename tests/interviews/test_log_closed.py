"""An interview that is closed to somebody while it is open in front of them: they are told what happened."""

import uuid

import pytest

from interviews import capture
from interviews.models import Interview, Person
from tests.factories import interviews as make

JSON = {"Accept": "application/json"}


@pytest.fixture
def interview(researcher):
    opened = capture.open_interview(uuid.uuid4(), researcher)
    entry = capture.Entry(notes="! Loads break", who=capture.Who(name="Maya Lindqvist"))
    return capture.save(opened, entry, researcher)


@pytest.fixture
def paths(interview):
    other = make.ParticipantFactory(interview=interview, position=1)
    return [
        f"/interviews/{interview.pk}/{act}/" for act in ("log", "people", f"people/{other.pk}/remove", "questions/1")
    ]


def told(client, path):
    answer = client.post(path, {"parts": "notes", "notes": "x", "version": 2, "name": "Jonas"}, headers=JSON)
    return answer.status_code, answer.json()


def test_an_archived_one_says_who_archived_it_and_where_it_is_restored(as_researcher, interview, paths, admin):
    interview.archive(admin)
    for path in paths:
        status, answer = told(as_researcher, path)
        assert (status, answer["error"], answer["address"]) == (403, "archived", interview.get_absolute_url())
        assert answer["message"].startswith("Agnes Holm archived this interview at ")
    assert Interview.objects.get().notes == "! Loads break"


def test_a_restricted_one_and_one_that_never_was_are_told_alike(as_stranger, interview, paths):
    Interview.objects.update(restricted=True)
    for path in paths:
        missing = told(as_stranger, path.replace(f"/{interview.pk}/", "/424242/", 1))
        assert told(as_stranger, path) == missing
        assert (missing[0], missing[1]["error"]) == (404, "absent")


def test_withdrawn_words_close_it_whether_it_is_archived_or_not(as_researcher, interview, paths):
    Person.objects.filter(name="Maya Lindqvist").update(consent_withdrawn_at="2026-01-01T00:00Z")
    for path in paths:
        assert told(as_researcher, path)[1]["error"] == "withdrawn"
    interview.archive()
    assert told(as_researcher, paths[0])[1]["error"] == "withdrawn"


def test_somebody_who_may_only_read_by_now_is_told_so(as_viewer, paths):
    for path in paths:
        status, answer = told(as_viewer, path)
        assert (status, answer["error"]) == (403, "forbidden")
        assert "researcher role" in answer["message"]


def test_a_browser_that_keeps_a_draft_can_ask_what_the_server_has(as_researcher, as_stranger, interview):
    path = f"/interviews/{interview.pk}/log/"
    fields = as_researcher.get(path, headers=JSON).json()["fields"]
    assert (fields["notes"], fields["name"]) == ("! Loads break", "Maya Lindqvist")
    Interview.objects.update(restricted=True)
    assert as_stranger.get(path, headers=JSON).status_code == 404
