"""A long transcript is sent part by part: its beginning comes at once, and all of it comes."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from interviews.models import Consent, Segment, Speaker, Transcript
from interviews.quoting import Selected, make_quote
from interviews.views.turns import Turns
from tests.factories.interviews import ParticipantFactory, PersonFactory, SpeakerFactory

pytestmark = pytest.mark.django_db

LENGTH = 2 * Turns.PART + Turns.FIRST + 40


@pytest.fixture
def talk(db):
    """Inês asks once, then Maya goes on for three parts and forty turns more."""
    maya = ParticipantFactory(person=PersonFactory(name="Maya Lindqvist", pseudonym="Heron"))
    ours = SpeakerFactory(interview=maya.interview, label="Inês Duarte", side=Speaker.Side.OURS)
    hers = SpeakerFactory(interview=maya.interview, label="Maya", side=Speaker.Side.PARTICIPANT, participant=maya)
    Segment.objects.bulk_create(
        Segment(
            interview=maya.interview, speaker=ours if number == 1 else hers, number=number, text=f"Turn {number}, said."
        )
        for number in range(1, LENGTH + 1)
    )
    heading = {"kind": "heading", "text": "What <breaks>", "line": 5, "before_segment": Turns.FIRST}
    Transcript.objects.create(interview=maya.interview, format="plain", context=[heading])
    return maya


def url(talk):
    return f"/interviews/{talk.interview.pk}/transcript/"


def parts(client, talk):
    """The pieces of the answer, as they are sent."""
    return [one.decode() for one in client.get(url(talk)).streaming_content]


def numbers(text):
    return [int(one) for one in re.findall(r' id="s(\d+)"', text)]


def test_the_beginning_comes_first_and_everything_comes(as_researcher, talk):
    first, *more = parts(as_researcher, talk)
    assert numbers(first) == list(range(1, Turns.FIRST + 1))
    assert f"{LENGTH} turns" in first
    assert [len(numbers(one)) for one in more] == [Turns.PART, Turns.PART, 40, 0]
    page = "".join([first, *more])
    assert numbers(page) == list(range(1, LENGTH + 1))
    assert page.index(f"Turn {LENGTH}, said.") < page.index("Import a corrected file") < page.index("</html>")
    assert page.count("Import a corrected file") == 1


def test_a_part_takes_one_statement_whatever_there_is_of_quotes(as_researcher, researcher, talk):
    def asked():
        with CaptureQueriesContext(connection) as captured:
            pieces = iter(as_researcher.get(url(talk)).streaming_content)
            next(pieces)
            begun = len(captured)
            assert len(list(pieces)) == 4
        return begun, len(captured) - begun

    before = asked()
    assert before[1] == 3
    for number in range(50, LENGTH, 100):
        make_quote(talk.interview, [Selected(number, 0, 4, "Turn")], researcher)
    quoted = asked()
    assert quoted[1] == 3
    for number in range(51, LENGTH, 100):
        make_quote(talk.interview, [Selected(number, 0, 4, "Turn")], researcher)
    assert asked() == quoted


def test_what_goes_on_over_the_edge_of_a_part_goes_on(as_researcher, talk):
    page = "".join(parts(as_researcher, talk))
    edge = Turns.FIRST + Turns.PART
    assert f'<div class="turn goes-on" id="s{edge + 1}"' in page
    heading = page.index("What &lt;breaks&gt;")
    assert page.index(f'id="s{Turns.FIRST}"') < heading < page.index(f'id="s{Turns.FIRST + 1}"')
    assert page.count("What &lt;breaks&gt;") == 1


def test_every_part_calls_people_as_the_reader_may(as_viewer, talk):
    for one in parts(as_viewer, talk)[:-1]:
        assert "<b>Heron</b>" in one
        assert "Maya" not in one


def test_withdrawn_words_are_in_no_part_and_are_counted_once(as_researcher, talk):
    talk.consent_withdrawn_at = timezone.now()
    talk.save()
    page = as_researcher.get(url(talk))
    words = page.getvalue().decode()
    assert numbers(words) == [1]
    assert "Turn 2," not in words
    assert words.count(f"{LENGTH - 1} segments withdrawn</p>") == 1


def test_hidden_turns_over_the_edge_of_a_part_are_one_line(as_viewer, talk):
    refused = {"person": PersonFactory(name="Jun Park"), "position": 1, "consent": Consent.NONE}
    jun = ParticipantFactory(interview=talk.interview, **refused)
    his = SpeakerFactory(interview=talk.interview, label="Jun", side=Speaker.Side.PARTICIPANT, participant=jun)
    hidden = range(Turns.FIRST - 4, Turns.FIRST + 7)
    Segment.objects.filter(interview=talk.interview, number__in=hidden).update(speaker=his)
    page = as_viewer.get(url(talk)).getvalue().decode()
    assert numbers(page) == [one for one in range(1, LENGTH + 1) if one not in hidden]
    assert page.count("11 segments not for quoting</p>") == 1


def test_whatever_looks_like_the_seam_is_words(as_researcher, talk):
    Segment.objects.filter(number=3).update(text="<!-- more turns -->")
    page = as_researcher.get(url(talk)).getvalue().decode()
    assert "&lt;!-- more turns --&gt;" in page
    assert "<!--" not in page
    assert numbers(page)[-1] == LENGTH


def test_no_proxy_holds_the_beginning_back_and_head_sends_nothing(as_researcher, talk):
    answer = as_researcher.head(url(talk))
    assert answer.status_code == 200
    assert answer["X-Accel-Buffering"] == "no"
    assert answer.getvalue() == b""
