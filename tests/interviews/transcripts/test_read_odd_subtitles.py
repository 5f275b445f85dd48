"""Subtitles as programs really write them: who begins to speak inside a cue, and what is shown more than once."""

import pytest

from interviews.transcripts import read
from tests.interviews.transcripts.shapes import turns


def cues(*texts: str, head: str = "WEBVTT\n\n", comma: str = ".") -> str:
    return head + "\n\n".join(
        f"00:00:{at:02}{comma}000 --> 00:00:{at + 1:02}{comma}000\n{text}" for at, text in enumerate(texts)
    )


def srt(*texts: str) -> str:
    return cues(*texts, head="", comma=",")


WHO = {
    "two dashes": (["- Are you?\n- I am.", "Then we go."], [("", "Are you?"), ("", "I am."), ("", "Then we go.")]),
    "one dash is a dash": (["- Are you in?", "Yes."], [("", "- Are you in?"), ("", "Yes.")]),
    "arrows inside a line": (
        [">> Are you? >> I am.", "&gt;&gt; ADA FENN: Good.\n>> BO: Fine. >> ADA FENN: So."],
        [("", "Are you?"), ("", "I am."), ("ADA FENN", "Good."), ("BO", "Fine."), ("ADA FENN", "So.")],
    ),
    "names inside a line": (
        ["Ada: Are you? - Bo: I am. I told Ada: no.", "Bo: And—\nAda: Fine— Bo: what?"],
        [("Ada", "Are you?"), ("Bo", "I am. I told Ada: no."), ("Bo", "And—"), ("Ada", "Fine—"), ("Bo", "what?")],
    ),
    "names in brackets": (
        ["[MUSIC]", "[Ada] At night.", "[SPEAKER_01] Who? [laughs]", "[Ada] Nobody.", "So.", "[SPEAKER_01]: Oh."],
        [("", "[MUSIC]"), ("Ada", "At night."), ("SPEAKER_01", "Who? [laughs]"), ("Ada", "Nobody."), ("Ada", "So."),
         ("SPEAKER_01", "Oh.")],
    ),
    "names in brackets above the words": (
        ["(Ada Fenn)\nAt night.\n-\n \n(Bo)\nWho?", "(Ada Fenn)\nNobody."],
        [("Ada Fenn", "At night."), ("Bo", "Who?"), ("Ada Fenn", "Nobody.")],
    ),
    "sounds in brackets": (
        ["[Music] we load", "[Applause] thanks", "[Music] so"],
        [("", "[Music] we load"), ("", "[Applause] thanks"), ("", "[Music] so")],
    ),
    "a title among capitals": (
        ["TRAVIS: Games.", "LITHGOW: Which?\nTRAVIS: Two.", "Fallout: New Vegas."],
        [("TRAVIS", "Games."), ("LITHGOW", "Which?"), ("TRAVIS", "Two."), ("TRAVIS", "Fallout: New Vegas.")],
    ),
    "a name with marks of direction": (
        ["\u200fמאיה: שלום.", "\u200eדן: כן.", "מאיה\u200f: נתחיל?"],
        [("מאיה", "שלום."), ("דן", "כן."), ("מאיה", "נתחיל?")],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("texts", "said"), WHO.values(), ids=WHO)
@pytest.mark.parametrize("kind", [cues, srt], ids=["webvtt", "srt"])
def test_who_begins_to_speak_inside_a_cue(kind, texts, said):
    assert turns(kind(*texts), "webvtt" if kind is cues else "srt", joined=False) == said


@pytest.mark.parametrize("shape", ["[SPEAKER_0{}] ", "SPEAKER_0{}: ", "[SPEAKER_0{}]: "])
def test_names_in_whisper_text_go_on_until_the_next(shape):
    said = [
        (shape.format(0), "At night."),
        (shape.format(1), "Who?"),
        ("", "Nobody: not one."),
        (shape.format(0), "Oh."),
    ]
    text = "".join(f"[00:0{n}.000 --> 00:0{n}.900]  {name}{line}\n" for n, (name, line) in enumerate(said))
    first, second = "SPEAKER_00", "SPEAKER_01"
    assert turns(text, "whisper") == [(first, "At night."), (second, "Who? Nobody: not one."), (first, "Oh.")]


def test_captions_that_grow_are_read_once():
    grown = ["we", "we load", "we load at night", "and", "and nobody looks", "and nobody looks at it"]
    transcript = read(cues(*grown).encode())
    assert [(s.start_ms, s.end_ms, s.text) for s in transcript.segments] == [
        (0, 3_000, "we load at night"),
        (3_000, 6_000, "and nobody looks at it"),
    ]
    assert [warning.line for warning in transcript.warnings] == [3]


@pytest.mark.parametrize(
    ("line", "start", "end"),
    [
        ("00:00:01,000 -> 00:00:02,500", 1_000, 2_500),
        ("00:00:01,000 --&gt; 00:00:02,500", 1_000, 2_500),
        ("00:00:01:000 --> 00:00:02:500", 1_000, 2_500),
        ("0:00:01.000,0:00:02.500", 1_000, 2_500),
        ("00:01.5\t-->\t00:02.25", 1_500, 2_250),
        ("00:01 --> 00:02", 1_000, 2_000),
        ("25:00:01,000 --> 125:00:02,000", 90_001_000, 450_002_000),
        ("-00:00:01,500 --> 00:00:02,5", -1_500, 2_500),
        ("00:00:01,000 --> 00:00:02,500  X1:10 X2:20 Y1:1 Y2:2", 1_000, 2_500),
    ],
)
def test_times_as_programs_write_them(line, start, end):
    segment = read(f"1\n{line}\nWe load.\n".encode()).segments[0]
    assert (segment.start_ms, segment.end_ms, segment.text) == (start, end, "We load.")
