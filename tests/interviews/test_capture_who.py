"""Who was talked to: people and companies are found or made, and what is known of them is carried over."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.versions import Stale
from interviews import capture
from interviews.capture.who import last_met
from interviews.models import Company, Interview, Participant, Person
from tests.factories import interviews as make


def opened(user):
    return capture.open_interview(uuid.uuid4(), user)


def told(interview, user, name, **facts):
    interview.refresh_from_db()
    entry = capture.Entry(version=interview.version, who=capture.Who(name=name, **facts))
    capture.save(interview, entry, user)
    return Participant.objects.get(interview=interview)


def test_a_new_name_makes_a_person_and_a_company(researcher):
    participant = told(opened(researcher), researcher, " Maya  Lindqvist ", role="Data engineer", company="Nordkap")
    assert participant.person.name == "Maya Lindqvist"
    assert (participant.person.role, participant.person.company.name) == ("Data engineer", "Nordkap")


def test_a_known_person_carries_role_company_and_tools_over(researcher):
    before = opened(researcher)
    Interview.objects.filter(pk=before.pk).update(held_at=timezone.now() - timedelta(days=90))
    told(before, researcher, "Maya Lindqvist", role="Data engineer", company="Nordkap")
    before.refresh_from_db()
    capture.save(before, capture.Entry(version=before.version, tools=["dbt"]), researcher)
    participant = told(opened(researcher), researcher, "maya lindqvist")
    assert participant.person == Person.objects.get()
    assert (participant.role, participant.company.name) == ("Data engineer", "Nordkap")
    assert [use.tool.name for use in participant.tool_uses.all()] == ["dbt"]
    assert last_met(participant, researcher).interview == before


def test_a_snapshot_stays_when_the_person_changes_jobs(researcher):
    old = opened(researcher)
    Interview.objects.filter(pk=old.pk).update(held_at=timezone.now() - timedelta(days=90))
    told(old, researcher, "Maya", role="Analyst", company="Nordkap")
    told(opened(researcher), researcher, "Maya", role="Engineer", company="Fjordline")
    then = Participant.objects.get(interview=old)
    assert (then.role, then.company.name) == ("Analyst", "Nordkap")
    assert (then.person.role, then.person.company.name) == ("Engineer", "Fjordline")


def test_editing_an_old_interview_does_not_turn_the_person_back(researcher):
    old = opened(researcher)
    Interview.objects.filter(pk=old.pk).update(held_at=timezone.now() - timedelta(days=90))
    told(old, researcher, "Maya", role="Analyst")
    told(opened(researcher), researcher, "Maya", role="Engineer")
    told(old, researcher, "Maya", role="Junior analyst")
    assert Person.objects.get().role == "Engineer"


def test_a_name_corrected_while_logging_leaves_one_person(researcher):
    interview = opened(researcher)
    told(interview, researcher, "Maya Lindqvis")
    told(interview, researcher, "Maya Lindqvist")
    assert [person.name for person in Person.objects.live()] == ["Maya Lindqvist"]


def test_a_mistyped_name_that_becomes_a_known_person_leaves_nothing_behind(researcher):
    known = make.PersonFactory(name="Maya Lindqvist")
    interview = opened(researcher)
    told(interview, researcher, "Maya Lindqvis", company="Nordkapp")
    participant = told(interview, researcher, "Maya Lindqvist", company="Nordkap")
    assert participant.person == known
    assert list(Person.objects.live()) == [known]
    assert [company.name for company in Company.objects.live()] == ["Nordkap"]


def test_of_two_namesakes_the_picked_one_counts(researcher):
    make.PersonFactory(name="Maya")
    second = make.PersonFactory(name="Maya")
    assert told(opened(researcher), researcher, "Maya", person=second).person == second


def test_two_namesakes_and_no_pick_make_a_third_person(researcher):
    make.PersonFactory.create_batch(2, name="Maya")
    assert told(opened(researcher), researcher, "Maya").person_id == Person.objects.latest("pk").pk


def test_none_leaves_a_field_as_it_is(researcher):
    interview = opened(researcher)
    told(interview, researcher, "Maya", role="Analyst")
    participant = told(interview, researcher, None, role=None, company="Nordkap", keeps_persona=True)
    assert (participant.person.name, participant.role, participant.company.name) == ("Maya", "Analyst", "Nordkap")


def test_companies_are_one_whatever_their_case(researcher):
    known = make.CompanyFactory(name="Nordkap Logistics")
    assert told(opened(researcher), researcher, "Maya", company="NORDKAP logistics").company == known


def test_a_company_in_the_archive_is_taken_out_again(researcher):
    known = make.CompanyFactory(name="Nordkap")
    known.archive()
    assert told(opened(researcher), researcher, "Maya", company="nordkap").company == known
    known.refresh_from_db()
    assert not known.is_archived


def test_a_repeated_first_save_makes_one_interview(researcher):
    key = uuid.uuid4()
    assert capture.open_interview(key, researcher) == capture.open_interview(key, researcher)
    assert Interview.objects.get().participants.count() == 1
    assert list(Interview.objects.get().interviewers.all()) == [researcher]


@pytest.fixture
def interview(researcher):
    return opened(researcher)


def save(interview, user, version, notes, tab, number=0):
    entry = capture.Entry(version=version, notes=notes, tab=tab, tab_number=number)
    return capture.save(interview, entry, user)


def test_somebody_who_did_not_see_the_last_save_is_told(interview, researcher):
    save(interview, researcher, 1, "mine", "a")
    with pytest.raises(Stale):
        save(interview, researcher, 1, "theirs", "b")
    interview.refresh_from_db()
    assert interview.notes == "mine"


def test_a_tab_whose_answer_was_lost_goes_on(interview, researcher):
    save(interview, researcher, 1, "mine", "a", 1)
    save(interview, researcher, 1, "mine, longer", "a", 2)
    interview.refresh_from_db()
    assert interview.notes == "mine, longer"


def test_a_tab_does_not_go_on_over_what_another_saved_in_between(interview, researcher):
    save(interview, researcher, 1, "mine", "a", 1)
    save(interview, researcher, 2, "mine and theirs", "b", 1)
    with pytest.raises(Stale):
        save(interview, researcher, 1, "mine, longer", "a", 2)


def test_a_late_repetition_never_wins(interview, researcher):
    save(interview, researcher, 1, "newer", "a", 2)
    save(interview, researcher, 1, "older", "a", 1)
    interview.refresh_from_db()
    assert interview.notes == "newer"


def test_choosing_a_study_copies_the_questions_of_its_guide(interview, researcher):
    guide = make.GuideFactory(purpose="pains")
    questions = [make.QuestionFactory(guide=guide, position=n) for n in range(3)]
    study = make.StudyFactory(guide=guide)
    saved = capture.save(interview, capture.Entry(version=1, study=study, sets_study=True), researcher)
    assert (saved.guide, saved.purpose) == (guide, "pains")
    assert [q.text for q in saved.questions.all()] == [q.text for q in questions]
    saved.questions.filter(position=1).update(asked_at=timezone.now(), answered="yes")
    saved = capture.save(saved, capture.Entry(version=saved.version, sets_study=True), researcher)
    assert [q.text for q in saved.questions.all()] == [questions[1].text]
    saved = capture.save(saved, capture.Entry(version=saved.version, study=study, sets_study=True), researcher)
    assert {q.text for q in saved.questions.all()} == {q.text for q in questions}
