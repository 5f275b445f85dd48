"""Who sees no names reads none of those who took part, wherever words of their conversation stand."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import reading
from interviews.models import Act, FollowUp, Mention, PainPoint, Participant, Person, Quote, Segment, Workaround
from tests.factories import interviews as made
from tests.interviews.called import called_by_name
from tests.interviews.talk import talk

pytestmark = pytest.mark.django_db


@pytest.fixture
def maren(researcher):
    """A conversation with Maren Holt, in which she is called by her name."""
    return called_by_name(researcher)


def page_of(client, path: str) -> str:
    """All of a page, the parts of a transcript that come later as well."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.getvalue().decode()


def pages(interview) -> list[str]:
    """Where the words of a conversation stand."""
    pain = PainPoint.objects.get()
    return [
        interview.get_absolute_url(),
        reverse("interviews:transcript_read", args=[interview.pk]),
        "/interviews/",
        *(quote.get_absolute_url() for quote in Quote.objects.all()),
        Person.objects.get(name="Maren Holt").get_absolute_url(),
        "/search/?q=morning",
        "/search/?q=hours",
        "/search/?q=waits",
        "/search/?q=asks",
    ] + ([pain.get_absolute_url()] if pain else [])


def test_each_part_of_a_name_is_replaced_where_it_stands_alone(as_viewer, as_researcher, maren):
    transcript = page_of(as_viewer, reverse("interviews:transcript_read", args=[maren.pk]))
    assert "Good morning, ‹Analyst 7›! And marenda, Marens, ‹Analyst 7›." in transcript
    assert "<mark" in transcript and "I wait, says ‹Analyst 7›, for hours.</mark> So." in transcript
    read = page_of(as_viewer, maren.get_absolute_url())
    assert "‹Analyst 7› waits for the loads. Mare is no name, and maren neither." in read
    assert "Good morning, ‹Analyst 7›, I said to myself" in read
    assert "Good morning, Maren!" in page_of(as_researcher, reverse("interviews:transcript_read", args=[maren.pk]))


def test_no_page_says_the_name_to_whoever_sees_none(as_viewer, as_researcher, viewer, maren):
    for page in pages(maren):
        text = page_of(as_viewer, page)
        assert "Maren" not in text.replace("Marens", "") and "Holt" not in text, page
    viewer.names_granted = True
    viewer.save()
    assert "Good morning, Maren!" in page_of(as_viewer, reverse("interviews:transcript_read", args=[maren.pk]))


def test_the_past_of_notes_does_not_say_it_either(as_viewer, as_researcher, researcher, maren):
    with Act.by(researcher, Act.Kind.EDITED) as act:
        act.watch(maren)
        maren.notes = "Maren left"
        maren.save()
    assert "Maren" in page_of(as_researcher, maren.get_history_url())
    told = page_of(as_viewer, maren.get_history_url())
    assert "Maren" not in told and "Analyst 7" in told


def test_a_pain_point_is_called_without_the_names_of_where_it_was_stated(as_viewer, as_researcher, maren):
    pain = PainPoint.objects.get()
    made.MentionFactory(pain_point=made.PainPointFactory(title="Maren is nobody we talked to"))
    assert "Maren Holt rebuilds" in page_of(as_researcher, pain.get_absolute_url())
    for address in (pain.get_absolute_url(), "/pain-points/", "/export/pain-points.csv"):
        told = page_of(as_viewer, address)
        assert "‹Analyst 7› rebuilds the report by hand" in told and "Maren Holt" not in told, address


def test_what_is_promised_without_an_interview_does_not_name_whom_it_is_about(viewer, researcher, maren):
    other = made.PersonFactory(name="Theo Brandt", pseudonym="Analyst 8")
    both = made.FollowUpFactory(interview=maren, person=other, text="Let Theo and Maren meet")
    with reading.by(viewer):
        assert FollowUp.objects.get(interview=None).text == "Call ‹Analyst 7› on Monday"
        assert FollowUp.objects.get(pk=both.pk).text == "Let ‹Analyst 8› and ‹Analyst 7› meet"
    with reading.by(researcher):
        assert FollowUp.objects.get(interview=None).text == "Call Maren on Monday"


def test_what_stands_around_a_quote_fits_it_still(as_viewer, maren):
    quote = Quote.objects.get(text__startswith="I wait")
    read = page_of(as_viewer, quote.get_absolute_url())
    assert "I wait, says ‹Analyst 7›, for hours." in read


def test_an_address_that_a_quote_cuts_shows_neither_half(as_viewer, maren):
    her = Segment.objects.get(number=2).speaker
    said = made.SegmentFactory(speaker=her, number=3, text="Write to m.holt@nordkap.example at once.")
    quote = made.QuoteFactory(participant=her.participant, text="Write to m.holt")
    quote.spans.create(segment=said, interview=maren, text=quote.text, position=0, start=0, end=len(quote.text))
    transcript = page_of(as_viewer, reverse("interviews:transcript_read", args=[maren.pk]))
    assert "Write to ‹e-mail address›</mark> at once." in transcript
    read = page_of(as_viewer, quote.get_absolute_url())
    assert "nordkap.example" not in transcript + read


def test_what_is_stored_stays_as_it_was_said(maren, viewer, researcher):
    segment = Segment.objects.get(number=1)
    with reading.by(viewer):
        segment = Segment.objects.get(number=1)
        assert segment.text.startswith("Good morning, ‹Analyst 7›!")
        segment.save()
    assert Segment.objects.get(number=1).text.startswith("Good morning, Maren!")
    with reading.by(researcher):
        assert Mention.objects.get().title == "Maren Holt rebuilds the report by hand"
    assert Workaround.objects.get().text == "Maren asks around", "a command reads what is stored"


def test_names_are_looked_up_together(viewer, researcher, maren, django_assert_num_queries):
    for name in ("Theo Brandt", "Sofia Marchetti", "Maren Brandt"):
        talk(researcher, name, f"! {name.split()[0]} waits 3\n")
    with reading.by(viewer), django_assert_num_queries(2):
        titles = sorted(one.title for one in Mention.objects.all())
    assert not any(name in " ".join(titles) for name in ("Maren", "Theo", "Sofia"))


def test_namesakes_in_one_conversation_are_somebody(viewer, researcher, maren):
    other = made.PersonFactory(name="Maren Brandt")
    made.ParticipantFactory(interview=maren, person=other)
    with reading.by(viewer):
        assert "Good morning, ‹somebody›!" in Segment.objects.get(number=1).text
        assert Mention.objects.get().title == "‹Analyst 7› rebuilds the report by hand"


def test_words_that_were_taken_back_are_still_found_where_somebody_typed_them(as_viewer, maren):
    """They are compared as they were said, not as whoever reads may read them."""
    words = Quote.objects.get(text__startswith="I wait").text
    made.CommentFactory(text=f"She says: {words}", pain_point=PainPoint.objects.get())
    Participant.objects.update(consent_withdrawn_at=timezone.now())
    other = made.MentionFactory(pain_point=PainPoint.objects.get())
    told = page_of(as_viewer, other.pain_point.get_absolute_url())
    assert "She says" in told and "for hours" not in told
