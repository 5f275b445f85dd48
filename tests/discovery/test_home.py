"""Home: the words of the week, what nobody takes up, whom we have not heard, and what is left to do."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from discovery.heard import drafts_of, follow_ups_due, heard_lately, loudest_not_addressed, not_heard
from tests.budgets import budget
from tests.factories.discovery import EvidenceFactory, HypothesisFactory
from tests.factories.interviews import (
    CompanyFactory,
    FollowUpFactory,
    InterviewFactory,
    MentionFactory,
    ParticipantFactory,
    PersonaFactory,
    QuoteFactory,
)

pytestmark = pytest.mark.django_db
WEDNESDAY = date(2026, 6, 10)


def at(day, hour=10):
    return timezone.make_aware(datetime(day.year, day.month, day.day, hour))  # noqa: DTZ001 - made aware here


def said(text, *, days_ago=1, severity=3, **participant):
    interview = InterviewFactory(held_at=at(WEDNESDAY - timedelta(days=days_ago)))
    mention = MentionFactory(participant=ParticipantFactory(interview=interview, **participant), severity=severity)
    return QuoteFactory(participant=mention.participant, speaks_for=mention, text=text)


def test_the_strongest_words_of_the_week_come_first_one_of_each_person(researcher):
    said("mild", severity=2)
    strong = said("strong", severity=5)
    QuoteFactory(participant=strong.participant, text="more of the same person")
    said("last week", days_ago=4, severity=5)

    heard = heard_lately(researcher, WEDNESDAY)

    assert heard.this_week
    assert [quote.text for quote in heard.voices] == ["strong", "mild"]
    assert heard.interviews == 2


def test_when_nobody_was_heard_this_week_it_tells_what_was_heard_lately(researcher):
    said("three weeks ago", days_ago=21)
    heard = heard_lately(researcher, WEDNESDAY)

    assert not heard.this_week
    assert heard.lead.text == "three weeks ago"


def test_withdrawn_and_restricted_words_are_not_told(stranger, researcher):
    said("withdrawn", consent_withdrawn_at=timezone.now())
    hidden = said("restricted")
    hidden.interview.restricted, hidden.interview.created_by = True, researcher
    hidden.interview.save()

    assert heard_lately(stranger, WEDNESDAY).voices == []


def test_what_something_is_done_about_is_not_loud(researcher):
    left, taken, doubted = (said(text).mentions.get().pain_point for text in ("a", "b", "c"))
    MentionFactory(pain_point=left)
    EvidenceFactory(pain_point=taken)
    EvidenceFactory(pain_point=doubted, stance="challenges")

    assert list(loudest_not_addressed(researcher)) == [left, doubted]


def test_a_quote_that_supports_addresses_its_pain_point_until_the_claim_is_archived(researcher):
    quote = said("a")
    hypothesis = HypothesisFactory()
    EvidenceFactory(pain_point=None, quote=quote, hypothesis=hypothesis)
    assert not loudest_not_addressed(researcher)

    hypothesis.archive()
    assert [pain.people for pain in loudest_not_addressed(researcher)] == [1]


def test_silent_personas_are_named_the_longest_silence_first(researcher):
    never, long_ago = PersonaFactory(name="Never"), PersonaFactory(name="Long ago")
    one_company, fine = PersonaFactory(name="One company"), PersonaFactory(name="Fine")
    said("x", days_ago=41, persona=long_ago)
    said("x", persona=one_company, company=CompanyFactory())
    for _ in range(2):
        said("x", persona=fine, company=CompanyFactory())

    assert [(one["persona"], one["words"]) for one in not_heard(researcher, WEDNESDAY)] == [
        (never, "never heard"),
        (long_ago, "last heard 41 days ago"),
        (one_company, "one company only"),
    ]


def test_only_what_is_due_and_open_is_asked_for(researcher):
    due = FollowUpFactory(due_on=WEDNESDAY)
    FollowUpFactory(due_on=WEDNESDAY + timedelta(days=1))
    FollowUpFactory(due_on=WEDNESDAY, done_at=timezone.now())

    assert list(follow_ups_due(researcher, WEDNESDAY)) == [due]


def test_drafts_are_those_of_the_reader(researcher, stranger):
    own = InterviewFactory(status="draft", created_by=researcher)
    led = InterviewFactory(status="draft")
    led.interviewers.add(researcher)
    InterviewFactory(status="draft", created_by=stranger)

    assert set(drafts_of(researcher)) == {own, led}


def test_a_new_installation_is_told_what_to_do_first(as_researcher, as_viewer):
    assert "Log your first interview" in as_researcher.get("/").content.decode()
    assert "Log your first interview" not in as_viewer.get("/").content.decode()


def test_the_quick_log_opens_the_log_screen_with_what_was_typed(as_researcher, as_viewer):
    said("x")

    assert 'action="/interviews/new/"' in as_researcher.get("/").content.decode()
    assert "Who did you just hear from?" not in as_viewer.get("/").content.decode()


def test_names_are_masked_for_viewers(as_viewer):
    quote = said("x", days_ago=0)
    quote.participant.person.name, quote.participant.person.pseudonym = "Maren Voss", "Engineer A"
    quote.participant.person.save()

    page = as_viewer.get("/").content.decode()
    assert "Engineer A" in page
    assert "Maren" not in page


def test_ten_more_interviews_ask_no_more_queries(as_researcher, researcher):
    def more():
        quote = said("x", persona=PersonaFactory())
        FollowUpFactory(due_on=WEDNESDAY, interview=quote.interview, person=quote.participant.person)
        ParticipantFactory(interview=InterviewFactory(status="draft", created_by=researcher))

    more()
    as_researcher.get("/")
    for _ in range(11):
        with budget("home"):
            assert as_researcher.get("/").status_code == 200
        more()


def test_the_navigation_counts_what_the_reader_may_see_with_one_query(client_for, stranger, researcher):
    InterviewFactory(restricted=True, created_by=researcher)
    InterviewFactory()
    page = client_for(stranger).get("/").content.decode()

    assert '<span>Interviews</span><span class="n">1</span>' in page
