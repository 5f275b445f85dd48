"""Ticks of the guide and people who take part: what is sent twice is done once."""

import uuid

import pytest

from interviews.merging import merge
from interviews.models import Act, Interview, InterviewQuestion, Mention, Person, Why

JSON = {"Accept": "application/json"}
KEY = str(uuid.uuid4())


@pytest.fixture
def save(as_researcher):
    """Send parts of the screen; gives what was answered."""

    def send(**data):
        there = Interview.objects.first()
        path = f"/interviews/{there.pk}/log/" if there else "/interviews/new/"
        data = {"key": KEY, "version": there.version if there else 1, "parts": ",".join(data)} | data
        return as_researcher.post(path, data, headers=JSON).json()

    return send


@pytest.fixture
def add(as_researcher):
    def send(**data):
        return as_researcher.post(f"/interviews/{Interview.objects.get().pk}/people/", data, headers=JSON)

    return send


def asked_of(interview):
    return InterviewQuestion.objects.create(interview=interview, text="What breaks?", position=0)


def test_somebody_added_twice_is_one_person_who_takes_part_once(save, add):
    save(notes="hello")
    assert add(name="Jonas Berg").status_code == 200
    again = add(name=" jonas  berg ")
    assert (again.status_code, again.json()["refused"]) == (409, "jonas berg takes part already.")
    assert Person.objects.get().name == "Jonas Berg"
    assert Interview.objects.get().participants.count() == 2


def test_the_first_one_is_not_added_beside_themselves(save, add):
    save(name="Maya Lind", parts="who")
    assert add(name="Maya Lind").status_code == 409
    assert Person.objects.count() == 1


def test_who_comes_first_since_a_merge_is_not_among_the_others(as_researcher, researcher, save, add):
    save(name="J. Berg", parts="who")
    add(name="Jonas Berg")
    add(name="Elif Kaya")
    gone, stays, elif_ = Interview.objects.get().participants.order_by("position")
    merge(stays.person, [gone.person], researcher)
    interview = Interview.objects.get()
    assert list(interview.participants.others()) == [elif_]

    log = f"/interviews/{interview.pk}/log/"
    html = as_researcher.get(log).text
    assert "Remove Elif Kaya" in html
    assert "Remove Jonas Berg" not in html and "J. Berg" not in html
    assert as_researcher.post(f"/interviews/{interview.pk}/people/{stays.pk}/remove/").status_code == 404
    told = save(name="Jonas Berg", person=stays.person_id, role="Analyst", parts="who")
    assert (told["fields"]["name"], told["fields"]["role"], told.get("errors", {})) == ("Jonas Berg", "Analyst", {})

    save(notes="! Loads break")
    save(notes="")
    assert Mention.objects.get().archived_at, "what the first one said goes with its line"
    as_researcher.post(f"/interviews/{interview.pk}/people/{elif_.pk}/remove/")
    assert list(Interview.objects.get().participants.all()) == [stays]


def test_the_name_of_somebody_who_takes_part_is_refused_for_the_first_one(save, add):
    save(notes="hello")
    add(name="Jonas Berg")
    told = save(name="Jonas Berg", role="Analyst", parts="who")
    assert told["errors"] == {"name": "Jonas Berg takes part already."}
    assert (told["fields"]["name"], told["fields"]["role"]) == ("", "Analyst")
    assert Person.objects.count() == 1


def test_adding_somebody_is_a_part_of_taking_notes(save, add):
    save(notes="hello")
    add(name="Jonas Berg")
    assert [act.kind for act in Act.objects.all()] == [Act.Kind.NOTED]


def test_a_tick_goes_with_a_save_and_once(save):
    save(notes="hello")
    question = asked_of(Interview.objects.get())
    told = save(edit=f"ask:{question.pk}:partly", edit_id="a", parts="")
    assert told["asked"] == "1 of 1 asked"
    question.refresh_from_db()
    asked_at = question.asked_at
    assert question.answered == "partly"
    save(edit=f"unask:{question.pk}:", edit_id="b", parts="")
    save(edit=f"ask:{question.pk}:partly", edit_id="a", parts="")  # sent again, its answer was lost
    question.refresh_from_db()
    assert (question.asked_at, question.answered) == (None, "")
    assert asked_at


@pytest.mark.parametrize("edit", ["ask:999:yes", "ask:{}:maybe"])
def test_a_tick_that_fits_nothing_is_left_undone(save, edit):
    save(notes="hello")
    question = asked_of(Interview.objects.get())
    assert save(edit=edit.format(question.pk), edit_id="a", parts="")["undone"]
    question.refresh_from_db()
    assert question.asked_at is None


def test_taking_a_source_away_leaves_a_why_that_needs_one(save):
    save(notes="! Loads break\n?! Renamed <- wiki")
    line = Why.objects.get().line_id
    assert save(edit=f"source:{line}:", words="", parts="")["fields"]["notes"] == "! Loads break\n?! Renamed"
    assert Why.objects.get().needs_source
    save(edit=f"source:{line}:", words="a query", parts="")
    assert Why.objects.get().source == "a query"


def test_hollow_says_in_words_what_it_means(as_researcher):
    assert 'title="Our intuition: nobody&#x27;s words yet"' in as_researcher.get("/interviews/new/").text
