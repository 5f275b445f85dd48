"""Somebody picked by mistake, something half-typed: what the notes made of it a moment ago is taken back."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from interviews import capture
from interviews.models import Act, Change, Company, FollowUp, Interview, Person
from tests.factories import interviews as make


@pytest.fixture
def interview(researcher):
    return capture.open_interview(uuid.uuid4(), researcher)


@pytest.fixture
def told(interview, researcher):
    """Save the first row as it was typed; None leaves a field alone. Gives the participant."""

    def save(name=None, *, role=None, company=None, person=None, **more):
        interview.refresh_from_db()
        who = capture.Who(name=name, role=role, company=company, department=None, person=person, keeps_persona=True)
        capture.save(interview, capture.Entry(version=interview.version, who=who, **more), researcher)
        return interview.participants.get()

    return save


@pytest.fixture
def known(researcher):
    """Somebody we talked to before, with what they told then."""

    def meet(name, role, company, *tools):
        company = make.CompanyFactory(name=company)
        person = make.PersonFactory(name=name, role=role, company=company)
        earlier = make.InterviewFactory(held_at=timezone.now() - timedelta(days=90), created_by=researcher)
        participant = make.ParticipantFactory(interview=earlier, person=person, role=role, company=company)
        capture.use_tools(participant, list(tools), researcher)
        return person

    return meet


def tools_of(participant):
    return [use.tool.name for use in participant.tool_uses.live().order_by("pk")]


def test_what_was_carried_over_from_somebody_picked_by_mistake_goes_with_them(told, known):
    maya = known("Maya Lind", "Data engineer", "Nordkap", "Airflow", "dbt")
    mario = known("Mario Rossi", "Analyst", "Fjordline", "Excel")
    first = told("Maya Lind", person=maya)
    assert (first.role, first.company.name, tools_of(first)) == ("Data engineer", "Nordkap", ["Airflow", "dbt"])
    second = told("Mario Rossi", person=mario, role="Data engineer", company="Nordkap")  # as the screen shows them
    assert (second.role, second.company.name, tools_of(second)) == ("Analyst", "Fjordline", ["Excel"])
    mario.refresh_from_db()
    assert (mario.role, mario.company.name) == ("Analyst", "Fjordline")


def test_taking_the_name_out_first_makes_no_difference(told, known):
    maya = known("Maya Lind", "Data engineer", "Nordkap", "Airflow")
    mario = known("Mario Rossi", "Analyst", "Fjordline")
    told("Maya Lind", person=maya)
    empty = told("", role="Data engineer", company="Nordkap")
    assert (empty.person, empty.role, empty.company, tools_of(empty)) == (None, "", None, [])
    second = told("Mario Rossi", person=mario, role="", company="")
    assert (second.role, second.company.name) == ("Analyst", "Fjordline")


def test_what_was_typed_stays_and_is_taken_back_from_who_was_picked_by_mistake(told, known):
    maya = known("Maya Lind", "Data engineer", "Nordkap")
    mario = known("Mario Rossi", "Analyst", "Fjordline")
    told("Maya Lind", person=maya, role="Head of data")
    second = told("Mario Rossi", person=mario, role="Head of data")
    maya.refresh_from_db()
    mario.refresh_from_db()
    assert (maya.role, second.role, mario.role) == ("Data engineer", "Head of data", "Head of data")


def test_what_is_promised_goes_along_to_the_right_person(told, known):
    maya = known("Maya Lind", "Data engineer", "Nordkap")
    told("Maya Lind", person=maya, notes="@ friday send the list")
    mario = told("Mario Rossi").person
    assert FollowUp.objects.get().person == mario


def test_somebody_written_down_by_hand_is_neither_renamed_nor_put_away(told, interview, as_researcher):
    as_researcher.post("/people/new/", {"name": "Anna Krog", "email": "anna@example.org"})
    anna = Person.objects.get()
    assert told("Anna Krog", person=anna).person == anna
    assert told("Bert Lund").person != anna
    anna.refresh_from_db()
    assert (anna.name, anna.is_archived) == ("Anna Krog", False)


def test_a_name_taken_out_and_put_back_is_the_same_person(told):
    maya = told("Maya").person
    assert told("").person is None
    assert not Person.objects.live().exists()
    assert told("Maya").person == maya
    assert list(Person.objects.live()) == [maya]


def test_a_half_typed_company_takes_its_whole_name(told):
    told("Maya", company="Nord")
    told(company="Nordkap")
    assert [company.name for company in Company.objects.all()] == ["Nordkap"]
    assert Person.objects.get().company.name == "Nordkap"


def test_a_company_that_somebody_else_works_at_keeps_its_name(told):
    company = told("Maya", company="Nord").company
    make.PersonFactory(company=company)
    assert told(company="Nordkap").company.name == "Nordkap"
    assert {one.name for one in Company.objects.live()} == {"Nord", "Nordkap"}


def test_what_is_taken_out_of_a_field_is_taken_from_the_person_too(told, known):
    maya = known("Maya Lind", "Data engineer", "Nordkap")
    told("Maya Lind", person=maya)
    told(role="Head of")
    told(role="", company="Nord")
    told(company="")
    maya.refresh_from_db()
    assert (maya.role, maya.company.name) == ("Data engineer", "Nordkap")
    assert [company.name for company in Company.objects.live()] == ["Nordkap"]


def test_half_an_hour_of_saves_is_one_act_with_the_last_value_only(told, as_researcher, interview):
    for role in ("D", "Data", "Data eng", "Data engineer"):
        told("Maya", role=role)
    told(company="Nord")
    told(company="")
    act = Act.objects.get(kind=Act.Kind.NOTED)
    person = Change.objects.of(Person.objects.get()).filter(field="role").get()
    assert (person.act, person.old, person.new) == (act, "", "Data engineer")
    participant = Change.objects.of(interview.participants.get())
    assert participant.get(field="role").new == "Data engineer"
    assert not participant.filter(field="company").exists()
    html = as_researcher.get(Person.objects.get().get_history_url()).text
    assert "Data engineer" in html
    assert "Data eng<" not in html


def test_the_history_of_a_person_tells_what_the_notes_wrote(told, known, as_researcher):
    maya = known("Maya Lind", "Data engineer", "Nordkap")
    told("Maya Lind", person=maya, role="Head of data")
    html = as_researcher.get(maya.get_history_url()).text
    assert "<del>Data engineer</del>" in html
    assert "<ins>Head of data</ins>" in html
    assert Interview.objects.get(status="draft").participants.get().role == "Head of data"
