"""Podcast pages: YAML front matter whose `transcript:` lists headers and lines with who said them when.

Everything else of the front matter, and the article below it, is context. Role and company of a speaker are never
fields of such a page, so none are read.
"""

from __future__ import annotations

import re

import yaml

from interviews.transcripts.base import Format, Refused, Source, Transcript
from interviews.transcripts.clock import milliseconds
from interviews.transcripts.draft import Draft
from interviews.transcripts.names import clean
from interviews.transcripts.pages import heading, keep_field
from interviews.transcripts.podcast_yaml import Item, blocks, from_lines, from_yaml

SLUG, LABEL = "podcast", "Podcast page"
START = re.compile(r"transcript:\s*(?:\[.*|#.*)?")
ENTRY = re.compile(r"\s*-\s+(?:\{\s*)?(?:header|line|who|sec|time):")
PAGE_KEYS = re.compile(r"(?:season|episode|guests|quotableClips|dateadded|short):")
LONGEST_NAME = 60


def recognise(source: Source) -> float:
    """A `transcript:` key with entries, or front matter of such a page that has none."""
    listed = any(START.fullmatch(line) for line in source.lines)
    if listed and any(ENTRY.match(line) for line in source.lines):
        return 1.0
    fenced = sum(line.rstrip() == "---" for line in source.lines) >= 2
    keys = sum(bool(PAGE_KEYS.match(line)) for line in source.lines)
    return 0.6 if fenced and keys >= 2 and (listed or keys >= 3) else 0.0


def read(source: Source) -> Transcript:
    draft = Draft(source)
    begin, end = _fences(source, draft)
    for key, lines, number in blocks(list(source.lines[begin:end]), begin + 1):
        if key == "transcript":
            _tell_items(lines, number, draft)
        else:
            keep_field(draft, lines, number)
    if not draft.segments:
        draft.warn(begin + 1, "This page has no transcript; its text is kept as context")
    for at in range(end, len(source.lines)):
        line = source.lines[at]
        if at > end or line.rstrip() not in {"---", "..."}:
            found = heading(line)
            draft.note("heading" if found else "text", found[1] if found else line, at + 1)
    return draft.transcript(SLUG, LABEL)


def _fences(source: Source, draft: Draft) -> tuple[int, int]:
    """Where the front matter begins and ends. Lines before its `---` are kept, a missing `---` is made up for."""
    fences = [at for at, line in enumerate(source.lines) if line.rstrip() in {"---", "..."}]
    start = next((at for at, line in enumerate(source.lines) if START.fullmatch(line)), len(source.lines))
    opening = next((at for at in fences if at < start), -1)
    for at in range(max(opening, 0)):
        if source.lines[at].strip():
            draft.warn(at + 1, "This line stands before the front matter; it is kept as context")
            draft.note("header", source.lines[at], at + 1)
    end = next((at for at in fences if at > max(opening, 0) and (at > start or start == len(source.lines))), None)
    if end is None:
        draft.warn(len(source.lines), "The front matter has no closing ---")
    return opening + 1, len(source.lines) if end is None else end


def _tell_items(lines: list[str], number: int, draft: Draft) -> None:
    try:
        items = from_yaml("\n".join(lines), number)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        at = number + (mark.line if mark else 0)
        draft.warn(at, "The front matter is not YAML here; the transcript was read line by line")
        items = from_lines(lines, number)
    except RecursionError as error:
        raise Refused("The YAML of this page is nested too deeply for a transcript.", number) from error
    speaker = ""
    for item in items:
        speaker = _tell(item, speaker, draft)


def _tell(item: Item, speaker: str, draft: Draft) -> str:
    """Say one item; gives back who goes on in a line without `who`."""
    values: dict[str, str] = {}
    said: list[str] = []
    for key, value in item.fields:
        if key == "header":
            draft.note("heading", value, item.line)
        elif key == "line" or (key == "who" and _is_sentence(value)):
            said.append(value)
        elif key in {"sec", "time", "who"}:
            values[key] = value
        elif value.strip():
            draft.note("note", f"{key}: {value}" if key else value, item.line)
    if any(key == "who" and _is_sentence(value) for key, value in item.fields):
        draft.warn(item.line, "This speaker is a whole sentence; its words are kept as speech of nobody we know")
        values["who"] = ""
        draft.say("", " ".join(said), item.line, _start(values, item.line, draft))
        return speaker
    speaker = clean(values.get("who", "")) or speaker
    draft.say(speaker, " ".join(said), item.line, _start(values, item.line, draft) if said else None)
    return speaker


def _is_sentence(who: str) -> bool:
    words = who.split()
    return len(who) > LONGEST_NAME or len(words) > 6 or (len(words) > 3 and who.rstrip()[-1:] in {".", "?", "!", ","})


def _start(values: dict[str, str], line: int, draft: Draft) -> int | None:
    """When the line begins: `sec` where it is a number, else `time`; a warning where neither can be read."""
    seconds, time = values.get("sec", "").strip(), "".join(values.get("time", "").split())
    read_time = milliseconds(time)
    if time and read_time is None:
        draft.warn(line, "This time cannot be read", repr(time[:20]))
    if re.fullmatch(r"\d{1,7}(?:\.\d{1,6})?", seconds, re.ASCII):
        return int(float(seconds) * 1000)
    if seconds:
        draft.warn(line, "These seconds cannot be read", repr(seconds[:20]))
    return read_time


FORMAT = Format(SLUG, LABEL, recognise, read)
