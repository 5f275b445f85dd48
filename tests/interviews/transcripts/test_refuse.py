"""Any bytes at all are either read or refused in words for people; nothing else ever happens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.transcripts import FORMATS, Refused, Transcript, draft, read, registry
from interviews.transcripts.encoding import MAX_BYTES
from tests.interviews.transcripts.shapes import all_words, spoken
from tests.interviews.transcripts.test_read_podcast_pages import page
from tests.interviews.transcripts.test_read_subtitles import rolling, srt, voiced, zoom
from tests.interviews.transcripts.test_read_turns import broadcast, captions, otter, plain, webpage

SLUGS = [known.slug for known in FORMATS]
FILES = st.one_of(page(), rolling(), srt(), voiced(), zoom(), broadcast(), captions(), otter(), plain(), webpage())
TOKENS = """WEBVTT|---|transcript:|- line: x|  who: a|1|00:01 --> 00:02|Ada: hi|0:01|Ada  0:01|(0:01)|### Ada|**Ada:**
|<v Ada>|[0:01]|NOTE|\f|| |&lt;|{\\an8}|start\tend\ttext"""
PIECES = TOKENS.split("|")


def read_or_refused(data: bytes, chosen: str | None = None) -> None:
    try:
        transcript = read(data, format=chosen)
    except Refused as refused:
        assert str(refused)
    else:
        assert isinstance(transcript, Transcript)
        assert all(segment.text == " ".join(segment.text.split()) != "" for segment in transcript.segments)
        assert transcript.words == len(spoken(transcript)) and transcript.times and transcript.speakers is not None


@given(st.binary(max_size=400), st.sampled_from([None, *SLUGS]))
def test_any_bytes(data, chosen):
    read_or_refused(data, chosen)


@given(st.text(max_size=300), st.sampled_from(["utf-8", "utf-16", "utf-16-le"]), st.sampled_from([None, *SLUGS]))
def test_any_text(text, encoding, chosen):
    read_or_refused(text.encode(encoding, "replace"), chosen)


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=12)), max_size=25), st.sampled_from([None, *SLUGS]))
def test_pieces_of_formats_in_any_order(pieces, chosen):
    read_or_refused("\n".join(pieces).encode("utf-8", "replace"), chosen)


@given(FILES, st.data())
def test_damaged_files(case, data):
    raw = bytearray(case.text.encode())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, max(0, len(raw) - 1)))
        raw[at : at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=6))
    read_or_refused(bytes(raw))


@given(FILES, st.sampled_from(SLUGS[5:]))
def test_a_format_chosen_wrongly_loses_no_word(case, chosen):
    """Line-based readers may take times and labels out; the words of a sentence all stay."""
    kept = all_words(read(case.text.encode(), format=chosen))
    assert not {word for _, word in case.speech if word.isalpha() and f" {word} " in case.text} - set(kept)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b" \n\t\r\n \xef\xbb\xbf", "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "PNG picture"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04" + b"word/document.xml", "damaged or cut off"),
        (b"PK\x03\x04" + bytes(20), "ZIP"),
        (b"WEBVTT\n\n\0\0\0", "Line 3: This is not a text file"),
        (b"WEBVTT\n\nno cue here", "no cue"),
        (b"<!DOCTYPE html><html></html>", "web page"),
        (b'{"start": 0}', "JSON without a list of segments"),
        (b'{"segments": [{"start": 0}]}', "no words in it"),
        (b'{"segments": [\n{"text": "a"},\n{"text": }]}', "Line 3: This JSON cannot be read"),
        (b'{"segments": [{"text": ' + b"[" * 100_000, "nested too deeply"),
        ("Ада: да. Здравствуйте, коллеги.".encode("cp1251"), "neither UTF-8"),
        ("主持人: 你們這裡的資料".encode("big5"), "neither UTF-8"),
        ("진행자: 매일 밤 실패합니다.".encode("euc_kr"), "neither UTF-8"),
        ("司会: こんにちは".encode("shift_jis"), "neither UTF-8"),
        ("司会: こんにちは".encode("iso-2022-jp"), "Japanese"),
        ("Ada: It’s “done” by now, isn’t it?".encode("mac_roman"), "neither UTF-8"),
        (b"\x01\x02\x03\x04\x05\x06\x07\x08\x0e\x0f\x10", "control characters"),
        (b"1\n00:00:01,000 --> 00:00:02,000\n" + b"word " * 300_000, "Line 3: This line is longer"),
    ],
)
def test_what_is_no_transcript_is_refused_in_words(data, says):
    with pytest.raises(Refused) as refused:
        read(data)
    assert says in str(refused.value)


def test_size_is_refused_before_anything_is_read():
    with pytest.raises(Refused, match="21 MB; a transcript may have 20 MB"):
        read(b"WEBVTT\n" * (21 * 1024 * 1024 // 7))
    assert MAX_BYTES == 20 * 1024 * 1024


LONG = 200_000
LINES = [
    " " * LONG + "x",
    "0:01" + " " * LONG + "x",
    "Ada:" + " " * LONG,
    ">" * LONG,
    "**a" + " " * LONG,
    "x. Ada: " * (LONG // 8),
]
HEADS = [
    "",
    "WEBVTT\n\n00:01.000 --> 00:02.000\nAda: hi\n",
    "0:01 a\n0:02 b\n0:03 c\n",
    "Ada: hi.\n\nBo: yes.\n\nAda: so.\n\n",
]


@pytest.mark.parametrize("line", LINES, ids=[line[:4] for line in LINES])
def test_a_long_line_is_read_once_over(line):
    """A pattern that goes back and forth on it would take minutes."""
    for head in HEADS:
        read_or_refused(f"{head}{line}\n".encode())


def test_too_many_pieces_of_speech_are_refused(monkeypatch):
    assert draft.MAX_SEGMENTS == 50_000
    monkeypatch.setattr(draft, "MAX_SEGMENTS", 1_000)
    assert len(read(b"0:01 a\n" * 1_000).segments) == 1_000
    with pytest.raises(Refused, match=r"Line 1002: .* more than 1,000 pieces"):
        read(b"[\n" + b'{"text": "a"},\n' * 1_001 + b"]")


CROWDED = {
    "turns": ("Ada: hi.\nBo: yes.\n\n" * 700, r"Line 1501: .* more than 1,000 lines of words"),
    "cues": ("WEBVTT\n\n" + "0:01.000 --> 0:02.000\nhi\n\n" * 1_100, r"Line 3003: .* more than 1,000 pieces"),
}


@pytest.mark.parametrize(("text", "says"), CROWDED.values(), ids=CROWDED)
def test_what_is_too_much_is_refused_before_any_format_looks_at_it(monkeypatch, text, says):
    monkeypatch.setattr(draft, "MAX_SEGMENTS", 1_000)
    monkeypatch.setattr(registry, "_recognised", pytest.fail)
    with pytest.raises(Refused, match=says):
        read(text.encode())


def test_an_unknown_format_is_refused_with_the_known_ones():
    with pytest.raises(Refused, match="webvtt, podcast, json"):
        read(b"Ada: hi", format="docx")
