"""Pages of a persona and a tool: every line names the interview that says so."""

import pytest

from interviews.models import Interview, PainPoint, Person, Persona, Tool
from tests.factories import interviews as made
from tests.interviews.talk import talk


@pytest.fixture
def heard(researcher):
    """Two engineers; the second says the same of her work as the first, a week later."""
    engineer = made.PersonaFactory(name="Data engineer", goals="Sleep\n")
    first = talk(researcher, persona=engineer, days_ago=9)
    lines = "! Nobody tells us 2\n~ Reads the Airflow log at six\n# airflow\n= ingestion from 40 sources\n= Rota\n"
    later = talk(researcher, "Jun Ito", lines, company="Oriel", persona=engineer, days_ago=2)
    return {"persona": engineer, "first": first, "later": later}


def page(client, record):
    answer = client.get(record.get_absolute_url())
    assert answer.status_code == 200
    return answer


def test_what_hurts_says_what_is_done_today_and_where(as_researcher, heard):
    pains = {str(one): one for one in page(as_researcher, heard["persona"]).context["portrait"].pain_points}
    schema = pains["Schema changes break loads"]
    assert (schema.today, schema.today_in) == ("An hourly diff of the catalogue", heard["first"].pk)
    scary = pains["Backfills are scary"]
    assert (scary.today, scary.told_in) == (None, heard["first"].pk)


def test_the_same_words_stand_once_with_all_their_interviews(as_researcher, heard):
    answer = page(as_researcher, heard["persona"])
    told = [(one.text, [str(i) for i in one.interviews]) for one in answer.context["responsibilities"]]
    first, later = heard["first"].reference, heard["later"].reference
    assert told == [("ingestion from 40 sources", [later, first]), ("Rota", [later])]
    assert answer.text.index("A quiet weekend") < answer.text.index("In our words") < answer.text.index("Sleep")


def test_tools_and_root_causes_name_their_latest_interview(as_researcher, heard):
    why = made.WhyFactory(mention__participant=heard["later"].participants.get(), root_cause=made.RootCauseFactory())
    portrait = page(as_researcher, heard["persona"]).context["portrait"]
    assert {tool.name: tool.told_in for tool in portrait.tools} == {
        "Airflow": heard["later"].pk,
        "dbt": heard["first"].pk,
    }
    assert [(cause, cause.told_in) for cause in portrait.root_causes] == [(why.root_cause, heard["later"].pk)]


def test_a_restricted_interview_is_no_source(as_stranger, heard):
    Interview.objects.filter(pk=heard["later"].pk).update(restricted=True)
    answer = page(as_stranger, heard["persona"])
    assert heard["later"].reference not in answer.text
    assert {tool.name: tool.told_in for tool in answer.context["portrait"].tools}["Airflow"] == heard["first"].pk


def test_words_of_who_withdrew_are_no_workaround(as_researcher, heard):
    person = Person.objects.get(name="Maya Lindqvist")
    as_researcher.post(f"/people/{person.pk}/withdraw/")
    for record in (heard["persona"], Tool.objects.get(name="Airflow")):
        assert "An hourly diff" not in page(as_researcher, record).text


def test_shares_are_told_of_those_who_are_heard(as_researcher, heard):
    persona, airflow = heard["persona"], Tool.objects.get(name="Airflow")
    assert "Share of 2 people who raised it" in page(as_researcher, persona).text
    assert [one.used_by for one in page(as_researcher, airflow).context["personas"]] == [2]
    as_researcher.post(f"/people/{Person.objects.get(name='Maya Lindqvist').pk}/withdraw/")
    answer = page(as_researcher, persona)
    portrait = answer.context["portrait"]
    assert (portrait.people, portrait.heard, portrait.withdrawn) == (2, 1, 1)
    assert "Share of 1 person who raised it" in answer.text and "2 interviews with 2 people" in answer.text
    assert [(tool.name, tool.used_by) for tool in portrait.tools] == [("Airflow", 1)]
    answer = page(as_researcher, airflow)
    assert [one.used_by for one in answer.context["personas"]] == [1]
    assert "of 2" not in answer.text and "of 1<" in answer.text


def test_a_persona_shows_its_journeys_in_its_own_words(as_researcher, researcher, heard):
    journey = made.JourneyFactory(title="A bad night", persona=heard["persona"])
    for name in ("Hear", "Rest"):
        journey.add_stage(name, researcher)
    hear, rest = journey.stages.order_by("place")
    journey.put(PainPoint.objects.get(title="Schema changes break loads"), hear, researcher)
    analyst = talk(researcher, "Ana Ruiz", '! Others only 3\n" Ana said so.\n', persona=made.PersonaFactory())
    journey.put(PainPoint.objects.get(title="Others only"), rest, researcher)
    html = page(as_researcher, heard["persona"]).text
    assert "A bad night" in html and "I find out a column is gone" in html
    assert "Ana said so." not in html
    assert analyst.reference in html
    journey.archive(researcher)
    assert "A bad night" not in page(as_researcher, heard["persona"]).text


def test_who_may_write_is_offered_to_draw_a_missing_journey(as_researcher, as_viewer, heard):
    address = f"/journeys/new/?persona={heard['persona'].pk}"
    assert address in page(as_researcher, heard["persona"]).text
    assert address not in page(as_viewer, heard["persona"]).text
    assert as_researcher.get(address).context["form"].initial["persona"] == heard["persona"]


def test_a_tool_says_which_personas_use_it(as_researcher, researcher, heard):
    talk(researcher, "Ana Ruiz", "# Airflow\n", persona=made.PersonaFactory(name="Data analyst"))
    personas = page(as_researcher, Tool.objects.get(name="Airflow")).context["personas"]
    assert [(one.name, one.used_by) for one in personas] == [("Data engineer", 2), ("Data analyst", 1)]


def test_a_tool_shows_workarounds_that_name_it_first(as_researcher, heard):
    ways = page(as_researcher, Tool.objects.get(name="Airflow")).context["ways_around"]
    assert [(one.text, one.names_it) for one in ways] == [
        ("Reads the Airflow log at six", True),
        ("An hourly diff of the catalogue", False),
    ]


def test_a_tool_is_not_used_together_with_itself(as_researcher, heard):
    rail = page(as_researcher, Tool.objects.get(name="dbt")).text.split("Used together with")[1].split("</section>")[0]
    assert "Airflow" in rail and "dbt" not in rail


def test_the_list_of_tools_counts_pains_and_workarounds_of_who_uses_each(as_researcher, heard):
    rows = {str(one): one for one in as_researcher.get("/tools/").context["page"].rows}
    assert (rows["Airflow"].pains_told, rows["Airflow"].ways_around) == (3, 2)
    assert (rows["dbt"].pains_told, rows["dbt"].ways_around) == (2, 1)
    assert Persona.objects.count() == 1
