"""The page of a journey: distinct people on each stage, how bad it is for each of them, and what they said."""

import pytest
from django.utils import timezone

from interviews.journeys import picture
from interviews.merging import merge
from interviews.models import Interview, Journey, Mention, PainPoint, Person, Placement, Stage
from tests.factories import interviews as made
from tests.interviews.talk import talk


@pytest.fixture
def drawn(researcher):
    """Maya tells both pains, one of them twice; Jun tells the first, and an analyst tells it too."""
    engineer, analyst = made.PersonaFactory(name="Data engineer"), made.PersonaFactory(name="Data analyst")
    talk(researcher, persona=engineer, days_ago=9)
    again = talk(researcher, persona=engineer, notes="! Schema again 2\n", days_ago=2)
    jun = talk(researcher, "Jun Ito", '! Loads break 4\n" Jun said so.\n', company="Oriel", persona=engineer)
    ana = talk(researcher, "Ana Ruiz", "! It broke 1\n", company="Tessel", role="Analyst", persona=analyst)
    schema = PainPoint.objects.get(title="Schema changes break loads")
    Mention.objects.filter(title__in=["Schema again", "Loads break", "It broke"]).update(pain_point=schema)
    journey = made.JourneyFactory(title="A bad night", persona=engineer)
    for name in ("Hear of it", "Repair", "Rest"):
        journey.add_stage(name, researcher)
    hear, repair, _ = journey.stages.order_by("place")
    journey.put(schema, hear, researcher)
    journey.put(PainPoint.objects.get(title="Backfills are scary"), repair, researcher)
    return {"journey": journey, "schema": schema, "jun": jun, "ana": ana, "again": again}


def steps(client, drawn):
    answer = client.get(drawn["journey"].get_absolute_url())
    assert answer.status_code == 200
    return answer.context["picture"].steps


def test_a_person_counts_once_on_a_stage_at_the_worst_of_their_latest_ratings(as_researcher, drawn):
    hear, repair, rest = steps(as_researcher, drawn)
    assert (hear.people, hear.companies) == (2, 2)
    assert hear.told == [(4, 1), (2, 1)]
    assert (repair.people, rest.people) == (1, 0)
    assert [(one.start, one.length) for one in hear.shares] == [(0, 50), (50, 50)]
    assert [(one.start, one.length) for one in repair.shares] == [(0, 50)]


def test_people_of_other_personas_stand_beside_and_are_not_counted(as_researcher, drawn):
    hear, *_ = steps(as_researcher, drawn)
    assert (hear.pains[0].people, hear.pains[0].others) == (2, 1)
    Journey.objects.update(persona=None)
    hear, *_ = steps(as_researcher, drawn)
    assert (hear.pains[0].people, hear.pains[0].others) == (3, 0)


def test_the_whole_journey_counts_each_person_once(as_researcher, drawn):
    drawing = as_researcher.get(drawn["journey"].get_absolute_url()).context["picture"]
    assert (drawing.people, drawing.companies, drawing.pains) == (2, 2, 2)
    assert drawing.hardest.stage.name == "Hear of it"
    row = as_researcher.get("/journeys/").context["page"].rows[0]
    assert (row.people_heard, row.stages_drawn, row.pains_placed) == (2, 3, 2)


def test_quotes_lead_to_their_interview_and_stand_once(as_researcher, drawn):
    html = as_researcher.get(drawn["journey"].get_absolute_url()).text
    for words in ("I find out a column is gone", "I do backfills on Friday.", "Jun said so."):
        assert html.count(words) == 1
    assert drawn["jun"].reference in html


def test_a_restricted_interview_counts_for_nobody_else(as_stranger, drawn):
    Interview.objects.filter(pk=drawn["jun"].pk).update(restricted=True)
    hear, *_ = steps(as_stranger, drawn)
    assert hear.people == 1
    assert "Jun" not in as_stranger.get(drawn["journey"].get_absolute_url()).text
    assert as_stranger.get("/journeys/").context["page"].rows[0].people_heard == 1


def test_a_pain_point_told_in_restricted_interviews_only_is_absent(as_stranger, drawn):
    Interview.objects.update(restricted=True)
    page = as_stranger.get(drawn["journey"].get_absolute_url()).text
    assert "Schema changes" not in page
    row = as_stranger.get("/journeys/").context["page"].rows[0]
    assert (row.people_heard, row.pains_placed) == (0, 0)
    assert "Schema changes" not in as_stranger.get(f"/journeys/{drawn['journey'].pk}/arrange/").text
    assert "Schema changes" not in as_stranger.get(drawn["journey"].get_history_url()).text


def test_words_that_were_withdrawn_are_gone_and_their_people_do_not_count(as_researcher, drawn):
    Person.objects.filter(name="Jun Ito").update(consent_withdrawn_at=timezone.now())
    hear, *_ = steps(as_researcher, drawn)
    assert hear.people == 1
    assert "Jun" not in as_researcher.get(drawn["journey"].get_absolute_url()).text


def test_who_reads_pseudonyms_sees_no_names(as_viewer, drawn):
    html = as_viewer.get(drawn["journey"].get_absolute_url()).text
    assert "Maya" not in html and "Jun Ito" not in html
    assert "Arrange" not in html


def test_what_is_in_the_archive_is_not_drawn(as_researcher, researcher, drawn):
    PainPoint.objects.get(title="Backfills are scary").archive(researcher)
    Stage.objects.get(name="Rest").archive(researcher)
    assert [(step.stage.name, len(step.pains)) for step in steps(as_researcher, drawn)] == [
        ("Hear of it", 1),
        ("Repair", 0),
    ]


def test_merged_pain_points_leave_one_card(as_researcher, researcher, drawn):
    twin = made.MentionFactory(pain_point__title="Twin").pain_point
    drawn["journey"].put(twin, Stage.objects.get(name="Rest"), researcher)
    act = merge(drawn["schema"], [twin], researcher)
    assert [len(step.pains) for step in steps(as_researcher, drawn)] == [1, 1, 0]
    assert Placement.objects.live().filter(pain_point=drawn["schema"]).count() == 1
    act.undo(researcher)
    assert [len(step.pains) for step in steps(as_researcher, drawn)] == [1, 1, 1]


def test_it_asks_the_same_however_much_is_on_it(as_researcher, researcher, drawn, budget):
    journey = drawn["journey"]
    for round_ in range(2):
        with budget("page of a journey"):
            as_researcher.get(journey.get_absolute_url())
        with budget("arranging a journey"):
            as_researcher.get(f"/journeys/{journey.pk}/arrange/")
        with budget("page of a persona with a journey"):
            as_researcher.get(journey.persona.get_absolute_url())
        if round_ == 0:
            for number in range(5):
                journey.add_stage(f"More {number}", researcher)
                stage = Stage.objects.get(name=f"More {number}")
                told = made.MentionFactory(participant__persona=journey.persona, severity=3)
                made.QuoteFactory(participant=told.participant, speaks_for=told)
                journey.put(told.pain_point, stage, researcher)
                made.MentionFactory(participant__persona=journey.persona)


def test_an_empty_journey_says_what_to_do(as_researcher, as_viewer):
    journey = made.JourneyFactory()
    assert f"/journeys/{journey.pk}/arrange/" in as_researcher.get(journey.get_absolute_url()).text
    assert "No stage yet." in as_viewer.get(journey.get_absolute_url()).text


def test_a_new_journey_takes_its_stages_one_a_line(as_researcher):
    sent = {"title": "A night", "stages": " Hear  of it \n\nRepair\n"}
    assert as_researcher.post("/journeys/new/", sent).status_code == 302
    journey = Journey.objects.get()
    assert [stage.name for stage in Stage.objects.on(journey)] == ["Hear of it", "Repair"]
    too_long = as_researcher.post("/journeys/new/", {"title": "Long", "stages": "x" * 121})
    assert too_long.status_code == 422
    assert "Stage 1 has 121 characters" in too_long.text
    assert as_researcher.post("/journeys/new/", {"title": "Many", "stages": "a\n" * 31}).status_code == 422


def test_severities_of_a_stage_are_those_of_the_database(researcher, drawn, seeing_names):
    """What is folded in memory agrees with the rule as the database applies it, for each pain on its own."""
    rated = Mention.objects.heard().filter(participant__persona=drawn["journey"].persona).latest_severities()
    expected: dict[int, dict[int, int]] = {}
    for pain, person, severity in rated.values_list("pain_point", "participant__person", "severity"):
        expected.setdefault(pain, {})[person] = severity
    found = {
        one.pain_point.pk: {person: severity for person, severity in one.heard.severities.items() if severity}
        for step in picture(drawn["journey"], researcher).steps
        for one in step.pains
    }
    assert found == expected
