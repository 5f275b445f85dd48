"""Turns as programs and people really set them off: names, times and words in every order, and what is no speech."""

import pytest

from interviews.transcripts import read
from tests.interviews.transcripts.shapes import turns

SAID = [("Ada Fenn", 1_000, "We load at night."), ("Bo", 69_000, "Who looks: you?"), ("Ada Fenn", 3_672_000, "Nobody.")]
SHAPES = {
    "{name}: [{time}] {text}\n\n": "plain",
    "**{name}:** [{time}] {text}\n\n": "plain",
    "**{name}** [{time}] {text}\n\n": "plain",
    "**{name}** \\[{time}\\]: {text}\n\n": "plain",
    "{name}: ({time})\n{text}\n\n": "plain",
    "{name}: {time}\n\n{text}\n\n": "plain",
    "{name}: {time} {text}\n\n": "plain",
    "{time}.0 **{name}** {text}\n\n": "plain",
    "*{name} ({time})*\n{text}\n\n": "plain",
    "{name} - {time}: {text}\n": "plain",
    "[{time}.00] {name}: {text}\n": "plain",
    "{name} ({time}): {text}\n": "plain",
    "{name} [{time}]: {text}\n": "plain",
    "{name} [{time}] {text}\n": "plain",
    "{name} ({time})\n{text}\n\n": "plain",
    "[{time}] {name}: {text}\n": "plain",
    "({time}) {name}: {text}\n": "plain",
    "{time} - {name}: {text}\n": "plain",
    "[{time} --> {time}] {name}: {text}\n": "plain",
    "[{name}] {time}\n{text}\n\n": "otter",
    "### {name} [{time}]\n\n{text}\n\n": "plain",
    "<b>{name}:</b> ({time}) {text}\n\n": "plain",
    "{name} - {time}\n{text}\n\n": "otter",
    "{name} | {time}\n{text}\n\n": "otter",
    "{name}\t{time}\n{text}\n": "otter",
    "{name}   {time}\n{text}\n": "otter",
    "{name}  {time}  {text}\n": "otter",
    "{name}\n{time}\n{text}\n\n": "otter",
    "{name}\n({time}):\n{text}\n\n": "otter",
    "{time} - {time}\n{name}\n{text}\nMore.\n\n": "otter",
    "{time} {name}\n\n{text}\n\n": "broadcast",
    "{time} {name}:\n{text}\n": "broadcast",
    "{time} - {name}\n{text}\n\n": "broadcast",
    "[{time}] {name}\n\n{text}\n\n": "broadcast",
    "[{time}.00] - {name}\n{text}\n\n": "broadcast",
    "{name}: {text} ({time})\n\n": "webpage",
    "{name}: {text} ({time}).\n\n": "webpage",
    "{name}: {text} [{time}]\n": "webpage",
    "{name}: {text} ([{time}](https://a.example/watch?t=1))\n\n": "webpage",
    "{name}: {text}\n({time})\n\n": "webpage",
}


@pytest.mark.parametrize("clock", [("0:01", "1:09", "1:01:12"), ("00:00:01", "00:01:09", "01:01:12")], ids=["m", "h"])
@pytest.mark.parametrize(("shape", "slug"), SHAPES.items(), ids=[repr(shape) for shape in SHAPES])
def test_names_times_and_words_in_any_order(shape, slug, clock):
    file = "".join(shape.format(name=n, time=t, text=w) for (n, _, w), t in zip(SAID, clock, strict=True))
    transcript = read(file.encode())
    said = [(s.speaker, s.start_ms, s.text.removesuffix(" More.").replace(".", "")) for s in transcript.segments]
    assert said == [(name, start, text.replace(".", "")) for name, start, text in SAID]
    assert (transcript.format, transcript.warnings) == (slug, ())


NO_TIMES = {
    "<u>{name}:</u>\t{text}\n\n": "plain",
    "__{name}__: {text}\n\n": "plain",
    "***{name}:*** {text}\n\n": "plain",
    "**{name}: {text}**\n\n": "plain",
    "- {name}: {text}\n": "plain",
    "**{name}**\n\n{text}\n\n": "plain",
    "[{name}] {text}\n": "plain",
    "{name}:\n\n{text}\n\n\n\n": "plain",
    "{name}:{text}\n": "plain",
    "\u200b{name}\u00a0: {text}\u200b\n": "plain",
    "\u200e{name}\u200f: {text}\n": "plain",
}


@pytest.mark.parametrize(("shape", "slug"), NO_TIMES.items(), ids=[repr(shape) for shape in NO_TIMES])
def test_names_without_times(shape, slug):
    file = "".join(shape.format(name=name, text=text) for name, _, text in SAID)
    assert turns(file, slug) == [(name, text) for name, _, text in SAID]


TOLD = {
    "times are said": (
        "Ada: When?\nBo: 10:30\nAda: And?\nBo: 11:45\nAda: 12:00?\nBo: 12:30.\n",
        [("Ada", "When?"), ("Bo", "10:30"), ("Ada", "And?"), ("Bo", "11:45"), ("Ada", "12:00?"), ("Bo", "12:30.")],
    ),
    "a colon in small letters": (
        "Ada: Hi.\nBo: Yes, and\nmore: of it.\nAda: So.\nAudience member: Why?\n",
        [("Ada", "Hi."), ("Bo", "Yes, and more: of it."), ("Ada", "So."), ("Audience member", "Why?")],
    ),
    "a table": (
        "Ada: Hi.\n\nBo: Look.\n\n| Ada: | x |\n\nAda: So.",
        [("Ada", "Hi."), ("Bo", "Look. | Ada: | x |"), ("Ada", "So.")],
    ),
    "bold titles": (
        "**Intro:**\n\nAda: Hi.\n\n**Nights: why**\n\nBo: **Yes.**\n\n**Never again!**\n\nAda: So.\n\n"
        "[End of recording]\n\nBy Ina",
        [("Ada", "Hi."), ("Bo", "**Yes.** **Never again!**"), ("Ada", "So.")],
    ),
}


@pytest.mark.parametrize(("text", "said"), TOLD.values(), ids=TOLD)
def test_what_is_said_and_what_is_set(text, said):
    assert turns(text, "plain") == said


def test_counted_lines():
    for mark in ["{} ", "{}. ", "  {}) "]:
        text = "".join(
            f"{mark.format(n)}{line}\n" for n, line in enumerate(["ADA: So it is.", "BO: In 1984.", "ADA: No."], 7)
        )
        assert turns(text, "plain") == [("ADA", "So it is."), ("BO", "In 1984."), ("ADA", "No.")]


FALLOUT = "Fallout: it was all there."
IN_DOUBT = {
    "a title": ("Ada: Which games?\n\nBo: Two.\n\nFallout: New Vegas.\n\nAda: Oh.\n\nBo: Yes.", {"Ada", "Bo"}),
    "bold names": (f"**Ada:** Which?\n\n**Jack Breen:** Two.\n\n{FALLOUT}\n\n**Ada:** Oh.", {"Ada", "Jack Breen"}),
    "capitals": (f"MIA: Which?\n\nJACK: Two.\n\n{FALLOUT}\n\nMIA: Oh.\n\nJACK: Yes.", {"MIA", "JACK"}),
    "paragraphs go on": ("Ada: Which?\n\nAnd so.\n\nBo: Two.\n\nThey hold.\n\n" * 5 + FALLOUT, {"Ada", "Bo"}),
    "names with times": (
        "Ada Fenn (0:01):\nHi.\n\nBo Reyes (0:09):\nYes.\n\nThen: so.\n\nBo (0:12):\nBye: all.\n",
        {"Ada Fenn", "Bo Reyes", "Bo"},
    ),
    "a list is told": (
        "Ada: Three things:\n\nNights: late.\n\nBo: Yes?\n\nAda: So.\n\n- Tests: some.\n- Alerts: none.\n\nBo: Ok.",
        {"Ada", "Bo"},
    ),
    "once but greeted": ("Ada: Which?\nBo: Two.\nInes: Hi Ada, here.\nAda: Oh.\nBo: Yes.", {"Ada", "Bo", "Ines"}),
    "once but listed": (
        "# With Ada, Bo and Ines\n\n" + "Ada: Which?\n\nAnd so.\n\nBo: Two.\n\nMore.\n\n" * 5 + "Ines: Bye.",
        {"Ada", "Bo", "Ines"},
    ),
    "once with a time": (
        "Ada (0:01): Which?\nBo (0:02): Two.\nAda (0:03): Oh.\nInes (0:09): Bye.",
        {"Ada", "Bo", "Ines"},
    ),
}


@pytest.mark.parametrize(("text", "speakers"), IN_DOUBT.values(), ids=IN_DOUBT)
def test_who_comes_once(text, speakers):
    assert {speaker.label for speaker in read(text.encode()).speakers} == speakers


FOOT = "Links:\n\n* [Docs](https://a.example/x)\n* LinkedIn: https://b.example\n"
APART = {
    "links below turns": ("plain", f"Ada: Hi.\n\nBo: See https://c.example: all of it.\n\nAda: Bye.\n\n{FOOT}"),
    "links below times": ("captions", f"0:00 hi\n0:04 see https://c.example\n0:09 bye\n\n{FOOT}"),
    "links below a page": ("webpage", f"Ada: Hi. (0:01)\n\nBo: See this. (0:04)\n\nAda: Bye. (0:09)\n\n{FOOT}"),
    "links below Otter": ("otter", f"Ada  0:01\nHi.\n\nBo  0:04\nYes.\n\nAda  0:09\nBye.\n\n{FOOT}"),
    "a note below a rule": (
        "plain",
        '**Ada:** Hi.\n\n**Bo:** *Yes.*\n\n---\n\n*Edited: "clot" is example.*\n\n[The end: so]\n',
    ),
    "links below prose": ("text", f"Hi.\n\nYes.\n\nBye.\n\n{FOOT}"),
    "a footer without names": ("captions", "0:01  \nHi.\n\n0:04  \nYes.\n\nTranscribed by https://otter.ai\n"),
}


@pytest.mark.parametrize(("slug", "text"), APART.values(), ids=APART)
def test_the_foot_of_a_page_is_not_speech(slug, text):
    transcript = read(text.encode())
    assert transcript.format == slug
    assert transcript.context[-1].kind == "footer"
    assert not any(("example" in s.text and s.line > 8) or "Transcribed" in s.text for s in transcript.segments)


def test_frames_of_a_second_do_not_count():
    text = (
        "[00:00:01:12 - 00:00:04:10]\nAda\n Hi.\n\n[00:00:09:00 - 00:00:12:00]\nBo\n Yes.\n\n[00:01:00:00]\nAda\n So.\n"
    )
    said = [(s.speaker, s.start_ms, s.text) for s in read(text.encode()).segments]
    assert said == [("Ada", 1_000, "Hi."), ("Bo", 9_000, "Yes."), ("Ada", 60_000, "So.")]


def test_a_callers_number_is_a_name():
    assert turns("Ada Fenn  0:01\nHi.\n\n+1 555-0100  0:09\nYes.\n", "otter") == [
        ("Ada Fenn", "Hi."),
        ("+1 555-0100", "Yes."),
    ]


def test_a_year_above_a_page_number_is_said():
    text = "0:00:01 Ada Fenn\n\nIn\n\n2024\n\n- 1 -\n\fBut we left.\n\n0:00:31 Bo Reyes\n\nYes.\n"
    assert turns(text, "broadcast") == [("Ada Fenn", "In 2024 But we left."), ("Bo Reyes", "Yes.")]


def test_lyrics_with_times_inside_and_twice():
    text = "[ti:Loads]\n[by:x]\n[00:12.00]Line <00:12.50> one\n[00:15.30][00:45.10]Twice\n[00:17.20]\n"
    transcript = read(text.encode())
    assert (transcript.format, transcript.title) == ("lrc", "Loads")
    assert [(s.start_ms, s.end_ms, s.text) for s in transcript.segments] == [
        (12_000, None, "Line one"),
        (15_300, 17_200, "Twice"),
    ]


@pytest.mark.parametrize("head", ["start\tend\tspeaker\ttext", "Speaker\tStart\tEnd\tText"])
def test_tables_with_speakers_and_seconds(head):
    row = {"start": "1.5", "end": "2.25", "speaker": "Ada", "text": "Hi\tall"}
    transcript = read(f"{head}\n{chr(9).join(row[name] for name in head.lower().split(chr(9)))}\n".encode())
    said = transcript.segments[0]
    assert (transcript.format, said.speaker, said.start_ms, said.end_ms, said.text) == (
        "tsv",
        "Ada",
        1_500,
        2_250,
        "Hi all",
    )


def test_a_page_ends_with_its_last_time():
    page = "Ada: Hi. (0:01)\n\nLoads: how they break\n\nBo: Yes. (0:04)\n\nAda: Bye. (1:00:60)\n\n"
    transcript = read((page + "Bo: Bye. (0:09)\n\nWrite to us!\n").encode())
    assert [(s.speaker, s.start_ms, s.text) for s in transcript.segments] == [
        ("Ada", 1_000, "Hi."),
        ("Bo", 4_000, "Yes."),
        ("Ada", None, "Bye."),
        ("Bo", 9_000, "Bye."),
    ]
    assert [(c.kind, c.text) for c in transcript.context] == [
        ("heading", "Loads: how they break"),
        ("footer", "Write to us!"),
    ]
    assert [(w.line, w.message) for w in transcript.warnings] == [(7, "This time cannot be read: '1:00:60'")]


def test_a_time_alone_above_the_first_turn_is_its_time():
    text = "Sep 26, 2025\nLoads - Transcript\n00:00:00\n\nAda Fenn: We\nBo: Sure.\nAda Fenn: load.\n\n"
    transcript = read((text + "00:01:03\n\nBo: And: why?\n").encode())
    assert [(s.speaker, s.start_ms) for s in transcript.segments] == [
        ("Ada Fenn", 0),
        ("Bo", None),
        ("Ada Fenn", None),
        ("Bo", 63_000),
    ]


def test_a_name_without_words_is_kept_and_told():
    transcript = read(b"Ada Fenn  0:01\nHi.\n\nBo  0:04\n\nAda Fenn  0:09\nBye.\n")
    assert [(c.kind, c.text, c.before_segment) for c in transcript.context] == [("note", "Bo", 1)]
    assert [(w.line, w.message) for w in transcript.warnings] == [(4, "Nothing is said under this name: Bo")]


BROADCAST = {
    "small letters": (
        "0:00:01 ada fenn\n\nGood evening to all.\n\n0:00:31 bo reyes\n\nThank you.\n\n0:00:40 ada fenn\n\nRain.\n",
        [("ada fenn", 1_000), ("bo reyes", 31_000), ("ada fenn", 40_000)],
    ),
    "a time is said": (
        "0:00:01 Ada Fenn\n\nGood evening to all.\n\n0:05:01 Bo Reyes\n\nWe load at\n\n10:31 sharp, every night.\n",
        [("Ada Fenn", 1_000), ("Bo Reyes", 301_000), ("Bo Reyes", None)],
    ),
    "a sound has a time": (
        "0:00:01 SPEAKER 1\n\nGood evening.\n\n0:00:31 [Music]\n\n0:00:40 SPEAKER 1\n\nRain.\n",
        [("SPEAKER 1", 1_000), ("", 31_000), ("SPEAKER 1", 40_000)],
    ),
    "words have a time": (
        "0:00:01 Ada Fenn\n\nGood evening to all of you out there.\n\n0:00:31 And on we go.\n\n"
        "0:00:40 Bo Reyes\n\nRain falls on all of you, from here to the sea.\n",
        [("Ada Fenn", 1_000), ("Ada Fenn", 31_000), ("Bo Reyes", 40_000)],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "said"), BROADCAST.values(), ids=BROADCAST)
def test_broadcast_lines_with_times(text, said):
    transcript = read(text.encode())
    assert transcript.format == "broadcast"
    assert [(s.speaker, s.start_ms) for s in transcript.segments] == said


@pytest.mark.parametrize("shape", ["[{}] {}", "({}) {}", "{} - {}", "{}.5 {}", "{} >> {}", "[{}]{}"])
def test_captions_with_times_in_any_dress(shape):
    text = "".join(
        shape.format(time, words) + "\n"
        for time, words in [("0:01", "we load"), ("75:09", "at 10:30"), ("1:15:12", "so")]
    )
    transcript = read(text.encode())
    assert transcript.format == "captions"
    assert [(s.start_ms // 1000, s.text) for s in transcript.segments] == [
        (1, "we load"),
        (4_509, "at 10:30"),
        (4_512, "so"),
    ]


def test_otter_times_without_a_name_go_on_with_the_speaker():
    text = "Speaker 1  0:01\nHi.\n\n1:00:09\nMore: of it.\n\nSpeaker 2  1:00:12\nYes.\n\nSpeaker 1  1:00:20\nSo.\n"
    transcript = read((text + "Speaker 1 stopped transcription\n").encode())
    assert [(s.speaker, s.start_ms) for s in transcript.segments][:2] == [
        ("Speaker 1", 1_000),
        ("Speaker 1", 3_609_000),
    ]
    assert [(c.kind, c.line) for c in transcript.context] == [("footer", 12)]
