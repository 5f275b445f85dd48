"""The list of interviews: newest first, narrowed by the address, refused when the address makes no sense."""

from urllib.parse import parse_qs

import pytest
from django.utils import timezone

from interviews.models import Interview, Mention, PainPoint, Persona, Study
from tests.factories.interviews import InterviewFactory, PersonaFactory, StudyFactory
from tests.interviews.talk import talk


def listed(client, query=""):
    answer = client.get(f"/interviews/{query}")
    assert answer.status_code == 200, answer.text[:2000]
    return [row["interview"] for row in answer.context["rows"]]


@pytest.fixture
def three(researcher):
    """A complete interview with an engineer in a study, one with an analyst, and a draft."""
    engineer, analyst = PersonaFactory(name="Data engineer"), PersonaFactory(name="Analyst")
    study = StudyFactory(title="Why loads break")
    return (
        talk(researcher, persona=engineer, study=study, days_ago=3),
        talk(researcher, "Jun Ito", "! Two revenues 2\n", company="Oriel", persona=analyst, days_ago=2),
        talk(researcher, "Elif Kaya", "Half", company="Tessel", draft=True, days_ago=1),
    )


def test_newest_come_first_with_the_strongest_quote(as_researcher, three):
    assert listed(as_researcher) == list(reversed(three))
    html = as_researcher.get("/interviews/").text
    assert "I find out a column is gone because Slack is on fire." in html
    assert "I do backfills on Friday." not in html


def test_an_archived_pain_point_is_not_the_strongest_nor_counted(as_researcher, researcher):
    interview = talk(
        researcher, "Jun Ito", '! Loads break 5\n" They break daily\n! Two revenues 2\n" Which is right?\n'
    )
    worst, other = PainPoint.objects.get(title="Loads break"), PainPoint.objects.get(title="Two revenues")

    def shown():
        [row] = as_researcher.get("/interviews/").context["rows"]
        return row["strongest"] and row["strongest"].pain_point, row["pain_points"], row["lead"].text

    assert shown() == (worst, 2, "They break daily")
    worst.archive(researcher)
    assert shown() == (other, 1, "Which is right?")
    other.archive(researcher)
    assert shown() == (None, 0, "They break daily")
    worst.restore(researcher)
    assert shown() == (worst, 1, "They break daily")
    assert Mention.objects.filter(interview=interview).count() == 2


def test_each_key_narrows_the_list(as_researcher, researcher, three):
    maya, jun, elif_ = three
    person = jun.participants.get().person
    Interview.objects.filter(pk=jun.pk).update(purpose="goals")
    cases = {
        f"?persona={Persona.objects.get(name='Analyst').pk}": [jun],
        f"?persona={Persona.objects.get(name='Analyst').pk}&persona={maya.participants.get().persona_id}": [jun, maya],
        f"?company={maya.participants.get().company_id}": [maya],
        f"?person={person.pk}": [jun],
        f"?study={Study.objects.get().pk}": [maya],
        f"?interviewer={researcher.pk}": [elif_, jun, maya],
        "?status=draft": [elif_],
        "?status=complete": [jun, maya],
        "?status=archived": [],
        "?purpose=goals": [jun],
        f"?since={jun.held_at:%Y-%m-%d}": [elif_, jun],
        f"?until={maya.held_at:%Y-%m-%d}": [maya],
        "?q=oriel": [jun],
        "?q=slack": [maya],
        "?q=lindqvist": [maya],
        "?q=two+revenues": [jun],
        "?q=why+loads": [maya],
        "?q=nothing-like-it": [],
        "?q=slack&study=&persona=&company=&interviewer=&status=&purpose=&since=&until=": [maya],
        f"?persona={Persona.objects.get(name='Analyst').pk}&q=slack": [],
    }
    for query, wanted in cases.items():
        assert listed(as_researcher, query) == wanted, query


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("?colour=red", "colour"),
        ("?persona=999999", "persona"),
        ("?persona=two", "persona"),
        ("?persona=99999999999999999999999", "persona"),
        ("?status=lost", "status"),
        ("?purpose=fun", "purpose"),
        ("?since=yesterday", "since"),
        ("?since=2026-13-45", "since"),
        ("?after=x", "after"),
        ("?after=99999999", "after"),
        ("?q=%00", "q"),
    ],
)
def test_what_is_not_understood_is_refused_in_words(as_researcher, three, query, says):
    answer = as_researcher.get(f"/interviews/{query}")
    assert answer.status_code == 400
    assert f"“{says}" in answer.text


def test_the_archive_is_shown_only_when_asked_for(as_researcher, researcher, three):
    three[0].archive(researcher)
    assert three[0] not in listed(as_researcher)
    assert listed(as_researcher, "?status=archived") == [three[0]]


def test_a_restricted_interview_is_in_no_list_and_no_search_of_a_stranger(as_stranger, as_researcher, three):
    Interview.objects.filter(pk=three[0].pk).update(restricted=True)
    assert three[0] not in listed(as_stranger)
    assert listed(as_stranger, "?q=slack") == []
    assert listed(as_researcher, "?q=slack") == [three[0]]
    person = three[0].participants.get().person_id
    assert as_stranger.get(f"/interviews/?person={person}").status_code == 400


def test_hidden_words_and_names_are_not_found(as_researcher, as_viewer, three):
    assert listed(as_viewer, "?q=lindqvist") == []
    three[0].participants.update(consent_withdrawn_at=timezone.now())
    assert listed(as_researcher, "?q=slack") == []
    assert listed(as_researcher, "?q=schema") == []
    assert "Slack is on fire" not in as_researcher.get("/interviews/").text


def test_pages_go_on_without_gap_or_repeat(as_researcher):
    at = timezone.now()
    made = [InterviewFactory(held_at=at).pk for _ in range(60)]
    seen, query = [], ""
    while True:
        answer = as_researcher.get(f"/interviews/{query}")
        seen += [row["interview"].pk for row in answer.context["rows"]]
        query = answer.context["next_url"]
        if not query:
            break
        assert set(parse_qs(query[1:])) == {"after"}
    assert seen == sorted(made, reverse=True)


def test_choices_can_be_taken_away_one_by_one(as_researcher, three):
    persona, study = Persona.objects.get(name="Analyst"), Study.objects.get()
    answer = as_researcher.get(f"/interviews/?persona={persona.pk}&study={study.pk}")
    assert dict(answer.context["in_use"]) == {
        "Why loads break": f"?persona={persona.pk}",
        "Analyst": f"?study={study.pk}",
    }
    assert "No interview matches" in answer.text


def test_an_empty_database_offers_to_log_the_first(as_researcher, as_viewer):
    assert "No one has been heard yet" in as_researcher.get("/interviews/").text
    assert "/interviews/new/" not in as_viewer.get("/interviews/").text


def test_ten_more_rows_ask_no_more(as_researcher, researcher, budget):
    talk(researcher)
    with budget("interview list"):
        as_researcher.get("/interviews/")
    for number in range(10):
        talk(researcher, f"Person {number}")
    with budget("interview list"):
        as_researcher.get("/interviews/")
