"""The page of a code shows the quotes that carry it or a code below it: whose words, where they stand, in pages."""

import pytest
from django.utils import timezone

from interviews.models import Consent, Interview, Participant, Quote
from tests.factories import interviews as made


@pytest.fixture
def theme(db):
    return made.CodeFactory(name="Trust")


@pytest.fixture
def below(theme):
    return made.CodeFactory(name="Silent changes", parent=made.CodeFactory(name="Changes", parent=theme))


def coded(*codes, **facts):
    """A quote that carries the codes."""
    quote = made.QuoteFactory(**facts)
    quote.codes.add(*codes)
    return quote


def in_transcript(quote, **facts):
    """The quote stands in a turn of the transcript."""
    segment = made.SegmentFactory(speaker__interview=quote.interview, **facts)
    quote.spans.create(position=0, segment=segment, interview=quote.interview, start=0, end=1, text="A")


def words(client, code, query=""):
    return list(client.get(f"{code.get_absolute_url()}{query}").context["page"].rows)


def test_words_are_shown_with_who_said_them_and_where_they_stand(as_researcher, theme, seeing_names):
    person = made.PersonFactory(
        name="Maya Lindqvist", role="Data engineer", company=made.CompanyFactory(name="Nordkap")
    )
    quote = coded(theme, participant__person=person, text="I find out from Slack")
    in_transcript(quote, number=7)
    html = as_researcher.get(theme.get_absolute_url()).text
    for said in ("I find out from Slack", "Maya Lindqvist", "Data engineer at Nordkap", quote.interview.reference):
        assert said in html
    assert f'href="{quote.get_place_url()}"' in html
    assert quote.get_place_url().endswith("/transcript/#s7")
    assert "1 quote coded with it" in html


def test_words_coded_below_say_with_what(as_researcher, theme, below):
    own, deep, other = coded(theme), coded(below), coded(made.CodeFactory())
    assert set(words(as_researcher, theme)) == {own, deep}
    assert words(as_researcher, below) == [deep]
    html = as_researcher.get(theme.get_absolute_url()).text
    assert html.count("Coded below, with </span>Silent changes") == 1
    assert "Coded below" not in as_researcher.get(below.get_absolute_url()).text
    assert other.text not in html


def test_a_quote_with_both_is_shown_once(as_researcher, theme, below):
    quote = coded(theme, below)
    answer = as_researcher.get(theme.get_absolute_url())
    assert answer.context["page"].rows == [quote]
    assert answer.context["quotes_in_all"] == 1


def test_archived_codes_quotes_and_interviews_do_not_count(as_researcher, theme):
    coded(theme, archived_at=timezone.now())
    coded(theme, participant__interview__archived_at=timezone.now())
    coded(made.CodeFactory(parent=theme, archived_at=timezone.now()))
    assert words(as_researcher, theme) == []


def test_pages_go_on_without_gap_or_repeat(as_researcher, theme, below):
    at = timezone.now()
    made_here = {
        coded(theme if n % 2 else below, participant__interview__held_at=at - timezone.timedelta(days=n // 3)).pk
        for n in range(60)
    }
    seen, sizes, query = [], [], ""
    while True:
        answer = as_researcher.get(f"{theme.get_absolute_url()}{query}")
        rows = answer.context["page"].rows
        seen += [one.pk for one in rows]
        sizes.append(len(rows))
        query = answer.context["next_url"].removesuffix("#words-h")
        if not query:
            break
    assert sizes == [25, 25, 10]
    assert len(seen) == 60
    assert set(seen) == made_here
    days = dict(Quote.objects.values_list("pk", "interview__held_at"))
    assert seen == sorted(seen, key=lambda pk: (days[pk], pk), reverse=True)


def test_a_place_that_is_none_is_refused(as_researcher, as_stranger, researcher, theme):
    secret = coded(theme, participant__interview=made.InterviewFactory(restricted=True, created_by=researcher))
    for after, client in (("x", as_researcher), ("0", as_researcher), (secret.pk, as_stranger)):
        assert client.get(f"{theme.get_absolute_url()}?after={after}").status_code == 400


def test_hidden_words_are_a_number_or_nothing(as_researcher, as_viewer, as_stranger, researcher, theme):
    shown = coded(theme)
    gone, unquotable, secret = coded(theme), coded(theme), coded(theme)
    Participant.objects.filter(pk=gone.participant_id).update(consent_withdrawn_at=timezone.now())
    Participant.objects.filter(pk=unquotable.participant_id).update(consent=Consent.NONE)
    Interview.objects.filter(pk=secret.interview_id).update(restricted=True, created_by=researcher)
    assert set(words(as_researcher, theme)) == {shown, unquotable, secret}
    assert set(words(as_stranger, theme)) == {shown, unquotable}
    assert words(as_viewer, theme) == [shown]
    assert "1 withdrawn" in as_viewer.get(theme.get_absolute_url()).text
    Interview.objects.filter(pk=gone.interview_id).update(restricted=True, created_by=researcher)
    assert "withdrawn" not in as_stranger.get(theme.get_absolute_url()).text


def test_the_page_of_a_code_asks_the_same_however_many_words_carry_it(as_researcher, theme, below, budget):
    for size in (1, 20):
        for _ in range(size):
            in_transcript(coded(theme, below))
        with budget("page of a code with words"):
            as_researcher.get(theme.get_absolute_url())
