"""Home: the words of the week, what nobody takes up, whom we have not heard, and what is left to do."""

import re
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from discovery.heard import (
    companies_not_heard,
    follow_ups_due,
    heard_lately,
    loudest_not_addressed,
    not_heard,
)
from interviews.waiting import waiting_for
from tests.budgets import budget
from tests.factories.discovery import DocumentFactory, EvidenceFactory, HypothesisFactory
from tests.factories.interviews import (
    CompanyFactory,
    FollowUpFactory,
    InterviewFactory,
    MentionFactory,
    PainPointFactory,
    ParticipantFactory,
    PersonaFactory,
    PersonFactory,
    QuoteFactory,
)
from tests.interviews.talk import talk

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


def test_when_nobody_was_heard_this_week_it_tells_the_last_week_in_which_somebody_was(researcher):
    said("three weeks ago", days_ago=21)
    said("the Monday of that week", days_ago=23)
    said("long before", days_ago=60)
    heard = heard_lately(researcher, WEDNESDAY)

    assert not heard.this_week
    assert {quote.text for quote in heard.voices} == {"three weeks ago", "the Monday of that week"}
    assert heard.last == WEDNESDAY - timedelta(days=21)
    assert heard.interviews == 2


def test_an_interview_without_words_is_not_yet_heard(researcher):
    said("last week", days_ago=7)
    InterviewFactory(held_at=at(WEDNESDAY))

    assert heard_lately(researcher, WEDNESDAY).lead.text == "last week"


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

    assert [(one.who, one.words) for one in not_heard(researcher, WEDNESDAY)] == [
        (never, "never heard"),
        (long_ago, "last heard 41 days ago"),
        (one_company, "one company only"),
    ]


def test_silent_companies_are_named_those_never_heard_last(researcher):
    never, quiet, quieter, fine = (CompanyFactory(name=name) for name in ("Never", "Quiet", "Quieter", "Fine"))
    said("x", days_ago=28, company=quiet)
    said("x", days_ago=90, company=quieter)
    said("x", days_ago=27, company=fine)

    assert [(one.who, one.words) for one in companies_not_heard(researcher, WEDNESDAY)] == [
        (quieter, "last heard 90 days ago"),
        (quiet, "last heard 28 days ago"),
        (never, "never heard"),
    ]


def test_what_is_due_of_the_reader_comes_first(researcher):
    FollowUpFactory(due_on=WEDNESDAY - timedelta(days=9))
    mine = FollowUpFactory(due_on=WEDNESDAY, owner=researcher)

    assert follow_ups_due(researcher, WEDNESDAY)[0] == mine


def test_only_what_is_due_and_open_is_asked_for(researcher):
    due = FollowUpFactory(due_on=WEDNESDAY)
    FollowUpFactory(due_on=WEDNESDAY + timedelta(days=1))
    FollowUpFactory(due_on=WEDNESDAY, done_at=timezone.now())
    FollowUpFactory(due_on=WEDNESDAY, snoozed_until=WEDNESDAY + timedelta(days=2))

    assert list(follow_ups_due(researcher, WEDNESDAY)) == [due]


def waits(user):
    return [(one.label, one.words) for one in waiting_for(user, WEDNESDAY)]


def test_decisions_of_the_reader_whose_day_has_passed_wait(researcher, stranger):
    past = WEDNESDAY - timedelta(days=1)
    late = HypothesisFactory(status="testing", owner=researcher, decide_by=past)
    EvidenceFactory(hypothesis=late)
    HypothesisFactory(status="testing", owner=stranger, decide_by=past)
    HypothesisFactory(status="refuted", owner=researcher, decide_by=past)

    assert waits(researcher) == [(late.reference, "was to be decided")]


def test_claims_of_the_reader_that_stand_on_nothing_wait(researcher, stranger):
    bare = HypothesisFactory(status="testing", owner=researcher)
    stood = HypothesisFactory(status="testing", owner=researcher)
    EvidenceFactory(pain_point=PainPointFactory(), hypothesis=stood)
    HypothesisFactory(status="draft", owner=researcher)
    HypothesisFactory(status="testing", owner=stranger)
    plan = DocumentFactory(status="draft", owner=researcher)

    assert waits(researcher) == [
        (bare.reference, "is tested without evidence"),
        (plan.reference, "stands on no evidence yet"),
    ]


def test_home_says_what_waits_and_how_much(as_researcher, researcher, as_viewer):
    said("x")
    FollowUpFactory(due_on=timezone.localdate(), owner=researcher)
    FollowUpFactory(due_on=timezone.localdate(), owner=researcher)
    answer = as_researcher.get("/")

    assert answer.context["waiting_count"] == 2
    assert "of yours are due" in answer.text
    query = re.search(r'href="(/follow-ups/[^"]+)">2 follow-ups', answer.text)[1].replace("&amp;", "&")
    assert len(as_researcher.get(query).context["page"].rows) == 2
    assert "Waiting for you" not in as_viewer.get("/").text


def test_a_follow_up_is_done_on_home_and_home_is_gone_back_to(as_researcher):
    said("x")
    one = FollowUpFactory(due_on=timezone.localdate())
    assert f'action="/follow-ups/{one.pk}/snooze/"' in as_researcher.get("/").text
    assert as_researcher.post(f"/follow-ups/{one.pk}/done/", {"next": "/"}).headers["Location"] == "/"
    assert "Nothing is due." in as_researcher.get("/").text


def test_what_gained_people_says_who(as_researcher):
    quote = said("x", days_ago=0, person=PersonFactory(name="Maya Lindqvist"))
    interview = quote.interview
    interview.held_at = timezone.now()
    interview.save()
    page = as_researcher.get("/").text

    assert "What gained people" in page
    assert "Maya Lindqvist" in page[page.index("What gained people") :]


def test_one_click_leads_to_the_words(as_researcher, researcher):
    talk(researcher, days_ago=0)
    page = as_researcher.get("/").text
    place = re.search(r'href="(/interviews/\d+/#n\d+)">Read interview', page)[1]
    address, _, line = place.partition("#")
    assert f'id="{line}"' in as_researcher.get(address).text
    assert "Slack is on fire" in as_researcher.get(address).text


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
        told = MentionFactory(
            participant=ParticipantFactory(persona=PersonaFactory(), company=CompanyFactory()), severity=3
        )
        QuoteFactory(participant=told.participant, speaks_for=told)
        InterviewFactory(held_at=at(WEDNESDAY))
        FollowUpFactory(due_on=WEDNESDAY, interview=told.interview, person=told.participant.person, owner=researcher)
        ParticipantFactory(interview=InterviewFactory(status="draft", created_by=researcher))
        HypothesisFactory(status="testing", owner=researcher)

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
