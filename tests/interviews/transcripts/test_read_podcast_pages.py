"""Podcast pages: every line with who said it and when, however the YAML is written or broken."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.transcripts import Refused, read
from tests.interviews.transcripts.shapes import SIMPLE, Case, check, clock, endings, sentences

HEAD = [
    "title: 'Tables: at night'",
    "season: 3",
    "guests:\n- adafenn",
    "intro: Who loads?<br>Nobody.",
    "dateadded: 2021-05-04",
]
SENTENCE = "and then we all went home, which is what happened"


def written(draw, text: str) -> str:
    """A scalar as pages write it: quoted either way or plain where that is YAML, or folded over lines."""
    style = draw(st.sampled_from(["single", "double", "block"]))
    if style == "single":
        return "'" + text.replace("'", "''").replace(" there.", "\n    there.") + "'"
    return json.dumps(text) if style == "double" else f">\n    {text}"


@st.composite
def page(draw) -> Case:  # noqa: C901 - it lists every oddity of such pages
    case, at, speaker = Case(), 0, ""
    if draw(st.booleans()):
        case.line("draft, do not publish")
        case.kept("draft, do not publish")
    case.line("---")
    for entry in draw(st.lists(st.sampled_from(HEAD), unique=True)):
        case.line(entry)
        case.kept(entry)
    case.line("transcript:")
    for _ in range(draw(st.integers(1, 7))):
        for header in draw(st.lists(st.sampled_from(["Tables: why", "Who loads?"]), max_size=2)):
            case.line(f"- header: '{header}'")
            case.kept(header)
        text = draw(sentences())
        case.line(f"- line: {written(draw, text)}")
        kind = draw(st.sampled_from(["all", "no time", "no who", "nothing", "colon", "sentence", "unquoted", "broken"]))
        broken = draw(st.sampled_from(["37:567", "soon", "9:72"]))
        timed = kind in {"all", "no who", "colon", "sentence", "unquoted"}
        if timed:
            case.line(f"  sec: {at}\n  time: {clock(at) if kind == 'unquoted' else repr(clock(at))}")
        if kind == "broken":
            case.line(f"  time: '{broken}'")
        if kind == "sentence":
            case.line(f"  who: {SENTENCE}")
            case.said("", f"{text} {SENTENCE}")
        else:
            speaker = speaker if kind in {"nothing", "no who"} else draw(st.sampled_from(SIMPLE))
            if kind not in {"nothing", "no who"}:
                case.line(f"  who: '{speaker}{':' * (kind == 'colon')}'")
            case.said(speaker, text)
        case.starts.append(at * 1000 if timed else -1)
        at = max(0, at + draw(st.integers(-20, 900)))
    if draw(st.booleans()):
        case.line("context: |\n  We met\n\n  twice.")
        case.kept("context: | We met twice.")
    case.line("---")
    if draw(st.booleans()):
        case.line('\n## Links\n\n- [Ada](https://ada.example){:target="_blank"}')
        case.kept('Links - [Ada](https://ada.example){:target="_blank"}')
    return case


@given(page(), endings())
def test_pages_give_lines_speakers_and_times(case, ending):
    transcript = check(case, "podcast", ending)
    assert [-1 if segment.start_ms is None else segment.start_ms for segment in transcript.segments] == case.starts


@given(page(), endings())
def test_pages_that_are_not_yaml_are_read_line_by_line(case, ending):
    case.text = case.text.replace(
        "transcript:\n", "transcript:\n- line: 'That's it' @ home\n  who: Zed\n  time: 9:\n46\n", 1
    )
    transcript = read(case.text.replace("\n", ending).encode())
    assert transcript.segments[0].start_ms == 586_000
    assert any("not YAML" in warning.message for warning in transcript.warnings)
    assert {segment.speaker for segment in transcript.segments} - {"", "Zed"} == {name for name, _ in case.speech} - {
        ""
    }


SHAPES = {
    "in one line": "[{header: Why}, {line: 'Hi: you', sec: 1, time: 0:01, who: Ada}, {line: Yes, who: Bo}]",
    "other keys": "\n- heading: Why\n- Text: 'Hi: you'\n  Start: 0:01\n  Speaker: Ada\n- speaker: Bo\n  text: Yes",
    "as text": "|\n  ### Why\n\n  Ada (0:01): Hi: you\n\n  Bo: Yes",
    "indented": "\n    - header: Why\n    - line: 'Hi: you'\n      sec: 1\n      who: Ada\n    - {line: Yes, who: Bo}",
    "null": "\n- header: Why\n- line: 'Hi: you'\n  sec: 1\n  who: Ada\n- line: null\n  who: ~\n- line: Yes\n  who: Bo",
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_lists_in_other_shapes(shape):
    transcript = read(f"---\ntitle: Loads\nseason: 1\ntranscript: {shape}\n---\n".encode())
    assert [(s.speaker, s.start_ms, s.text) for s in transcript.segments] == [
        ("Ada", 1_000, "Hi: you"),
        ("Bo", None, "Yes"),
    ]
    assert [(c.text, c.start_ms) for c in transcript.context if c.kind == "heading"] == [("Why", 1_000)]


def test_headings_take_the_time_of_the_next_line_or_of_their_clip():
    clips = "quotableClips:\n- name: 'Why: nights'\n  startOffset: 90\n- startOffset: 7\n  name: Intro\n- name: Void\n"
    page = f"---\n{clips}transcript:\n- header: Intro\n- line: Hi\n  who: Ada\n- line: So\n  sec: 12\n"
    transcript = read(f"{page}- header: 'Why: nights'\n- header: Void\n---\n".encode())
    headings = [entry for entry in transcript.context if entry.kind == "heading"]
    assert [(entry.text, entry.start_ms) for entry in headings] == [
        ("Intro", 12_000),
        ("Why: nights", 90_000),
        ("Void", None),
    ]


def test_time_and_seconds_that_differ_are_told():
    transcript = read(b"---\ntranscript:\n- line: Hi\n  sec: 83\n  time: 0:12\n  who: Ada\n---\n")
    assert transcript.segments[0].start_ms == 83_000
    assert [(w.line, w.message) for w in transcript.warnings] == [
        (3, "Time and seconds differ; the seconds are taken: 0:12 and 83")
    ]


def test_a_page_too_long_to_read_is_refused_with_the_limit():
    page = "---\ntranscript:\n" + f"- line: {'and so on ' * 12}\n" * 45_000
    with pytest.raises(Refused, match=r"5,8\d\d,\d+ characters; it may have 5,000,000. Split the page"):
        read(page.encode())


def test_a_page_without_transcript_is_context():
    transcript = read(b"---\ntitle: Loads\nseason: 1\nepisode: 2\nshort: Tables\n---\n\nText below.\n")
    assert (transcript.format, transcript.segments, transcript.title) == ("podcast", (), "Loads")
    assert [warning.line for warning in transcript.warnings] == [2]


@pytest.mark.parametrize(
    "bomb",
    ["- line: &a [x, x]\n- line: *a\n", "- line: " + "[" * 40 + "]" * 40 + "\n"],
    ids=["aliases", "depth"],
)
def test_yaml_that_grows_is_refused(bomb):
    with pytest.raises(Refused, match=r"^Line \d+: .*(aliases|deeply)"):
        read(f"---\ntranscript:\n{bomb}---\n".encode())
