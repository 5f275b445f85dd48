"""JSON: a list of segments with text, times and perhaps speakers, as speech recognisers and podcast hosts write it."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from typing import Any

from interviews.transcripts.base import Format, Refused, Source, Transcript
from interviews.transcripts.clock import milliseconds
from interviews.transcripts.draft import Draft
from interviews.transcripts.names import clean

SLUG, LABEL = "json", "JSON segments"
LIST = re.compile(r"\s*(?=\[)|.*?\"(?:segments|utterances|transcript|captions|results)\"\s*:\s*(?=\[)", re.DOTALL)
TEXT = ("text", "body", "content", "transcript", "line")
SPEAKER = ("speaker", "speaker_name", "speakerName", "speaker_label", "speakerLabel", "who", "name")
START = ("start", "startTime", "start_time", "begin", "from")
END = ("end", "endTime", "end_time", "to")
BETWEEN = re.compile(r"[\s,]*")


def recognise(source: Source) -> float:
    """An object or a list at the start, and a list of objects that have a text."""
    if source.first_filled[:1] not in {"{", "["}:
        return 0.0
    text = "\n".join(source.lines)
    found = LIST.match(text)
    return 1.0 if found and re.match(r"\[\s*\{\s*\"", text[found.end() : found.end() + 200]) else 0.0


def read(source: Source) -> Transcript:
    draft = Draft(source)
    text = "\n".join(source.lines)
    found = LIST.match(text)
    if not found:
        raise Refused("There is no list of segments in this JSON.")
    try:
        for line, entry in _entries(text, found.end()):
            _tell(draft, entry, line)
        whole = json.loads(text)
    except RecursionError as error:
        raise Refused("This JSON is nested too deeply for a transcript.") from error
    except Refused:
        raise
    except ValueError as error:
        at = error.lineno if isinstance(error, json.JSONDecodeError) else None
        raise Refused(f"This JSON cannot be read: {getattr(error, 'msg', 'a number is too long')}.", at) from error
    for key, value in whole.items() if isinstance(whole, dict) else ():
        _keep(draft, key, value)
    return draft.transcript(SLUG, LABEL)


def _entries(text: str, start: int) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of the list that begins here, each with its line."""
    decoder = json.JSONDecoder()
    at, line, counted = start + 1, 1, 0
    while True:
        at = _skip(text, at)
        if at >= len(text) or text[at] == "]":
            return
        line, counted = line + text.count("\n", counted, at), at
        entry, at = decoder.raw_decode(text, at)
        if isinstance(entry, dict):
            yield line, entry


def _skip(text: str, at: int) -> int:
    found = BETWEEN.match(text, at)
    return found.end() if found else at


def _tell(draft: Draft, entry: dict[str, Any], line: int) -> None:
    text = next((entry[key] for key in TEXT if isinstance(entry.get(key), str)), "")
    start = next((time for key in START if (time := _time(entry.get(key))) is not None), None)
    end = next((time for key in END if (time := _time(entry.get(key))) is not None), None)
    draft.say(_speaker(entry), text, line, start, end)


def _speaker(entry: dict[str, Any]) -> str:
    value = next((entry[key] for key in SPEAKER if entry.get(key) not in (None, "")), "")
    if isinstance(value, dict):
        value = value.get("name") or value.get("label") or value.get("id") or ""
    return clean(value) if isinstance(value, str) else f"Speaker {value}"


def _time(value: object) -> int | None:
    """Milliseconds of a number of seconds, or of a clock time."""
    if isinstance(value, str):
        return milliseconds(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or abs(value) > 1e9:
        return None
    return round(value * 1000)


def _keep(draft: Draft, key: str, value: object) -> None:
    """Keep a field of the file itself; the whole text is not kept a second time."""
    if isinstance(value, str) and value.split() == [word for one in draft.segments for word in one.text.split()]:
        return
    if isinstance(value, str | int | float):
        draft.note("header", f"{key}: {value}", 1)
        draft.metadata.setdefault(key, str(value))
        draft.title = str(value) if key == "title" else draft.title


FORMAT = Format(SLUG, LABEL, recognise, read)
