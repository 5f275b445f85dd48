"""What a recording is by its bytes, the part a player asks for, and addresses that begin at a time. No database."""

import pytest

from interviews.recordings import Unsatisfiable, beginning_at, kind_of, part_asked_for


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"RIFF\x24\x08\x00\x00WAVEfmt ", "wav"),
        (b"RIFF\x24\x08\x00\x00AVI LIST", ""),
        (b"ID3\x04\x00", "mp3"),
        (b"\xff\xfb\x90\x64", "mp3"),
        (b"\xff\xf1\x50\x80", "aac"),
        (b"\xff\xfe<\x00h\x00", ""),  # a text in UTF-16
        (b"\xff\xd8\xff\xe0", ""),  # a JPEG
        (b"OggS\x00\x02", "ogg"),
        (b"fLaC\x00\x00", "flac"),
        (b"\x00\x00\x00\x20ftypM4A ", "m4a"),
        (b"\x00\x00\x00\x20ftypisom", "mp4"),
        (b"\x1a\x45\xdf\xa3\x01\x00\x00\x00\x42\x82\x84webm", "webm"),
        (b"\x1a\x45\xdf\xa3\x01\x00\x00\x00\x42\x82\x88matroska", ""),
        (b"<html><script>alert(1)</script>", ""),
        (b"\xff", ""),
        (b"", ""),
    ],
)
def test_a_file_is_known_by_what_it_holds(head, kind):
    assert kind_of(head) == kind


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("bytes=0-99", (0, 99)),
        ("bytes=100-", (100, 999)),
        ("bytes=-10", (990, 999)),
        ("bytes=-5000", (0, 999)),
        ("bytes=990-5000", (990, 999)),
        ("bytes = 1-2", (1, 2)),
        ("", None),
        ("bytes=-", None),
        ("bytes=5-1", None),
        ("bytes=0-1,5-6", None),
        ("lines=1-2", None),
        ("bytes=a-b", None),
        ("bytes=²-", None),
        ("bytes=1-" + "9" * 30, None),
    ],
)
def test_one_part_is_understood_and_anything_else_is_the_whole(header, part):
    assert part_asked_for(header, 1000) == part


@pytest.mark.parametrize("header", ["bytes=1000-", "bytes=5000-6000", "bytes=-0"])
def test_a_part_after_the_end_is_refused(header):
    with pytest.raises(Unsatisfiable):
        part_asked_for(header, 1000)


@pytest.mark.parametrize(
    ("url", "there"),
    [
        ("https://www.youtube.com/watch?v=abc", "https://www.youtube.com/watch?v=abc&t=90"),
        ("https://youtu.be/abc?t=5", "https://youtu.be/abc?t=90"),
        ("https://vimeo.com/123", "https://vimeo.com/123#t=90s"),
        ("https://files.example.org/a.mp3?sig=a%2Fb", "https://files.example.org/a.mp3?sig=a%2Fb#t=90"),
        ("/interviews/5/recording/", "/interviews/5/recording/#t=90"),
    ],
)
def test_an_address_begins_at_a_time(url, there):
    assert beginning_at(url, 90) == there
