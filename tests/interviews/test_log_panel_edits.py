"""Acts in the cards of the log screen: each is done once, none wipes out what was typed, and each can be taken back."""

import uuid

import pytest

from interviews import capture
from interviews.models import Mention, NoteLine, PainPoint, Participant
from tests.factories import interviews as make

JSON = {"Accept": "application/json"}


@pytest.fixture
def interview(researcher):
    opened = capture.open_interview(uuid.uuid4(), researcher)
    entry = capture.Entry(notes="! Loads break\n? Renamed\nprose", who=capture.Who(name="Maya Lindqvist"))
    return capture.save(opened, entry, researcher)


@pytest.fixture
def edit(as_researcher, interview):
    """Do an act in the panel; gives what was answered."""

    def send(act, text="Loads break", value="", **data):
        interview.refresh_from_db()
        line = NoteLine.objects.get(text=text).pk
        sent = {"parts": "", "version": interview.version, "edit": f"{act}:{line}:{value}", "edit_id": uuid.uuid4()}
        answer = as_researcher.post(f"/interviews/{interview.pk}/log/", sent | data, headers=JSON)
        interview.refresh_from_db()
        return answer.json()

    return send


@pytest.mark.parametrize(
    ("act", "text", "words", "notes"),
    [
        ("why", "Loads break", "Because", "! Loads break\n? Renamed\n? Because\nprose"),
        ("why", "Renamed", "Because", "! Loads break\n? Renamed\n  ? Because\nprose"),
        ("quote", "Loads break", "On fire", '! Loads break\n" On fire\n? Renamed\nprose'),
    ],
)
def test_an_act_that_is_sent_twice_from_two_tabs_is_done_once(edit, interview, act, text, words, notes):
    for tab in ("a", "b"):
        assert not edit(act, text, words=words, tab=tab, edit_id="one and the same")["undone"]
        assert interview.notes == notes


def test_an_act_that_comes_late_does_not_turn_a_newer_one_back(edit):
    edit("severity", value="4", edit_id="first")
    edit("severity", value="2")
    edit("severity", value="4", edit_id="first")
    assert Mention.objects.get().severity == 2


def test_words_for_a_line_that_says_something_else_by_now_are_told_and_not_put(edit, interview):
    told = edit("words", words="Loads stop", was="Loads break at night", edit_id="mine")
    assert (told["undone"], interview.notes.split("\n")[0]) == (True, "! Loads break")
    assert edit("words", words="Loads stop", was="Loads break at night", edit_id="mine")["undone"]
    assert not edit("words", words="Loads stop", was="Loads break")["undone"]
    assert interview.notes.split("\n")[0] == "! Loads stop"


def test_an_act_for_a_line_that_went_is_told(edit, interview, researcher):
    line = NoteLine.objects.get(text="Renamed").pk
    capture.save(interview, capture.Entry(version=interview.version, notes="! Loads break"), researcher)
    told = edit("severity", value="4", edit=f"words:{line}:", words="x")
    assert told["undone"]


def test_keeping_apart_and_not_the_same_are_taken_back(edit):
    known = make.PainPointFactory(title="Loads break at night")
    own = Mention.objects.get().pain_point
    edit("apart", value=known.pk)
    edit("together", value=known.pk)
    assert not Mention.objects.get().kept_apart.exists()
    edit("same", value=known.pk)
    edit("own")
    assert Mention.objects.get().pain_point == own
    edit("same", value=known.pk)
    assert Mention.objects.get().pain_point == known
    assert set(PainPoint.objects.live()) == {known}


def test_without_the_script_a_decision_in_a_card_is_a_form_that_posts(as_researcher, interview):
    known = make.PainPointFactory(title="Loads break at night")
    path = f"/interviews/{interview.pk}/log/"
    assert f'<form id="log-edit" method="post" action="{path}">' in as_researcher.get(path).text
    line = Mention.objects.get().line_id
    data = {"parts": "", "version": interview.version, "edit": f"same:{line}:{known.pk}"}
    assert as_researcher.post(f"/interviews/{interview.pk}/log/", data).status_code == 302
    assert Mention.objects.get().pain_point == known
    assert (
        f'form="log-edit" name="edit" value="own:{line}"' in as_researcher.get(f"/interviews/{interview.pk}/log/").text
    )


@pytest.fixture
def jonas(interview):
    person = make.PersonFactory(name="Jonas Berg")
    return make.ParticipantFactory(interview=interview, person=person, position=1, role="Analyst", consent=3)


def test_somebody_taken_out_by_mistake_comes_back_as_they_were(as_researcher, interview, jonas, researcher):
    capture.use_tools(jonas, ["dbt"], researcher)
    before = Participant.objects.filter(pk=jonas.pk).values().get()
    told = as_researcher.post(f"/interviews/{interview.pk}/people/{jonas.pk}/remove/", headers=JSON).json()
    assert told["done"] == "Removed Jonas Berg"
    for _ in range(2):
        assert "Jonas Berg" in as_researcher.post(told["undo"], headers=JSON).json()["texts"]["people"]
    assert Participant.objects.filter(person=jonas.person).values().get() == before
    assert [use.tool.name for use in Participant.objects.get(pk=jonas.pk).tool_uses.all()] == ["dbt"]


def test_without_the_script_the_next_page_offers_to_take_it_back(as_researcher, interview, jonas):
    page = as_researcher.post(f"/interviews/{interview.pk}/people/{jonas.pk}/remove/", follow=True)
    assert "Removed Jonas Berg" in page.text
    undo = next(str(message.extra_tags) for message in page.context["messages"])
    as_researcher.post(undo)
    assert interview.participants.filter(person=jonas.person).exists()


@pytest.mark.parametrize("undo", ["", "x", "e30:1:2"])
def test_an_undo_of_nothing_adds_nobody(as_researcher, interview, undo):
    as_researcher.post(f"/interviews/{interview.pk}/people/", query_params={"undo": undo}, headers=JSON)
    assert interview.participants.count() == 1


def test_nobody_is_taken_back_into_another_interview(as_researcher, interview, jonas, researcher):
    told = as_researcher.post(f"/interviews/{interview.pk}/people/{jonas.pk}/remove/", headers=JSON).json()
    other = capture.open_interview(uuid.uuid4(), researcher)
    as_researcher.post(told["undo"].replace(f"/{interview.pk}/", f"/{other.pk}/", 1), headers=JSON)
    assert not Participant.objects.filter(person=jonas.person).exists()
