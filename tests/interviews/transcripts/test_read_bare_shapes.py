"""Names without marks, fields above the first turn, and times that are said where times stand alone."""

import pytest

from interviews.transcripts import read
from tests.interviews.transcripts.shapes import turns

TALK = [("Ada Fenn", "What broke?"), ("Bo Reyes", "A load: at night."), ("Ada Fenn", "Again?"), ("Bo Reyes", "Yes.")]


@pytest.mark.parametrize("shape", ["{}\n{}\n\n", "{}\n\n{}\n\n"], ids=["above its words", "a paragraph of its own"])
def test_names_on_lines_of_their_own(shape):
    assert turns("".join(shape.format(*turn) for turn in TALK), "plain") == TALK


def test_somebody_who_comes_once_where_every_paragraph_begins_with_a_name():
    told = [*TALK, ("Ines", "I am late.")]
    assert turns("".join(f"{name}\n{text}\n\n" for name, text in told), "plain") == told


NOBODY = {
    "verses": "Night Loads\n\nWe load\n\nAt night\n\nWe load\n\nAt night\n\n",
    "words said again": "We load at night.\n\nYeah\n\nNobody looks.\n\nYeah\n\nRight\n\nWho knows?\n\nRight\n\n",
    "one name only": "Ada\nWe load.\n\nAda\nAt night.\n\nAda\nAlone.\n\n",
    "few names": "Ada\n\nWe load.\n\nAt night.\n\nAlone.\n\nBo\n\nSo.\n\nYes.\n\nNo.\n\n" * 2,
}


@pytest.mark.parametrize("text", NOBODY.values(), ids=NOBODY)
def test_short_lines_that_name_nobody(text):
    assert turns(text, "text") == [("", " ".join(text.split()))]


@pytest.mark.parametrize("dress", ["{}: {}\n", "**{}:** {}\n", "- {}: {}\n"])
@pytest.mark.parametrize("gap", ["\n", ""])
def test_fields_with_the_labels_of_speakers_are_not_said(dress, gap):
    fields = [("Date", "4 May 2024"), ("Interviewer", "Ada"), ("Participant", "Bo, data engineer"), ("Place", "Bonn")]
    said = [("Interviewer", "What broke?"), ("Participant", "A load."), ("Interviewer", "Again?")]
    text = "".join(dress.format(*one) for one in fields) + gap + "".join(dress.format(*one) for one in said)
    assert turns(text, "plain") == said
    assert [entry.kind for entry in read(text.encode()).context] == ["header"] * 4


def test_a_time_that_is_said_where_times_have_lines_of_their_own():
    assert turns("0:01\nwe load at\n0:04\n22:30 and again\n0:07\n5:15 in the morning\n", "captions") == [
        ("", "we load at 22:30 and again 5:15 in the morning")
    ]
