"""Quoting words of a transcript, and saying what they speak for."""

import json

import pytest

from interviews.models import Interview, Mention, PainPoint, Quote, QuoteLink, Segment, Speaker, Transcript
from interviews.spans import to_utf16
from tests.factories.interviews import (
    MentionFactory,
    PainPointFactory,
    ParticipantFactory,
    PersonFactory,
    QuoteFactory,
    SegmentFactory,
    SpeakerFactory,
    WhyFactory,
)

pytestmark = pytest.mark.django_db

JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def talk(db):
    """Two customers and one of us; the third turn is ours."""
    maya = ParticipantFactory(person=PersonFactory(name="Maya Lindqvist"))
    jun = ParticipantFactory(interview=maya.interview, person=PersonFactory(name="Jun Park"))
    voices = {
        "Maya": {"side": Speaker.Side.PARTICIPANT, "participant": maya},
        "Jun": {"side": Speaker.Side.PARTICIPANT, "participant": jun},
        "Inês": {"side": Speaker.Side.OURS},
        "Voice 4": {"side": Speaker.Side.UNKNOWN},
    }
    speakers = {label: SpeakerFactory(interview=maya.interview, label=label, **side) for label, side in voices.items()}
    said = [
        ("Maya", "Slack 🙂 is on fire. "),
        ("Maya", "At seven in the morning."),
        ("Inês", "Every week?"),
        ("Maya", "Every week."),
        ("Jun", "Not for us."),
        ("Voice 4", "Mm."),
    ]
    for number, (label, text) in enumerate(said, 1):
        SegmentFactory(speaker=speakers[label], number=number, text=text)
    Transcript.objects.create(interview=maya.interview, format="plain")
    return maya


def span(number, words, text=None):
    """What a browser sends when `words` are selected in a turn."""
    text = text or Segment.objects.get(number=number).text
    start = to_utf16(text, text.index(words))
    return {"segment": number, "start": start, "end": start + to_utf16(words, len(words)), "text": words}


def quote(client, talk, *spans):
    return client.post(f"/interviews/{talk.interview.pk}/quotes/new/", {"spans": json.dumps(spans)}, **JSON)


class TestMaking:
    """From a selection to a quote."""

    def test_the_words_are_taken_with_their_place(self, as_researcher, researcher, talk):
        answer = quote(as_researcher, talk, span(1, "🙂 is on"))
        made = Quote.objects.get()
        assert answer.status_code == 201
        assert (made.text, made.participant, made.interview) == ("🙂 is on", talk, talk.interview)
        assert made.created_by == researcher
        assert made.is_frozen
        place = made.spans.get()
        assert (place.segment.number, place.start, place.end, place.text) == (1, 6, 13, "🙂 is on")
        assert f'data-q="{made.pk}"' in answer.json()["turns"]["1"]
        assert "What does it speak for?" in answer.json()["panel"]

    def test_white_space_at_the_ends_is_left_out(self, as_researcher, talk):
        quote(as_researcher, talk, span(1, " is on fire. "))
        assert Quote.objects.get().text == "is on fire."

    def test_a_passage_over_two_turns_is_one_quote_with_ordered_places(self, as_researcher, talk):
        quote(as_researcher, talk, span(2, "At seven"), span(1, "fire."))
        made = Quote.objects.get()
        assert made.text == "fire. At seven"
        assert [(one.segment.number, one.text) for one in made.spans.all()] == [(1, "fire."), (2, "At seven")]

    def test_our_own_words_in_between_are_cut_and_the_cut_is_shown(self, as_researcher, talk):
        quote(as_researcher, talk, span(2, "in the morning."), span(3, "Every week?"), span(4, "Every week."))
        made = Quote.objects.get()
        assert made.text == "in the morning. […] Every week."
        assert made.spans.count() == 2

    def test_the_same_words_in_the_same_place_are_one_quote(self, as_researcher, talk):
        first = quote(as_researcher, talk, span(1, "fire")).json()["quote"]
        assert quote(as_researcher, talk, span(1, "fire")).json()["quote"] == first
        Quote.objects.get().archive()
        assert quote(as_researcher, talk, span(1, "fire")).json()["quote"] == first
        assert not Quote.objects.get().is_archived

    @pytest.mark.parametrize(
        "change", [{"text": "Slack is on ice"}, {"start": 1}, {"end": 999_999}, {"segment": 77}, {"text": ""}]
    )
    def test_words_that_are_not_what_is_stored_are_refused_as_stale(self, as_researcher, talk, change):
        answer = quote(as_researcher, talk, {**span(1, "Slack 🙂 is"), **change})
        assert answer.status_code == 409
        assert "Load the page again" in answer.json()["message"]
        assert not Quote.objects.exists()

    @pytest.mark.parametrize(
        ("spans", "why"),
        [
            ([], "not understood|Select"),
            ([(3, "Every week?")], "our own words"),
            ([(6, "Mm.")], "who speaks here"),
            ([(4, "week."), (5, "Not")], "Two customers"),
            ([(1, " ")], "Select the words"),
        ],
    )
    def test_what_cannot_be_a_quote_is_refused_with_a_reason(self, as_researcher, talk, spans, why):
        answer = quote(as_researcher, talk, *[span(*one) for one in spans])
        assert answer.status_code == 422
        assert any(one in answer.json()["message"] for one in why.split("|"))
        assert not Quote.objects.exists()

    @pytest.mark.parametrize(
        "spans",
        [
            *("{", "7", '"x"', "[7]", "[{}]", "[[]]", json.dumps([{}] * 500)),
            '[{"segment": "1", "start": 0, "end": 1, "text": "S"}]',
            '[{"segment": 1, "start": -1, "end": 1, "text": "S"}]',
            '[{"segment": true, "start": 0, "end": 1, "text": "S"}]',
            '[{"segment": 1, "start": 0, "end": 1e400, "text": "S"}]',
            '[{"segment": 1, "start": 0, "end": 1}]',
            '[{"segment": 1, "start": 0, "end": 99999999999999999999, "text": "S"}]',
        ],
    )
    def test_any_nonsense_gets_an_answer(self, as_researcher, talk, spans):
        answer = as_researcher.post(f"/interviews/{talk.interview.pk}/quotes/new/", {"spans": spans}, **JSON)
        assert answer.status_code == 422

    def test_viewers_strangers_and_archived_interviews(self, as_viewer, as_stranger, as_researcher, talk):
        assert quote(as_viewer, talk, span(1, "fire")).status_code == 403
        Interview.objects.update(restricted=True)
        assert quote(as_stranger, talk, span(1, "fire")).status_code == 404
        Interview.objects.update(restricted=False)
        talk.interview.refresh_from_db()
        talk.interview.archive()
        assert quote(as_researcher, talk, span(1, "fire")).status_code == 404


class TestWithoutScript:
    """A form for each turn makes the same quotes."""

    def url(self, talk):
        return f"/interviews/{talk.interview.pk}/quotes/new/"

    def test_every_turn_of_a_customer_leads_to_the_form(self, as_researcher, talk):
        page = as_researcher.get(f"/interviews/{talk.interview.pk}/transcript/").content.decode()
        assert f'<noscript><a href="{self.url(talk)}?segment=1">' in page
        assert "?segment=3" not in page

    def test_the_words_are_found_in_the_turn(self, as_researcher, talk):
        assert "Slack 🙂 is on fire." in as_researcher.get(self.url(talk), {"segment": 1}).content.decode()
        answer = as_researcher.post(self.url(talk), {"segment": 1, "words": " is on\r\nfire. "})
        made = Quote.objects.get()
        assert answer.url == f"/quotes/{made.pk}/"
        assert made.text == "is on fire."

    def test_words_that_were_not_said_are_an_error_at_the_field(self, as_researcher, talk):
        answer = as_researcher.post(self.url(talk), {"segment": 1, "words": "was on ice"})
        assert answer.status_code == 422
        assert "Nobody said it like this" in answer.content.decode()
        assert "was on ice" in answer.content.decode()

    @pytest.mark.parametrize("segment", ["", "99", "abc", "9" * 40])
    def test_a_turn_that_is_not_there_is_404(self, as_researcher, talk, segment):
        assert as_researcher.get(self.url(talk), {"segment": segment}).status_code == 404


@pytest.fixture
def said(talk, as_researcher):
    """A quote of Maya's."""
    return Quote.objects.get(pk=quote(as_researcher, talk, span(1, "on fire")).json()["quote"])


class TestAttaching:
    """A quote speaks for pain points and whys."""

    def attach(self, client, said, **told):
        return client.post(f"/quotes/{said.pk}/attach/", told, **JSON)

    def test_a_pain_point_that_others_told_gets_a_mention_by_the_speaker(self, as_researcher, talk, said):
        pain = PainPointFactory(title="Alerts come late")
        answer = self.attach(as_researcher, said, title=pain.title, pain_point=pain.pk, severity="4")
        mention = Mention.objects.get()
        assert (mention.participant, mention.pain_point, mention.severity, mention.line) == (talk, pain, 4, None)
        link = QuoteLink.objects.get()
        assert (link.quote, link.mention, link.from_notes) == (said, mention, False)
        assert pain.reference in answer.json()["said"]
        assert pain.title in answer.json()["turns"]["1"]

    def test_an_exact_title_is_that_pain_point_and_another_one_is_new(self, as_researcher, said):
        known = PainPointFactory(title="Alerts come late")
        self.attach(as_researcher, said, title="alerts come LATE")
        assert said.mentions.get().pain_point == known
        self.attach(as_researcher, said, title="Nobody is told", severity="2")
        made = PainPoint.objects.exclude(pk=known.pk).get()
        assert made.title == "Nobody is told"
        assert made.mentions.get().severity == 2

    def test_the_speakers_mention_in_the_notes_is_taken_where_there_is_one(self, as_researcher, talk, said):
        mention = MentionFactory(participant=talk, severity=3)
        self.attach(as_researcher, said, heard=[mention.pain_point.pk], severity="5")
        assert said.mentions.get() == mention
        mention.refresh_from_db()
        assert mention.severity == 3

    def test_what_another_customer_told_gets_a_mention_by_the_speaker(self, as_researcher, talk, said):
        other = MentionFactory(participant=talk.interview.participants.get(person__name="Jun Park"))
        self.attach(as_researcher, said, heard=[other.pain_point.pk])
        assert said.mentions.get().participant == talk

    def test_a_why_of_the_interview(self, as_researcher, talk, said):
        why = WhyFactory(mention=MentionFactory(participant=talk))
        answer = self.attach(as_researcher, said, why=why.pk)
        assert said.whys.get() == why
        assert "Why 1" in answer.json()["turns"]["1"]

    def test_a_why_of_another_interview_is_refused(self, as_researcher, said):
        assert self.attach(as_researcher, said, why=WhyFactory().pk).status_code == 422

    def test_choosing_nothing_says_so_in_the_form(self, as_researcher, said):
        answer = self.attach(as_researcher, said, title="  ")
        assert answer.status_code == 422
        assert "Choose what the quote speaks for" in answer.json()["panel"]

    @pytest.mark.parametrize(
        "told", [{"title": "x" * 10_000}, {"severity": "9", "title": "x"}, {"heard": ["999"]}, {"heard": ["9" * 30]}]
    )
    def test_wrong_values_are_errors_at_the_field(self, as_researcher, said, told):
        MentionFactory(participant=said.participant)
        answer = as_researcher.post(f"/quotes/{said.pk}/attach/", told)
        assert answer.status_code == 422
        assert 'class="error"' in answer.content.decode()

    def test_undo_leaves_nothing_behind_and_redo_brings_it_back(self, as_researcher, talk, said):
        undo = self.attach(as_researcher, said, title="Nobody is told", severity="2").json()["undo"]
        redo = as_researcher.post(undo, **JSON).json()["undo"]
        pain, mention = PainPoint.objects.get(), Mention.objects.get()
        assert pain.is_archived
        assert mention.is_archived
        assert not QuoteLink.objects.exists()
        as_researcher.post(redo, **JSON)
        assert said.mentions.live().get() == mention
        pain.refresh_from_db()
        assert not pain.is_archived
        mention.refresh_from_db()
        assert mention.severity == 2

    def test_undo_keeps_what_was_there_before(self, as_researcher, talk, said):
        mention = MentionFactory(participant=talk)
        why = WhyFactory(mention=mention)
        undo = self.attach(as_researcher, said, heard=[mention.pain_point.pk], why=why.pk).json()["undo"]
        as_researcher.post(undo, **JSON)
        assert not said.mentions.exists()
        assert not said.whys.exists()
        assert Mention.objects.live().get() == mention
        assert not PainPoint.objects.get().is_archived

    def test_a_link_that_the_notes_made_is_not_taken_away_here(self, as_researcher, talk):
        noted = QuoteFactory(participant=talk)
        mention = MentionFactory(participant=talk)
        QuoteLink.objects.create(quote=noted, mention=mention, interview=noted.interview, from_notes=True)
        as_researcher.post(f"/quotes/{noted.pk}/detach/?pain_point={mention.pain_point.pk}", **JSON)
        assert noted.mentions.get() == mention

    def test_attaching_freezes_a_quote_of_the_notes(self, as_researcher, talk):
        noted = QuoteFactory(participant=talk)
        self.attach(as_researcher, noted, title="Nobody is told")
        noted.refresh_from_db()
        assert noted.is_frozen

    @pytest.mark.parametrize("query", ["", "?pain_point=abc", "?why=-1&pain_point=99999999999999999999999"])
    def test_detaching_nonsense_does_nothing(self, as_researcher, said, query):
        assert as_researcher.post(f"/quotes/{said.pk}/detach/{query}", **JSON).status_code == 200


class TestPage:
    """The page of a quote: the words, who said them, the place, what they speak for."""

    def test_the_words_lead_to_their_place(self, as_researcher, said, talk):
        page = as_researcher.get(f"/quotes/{said.pk}/").content.decode()
        assert "on fire" in page
        assert "Maya Lindqvist" in page
        assert f'href="/interviews/{talk.interview.pk}/transcript/#s1"' in page

    def test_it_asks_little(self, as_researcher, said, budget):
        as_researcher.post(f"/quotes/{said.pk}/attach/", {"title": "Nobody is told"})
        with budget("quote page"):
            as_researcher.get(f"/quotes/{said.pk}/")

    def test_it_asks_for_another_pain_point_only_when_it_speaks_for_one(self, as_researcher, said):
        assert "Another pain point" not in as_researcher.get(f"/quotes/{said.pk}/").text
        as_researcher.post(f"/quotes/{said.pk}/attach/", {"title": "Nobody is told"})
        assert "Another pain point" in as_researcher.get(f"/quotes/{said.pk}/").text

    def test_a_quote_can_be_attached_and_detached_without_script(self, as_researcher, said):
        as_researcher.post(f"/quotes/{said.pk}/attach/", {"title": "Nobody is told"})
        pain = PainPoint.objects.get()
        page = as_researcher.get(f"/quotes/{said.pk}/").content.decode()
        assert f'action="/quotes/{said.pk}/detach/?pain_point={pain.pk}"' in page
        as_researcher.post(f"/quotes/{said.pk}/detach/?pain_point={pain.pk}")
        assert not said.mentions.exists()

    def test_archiving_unmarks_and_undo_marks_again(self, as_researcher, said, talk):
        answer = as_researcher.post(f"/quotes/{said.pk}/archive/", **JSON).json()
        assert "<mark" not in answer["turns"]["1"]
        assert as_researcher.get(f"/quotes/{said.pk}/").status_code == 200
        assert "<mark" in as_researcher.post(answer["undo"], **JSON).json()["turns"]["1"]

    def test_viewers_read_and_do_not_change(self, as_viewer, said):
        page = as_viewer.get(f"/quotes/{said.pk}/").content.decode()
        assert "on fire" in page
        assert "Maya" not in page
        assert "attach-form" not in page
        for act in ("attach", "detach", "archive", "restore", "attach/again"):
            assert as_viewer.post(f"/quotes/{said.pk}/{act}/").status_code == 403

    def test_strangers_to_a_restricted_interview_find_nothing(self, as_stranger, said):
        Interview.objects.update(restricted=True)
        assert as_stranger.get(f"/quotes/{said.pk}/").status_code == 404
        assert as_stranger.post(f"/quotes/{said.pk}/attach/", {"title": "x"}).status_code == 404
