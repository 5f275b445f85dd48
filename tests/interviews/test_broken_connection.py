"""A connection that breaks while a page or a file is sent leaves nothing open."""

from io import BytesIO

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection

from accounts import reading
from accounts.models import User
from interviews.models import Segment, Speaker, Transcript
from interviews.views.exports import read_as
from interviews.views.turns import Sheet, Turns
from tests.factories.interviews import ParticipantFactory, SpeakerFactory

SENT_BY_THEN = 2  # pieces: the page with its first part, and one part


@pytest.fixture
def ended(monkeypatch):
    """What became of the generators that write parts: each leaves a word when it ends."""
    left, rest = [], Sheet.rest

    def watched(sheet):
        try:
            yield from rest(sheet)
        finally:
            left.append("ended")

    monkeypatch.setattr(Sheet, "rest", watched)
    return left


@pytest.mark.django_db(transaction=True)
def test_a_transcript_that_is_not_read_to_its_end(as_researcher, ended):
    her = ParticipantFactory()
    voice = SpeakerFactory(interview=her.interview, label="M", side=Speaker.Side.PARTICIPANT, participant=her)
    turns = range(1, Turns.FIRST + 3 * Turns.PART)
    Segment.objects.bulk_create(Segment(interview=her.interview, speaker=voice, number=n, text="Word") for n in turns)
    Transcript.objects.create(interview=her.interview, format="plain", context=[])
    asked = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": f"/interviews/{her.interview_id}/transcript/",
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "HTTP_COOKIE": f"sessionid={as_researcher.cookies['sessionid'].value}",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
    }
    told = []
    answer = WSGIHandler()(asked, lambda status, headers: told.append(status))
    sent = iter(answer)
    assert sum(b" data-n=" in next(sent) for _ in range(SENT_BY_THEN)) == SENT_BY_THEN
    assert (told, ended) == (["200 OK"], [])

    answer.close()  # as a server does when nobody takes what it sends

    assert ended == ["ended"]
    assert not connection.in_atomic_block
    assert connection.connection is None, "the connection goes with the answer where none are kept"
    assert not reading.sees_names()
    assert list(sent) == []


def test_an_export_that_is_not_read_to_its_end():
    left = []

    def pieces():
        try:
            yield from "abc"
        finally:
            left.append("ended")

    sent = read_as(User(), pieces())
    assert next(sent) == "a"
    sent.close()
    assert left == ["ended"] and not reading.sees_names()
