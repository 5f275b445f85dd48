"""The quick log: who it was and what they said, from one line."""

import pytest

from interviews.first_line import read
from tests.factories.interviews import PersonFactory
from tests.interviews.talk import talk


@pytest.mark.parametrize(
    ("typed", "name", "said"),
    [
        ("Sofia: I rebuild it", "Sofia", "I rebuild it"),
        ("  Sofia   Marchetti :I rebuild it\n! Churn 4", "Sofia Marchetti", "I rebuild it\n! Churn 4"),
        ("Jean-Luc O'Neill: yes: no", "Jean-Luc O'Neill", "yes: no"),
        ("Zoë Ørsted:", "Zoë Ørsted", ""),
        ("I rebuild it every Monday", "", "I rebuild it every Monday"),
        ("https://example.org/a says it", "", "https://example.org/a says it"),
        ("10:30 call with Sofia", "", "10:30 call with Sofia"),
        ("! Backfills: manual 4", "", "! Backfills: manual 4"),
        ("She said this about her job: it is hard", "", "She said this about her job: it is hard"),
        ("First, one thing: it is slow", "", "First, one thing: it is slow"),
        ("Two lines\nSofia: hello", "", "Two lines\nSofia: hello"),
        (": nothing", "", ": nothing"),
        ("", "", ""),
    ],
)
def test_a_name_before_the_first_colon(typed, name, said):
    assert read(typed) == (name, said)


def prefilled(client, text):
    form = client.get("/interviews/new/", {"text": text}).context["form"]
    return form["name"].value(), form["person"].value(), form["notes"].value()


def test_the_log_opens_with_the_person_we_know(as_researcher):
    sofia = PersonFactory(name="Sofia Marchetti")
    assert prefilled(as_researcher, "sofia: I rebuild it") == ("Sofia Marchetti", sofia.pk, "I rebuild it")
    assert prefilled(as_researcher, "Sofia Marchetti: I") == ("Sofia Marchetti", sofia.pk, "I")


def test_of_two_of_that_name_nobody_is_chosen(as_researcher):
    PersonFactory(name="Sofia Marchetti")
    PersonFactory(name="Sofia Brandt")
    assert prefilled(as_researcher, "Sofia: I") == ("Sofia", None, "I")


def test_somebody_of_a_restricted_interview_is_not_known_to_a_stranger(as_stranger, researcher):
    interview = talk(researcher, "Sofia Marchetti")
    interview.restricted = True
    interview.save()
    assert prefilled(as_stranger, "Sofia: I") == ("Sofia", None, "I")
