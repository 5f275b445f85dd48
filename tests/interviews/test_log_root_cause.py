"""Naming where a chain of whys ends, in its card, while the conversation goes on."""

import uuid

import pytest

from interviews import capture
from interviews.models import Act, NoteLine, RootCause, Why
from tests.factories import interviews as make
from tests.interviews.noted import pieces

JSON = {"Accept": "application/json"}


@pytest.fixture
def interview(researcher):
    opened = capture.open_interview(uuid.uuid4(), researcher)
    return capture.save(opened, capture.Entry(notes="! Loads break\n? Renamed\n? Nobody told them"), researcher)


@pytest.fixture
def edit(as_researcher, interview):
    """Do an act in the panel on a why; gives what was answered."""

    def send(act, text="Nobody told them", value="", words=""):
        interview.refresh_from_db()
        line = NoteLine.objects.get(text=text).pk
        data = {"parts": "", "version": interview.version, "edit": f"{act}:{line}:{value}", "words": words}
        return as_researcher.post(
            f"/interviews/{interview.pk}/log/", data | {"edit_id": uuid.uuid4()}, headers=JSON
        ).json()

    return send


def leaf():
    return Why.objects.get(text="Nobody told them")


def test_a_cause_we_know_is_picked_taken_off_and_put_back(edit, researcher):
    known = make.RootCauseFactory(title="Nobody owns the contract")
    assert "Name the root cause" in pieces(edit("severity", "Loads break", "3"))
    assert f"{known.reference} Nobody owns the contract" in pieces(edit("cause", value=known.pk))
    assert (leaf().root_cause, leaf().version) == (known, 2)
    edit("uncause")
    assert leaf().root_cause is None
    edit("cause", value=known.pk)
    assert leaf().root_cause == known
    assert Act.objects.filter(changes__model="interviews.why", changes__field="root_cause").exists()


def test_a_new_cause_is_made_by_its_words_and_found_by_them_again(edit, researcher):
    edit("cause", words="  Nobody owns  the contract ")
    cause = RootCause.objects.get()
    assert (cause.title, cause.created_by, leaf().root_cause) == ("Nobody owns the contract", researcher, cause)
    edit("cause", words="NOBODY OWNS THE CONTRACT")
    assert RootCause.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "value", "words"),
    [
        ("Renamed", "", "Not the end of its chain"),
        ("Loads break", "", "Not a why"),
        ("Nobody told them", "424242", ""),
        ("Nobody told them", "x", ""),
        ("Nobody told them", "", " "),
        ("Nobody told them", "", "x" * 501),
    ],
)
def test_what_cannot_be_is_left_undone_and_told(edit, text, value, words):
    assert edit("cause", text, value, words)["undone"]
    assert not RootCause.objects.exists()
    assert not Why.objects.filter(root_cause__isnull=False).exists()


def test_a_cause_that_the_reader_may_not_know_of_is_not_taken(edit):
    hidden = make.RootCauseFactory()
    make.WhyFactory(mention__participant__interview__restricted=True, root_cause=hidden)
    assert edit("cause", value=hidden.pk)["undone"]
    assert leaf().root_cause is None


def test_a_further_why_takes_the_cause_down_to_the_new_end(edit):
    edit("cause", words="Nobody owns it")
    edit("why", "Loads break", words="It was never asked")
    assert [bool(why.root_cause) for why in Why.objects.order_by("position")] == [False, False, True]
