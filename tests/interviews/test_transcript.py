"""Reading a transcript, naming its voices later, taking it away."""

import re

import pytest
from django.utils import timezone

from interviews.exchange.transcripts import AlreadyThere, load
from interviews.models import Consent, Interview, Quote, Segment, Speaker, Transcript
from interviews.quoting import Selected, attach_to_pain_point, attach_to_why, make_quote
from interviews.transcripts import read
from tests.factories.interviews import (
    InterviewFactory,
    MentionFactory,
    PainPointFactory,
    ParticipantFactory,
    PersonFactory,
    SegmentFactory,
    SpeakerFactory,
    WhyFactory,
)
from tests.filled import fill

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(db):
    """Inês asks, Maya answers, in five turns."""
    maya = ParticipantFactory(person=PersonFactory(name="Maya Lindqvist", pseudonym="Heron"))
    ours = SpeakerFactory(interview=maya.interview, label="Inês Duarte", side=Speaker.Side.OURS)
    hers = SpeakerFactory(interview=maya.interview, label="Maya", side=Speaker.Side.PARTICIPANT, participant=maya)
    said = [
        (ours, "How did it break?"),
        (hers, "A column 🙂 was gone because Slack is on fire."),
        (hers, "Nobody had told us."),
        (ours, "Nobody?"),
        (hers, "They never do."),
    ]
    for number, (speaker, text) in enumerate(said, 1):
        SegmentFactory(speaker=speaker, number=number, text=text, start_ms=number * 61_000)
    Transcript.objects.create(
        interview=maya.interview,
        format="plain",
        title="A talk with Maya Lindqvist",
        context=[
            {"kind": "front matter", "text": "guest: Maya Lindqvist", "line": 1, "before_segment": 0},
            {"kind": "heading", "text": "What <breaks>", "line": 5, "before_segment": 1},
        ],
    )
    return maya


def quote_of(talk, user, *numbers):
    """A quote of whole turns."""
    segments = Segment.objects.filter(interview=talk.interview, number__in=numbers)
    return make_quote(talk.interview, [Selected(s.number, 0, 10**6, s.text) for s in segments], user)


def url(talk, rest="transcript/"):
    return f"/interviews/{talk.interview.pk}/{rest}"


def test_every_turn_has_an_anchor_a_speaker_and_a_time(as_researcher, talk):
    page = as_researcher.get(url(talk)).content.decode()
    assert re.findall(r'id="s(\d+)"', page) == ["1", "2", "3", "4", "5"]
    assert '<b>Maya</b><a href="#s2">2:02</a>' in page
    assert '<div class="turn us" id="s1"' in page
    assert "A column 🙂 was gone because Slack is on fire." in page
    assert page.index('id="s1"') < page.index("What &lt;breaks&gt;") < page.index('id="s2"')
    assert "guest: Maya Lindqvist" in page


def test_whatever_was_said_is_escaped(as_researcher, talk):
    hostile = "<script>alert('x')</script> & <b onclick=y>"
    Segment.objects.filter(number=2).update(text=hostile)
    Speaker.objects.filter(label="Inês Duarte").update(label="<i>Inês</i>")
    page = as_researcher.get(url(talk)).content.decode()
    assert "<script>alert" not in page
    assert "<i>" not in page
    assert "&lt;script&gt;" in page


def test_who_sees_no_names_reads_pseudonyms(as_viewer, talk):
    page = as_viewer.get(url(talk)).content.decode()
    assert "Heron" in page
    assert "Maya" not in page


def test_quotes_are_marked_where_they_overlap_too(as_researcher, researcher, talk):
    text = "A column 🙂 was gone because Slack is on fire."
    first = make_quote(talk.interview, [Selected(2, 2, 20, "column 🙂 was gone"[:17])], researcher)
    second = make_quote(talk.interview, [Selected(2, 12, 28, "was gone because")], researcher)
    page = as_researcher.get(url(talk)).content.decode()
    turn = re.search(r'id="s2".*?<div><p>(.*?)</p>', page).group(1)
    assert re.sub(r"<[^>]+>", "", turn) == text
    assert f'<mark data-q="{first.pk}">column 🙂 </mark>' in turn
    assert f'<mark class="deep" data-q="{first.pk} {second.pk}">was gone</mark>' in turn
    assert f'<mark data-q="{second.pk}"> because</mark>' in turn


def test_the_margin_says_what_a_quote_speaks_for(as_researcher, researcher, talk):
    quote = quote_of(talk, researcher, 2, 3)
    page = as_researcher.get(url(talk)).content.decode()
    assert "Not attached yet" in page
    pain = PainPointFactory(title="Schema <changes>")
    mention = attach_to_pain_point(quote, pain, researcher, 5)
    top = WhyFactory(mention=mention, text="They rename")
    attach_to_why(quote, WhyFactory(mention=mention, parent=top, text="No list of readers"), researcher)
    page = as_researcher.get(url(talk)).content.decode()
    assert page.count(f'data-quote="{quote.pk}"') == 1
    assert f'href="/pain-points/{pain.pk}/"' in page
    assert "Schema &lt;changes&gt;" in page
    assert 'data-p="5"' in page
    assert "Why 2" in page
    assert f'href="/quotes/{quote.pk}/"' in page


def test_ten_times_the_turns_and_quotes_take_the_same_queries(as_researcher, researcher, talk, budget):
    def attached(number):
        quote = quote_of(talk, researcher, number)
        mention = attach_to_pain_point(quote, PainPointFactory(), researcher)
        attach_to_why(quote, WhyFactory(mention=mention), researcher)

    attached(2)
    with budget("transcript"):
        as_researcher.get(url(talk))
    hers = talk.speakers.get()
    for number in range(6, 56):
        SegmentFactory(speaker=hers, number=number, text=f"And {number}.")
        if number % 5 == 0:
            attached(number)
    with budget("transcript"):
        as_researcher.get(url(talk))


def test_our_lines_can_be_dimmed_by_address(as_viewer, talk):
    assert "dim-us" not in as_viewer.get(url(talk)).content.decode()
    assert "dim-us" in as_viewer.get(url(talk, "transcript/?dim=1")).content.decode()


def test_restricted_and_missing_transcripts_are_404(as_stranger, talk):
    assert as_stranger.get(url(talk)).status_code == 200
    talk.interview.restricted = True
    talk.interview.save()
    assert as_stranger.get(url(talk)).status_code == 404
    assert as_stranger.get(f"/interviews/{InterviewFactory().pk}/transcript/").status_code == 404
    assert as_stranger.get("/interviews/999/transcript/").status_code == 404


class TestWithdrawn:
    """Words of somebody who withdrew are gone for everybody; a number is left."""

    def withdraw(self, talk):
        talk.consent_withdrawn_at = timezone.now()
        talk.save()

    @pytest.mark.parametrize("client", ["as_researcher", "as_viewer", "as_admin"])
    def test_their_turns_are_hidden_and_counted(self, request, talk, client):
        self.withdraw(talk)
        page = request.getfixturevalue(client).get(url(talk)).content.decode()
        for words in ("column", "Nobody had", "never do", "A talk with", "guest:", "breaks"):
            assert words not in page
        assert "How did it break?" in page
        assert "3 segments withdrawn" in page
        assert "2 segments withdrawn" in page
        assert "1 segment withdrawn" in page

    def test_their_quotes_are_not_marked_and_have_no_page(self, as_researcher, researcher, talk):
        quote = quote_of(talk, researcher, 3)
        self.withdraw(talk)
        assert "data-quote=" not in as_researcher.get(url(talk)).content.decode()
        page = as_researcher.get(f"/quotes/{quote.pk}/")
        assert page.status_code == 200
        assert "Nobody had told us" not in page.content.decode()

    def test_a_voice_that_nobody_named_goes_with_them(self, as_researcher, talk):
        Speaker.objects.filter(participant=talk).update(side=Speaker.Side.UNKNOWN, participant=None)
        assert "column" in as_researcher.get(url(talk)).content.decode()
        self.withdraw(talk)
        assert "column" not in as_researcher.get(url(talk)).content.decode()

    def test_what_is_not_for_quoting_is_read_by_those_who_write(self, as_researcher, as_viewer, talk):
        talk.consent = Consent.NONE
        talk.save()
        assert "column" in as_researcher.get(url(talk)).content.decode()
        page = as_viewer.get(url(talk)).content.decode()
        assert "column" not in page
        assert "not for quoting" in page


class TestWhoIsWho:
    """Speakers can be named later, and quotes follow their voice."""

    def told(self, **changes):
        """The form as it stands, labels in the order they first speak: Inês, then Maya."""
        return {
            "speaker-0-side": "ours",
            "speaker-1-side": "participant",
            "speaker-1-name": "Maya Lindqvist",
            **changes,
        }

    def test_the_form_begins_with_what_is_stored(self, as_researcher, talk):
        page = as_researcher.get(url(talk, "speakers/"))
        forms = [row["form"].initial for row in page.context["speakers"].rows()]
        assert forms[0]["side"] == "ours"
        assert (forms[1]["name"], forms[1]["person"]) == ("Maya Lindqvist", talk.person_id)

    def test_an_unknown_voice_gets_a_name(self, as_researcher, talk):
        Speaker.objects.filter(participant=talk).update(side=Speaker.Side.UNKNOWN, participant=None)
        answer = fill(as_researcher, url(talk, "speakers/"), self.told())
        assert answer.url == url(talk)
        assert Speaker.objects.get(label="Maya").participant == talk

    def test_quotes_change_speaker_with_their_voice(self, as_researcher, researcher, talk):
        quote = quote_of(talk, researcher, 3)
        pain = PainPointFactory()
        attach_to_pain_point(quote, pain, researcher, 4)
        fill(as_researcher, url(talk, "speakers/"), self.told(**{"speaker-1-name": "Jun Park"}))
        quote.refresh_from_db()
        assert quote.participant.person.name == "Jun Park"
        mention = pain.mentions.live().get()
        assert mention.participant == quote.participant
        assert mention.severity == 4
        assert quote.text == "Nobody had told us."

    def test_a_mention_with_more_than_the_quote_stays_with_its_person(self, as_researcher, researcher, talk):
        quote = quote_of(talk, researcher, 3)
        mention = MentionFactory(participant=talk)
        WhyFactory(mention=mention)
        attach_to_pain_point(quote, mention.pain_point, researcher)
        fill(as_researcher, url(talk, "speakers/"), self.told(**{"speaker-1-name": "Jun Park"}))
        mention.refresh_from_db()
        assert mention.participant == talk
        assert quote.mentions.get().participant.person.name == "Jun Park"

    def test_who_was_named_by_somebody_else_stands_beside(self, as_researcher, as_admin, talk):
        late = as_admin.get(url(talk, "speakers/")).context["form"]["version"].value()
        fill(as_researcher, url(talk, "speakers/"), self.told(**{"speaker-1-name": "Jun Park"}))
        answer = as_admin.post(url(talk, "speakers/"), self.told(version=late))
        assert answer.status_code == 409
        assert "Stored now: A customer, Jun Park." in answer.text
        assert answer.text.count("Stored now") == 1
        assert Speaker.objects.get(label="Maya").participant.person.name == "Jun Park"

    @pytest.mark.parametrize("side", ["ours", "unknown"])
    def test_a_voice_that_was_quoted_stays_a_customers(self, as_researcher, researcher, talk, side):
        quote_of(talk, researcher, 3)
        answer = fill(as_researcher, url(talk, "speakers/"), self.told(**{"speaker-1-side": side}))
        assert answer.status_code == 422
        assert "1 quote was taken from these words" in answer.content.decode()
        assert Speaker.objects.get(label="Maya").participant == talk

    def test_only_researchers_and_readers_of_the_interview_may(self, as_viewer, as_stranger, talk):
        assert as_viewer.get(url(talk, "speakers/")).status_code == 403
        Interview.objects.update(restricted=True)
        assert as_stranger.post(url(talk, "speakers/"), self.told()).status_code == 404


class TestRemoval:
    """A transcript can be taken away while nothing was quoted, and brought back."""

    def test_it_goes_and_undo_brings_it_back_as_it_was(self, as_researcher, talk):
        turns = re.compile(rb'id="turns".*</section>', re.DOTALL)
        before = turns.search(as_researcher.get(url(talk)).content).group()
        answer = as_researcher.post(url(talk, "transcript/remove/"), follow=True)
        assert not Segment.objects.exists()
        undo = re.search(rf'action="({url(talk)}restore/[^"]+)"', answer.content.decode()).group(1)
        assert as_researcher.get(url(talk)).status_code == 404
        as_researcher.post(undo)
        assert turns.search(as_researcher.get(url(talk)).content).group() == before

    def test_a_quote_keeps_it_archived_or_not(self, as_researcher, researcher, talk):
        quote_of(talk, researcher, 3).archive()
        answer = as_researcher.post(url(talk, "transcript/remove/"), follow=True)
        assert "1 quote was taken from this transcript, 1 of them archived" in answer.content.decode()
        assert Segment.objects.count() == 5

    def test_it_does_not_come_back_over_another_one(self, as_researcher, researcher, talk):
        answer = as_researcher.post(url(talk, "transcript/remove/"), follow=True)
        undo = re.search(rf'action="({url(talk)}restore/[^"]+)"', answer.content.decode()).group(1)
        load(talk.interview, read(b"MAYA: One.\n\nINES: Two.\n\nMAYA: Three.\n\nINES: Four.\n"))
        assert "another transcript now" in as_researcher.post(undo, follow=True).content.decode()
        assert Transcript.objects.count() == 1

    def test_viewers_and_get_do_not_remove(self, as_viewer, as_researcher, talk):
        assert as_viewer.post(url(talk, "transcript/remove/")).status_code == 403
        assert as_researcher.get(url(talk, "transcript/remove/")).status_code == 405


def test_an_interview_has_one_transcript(talk):
    with pytest.raises(AlreadyThere):
        load(talk.interview, read(b"MAYA: One.\n\nINES: Two.\n"))
    assert Segment.objects.count() == 5
    assert not Quote.objects.exists()
