"""Word documents: every word in order with its speaker; archives that are damaged or mean harm are refused in words."""

import io
import tracemalloc
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.transcripts import Refused, header, read, word
from tests.interviews.transcripts.shapes import NAMES, Case, all_words, clock, sentences, spoken
from tests.interviews.transcripts.word_files import HEAD, document, paragraph, run, table

SAID = [("Ada Fenn", "What broke?"), ("Bo Reyes", "A load: at night."), ("Ada Fenn", "Again?"), ("Bo Reyes", "Yes.")]


def said(data: bytes) -> list[tuple[str, str]]:
    return [(segment.speaker, segment.text) for segment in read(data, "talk.docx").segments]


SHAPES = {
    "name in bold": [paragraph(run(f"{name}:", bold=True), run(f" {text}")) for name, text in SAID],
    "plain": [paragraph(run(f"{name}: {text}")) for name, text in SAID],
    "cut into runs": [paragraph(run(name[:2]), run(name[2:] + ":"), run(" "), run(text)) for name, text in SAID],
    "headings": [p for name, text in SAID for p in (paragraph(run(name), style="Heading3"), paragraph(run(text)))],
    "a table": [table(*[[name, text] for name, text in SAID])],
    "a table with times": [table(*[[f"0:0{n}", name, text] for n, (name, text) in enumerate(SAID)])],
    "Teams": [
        paragraph(run(name, bold=True), run(f"   0:0{n}\n{text}")) for n, (name, text) in enumerate(SAID)
    ],
    "Otter": [
        p for n, (name, text) in enumerate(SAID) for p in (paragraph(run(f"{name}  0:0{n}")), paragraph(run(text)))
    ],
}  # fmt: skip


@pytest.mark.parametrize("body", SHAPES.values(), ids=SHAPES)
def test_who_said_what_in_a_document(body):
    assert said(document(*body)) == SAID


def test_a_meeting_saved_by_teams():
    front = ["Weekly data sync-20260615_133555-Meeting Transcript", "15 June 2026, 03:35am", "27m 42s"]
    turns = [
        paragraph(run("Hurst, Peter (Acme)", bold=True), run("   0:03\nWe load at night.")),
        paragraph(run("Doe, Jane [NA]", bold=True), run("   1:02:41\nWho looks?\nNobody does.")),
    ]
    data = document(*[paragraph(run(line)) for line in front], paragraph(run("Ada Fenn started transcription")), *turns)
    assert said(data) == [("Hurst, Peter (Acme)", "We load at night."), ("Doe, Jane [NA]", "Who looks? Nobody does.")]
    transcript = read(data)
    assert [entry.text for entry in transcript.context][:3] == front
    assert str(header(transcript).day) == "2026-06-15"


def test_what_was_deleted_or_is_no_text_is_not_read():
    gone = "<w:del><w:r><w:delText>Cleo: secret.</w:delText></w:r></w:del><w:r><w:instrText>PAGE</w:instrText></w:r>"
    body = [paragraph(run(f"{name}: {text}")) for name, text in SAID]
    assert said(document(*body, f"<w:p>{gone}</w:p>")) == SAID


def test_what_stands_inside_a_paragraph_or_a_cell_takes_nothing_away():
    box = f"<w:r><w:drawing><w:txbxContent>{paragraph(run('In a box.'))}</w:txbxContent></w:drawing></w:r>"
    around = f"<w:p>{run('Ada Fenn: What')}{box}{run(' broke?')}</w:p>"
    inner = table(["inner left", "inner right"])
    outer = table(["Bo Reyes", "A load."]).replace("A load.</w:t></w:r></w:p>", f"A load.</w:t></w:r></w:p>{inner}")
    lines = [line for line in word.word_text(document(around, outer, paragraph(run("So it was.")))).split("\n") if line]
    assert lines == [
        "In a box.",
        "Ada Fenn: What broke?",
        "Bo Reyes A load. inner left: inner right",
        "So it was.",
    ]


@st.composite
def talk(draw) -> tuple[bytes, Case]:
    """A Teams document with names of any kind, turns of several lines, and words in several runs."""
    case, at, body = Case(), draw(st.integers(0, 4_000)), []
    front = "Tables-20260615_133555-Meeting Transcript"
    case.kept(front)
    for place in range(draw(st.integers(2, 6))):
        name, at = draw(st.sampled_from(NAMES)), at + draw(st.integers(0, 300))
        lines = draw(st.lists(sentences(), min_size=1, max_size=3))
        words = "\n".join(lines)
        cut = draw(st.integers(0, len(words)))
        bold = draw(st.booleans())
        body.append(paragraph(run(name, bold=bold), run(f"   {clock(at)}\n"), run(words[:cut]), run(words[cut:])))
        case.said(name, " ".join(lines))
        assert place >= 0
    return document(paragraph(run(front)), *body), case


@given(talk())
def test_every_word_of_a_document_is_kept_in_order(made):
    data, case = made
    transcript = read(data)
    assert transcript.format == "otter"
    assert spoken(transcript) == case.speech
    assert all_words(transcript) == case.words


ENTITIES = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><d>&b;</d>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE d SYSTEM "http://a.example/x.dtd"><d/>'
REFUSED = {
    "entities": (document(xml=ENTITIES), "declares entities"),
    "a type from outside": (document(xml=OUTSIDE), "declares entities"),
    "cut off": (document(*SHAPES["plain"])[:-40], "damaged or cut off"),
    "cut in the middle": (document(*SHAPES["plain"])[:300], "damaged or cut off"),
    "broken XML": (document(xml=HEAD + "<w:p>"), "damaged or cut off"),
    "no words": (document(), "empty"),
    "deep": (document(xml=HEAD + "<w:p>" * 300), "nested too deeply"),
    "not XML": (document(xml="Ada: hi"), "damaged or cut off"),
}


@pytest.mark.parametrize(("data", "says"), REFUSED.values(), ids=REFUSED)
def test_documents_that_cannot_be_read_are_refused_in_words(data, says):
    with pytest.raises(Refused, match=says):
        read(data)


def test_an_archive_without_a_document_is_refused():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("word/other.xml", "x")
    with pytest.raises(Refused, match="no text of a Word document"):
        read(packed.getvalue())


@pytest.mark.parametrize("piece", ["<w:p><w:r><w:t>" + "a" * 1_000_000, "<w:p></w:p>" * 9_000, " " * 1_000_000])
def test_a_document_that_grows_without_measure_is_refused_with_little_memory(piece):
    data = document(xml=HEAD + piece * 40)
    tracemalloc.start()
    try:
        with pytest.raises(Refused, match=r"20 MB|paragraphs"):
            read(data)
        assert tracemalloc.get_traced_memory()[1] < 100 * 1024 * 1024
    finally:
        tracemalloc.stop()


@given(st.data())
def test_damaged_documents_are_read_or_refused(data):
    raw = bytearray(document(*SHAPES["Teams"]))
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(4, len(raw) - 1))
        raw[at : at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=6))
    try:
        read(bytes(raw))
    except Refused as refused:
        assert str(refused)


def test_limits_of_a_document():
    assert (word.MAX_XML, word.MAX_DEPTH) == (20 * 1024 * 1024, 200)
