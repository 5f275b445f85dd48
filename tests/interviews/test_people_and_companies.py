"""The pages of people and companies: history as a picture and in words, who decides, departments, what is next."""

from datetime import timedelta

import pytest
from django.utils import timezone

from interviews.models import Company, FollowUp, Interview, Participant, Person
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


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


def names(client, query):
    return [one.name for one in client.get(f"/people/?{query}").context["page"].rows]


@pytest.fixture
def two(researcher):
    """Maya was heard twice, in two roles; what is next with her is planned."""
    PersonFactory(name="Maya Lindqvist", cadence_every=6, cadence_unit="weeks")
    first = talk(researcher, role="Analyst", days_ago=60)
    second = talk(researcher, notes='! Access takes days 4\n" I pass extracts around\n', days_ago=4)
    return first, second


def test_a_person_shows_each_conversation_with_what_they_were_and_said(as_researcher, two):
    person = Person.objects.get()
    talks = as_researcher.get(person.get_absolute_url()).context["conversations"]
    assert [(one.participant.interview, one.pain_points, one.worst) for one in talks] == [
        (two[1], 1, 4),
        (two[0], 2, 5),
    ]
    assert [one.lead.text for one in talks] == [
        "I pass extracts around",
        "I find out a column is gone because Slack is on fire.",
    ]
    assert [one.before for one in talks] == ["Analyst", ""]


def test_the_strongest_words_lead_the_page_and_lead_to_their_place(as_researcher, two):
    html = as_researcher.get(Person.objects.get().get_absolute_url()).text
    lead = html[html.index('class="lead-words"') :]
    assert lead.index("Slack is on fire") < lead.index("talks-h")
    assert f'href="/interviews/{two[0].pk}/#n3"' in lead


def test_the_cadence_stands_with_the_next_contact(as_researcher, two):
    html = as_researcher.get(Person.objects.get().get_absolute_url()).text
    day = in_days(38)
    assert (
        f'Every 6 weeks, <a class="link" href="#follow-up-{FollowUp.objects.open().next_contacts().get().pk}"' in html
    )
    assert f"next {day.day} {day:%b %Y}" in html
    FollowUp.objects.open().next_contacts().update(archived_at=timezone.now())
    assert "Every 6 weeks, nothing planned" in as_researcher.get(Person.objects.get().get_absolute_url()).text


def test_the_picture_holds_what_was_and_what_is_planned(as_researcher, two):
    drawn = as_researcher.get(Person.objects.get().get_absolute_url()).context["timeline"]
    dots = drawn.lanes[0].dots
    assert sorted(dot.kind for dot in dots) == ["heard", "heard", "next", "next"], (
        "a promise of the notes and the cadence"
    )
    assert {dot.day for dot in dots} >= {in_days(-60), in_days(-4), in_days(38)}


def test_a_draft_is_no_conversation_that_was_heard(as_researcher, researcher):
    talk(researcher, draft=True)
    drawn = as_researcher.get(Person.objects.get().get_absolute_url()).context["timeline"]
    assert {dot.kind for dot in drawn.lanes[0].dots} >= {"draft"}


def test_strangers_see_no_dot_and_no_word_of_a_restricted_conversation(as_stranger, two):
    Interview.objects.filter(pk=two[1].pk).update(restricted=True)
    answer = as_stranger.get(Person.objects.get().get_absolute_url())
    assert [one.participant.interview for one in answer.context["conversations"]] == [two[0]]
    assert "nothing planned" in answer.text
    assert {dot.day for dot in answer.context["timeline"].lanes[0].dots} == {
        in_days(-60),
        FollowUp.objects.get(by_cadence=False, interview=two[0]).due_on,
    }
    assert "extracts" not in answer.text


def test_withdrawn_words_leave_a_dot_and_no_word(as_researcher, two):
    Participant.objects.filter(interview=two[1]).update(consent_withdrawn_at=timezone.now())
    talks = as_researcher.get(Person.objects.get().get_absolute_url()).context["conversations"]
    assert (talks[0].lead, talks[0].pain_points, talks[0].worst) == (None, 0, None)


def test_pseudonyms_label_the_lanes_of_viewers(as_viewer, two):
    Person.objects.update(pseudonym="Engineer A")
    answer = as_viewer.get(Company.objects.get().get_absolute_url())
    assert [lane.label for lane in answer.context["timeline"].lanes] == ["Engineer A"]
    assert "Maya" not in answer.text


def test_a_company_shows_who_decides_and_when_each_is_heard_next(as_researcher, two):
    company = Company.objects.get()
    PersonFactory(name="Olga", company=company, decision_maker=True)
    answer = as_researcher.get(company.get_absolute_url())
    assert [one.name for one in answer.context["deciders"]] == ["Olga"]
    maya = next(one for one in answer.context["people"] if one.name == "Maya Lindqvist")
    assert maya.next_contact_on == min(one.comes_up_on for one in FollowUp.objects.open())
    assert "Who decides" in answer.text


def test_departments_list_their_people_and_what_hurts_them(as_researcher):
    own = CompanyFactory(name="Ours", own_organisation=True)
    shared, rare = PainPointFactory(title="Shared"), PainPointFactory(title="Rare")
    for number, department in enumerate(["Finance", "finance", "Pricing", ""]):
        who = PersonFactory(name=f"Person {number}", company=own, department=department)
        for _ in range(2):  # the same person twice counts once
            there = ParticipantFactory(person=who)
            MentionFactory(participant=there, pain_point=shared)
        MentionFactory(participant=there, pain_point=rare) if number == 0 else None
    PersonFactory(name="Never heard", company=own, department="Legal")
    found = as_researcher.get(own.get_absolute_url()).context["departments"]

    assert [(one.name, len(one.heard), one.pain_points) for one in found] == [
        ("Finance", 2, 2),
        ("Legal", 0, 0),
        ("Pricing", 1, 1),
    ]
    assert [(pain.title, people) for pain, people in found[0].told] == [("Shared", 2), ("Rare", 1)]
    assert [one.name for one in found[0].people] == ["Person 0", "Person 1"]


def test_departments_say_nothing_of_restricted_or_withdrawn_words(as_stranger, researcher):
    own = CompanyFactory(name="Ours", own_organisation=True)
    gone = PersonFactory(company=own, department="Finance", consent_withdrawn_at=timezone.now())
    MentionFactory(participant=ParticipantFactory(person=gone))
    secret = PersonFactory(company=own, department="Secret service")
    restricted = InterviewFactory(restricted=True, created_by=researcher)
    MentionFactory(participant=ParticipantFactory(person=secret, interview=restricted))
    found = as_stranger.get(own.get_absolute_url()).context["departments"]
    assert [(one.name, one.pain_points) for one in found] == [("Finance", 0)]


def test_the_list_of_people_is_narrowed_and_says_so(as_researcher):
    company, persona = CompanyFactory(name="Oriel"), PersonaFactory(name="Analyst")
    olga = PersonFactory(name="Olga", company=company, persona=persona, decision_maker=True, department="Finance")
    PersonFactory(name="Piet", company=company)
    ParticipantFactory(person=olga, interview=InterviewFactory(held_at=timezone.now() - timedelta(days=40)))
    FollowUpFactory(person=olga, due_on=in_days(2))
    chosen = f"company={company.pk}"

    assert names(as_researcher, chosen) == ["Olga", "Piet"]
    for query in (f"persona={persona.pk}", "decision_maker=yes", "department=FINANCE", "follow_up=open"):
        assert names(as_researcher, f"{chosen}&{query}") == ["Olga"], query
    for query in ("decision_maker=no", "follow_up=none", f"not_heard_since={in_days(-50)}"):
        assert names(as_researcher, f"{chosen}&{query}") == ["Piet"], query
    assert names(as_researcher, f"{chosen}&not_heard_since={in_days(-30)}") == ["Olga", "Piet"]
    assert names(as_researcher, f"{chosen}&follow_up=due") == []
    html = as_researcher.get(f"/people/?{chosen}&decision_maker=yes").text
    assert "Decides: Yes" in html
    assert f'href="?{chosen}" aria-label="Remove Decides: Yes"' in html


def test_what_is_narrowed_is_what_is_exported(as_researcher):
    PersonFactory(name="Olga", decision_maker=True, cadence_every=2, cadence_unit="months")
    PersonFactory(name="Piet")
    csv = b"".join(as_researcher.get("/export/people.csv?decision_maker=yes").streaming_content).decode()
    assert "Olga" in csv
    assert "every 2 months" in csv
    assert "Piet" not in csv


@pytest.mark.parametrize(
    "query",
    ["decision_maker=perhaps", "not_heard_since=soon", "follow_up=x", "persona=x", "company=99999999999999999999"],
)
def test_a_choice_nobody_knows_is_refused_in_words(query, as_researcher):
    answer = as_researcher.get(f"/people/?{query}")
    assert answer.status_code == 400
    assert query.split("=")[0] in answer.text


def test_a_stranger_cannot_choose_a_company_of_a_restricted_interview(as_stranger, researcher):
    interview = talk(researcher)
    Interview.objects.filter(pk=interview.pk).update(restricted=True)
    assert as_stranger.get(f"/people/?company={Company.objects.get().pk}").status_code == 400


def test_companies_are_narrowed_by_who_works_there(as_researcher):
    persona = PersonaFactory()
    PersonFactory(company=CompanyFactory(name="Oriel"), persona=persona, decision_maker=True)
    CompanyFactory(name="Nordkap")

    def found(query):
        return [one.name for one in as_researcher.get(f"/companies/?{query}").context["page"].rows]

    assert found(f"persona={persona.pk}") == found("decision_maker=yes") == ["Oriel"]
    assert found("decision_maker=no") == ["Nordkap"]
    assert found(f"not_heard_since={in_days(0)}") == ["Nordkap", "Oriel"]


def test_quotes_and_follow_ups_of_many_ask_no_more(as_researcher, researcher, budget):
    company = CompanyFactory(name="Nordkap", own_organisation=True)

    def more(number):
        who = PersonFactory(
            name=f"Person {number}", company=company, department=f"Department {number}", decision_maker=True
        )
        told = MentionFactory(participant=ParticipantFactory(person=who), severity=3)
        QuoteFactory(participant=told.participant, speaks_for=told)
        FollowUpFactory(person=who, by_cadence=True, due_on=in_days(number), interview=told.interview)

    for number in range(1, 12):
        more(number)
        if number in (1, 11):
            with budget("page of our own organisation"):
                assert as_researcher.get(company.get_absolute_url()).status_code == 200


def test_what_is_too_long_is_said_at_its_field(as_researcher):
    answer = as_researcher.post("/people/new/", {"name": "N" * 201})
    assert answer.status_code == 422
    assert answer.context["form"].errors["name"] == ["This has 201 characters; 200 is the most."]
