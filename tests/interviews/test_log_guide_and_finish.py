"""Questions of the guide are ticked, and an interview is finished with what is missing said."""

import uuid

import pytest

from interviews import capture
from interviews.models import FollowUp, Interview, InterviewQuestion, Quote
from interviews.views import offline
from tests.factories import interviews as make

JSON = {"Accept": "application/json"}


@pytest.fixture
def interview(researcher):
    interview = capture.open_interview(uuid.uuid4(), researcher)
    guide = make.GuideFactory()
    for n in range(3):
        make.QuestionFactory(guide=guide, position=n, text=f"What about {n}?")
    notes = '! Loads break 4\n" On fire\n! Backfills are manual\n?! Seen it\n@ 2026-12-01 Send the diff'
    entry = capture.Entry(version=interview.version, notes=notes, guide=guide, sets_study=True)
    return capture.save(interview, entry, researcher)


@pytest.fixture
def named(interview, researcher):
    entry = capture.Entry(version=interview.version, who=capture.Who(name="Maya Lindqvist"))
    return capture.save(interview, entry, researcher)


def test_ticking_a_question_counts_it(as_researcher, interview):
    question = interview.questions.first()
    url = f"/interviews/{interview.pk}/questions/{question.pk}/"
    for _ in range(2):
        answer = as_researcher.post(url, {"asked": "1", "answered": "partly"}, headers=JSON).json()
    assert answer["asked"] == "1 of 3 asked"
    question.refresh_from_db()
    assert (question.asked_at is not None, question.answered) == (True, "partly")
    assert as_researcher.post(url, {}, headers=JSON).json()["asked"] == "0 of 3 asked"
    question.refresh_from_db()
    assert (question.asked_at, question.answered) == (None, "")


def test_an_answer_of_no_meaning_ticks_nothing(as_researcher, interview):
    question = interview.questions.first()
    as_researcher.post(f"/interviews/{interview.pk}/questions/{question.pk}/", {"answered": "maybe"})
    assert not InterviewQuestion.objects.filter(asked_at__isnull=False).exists()


def test_a_question_of_another_interview_is_not_there(as_researcher, interview):
    assert as_researcher.post(f"/interviews/{interview.pk}/questions/424242/").status_code == 404


def test_the_summary_says_what_is_missing_and_links_to_it(as_researcher, named):
    page = as_researcher.get(f"/interviews/{named.pk}/finish/").text
    assert "2 pain points, 1 quote, 1 why" in page
    assert "no severity, no quote, a why without its source" in page
    assert "no why" in page
    assert f"/interviews/{named.pk}/log/#cap-" in page
    assert "due 1 December 2026" in page


def test_finishing_needs_a_name(as_researcher, interview):
    answer = as_researcher.post(f"/interviews/{interview.pk}/finish/")
    assert answer.status_code == 422
    assert "Say who it was first" in answer.text
    assert Interview.objects.get().is_draft


def test_finishing_completes_and_can_be_taken_back(as_researcher, named):
    answer = as_researcher.post(f"/interviews/{named.pk}/finish/")
    assert answer.url == f"/interviews/{named.pk}/"
    assert not Interview.objects.get().is_draft
    assert Quote.objects.get().is_frozen
    assert FollowUp.objects.get().person.name == "Maya Lindqvist"
    as_researcher.post(f"/interviews/{named.pk}/reopen/")
    assert Interview.objects.get().is_draft


def test_an_interview_with_nothing_captured_can_be_finished(as_researcher, researcher):
    empty = capture.open_interview(uuid.uuid4(), researcher)
    capture.save(empty, capture.Entry(version=1, who=capture.Who(name="Maya")), researcher)
    assert "No pain point was captured" in as_researcher.get(f"/interviews/{empty.pk}/finish/").text
    as_researcher.post(f"/interviews/{empty.pk}/finish/")
    assert not Interview.objects.get().is_draft


@pytest.mark.parametrize("act", ["finish", "reopen", "people", "questions/1"])
def test_viewers_may_not(as_viewer, interview, act):
    assert as_viewer.post(f"/interviews/{interview.pk}/{act}/").status_code == 403


def test_the_shell_is_public_and_holds_nobodys_data(client, interview, researcher):
    make.PersonaFactory(name="Secret persona")
    make.StudyFactory(title="Secret study")
    page = client.get("/interviews/offline/")
    assert page.status_code == 200
    for secret in ("Secret", researcher.email, researcher.full_name, "Loads break"):
        assert secret not in page.text


def test_the_worker_keeps_the_shell_and_its_files_and_covers_the_site(client, researcher):
    worker = client.get("/sw.js")
    assert worker["Content-Type"].startswith("text/javascript")
    assert "/interviews/offline/" in worker.text
    assert "/static/log-drafts.js" in worker.text


def test_the_worker_differs_when_the_shell_does_and_only_then(client, researcher, monkeypatch):
    before = client.get("/sw.js").text
    assert client.get("/sw.js").text == before
    monkeypatch.setattr(offline, "EMPTY", {**offline.EMPTY, "title": "A later version"})
    assert client.get("/sw.js").text != before
