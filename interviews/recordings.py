"""Recordings of conversations: what a file is by its first bytes, which part of it is asked for, and addresses that
begin at a time. Not bound to files, requests or the database."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit

HEAD = 64  # bytes that tell the type
TYPES = {
    "wav": "audio/wav",
    "mp3": "audio/mpeg",
    "aac": "audio/aac",
    "ogg": "audio/ogg",
    "flac": "audio/flac",
    "m4a": "audio/mp4",
    "mp4": "video/mp4",
    "webm": "video/webm",
}
BY_QUERY = ("youtube.com", "youtu.be", "loom.com", "drive.google.com")  # these begin at `?t=`


class Unsatisfiable(Exception):
    """The part that is asked for begins after the end."""


def kind_of(head: bytes) -> str:
    """The ending for a file that begins like this, one of TYPES; empty for what browsers do not play."""
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return "wav"
    if head[4:8] == b"ftyp":
        return "m4a" if head[8:11] in (b"M4A", b"M4B") else "mp4"
    if head[:4] == b"\x1a\x45\xdf\xa3":
        return "webm" if b"webm" in head[:HEAD] else ""
    for start, ending in ((b"ID3", "mp3"), (b"OggS", "ogg"), (b"fLaC", "flac")):
        if head.startswith(start):
            return ending
    if len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0:
        return frame_of(head[1])
    return ""


def frame_of(second: int) -> str:
    """What a stream of frames is by the second byte of the first: the layer is none in AAC."""
    layer, version = second & 0x06, second & 0x18
    if layer == 0:
        return "aac" if second & 0xF6 == 0xF0 else ""
    return "mp3" if version != 0x08 and layer == 0x02 else ""


def part_asked_for(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte of the one part that a Range header asks for; None where it asks for none that we give.

    Several parts, or what is no range, may be answered with the whole. Raises Unsatisfiable.
    """
    unit, _, asked = header.partition("=")
    first, dash, last = asked.strip().partition("-")
    known = all(one == "" or (one.isascii() and one.isdigit() and len(one) < 19) for one in (first, last))
    if unit.strip() != "bytes" or not dash or not known or not (first or last):
        return None
    if not first:
        start, end = max(0, size - int(last)), size - 1
        if not int(last):
            raise Unsatisfiable
    else:
        start, end = int(first), min(int(last), size - 1) if last else size - 1
        if last and int(last) < start:
            return None
    if start >= size:
        raise Unsatisfiable
    return start, end


def beginning_at(url: str, seconds: int) -> str:
    """The address of a recording that opens at a time, the way its host understands it; else by a fragment, which no
    signed address minds."""
    place = urlsplit(url)
    host = (place.hostname or "").removeprefix("www.").removeprefix("m.")
    if host in BY_QUERY:
        query = [
            (key, value) for key, value in parse_qsl(place.query, keep_blank_values=True) if key not in ("t", "start")
        ]
        return place._replace(query=urlencode([*query, ("t", f"{seconds}")])).geturl()
    return place._replace(fragment=f"t={seconds}s" if host == "vimeo.com" else f"t={seconds}").geturl()
