"""Lists and pages of people, companies, personas, studies, guides, codes, tools and root causes."""

import pytest
from django.utils import timezone

from interviews.models import (
    Company,
    Interview,
    InterviewQuestion,
    Mention,
    PainPoint,
    Person,
    Persona,
    RootCause,
    Tool,
    Why,
)
from tests.factories.interviews import (
    CodeFactory,
    GuideFactory,
    PersonaFactory,
    PersonFactory,
    QuestionFactory,
    RootCauseFactory,
    StudyFactory,
)
from tests.interviews.records import KINDS, WITH_PAGES
from tests.interviews.talk import talk

each = pytest.mark.parametrize("kind", WITH_PAGES, ids=str)
each_list = pytest.mark.parametrize("kind", KINDS, ids=str)


@pytest.fixture
def heard(researcher):
    """Two engineers of two companies tell the same pain, which ends in the same root cause; one tells it twice."""
    engineer, study = PersonaFactory(name="Data engineer"), StudyFactory(title="Why loads break")
    maya = talk(researcher, persona=engineer, study=study, days_ago=5)
    again = talk(researcher, persona=engineer, notes="! Schema changes again 4\n# Airflow\n", days_ago=2)
    jun = talk(
        researcher, "Jun Ito", "! Loads break 2\n? Nobody tells us\n# airflow\n", company="Oriel", persona=engineer
    )
    pain = PainPoint.objects.get(title="Schema changes break loads")
    Mention.objects.filter(title__in=["Schema changes again", "Loads break"]).update(pain_point=pain)
    pain.codes.add(CodeFactory(name="Breaking changes", parent=CodeFactory(name="Trust")))
    cause = RootCauseFactory(title="No owner for the contract")
    Why.objects.filter(text__startswith="Nobody tells").update(root_cause=cause)
    return {"maya": maya, "again": again, "jun": jun, "pain": pain, "cause": cause, "study": study}


def row(client, address, title):
    """The row of the list at `address` whose name is `title`."""
    answer = client.get(address)
    assert answer.status_code == 200
    return next(one for one in answer.context["page"].rows if str(one) == title)


@each_list
def test_an_empty_list_says_what_to_do(kind, as_researcher, as_viewer):
    assert f"/{kind.slug}/new/" in as_researcher.get(f"/{kind.slug}/").text
    html = as_viewer.get(f"/{kind.slug}/").text
    assert "empty-inline" in html
    assert "/new/" not in html


@each_list
def test_a_list_is_searched_and_says_when_nothing_matches(kind, as_researcher):
    kind.make(**{kind.title: "Åland ferries"})
    kind.make(**{kind.title: "Something else"})
    html = as_researcher.get(f"/{kind.slug}/?q=FERR").text
    assert "Åland ferries" in html
    assert "Something else" not in html
    assert "Nothing matches" in as_researcher.get(f"/{kind.slug}/?q=zzz").text


@each_list
@pytest.mark.parametrize(
    "query", ["?colour=red", "?status=lost", "?after=x", "?after=-1", "?after=" + "9" * 40, "?q=%00"]
)
def test_an_address_that_makes_no_sense_is_refused(kind, query, as_researcher):
    assert as_researcher.get(f"/{kind.slug}/{query}").status_code == 400


@each_list
def test_pages_of_a_list_go_on_without_gap_or_repeat(kind, as_researcher):
    made = {kind.make(**{kind.title: f"Row {number % 7} {number:03}"}).pk for number in range(120)}
    seen, query = [], ""
    while True:
        answer = as_researcher.get(f"/{kind.slug}/{query}")
        seen += [one.pk for one in answer.context["page"].rows]
        query = answer.context["next_url"]
        if not query:
            break
    assert len(seen) == 120
    assert set(seen) == made


@each
def test_a_page_of_something_unheard_says_so(kind, as_viewer):
    record = kind.make()
    answer = as_viewer.get(record.get_absolute_url())
    assert answer.status_code == 200
    assert answer.text.count("<h1") == 1


@each_list
def test_ten_more_rows_ask_no_more(kind, as_researcher, budget):
    for size in (1, 10):
        for _ in range(size):
            kind.make()
        with budget(f"list of {kind.slug}"):
            as_researcher.get(f"/{kind.slug}/")


def test_people_are_counted_once_and_companies_beside_them(as_researcher, heard, seeing_names):
    persona = row(as_researcher, "/personas/", "Data engineer")
    assert (persona.people_heard, persona.companies_heard, persona.interviews_held) == (2, 2, 3)
    tool = row(as_researcher, "/tools/", "Airflow")
    assert (tool.people_heard, tool.companies_heard) == (2, 2)
    cause = row(as_researcher, "/root-causes/", "No owner for the contract")
    assert (cause.people, cause.companies, cause.pain_points) == (2, 2, 1)
    assert row(as_researcher, "/people/", "Maya Lindqvist").pains_told == 2
    assert row(as_researcher, "/companies/", "Nordkap").people_heard == 1
    assert row(as_researcher, "/studies/", "Why loads break").interviews_held == 1


def test_themes_stand_before_the_codes_under_them(as_researcher, heard):
    CodeFactory(name="Cost")
    names = [code.name for code in as_researcher.get("/codes/").context["page"].rows]
    assert names == ["Cost", "Trust", "Breaking changes"]


def test_a_persona_page_says_what_hurts_by_people(as_researcher, heard):
    answer = as_researcher.get(Persona.objects.get().get_absolute_url())
    portrait = answer.context["portrait"]
    assert (portrait.people, portrait.companies, portrait.interviews) == (2, 2, 3)
    assert portrait.pain_points[0] == heard["pain"]
    assert portrait.pain_points[0].people == 2
    assert [(cause.title, cause.told_by) for cause in portrait.root_causes] == [("No owner for the contract", 2)]
    assert portrait.tools[0].used_by == 2
    for words in (
        "2 of 2",
        "I find out a column is gone",
        "Ingestion from 40 sources",
        "All heard by one interviewer.",
    ):
        assert words in answer.text


def test_it_says_when_all_come_from_one_company(as_researcher, researcher):
    persona = PersonaFactory()
    talk(researcher, persona=persona)
    talk(researcher, "Jun Ito", "! Another 2\n", persona=persona)
    assert "All from one company." in as_researcher.get(persona.get_absolute_url()).text


def test_one_known_company_is_not_the_company_of_those_of_whom_none_is_known(as_researcher, researcher):
    persona = PersonaFactory()
    talk(researcher, persona=persona)
    talk(researcher, "Jun Ito", "! Another 2\n", persona=persona, company="")
    assert "All from one company." not in as_researcher.get(persona.get_absolute_url()).text


def test_a_person_page_tells_their_history(as_researcher, heard):
    person = Person.objects.get(name="Maya Lindqvist")
    answer = as_researcher.get(person.get_absolute_url())
    assert [one.participant.interview for one in answer.context["conversations"]] == [heard["again"], heard["maya"]]
    assert [hurt.mention.title for hurt in answer.context["hurts"]] == [
        "Schema changes break loads",
        "Schema changes again",
        "Backfills are scary",
    ]
    assert "Send her the query" in answer.text


def test_snapshots_keep_what_was_true_on_the_day(as_researcher, researcher):
    talk(researcher, role="Analyst", company="Nordkap", days_ago=30)
    talk(researcher, role="Head of data", company="Oriel", days_ago=1)
    html = as_researcher.get(Person.objects.get().get_absolute_url()).text
    assert "Head of data at" in html
    assert "Analyst" in html
    old = as_researcher.get(Company.objects.get(name="Nordkap").get_absolute_url())
    assert [one.participant.role for one in old.context["conversations"]] == ["Analyst"]
    assert "Nobody works here now" in old.text


def test_a_study_says_how_often_each_question_was_asked_and_answered(as_researcher, researcher):
    guide = GuideFactory()
    for place, text in enumerate(["Who told you?", "What did you do?"], 1):
        QuestionFactory(guide=guide, position=place, text=text)
    study = StudyFactory(guide=guide)
    for number in range(3):
        talk(researcher, f"Person {number}", "", study=study)
    asked = InterviewQuestion.objects.filter(text="Who told you?")
    asked.update(asked_at=timezone.now(), answered="yes")
    asked.filter(pk=asked.first().pk).update(answered="partly")
    answer = as_researcher.get(study.get_absolute_url())
    found = [
        (one.text, one.stood, one.times_asked, one.times_answered, one.times_partly)
        for one in answer.context["questions"]
    ]
    assert found == [("Who told you?", 3, 3, 2, 1), ("What did you do?", 3, 0, 0, 0)]
    assert "3 of 3 complete" in answer.text


def test_a_theme_page_counts_the_codes_below_it(as_researcher, heard):
    theme = heard["pain"].codes.get().parent
    answer = as_researcher.get(theme.get_absolute_url())
    assert list(answer.context["pain_points"]) == [heard["pain"]]
    assert answer.context["counts"] == {"people": 2, "companies": 2}


def test_a_root_cause_page_shows_the_chains_side_by_side(as_researcher, heard):
    answer = as_researcher.get(heard["cause"].get_absolute_url())
    assert {tree.hurt.participant.interview for tree in answer.context["trees"]} == {heard["maya"], heard["jun"]}
    assert answer.context["pain_points"] == [heard["pain"]]
    assert answer.text.count('class="whys"') == 2


def test_a_tool_page_says_who_uses_it(as_researcher, heard):
    answer = as_researcher.get(Tool.objects.get(name="Airflow").get_absolute_url())
    assert answer.context["portrait"].people == 2
    assert "Jun Ito" in answer.text


def test_strangers_see_nothing_of_a_restricted_interview(as_stranger, heard):
    Interview.objects.filter(pk=heard["jun"].pk).update(restricted=True)
    person = Person.objects.get(name="Jun Ito")
    assert as_stranger.get(person.get_absolute_url()).status_code == 404
    assert "Jun Ito" not in as_stranger.get("/people/").text
    persona = row(as_stranger, "/personas/", "Data engineer")
    assert (persona.people_heard, persona.interviews_held) == (1, 2)
    assert row(as_stranger, "/tools/", "Airflow").people_heard == 1
    assert RootCause.objects.get() == row(as_stranger, "/root-causes/", "No owner for the contract")
    assert row(as_stranger, "/root-causes/", "No owner for the contract").people == 1
    for record in (
        persona,
        heard["cause"],
        Tool.objects.get(name="Airflow"),
        Company.objects.get(name="Oriel"),
        heard["study"],
    ):
        assert "Jun" not in as_stranger.get(record.get_absolute_url()).text


def test_withdrawn_people_leave_a_number_and_no_words(as_researcher, heard):
    person = Person.objects.get(name="Maya Lindqvist")
    as_researcher.post(f"/people/{person.pk}/withdraw/")
    pages = [person, Persona.objects.get(), Company.objects.get(name="Nordkap"), heard["study"], heard["cause"]]
    for record in [*pages, Tool.objects.get(name="Airflow")]:
        html = as_researcher.get(record.get_absolute_url()).text
        assert "Slack is on fire" not in html
        assert "renames columns" not in html
    assert "2 withdrawn" in as_researcher.get(person.get_absolute_url()).text
    as_researcher.post(f"/people/{person.pk}/stand/")
    assert "Slack is on fire" in as_researcher.get(person.get_absolute_url()).text


def test_lists_of_people_keep_names_and_their_order_from_those_who_read_pseudonyms(as_viewer):
    PersonFactory(name="Aaron", pseudonym="Zebra")
    PersonFactory(name="Zoe", pseudonym="Ant")
    html = as_viewer.get("/people/").text
    assert html.index("Ant") < html.index("Zebra")
    assert "Aaron" not in html
    assert "Nothing matches" in as_viewer.get("/people/?q=aaron").text


def test_pages_ask_the_same_however_much_was_said(as_researcher, researcher, heard, budget):
    records = {
        "persona": Persona.objects.get(),
        "company": Company.objects.get(name="Nordkap"),
        "person": Person.objects.get(name="Maya Lindqvist"),
        "study": heard["study"],
        "tool": Tool.objects.get(name="Airflow"),
        "code": heard["pain"].codes.get(),
        "root cause": heard["cause"],
    }
    for round_ in range(2):
        for name, record in records.items():
            with budget(f"page of a {name}"):
                assert as_researcher.get(record.get_absolute_url()).status_code == 200
        if round_ == 0:
            lines = "".join(f'! Pain {n} 4\n" Words {n}\n? Why {n}\n' for n in range(8)) + "# Airflow\n= Much\n> More\n"
            for name in ("Maya Lindqvist", "Ada Beck", "Bo Carl"):
                talk(researcher, name, lines, persona=records["persona"], study=heard["study"])
            Why.objects.filter(text__startswith="Why").update(root_cause=heard["cause"])
