"""Reading transcripts: bytes in, speech and context out. Pure: no database, no files, no Django."""

from interviews.transcripts.base import Context, Refused, Segment, Speaker, Times, Transcript, Warning  # noqa: A004
from interviews.transcripts.header import Header, header
from interviews.transcripts.registry import FORMATS, read

__all__ = [
    "FORMATS",
    "Context",
    "Header",
    "Refused",
    "Segment",
    "Speaker",
    "Times",
    "Transcript",
    "Warning",
    "header",
    "read",
]
