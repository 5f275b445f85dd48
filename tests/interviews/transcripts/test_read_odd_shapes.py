"""Files as people and programs really write them: who said what, for shapes that leave the straight path."""

import pytest

from interviews.transcripts import read
from tests.interviews.transcripts.shapes import turns


def cues(*texts: str) -> str:
    return "WEBVTT\n\n" + "\n\n".join(f"00:{at:02}.000 --> 00:{at:02}.900\n{text}" for at, text in enumerate(texts))


TURNS = [
    ("Ada:Yes.", "ADA:Yes.\nBO:No.\nADA:Well.\n", [("ADA", "Yes."), ("BO", "No."), ("ADA", "Well.")]),
    (
        "wide colon",
        "田中：はい。\n佐藤：いいえ。\n田中：では。\n",
        [("田中", "はい。"), ("佐藤", "いいえ。"), ("田中", "では。")],
    ),
    (
        "time without brackets",
        "0:01 Ada: It is so.\n0:09 Bo: Is it?\n0:12 Ada: Yes.\n",
        [("Ada", "It is so."), ("Bo", "Is it?"), ("Ada", "Yes.")],
    ),
    (
        "two times in brackets",
        "[0:01 - 0:05] Ada: So.\n[0:05 - 0:09] Bo: No.\n[0:09 - 0:12] Ada: Yes.\n",
        [("Ada", "So."), ("Bo", "No."), ("Ada", "Yes.")],
    ),
    (
        "a wrapped sentence with a colon",
        "ADA: We load at\nnight and nobody: not one\nlooks.\n\nBO: I see.\n\nADA: Yes.\n",
        [("ADA", "We load at night and nobody: not one looks."), ("BO", "I see."), ("ADA", "Yes.")],
    ),
    (
        "a title with a colon among capitals",
        "ADA: Games.\nBO: Which?\nFallout: New Vegas.\nADA: Oh.\nBO: Yes.\n",
        [("ADA", "Games."), ("BO", "Which? Fallout: New Vegas."), ("ADA", "Oh."), ("BO", "Yes.")],
    ),
]


@pytest.mark.parametrize(("text", "said"), [case[1:] for case in TURNS], ids=[case[0] for case in TURNS])
def test_turns_in_odd_shapes(text, said):
    assert turns(text, "plain") == said


def test_bold_names_on_a_web_page():
    page = "**Ada:** Hi. (0:09)\n\n**Bo:** One thing: nights. (0:12)\n\n**Ada:** Yes. (0:20)\n"
    assert turns(page, "webpage") == [("Ada", "Hi."), ("Bo", "One thing: nights."), ("Ada", "Yes.")]


def test_two_people_in_one_cue():
    file = cues("- Ada: Hi.\n- Bo: Hello.", "- Ada: Fine?\n- Bo: Yes.", "Note: all of it.")
    said = [("Ada", "Hi."), ("Bo", "Hello."), ("Ada", "Fine?"), ("Bo", "Yes. Note: all of it.")]
    assert turns(file, "webvtt") == said


def test_arrows_change_the_speaker_to_somebody_unknown():
    file = cues(">> ADA: Hi.", ">> Thank you.", ">> ADA: Well.\n>> BO: No.")
    assert turns(file, "webvtt") == [("ADA", "Hi."), ("", "Thank you."), ("ADA", "Well."), ("BO", "No.")]


def test_a_name_over_two_lines_of_a_cue():
    file = cues("Ada\nFenn: At night.", "Bo: Who?", "Ada Fenn: Nobody.", "Bo: Ok.")
    assert turns(file, "webvtt") == [("Ada Fenn", "At night."), ("Bo", "Who?"), ("Ada Fenn", "Nobody."), ("Bo", "Ok.")]


OTTER = (
    "Ada Fenn{}0:21{}\nWe met at\nhalf past, around 5:30\n\n"
    "Bo{}0:44{}\nLunch is 12:30\nand tea at 4:15\n\nAda Fenn{}1:02{}\nOk.\n"
)


@pytest.mark.parametrize("before", ["  ", " ", "\t", "\u00a0 "], ids=["two", "one", "tab", "hard"])
@pytest.mark.parametrize("after", ["", "  "], ids=["stripped", "kept"])
def test_otter_names_with_any_blank_before_their_time(before, after):
    words = [
        ("Ada Fenn", "We met at half past, around 5:30"),
        ("Bo", "Lunch is 12:30 and tea at 4:15"),
        ("Ada Fenn", "Ok."),
    ]
    assert turns(OTTER.format(*[before, after] * 3), "otter") == words


def test_otter_turns_in_markdown():
    text = "# Talk\n\n**Ada Fenn** 0:21\n\nHello there.\n\n**Bo** 0:44\n\nHi.\n"
    assert turns(text, "otter") == [("Ada Fenn", "Hello there."), ("Bo", "Hi.")]


def test_who_stopped_the_recording_is_not_said():
    text = (
        "Ada Fenn   0:03\nHello all.\n\nBo Reyes   0:09\nWe stopped transcription\n\nAda Fenn stopped transcription\n"
    )
    assert turns(text, "otter") == [("Ada Fenn", "Hello all."), ("Bo Reyes", "We stopped transcription")]


def test_chapter_titles_and_spelt_times_of_captions_are_not_said():
    text = (
        "Chapter 1: Tea\n0:00\n0 seconds\nhello all\nChapter 2: Loads\n1:02\n1 minute, 2 seconds\nwe load\n1:04\nmore\n"
    )
    assert turns(text, "captions") == [("", "hello all we load more")]


def test_wrapped_captions_keep_their_capitals():
    text = "0:00\nhello\nNadia and\n0:04\nwe load\nat night\n0:07\nin June\nI think\n0:09\nyes\n"
    assert turns(text, "captions") == [("", "hello Nadia and we load at night in June I think yes")]


NO_TURNS = {
    "Python": "class Foo:\n    def bar(self) -> int:\n        if x:\n            y()\n        else:\n            z()\n"
    "    def baz(self):\n        try:\n            pass\n        else:\n            pass\n",
    "YAML": "models:\n  - name: orders\n    columns:\n      - name: id\n        tests:\n          - unique\n",
    "CSS": "body {\n  color: red;\n  margin: 0;\n}\np {\n  color: blue;\n  margin: 1px;\n}\n",
    "log": "2024-05-04 10:00:01 INFO Loader: began\n2024-05-04 10:00:02 INFO Loader: went well\n",
    "manual": "# Tool\n\nRun this:\n\n    tool --fast\n\n- Name: the name\n- Path: the path\n- Name: again\n",
    "changes": "# Changes\n\n- Added: a thing\n- Fixed: a bug that hurt\n- Fixed: another bug that hurt\n",
    "minutes": "Present: Ada\n\n1. Loads: they run late.\n2. Costs: they grew.\n\nAction: Bo.\nAction: Ada.\n",
    "recipe": "Ingredients:\nFlour: 500 g\nWater: 300 g\nSalt: 10 g\n\nMethod:\nMix all. Wait. Bake.\n",
}


@pytest.mark.parametrize("text", NO_TURNS.values(), ids=NO_TURNS)
def test_nobody_speaks_in_code_and_lists(text):
    transcript = read(text.encode())
    assert (transcript.format, transcript.speakers) == ("text", ())
    assert transcript.warnings


def test_a_comment_in_a_page_that_is_not_yaml_is_not_said():
    page = "---\ntitle: Loads\ntranscript:\n- line: We: said\n  time: 9:\n    46\n  who: Ada\n"
    page += "# a comment\n- line: Oh\n  who: Bo\n---\n"
    assert turns(page, "podcast") == [("Ada", "We: said"), ("Bo", "Oh")]
