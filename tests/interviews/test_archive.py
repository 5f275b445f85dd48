"""The archive of everything: found by kind and by words, restored one by one or many at once."""

import pytest

from interviews.archive import kinds
from interviews.merging import split
from interviews.models import Act, Interview, Person, Tool
from tests.factories import interviews as made

FACTORIES = {
    "interviews": made.InterviewFactory,
    "pain-points": made.PainPointFactory,
    "quotes": made.QuoteFactory,
    "root-causes": made.RootCauseFactory,
    "people": made.PersonFactory,
    "companies": made.CompanyFactory,
    "personas": made.PersonaFactory,
    "journeys": made.JourneyFactory,
    "studies": made.StudyFactory,
    "guides": made.GuideFactory,
    "codes": made.CodeFactory,
    "tools": made.ToolFactory,
    "follow-ups": made.FollowUpFactory,
}


def put_away(user) -> dict:
    """One archived record of every kind."""
    found = {slug: make() for slug, make in FACTORIES.items()}
    for one in found.values():
        one.archive(user)
    return found


def listed(client, query="") -> dict[str, list]:
    answer = client.get(f"/archive/{query}")
    assert answer.status_code == 200, answer.text[:500]
    return {one["kind"].slug: [row for row, _ in one["rows"]] for one in answer.context["parts"]}


def test_everything_archived_stands_there_with_who_and_when(as_viewer, researcher):
    made.PersonFactory()
    found = put_away(researcher)
    assert listed(as_viewer) == {slug: [one] for slug, one in found.items()}
    assert {kind.slug for kind in kinds()} >= set(FACTORIES) | {"hypotheses", "documents"}
    page = as_viewer.get("/archive/").text
    assert page.count("Inês Duarte") == len(found)
    assert "Restore" not in page.split("<main")[1]


def test_it_is_searched_and_narrowed_to_a_kind(as_researcher, researcher):
    found = put_away(researcher)
    assert listed(as_researcher, "?kind=tools") == {"tools": [found["tools"]]}
    assert listed(as_researcher, f"?q={found['companies'].name}") == {"companies": [found["companies"]]}
    person = made.ParticipantFactory(interview=found["interviews"]).person
    assert listed(as_researcher, f"?q={person.name}") == {"interviews": [found["interviews"]]}
    for query in ("?kind=nothing", "?colour=red", "?kind=tools&after=x"):
        assert as_researcher.get(f"/archive/{query}").status_code == 400


def test_long_kinds_go_on_and_the_last_archived_comes_first(as_researcher, researcher):
    for tool in made.ToolFactory.create_batch(60):
        tool.archive(researcher)
    last = Tool.objects.order_by("-archived_at").first()
    assert listed(as_researcher)["tools"][0] == last
    seen, query = [], "?kind=tools&q="
    while query:
        seen += listed(as_researcher, query)["tools"]
        (part,) = as_researcher.get(f"/archive/{query}").context["parts"]
        query = part["more_url"]
    assert len(seen) == len(set(seen)) == 60


def test_one_is_restored_and_put_back(as_researcher, researcher):
    found = put_away(researcher)
    person = found["people"]
    row = f"people:{person.pk}.{person.version}"
    answer = as_researcher.post("/archive/restore/", {"one": row, "row": ["tools:1.1"]}, follow=True)
    (message,) = answer.context["messages"]
    assert str(message) == "Restored 1 record"
    assert person in Person.objects.live() and not Tool.objects.live().exists()
    as_researcher.post(message.extra_tags)
    assert person not in Person.objects.live()


def test_many_of_several_kinds_are_restored_in_one_act(as_researcher, researcher):
    found = put_away(researcher)
    rows = [f"{slug}:{one.pk}.{one.version}" for slug, one in found.items()]
    before = Act.objects.count()
    answer = as_researcher.post("/archive/restore/", {"row": rows}, follow=True)
    (message,) = answer.context["messages"]
    assert str(message) == "Restored 13 records" and Act.objects.count() == before + 1
    assert listed(as_researcher) == {}
    as_researcher.post(message.extra_tags)
    assert len(listed(as_researcher)) == 13


def test_a_record_whose_place_is_taken_stays_and_says_why(as_researcher, researcher):
    gone = made.ToolFactory(name="Airflow")
    gone.archive(researcher)
    made.ToolFactory(name="airflow")
    answer = as_researcher.post("/archive/restore/", {"one": f"tools:{gone.pk}.{gone.version}"}, follow=True)
    assert "There is a tool with this name already" in answer.text
    assert not Tool.objects.live().filter(pk=gone.pk).exists()


def test_what_is_restricted_is_absent_and_stays_where_it_is(as_stranger, researcher):
    secret = made.InterviewFactory(restricted=True, created_by=researcher)
    secret.archive(researcher)
    assert listed(as_stranger) == {}
    as_stranger.post("/archive/restore/", {"one": f"interviews:{secret.pk}.{secret.version}"})
    assert not Interview.objects.live().exists()


@pytest.mark.parametrize("row", ["", "x", "people", "people:1", "people:x.y", "nothing:1.1", "people:424242.1"])
def test_odd_rows_restore_nothing(as_researcher, row):
    assert "Restored 0 records" in as_researcher.post("/archive/restore/", {"row": row}, follow=True).text


def test_it_asks_the_same_however_much_is_archived(as_researcher, researcher, budget):
    for _ in range(2):
        for _ in range(4):
            put_away(researcher)
        with budget("archive"):
            as_researcher.get("/archive/")


def test_what_undo_puts_there_says_who_and_what_notes_left_says_so(as_viewer, as_researcher, researcher, admin):
    told, other = made.MentionFactory.create_batch(2, pain_point=made.PainPointFactory())
    split(told.pain_point, [told], None, "Another one", admin).act.undo(admin)
    quote = made.QuoteFactory(participant=other.participant)
    as_researcher.post(f"/quotes/{quote.pk}/attach/", {"title": "Nobody is told"})
    Act.objects.latest("pk").undo(researcher)
    Tool.objects.filter(pk=made.ToolFactory().pk).archive()
    assert {str(row): row.archived_by for rows in listed(as_viewer).values() for row in rows} == {
        "Another one": admin,
        "Nobody is told": researcher,
        str(Tool.objects.get()): None,
    }
    assert as_viewer.get("/archive/").text.count("notes or a merge") == 1


def test_an_empty_archive_says_so(as_viewer):
    assert "The archive is empty." in as_viewer.get("/archive/").text
