"""What the log screen writes and shows keeps the precise rules: severity, speakers, and the questions of the guide."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from interviews import capture
from interviews.models import Mention, NoteLine, PainPoint, Transcript
from interviews.reach import heard_mentions
from tests.factories import interviews as make

JSON = {"Accept": "application/json"}
KNOWN = "Loads break at night"


@pytest.fixture
def talk(researcher):
    """Log that somebody tells of the known pain point, once a line, so many days ago."""

    def log(name, *severities, days=0):
        interview = capture.open_interview(uuid.uuid4(), researcher)
        lines = [
            f"! Loads break {n} times{' ' + str(severity) if severity else ''}" for n, severity in enumerate(severities)
        ]
        held_at = timezone.now() - timedelta(days=days)
        entry = capture.Entry(notes="\n".join(lines), who=capture.Who(name=name), held_at=held_at)
        interview = capture.save(interview, entry, researcher)
        for mention in Mention.objects.filter(line__interview=interview):
            capture.same_pain(mention, PainPoint.objects.get(title=KNOWN))
        return interview

    return log


@pytest.fixture
def severity(researcher):
    """How much the known pain point hurts."""
    make.PainPointFactory(title=KNOWN)
    mentions = heard_mentions(researcher)
    return lambda: PainPoint.objects.with_people(mentions).with_severity(mentions).get(title=KNOWN)


def test_of_one_person_the_last_line_of_the_last_conversation_says_how_much_it_hurts(talk, severity):
    talk("Maya Lindqvist", 2, 4, None)
    assert (severity().severity, severity().people) == (4, 1)
    talk("Maya Lindqvist", 1, days=30)
    assert (severity().severity, severity().people) == (4, 1)
    talk("Maya Lindqvist", None)
    assert severity().severity == 4


def test_of_several_people_it_is_the_upper_median(talk, severity, as_researcher):
    interview = talk("Maya Lindqvist", 2)
    talk("Jonas Berg", 5)
    talk("Jun Park", None)
    assert (severity().severity, severity().people) == (5, 3)
    line = NoteLine.objects.get(interview=interview)
    for act in (f"severity:{line.pk}:1", f"severity:{line.pk}:"):
        interview.refresh_from_db()
        data = {"parts": "", "version": interview.version, "edit": act}
        as_researcher.post(f"/interviews/{interview.pk}/log/", data, headers=JSON)
    assert Mention.objects.get(line=line).severity is None
    assert severity().severity == 5


def test_the_transcript_tab_says_whose_voices_are_in_it(as_researcher, researcher):
    interview = capture.open_interview(uuid.uuid4(), researcher)
    interview = capture.save(interview, capture.Entry(who=capture.Who(name="Maya Lindqvist")), researcher)
    path = f"/interviews/{interview.pk}/log/"
    assert "No transcript yet" in as_researcher.get(path).text
    Transcript.objects.create(interview=interview, format="webvtt")
    participant = interview.first_participant()
    interview.speakers.create(label="Speaker 1", side="participant", participant=participant)
    interview.speakers.create(label="Inês", side="ours")
    interview.speakers.create(label="Speaker 3")
    page = " ".join(as_researcher.get(path).text.split())
    assert '<b>Maya Lindqvist</b> <span class="dim">as Speaker 1</span>' in page
    assert '<b>Inês</b> <span class="dim">one of us</span>' in page
    assert '<b>Speaker 3</b> <span class="dim">not known yet</span>' in page
    assert f"/interviews/{interview.pk}/speakers/" in page


def test_a_question_that_was_asked_says_when_and_how_far_it_was_answered(as_researcher, researcher):
    guide = make.GuideFactory()
    for n in range(7):
        make.QuestionFactory(guide=guide, position=n, text=f"What about {n}?")
    interview = capture.open_interview(uuid.uuid4(), researcher)
    interview = capture.save(interview, capture.Entry(guide=guide, sets_study=True), researcher)
    for question, answered in zip(interview.questions.all(), ["yes", "no", "partly", ""], strict=False):
        data = {"asked": "1", "answered": answered}
        as_researcher.post(f"/interviews/{interview.pk}/questions/{question.pk}/", data, headers=JSON)
    page = as_researcher.get(f"/interviews/{interview.pk}/log/").text
    assert "4 of 7 asked" in page
    assert page.count(f"asked {timezone.localtime():%H:}") == 4
    assert [question.answered for question in interview.questions.all()] == ["yes", "no", "partly", "", "", "", ""]
