"""Files come in the encodings their programs wrote, with every kind of line end."""

import pytest

from interviews.transcripts import read
from tests.interviews.transcripts.shapes import spoken

TEXT = "1\n00:00:01,000 --> 00:00:02,000\nÀda: “Größe” – naïve café\n\n2\n00:00:03,000 --> 00:00:04,000\nBo: It’s 5 €\n"
EXPECTED = [
    ("Àda", "“Größe”"),
    ("Àda", "–"),
    ("Àda", "naïve"),
    ("Àda", "café"),
    ("Bo", "It’s"),
    ("Bo", "5"),
    ("Bo", "€"),
]
WIDE = ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8", "utf-8-sig", "cp1252"]


@pytest.mark.parametrize("encoding", WIDE)
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r", "\r\r\n"], ids=["LF", "CRLF", "CR", "CRCRLF"])
def test_every_encoding_gives_the_same_words(encoding, ending):
    transcript = read(TEXT.replace("\n", ending).encode(encoding))
    assert spoken(transcript) == EXPECTED
    assert [segment.line for segment in transcript.segments] == [3, 7]
    assert [warning.line for warning in transcript.warnings] == ([3] if encoding == "cp1252" else [])


def test_chinese_in_utf16_without_a_mark():
    assert spoken(read("主持人: 你好 们\n嘉宾: 好 的\n主持人: 是\n".encode("utf-16-le")))[0] == ("主持人", "你好")


def test_chinese_in_gb2312():
    text = "1\n00:00:01,000 --> 00:00:02,000\n我不知道，因为每天晚上 都会失败。\n"
    transcript = read(text.encode("gb2312"))
    assert spoken(transcript) == [("", "我不知道，因为每天晚上"), ("", "都会失败。")]
    assert [(warning.line, "GB2312" in warning.message) for warning in transcript.warnings] == [(3, True)]


def test_one_broken_character_does_not_hide_the_file():
    transcript = read("Ada: Größe, naïve, café\nBo: ".encode() + b"na\xefve\nAda: so\n")
    assert spoken(transcript)[3] == ("Bo", "na\ufffdve")
    assert [warning.line for warning in transcript.warnings] == [2]


def test_a_mark_inside_and_control_characters_vanish():
    assert spoken(read("Ada: one\n\ufeffBo: t\x08wo\nAda: three\x1a".encode())) == [
        ("Ada", "one"),
        ("Bo", "two"),
        ("Ada", "three"),
    ]
