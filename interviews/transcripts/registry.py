"""The formats we read, and the one way in: bytes to a `Transcript`, or `Refused`.

A new format is one module with a `FORMAT` and one entry here. The content decides which format reads a file; where
two are equally sure the earlier one does.
"""

from __future__ import annotations

from interviews.transcripts import (
    broadcast,
    captions,
    chat,
    coded,
    lrc,
    otter,
    plain,
    podcast,
    prose,
    segments,
    srt,
    tsv,
    webpage,
    webvtt,
    whisper,
)
from interviews.transcripts.base import Format, Refused, Source, Transcript
from interviews.transcripts.draft import refuse_crowded
from interviews.transcripts.encoding import decode
from interviews.transcripts.foreign import refuse_foreign

FORMATS: tuple[Format, ...] = (
    webvtt.FORMAT,
    podcast.FORMAT,
    segments.FORMAT,
    chat.FORMAT,
    srt.FORMAT,
    whisper.FORMAT,
    tsv.FORMAT,
    lrc.FORMAT,
    coded.FORMAT,
    otter.FORMAT,
    broadcast.FORMAT,
    captions.FORMAT,
    webpage.FORMAT,
    plain.FORMAT,
    prose.FORMAT,
)


def read(data: bytes, name: str = "", *, format: str | None = None) -> Transcript:  # noqa: A002
    """Read a file. `format` is a slug of `FORMATS` when a person has chosen one. Raises nothing but `Refused`."""
    source = decode(data, name)
    refuse_crowded(source)
    known = _chosen(format) if format else _recognised(source)
    transcript = known.read(source)
    if not transcript.segments and not transcript.context:
        raise Refused(f"This was recognised as {known.label}, but there are no words in it.")
    return transcript


def _recognised(source: Source) -> Format:
    best, surest = FORMATS[-1], 0.0
    for known in FORMATS:
        if known.at_most > surest and (sure := known.recognise(source)) > surest:
            best, surest = known, sure
    if surest < 1:
        refuse_foreign(source)
    return best


def _chosen(slug: str) -> Format:
    for known in FORMATS:
        if known.slug == slug:
            return known
    raise Refused(f"We do not read a format called {slug!r}. Choose one of: {', '.join(f.slug for f in FORMATS)}.")
