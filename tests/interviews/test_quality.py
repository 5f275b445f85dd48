"""Lists to work off: what is half-filled, how much of it there is, and the way to mend each row."""

import csv
import io

import pytest
from django.utils import timezone

from interviews.models import Interview, Person
from tests.factories import interviews as made
from tests.interviews.talk import talk


def listed(client, kind: str) -> list:
    answer = client.get(f"/quality/?kind={kind}")
    assert answer.status_code == 200, answer.text[:500]
    return list(answer.context["page"].rows)


def numbers(client) -> dict[str, int]:
    return {gap.slug: count for gap, count in client.get("/quality/").context["gaps"]}


def test_each_gap_lists_what_lacks_it_and_nothing_else(as_researcher, researcher):
    persona = made.PersonaFactory()
    talk(researcher, persona=persona, notes='! Whole 4\n" Words\n? Because\n')
    silent = talk(researcher, "Jun Ito", notes="Only prose.", persona=persona)
    bare = talk(researcher, "Elif Kaya", notes="! Bare\n")
    (pain,) = (one.pain_point for one in bare.mentions.all())
    made.PainPointFactory(title="Told by nobody")

    assert listed(as_researcher, "interviews") == [silent]
    for kind in ("quote", "severity", "why"):
        assert listed(as_researcher, kind) == [pain], kind
    assert listed(as_researcher, "persona") == [bare.participants.get().person]
    assert numbers(as_researcher) == {"interviews": 1, "quote": 1, "severity": 1, "why": 1, "persona": 1}


def test_the_lists_are_taken_along_with_who_and_where(as_viewer, as_researcher, researcher):
    silent = talk(researcher, "Jun Ito", notes="Only prose.", persona=made.PersonaFactory(name="Analyst"))
    bare = talk(researcher, "Elif Kaya", notes="! Bare\n")
    (pain,) = (one.pain_point for one in bare.mentions.all())

    def rows(client, query=""):
        text = b"".join(client.get(f"/export/quality.csv{query}").streaming_content).decode()
        return list(csv.DictReader(io.StringIO(text, newline="")))

    assert [(one["Missing"], one["Record"], one["Interview"]) for one in rows(as_researcher)] == [
        ("Interviews with no pain point", silent.reference, silent.reference),
        ("Pain points without a quote", pain.reference, bare.reference),
        ("Pain points without a severity", pain.reference, bare.reference),
        ("Pain points without a why", pain.reference, bare.reference),
        ("People without a persona", bare.participants.get().person.reference, ""),
    ]
    (row,) = rows(as_researcher, "?kind=interviews")
    assert (row["Person"], row["Company"], row["Persona"]) == ("Jun Ito", "Nordkap", "Analyst")
    assert "Jun Ito" not in str(rows(as_viewer)) and len(rows(as_viewer)) == 5
    assert as_researcher.get("/export/quality.csv?kind=nothing").status_code == 400
    assert "/export/quality.xlsx?kind=interviews" in as_researcher.get("/quality/").text


def test_one_mention_that_has_it_is_enough(as_researcher):
    pain = made.PainPointFactory()
    made.MentionFactory(pain_point=pain)
    full = made.MentionFactory(pain_point=pain, severity=3)
    made.QuoteFactory(participant=full.participant, speaks_for=full)
    made.WhyFactory(mention=full)
    assert [listed(as_researcher, kind) for kind in ("quote", "severity", "why")] == [[], [], []]


def test_words_that_were_taken_back_or_archived_do_not_count(as_researcher):
    pain = made.PainPointFactory()
    made.MentionFactory(pain_point=pain, severity=2)
    gone = made.MentionFactory(pain_point=pain, participant__consent_withdrawn_at=timezone.now(), severity=3)
    made.QuoteFactory(participant=gone.participant, speaks_for=gone)
    made.WhyFactory(mention=gone)
    assert listed(as_researcher, "quote") == listed(as_researcher, "why") == [pain]
    assert listed(as_researcher, "severity") == []


def test_a_persona_is_set_in_the_row(as_researcher):
    persona, person = made.PersonaFactory(name="Data engineer"), made.PersonFactory()
    page = as_researcher.get("/quality/?kind=persona").text
    assert f'value="{person.pk}.1"' in page and "Data engineer</option>" in page
    sent = {"row": f"{person.pk}.1", "persona": persona.pk, "act": "set", "next": "/quality/?kind=persona"}
    answer = as_researcher.post("/change/people/", sent)
    assert answer.url == "/quality/?kind=persona"
    assert Person.objects.get().persona == persona
    assert as_researcher.post("/change/people/", {**sent, "next": "https://elsewhere.example"}).url == "/people/"


def test_a_row_leads_to_where_it_is_mended(as_researcher, as_viewer, researcher):
    interview = talk(researcher, notes="! Bare\n")
    line = interview.mentions.get().line_id
    link = f'href="/interviews/{interview.pk}/log/#cap-{line}"'
    assert link in as_researcher.get("/quality/?kind=quote").text
    assert link not in as_viewer.get("/quality/?kind=quote").text


def test_what_is_restricted_is_not_counted(as_stranger, researcher):
    secret = talk(researcher, notes="! Bare\n")
    Interview.objects.filter(pk=secret.pk).update(restricted=True)
    assert set(numbers(as_stranger).values()) == {0}


def test_all_in_order_is_said(as_viewer):
    assert "All in order" in as_viewer.get("/quality/").text


@pytest.mark.parametrize("query", ["?kind=nothing", "?colour=red", "?kind=quote&after=x"])
def test_what_is_not_understood_is_refused(as_viewer, query):
    assert as_viewer.get(f"/quality/{query}").status_code == 400


def test_it_asks_the_same_however_much_is_missing(as_researcher, budget):
    for _ in range(2):
        made.MentionFactory.create_batch(6)
        made.InterviewFactory.create_batch(6)
        for kind in ("interviews", "quote", "persona"):
            with budget("quality"):
                as_researcher.get(f"/quality/?kind={kind}")
