"""The log screen between several people: whose interview it is, who may write, and acts that come twice or too late."""

import uuid

import pytest

from interviews import capture
from interviews.models import Interview, Mention, PainPoint
from tests.factories import interviews as make

JSON = {"Accept": "application/json"}


@pytest.fixture
def interview(researcher):
    opened = capture.open_interview(uuid.uuid4(), researcher)
    entry = capture.Entry(notes="! Loads break 4", who=capture.Who(name="Maya Lindqvist"))
    return capture.save(opened, entry, researcher)


@pytest.fixture
def edit(as_researcher, interview):
    """Do an act in the panel on the one pain point."""

    def send(act, value=""):
        interview.refresh_from_db()
        line = Mention.objects.get(title="Loads break").line_id
        data = {"parts": "", "version": interview.version, "edit": f"{act}:{line}:{value}"}
        return as_researcher.post(f"/interviews/{interview.pk}/log/", data, headers=JSON)

    return send


def test_a_save_under_somebody_elses_sign_in_begins_no_interview(as_stranger, researcher):
    data = {"key": uuid.uuid4(), "user": researcher.pk, "parts": "notes", "notes": "mine"}
    assert as_stranger.post("/interviews/new/", data, headers=JSON).status_code == 403
    assert not Interview.objects.exists()


def test_saying_twice_that_it_is_not_the_same_makes_one_pain_point(edit):
    known = make.PainPointFactory(title="Loads break at night")
    edit("same", known.pk)
    edit("own")
    own = Mention.objects.get().pain_point
    edit("own")
    assert Mention.objects.get().pain_point == own
    assert set(PainPoint.objects.live()) == {known, own}


@pytest.mark.parametrize("act", ["same", "apart"])
def test_a_pain_point_that_went_meanwhile_is_not_chosen(edit, act):
    own = Mention.objects.get().pain_point
    gone = make.PainPointFactory(title="Loads break at night")
    gone.archive()
    assert edit(act, gone.pk).status_code == 200
    mention = Mention.objects.get()
    assert (mention.pain_point, mention.same_pain, mention.kept_apart.count()) == (own, False, 0)


def test_nobody_is_added_whom_the_reader_may_not_know_of(as_researcher, interview, admin):
    hidden = make.ParticipantFactory(interview__restricted=True, person__name="Known to few").person
    url = f"/interviews/{interview.pk}/people/"
    assert "Known to few" not in as_researcher.post(url, {"person": hidden.pk, "name": "x"}, headers=JSON).text
    assert not interview.participants.filter(person=hidden).exists()


def acts(interview):
    other = interview.participants.create(position=1, person=make.PersonFactory())
    return ["log", "finish", "reopen", "people", f"people/{other.pk}/remove", "questions/1"]


def test_viewers_and_strangers_may_do_nothing(as_viewer, as_stranger, interview):
    paths = [f"/interviews/{interview.pk}/{act}/" for act in acts(interview)]
    assert {as_viewer.post(path, {"notes": "x"}).status_code for path in paths} == {403}
    Interview.objects.update(restricted=True)
    assert {path: as_stranger.post(path, {"notes": "x"}).status_code for path in paths} == dict.fromkeys(paths, 404)
    interview.refresh_from_db()
    assert (interview.notes, interview.is_draft) == ("! Loads break 4", True)


def test_an_interview_in_the_archive_is_not_written_to(as_researcher, interview):
    interview.archive()
    before = Interview.objects.values().get()
    for act in acts(interview):
        answer = as_researcher.post(f"/interviews/{interview.pk}/{act}/", {"notes": "x", "version": interview.version})
        assert answer.status_code in (403, 404), act
    assert Interview.objects.values().get() == before
