"""Podcast pages: YAML front matter whose `transcript:` lists headers and lines with who said them when.

Everything else of the front matter, and the article below it, is context. Role and company of a speaker are never
fields of such a page, so none are read.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence

import yaml

from interviews.transcripts import plain
from interviews.transcripts.base import Format, Refused, Source, Transcript
from interviews.transcripts.clock import milliseconds
from interviews.transcripts.draft import Draft
from interviews.transcripts.names import clean
from interviews.transcripts.pages import heading, keep_field
from interviews.transcripts.podcast_yaml import KEYS, Item, blocks, from_lines, from_yaml, meaning, unquoted

SLUG, LABEL = "podcast", "Podcast page"
START = re.compile(r"transcript:\s*(?:\[.*|#.*|[|>][-+]?\s*)?")
ENTRY = re.compile(rf"(?:transcript:\s*\[\s*\{{\s*|\s*-\s+(?:\{{\s*)?)(?:{KEYS}):", re.IGNORECASE)
WRITTEN = re.compile(r"transcript:\s*[|>][-+]?\s*")
CLIP = re.compile(r"\s*(-\s+)?(name|startOffset):\s+(.*)")
PAGE_KEYS = re.compile(r"(?:season|episode|guests|quotableClips|dateadded|short):")
LONGEST_NAME = 60


def recognise(source: Source) -> float:
    """A `transcript:` key with entries, or front matter of such a page that has none."""
    starts = [at for at, line in enumerate(source.lines) if line.startswith("transcript:") and START.fullmatch(line)]
    written = any(WRITTEN.fullmatch(source.lines[at]) or _lists(source.lines[at + 1 : at + 2]) for at in starts)
    if starts and (written or any(ENTRY.match(line) for line in source.lines)):
        return 1.0
    fenced = sum(line.rstrip() == "---" for line in source.lines) >= 2
    keys = sum(bool(PAGE_KEYS.match(line)) for line in source.lines) if fenced else 0
    return 0.6 if fenced and keys >= 2 and (starts or keys >= 3) else 0.0


def _lists(below: Sequence[str]) -> bool:
    """Whether a list begins below `transcript:`, of mere words too."""
    return bool(below) and below[0].lstrip().startswith("- ")


def read(source: Source) -> Transcript:
    draft = Draft(source)
    begin, end = _fences(source, draft)
    for key, lines, number in blocks(list(source.lines[begin:end]), begin + 1):
        if key == "transcript" and WRITTEN.fullmatch(lines[0]):
            plain.tell(Source(("",) * number + tuple(textwrap.dedent("\n".join(lines[1:])).split("\n"))), draft, number)
        elif key == "transcript":
            _tell_items(lines, number, draft)
        else:
            keep_field(draft, lines, number)
    if not draft.segments:
        draft.warn(begin + 1, "This page has no transcript; its text is kept as context")
    draft.time_headings(_clips(source.lines[begin:end]))
    for at in range(end, len(source.lines)):
        line = source.lines[at]
        if at > end or line.rstrip() not in {"---", "..."}:
            found = heading(line)
            draft.note("heading" if found else "text", found[1] if found else line, at + 1)
    return draft.transcript(SLUG, LABEL)


def _clips(lines: Sequence[str]) -> dict[str, int]:
    """When the clips of a page begin, by their names: sections often have the names of clips."""
    clips: dict[str, int] = {}
    name, offset = "", ""
    for found in filter(None, map(CLIP.fullmatch, lines)):
        name, offset = ("", "") if found[1] else (name, offset)
        name, offset = (unquoted(found[3]), offset) if found[2] == "name" else (name, found[3].strip())
        if name and offset.isdecimal() and len(offset) < 8:
            clips.setdefault(name, int(offset) * 1000)
    return clips


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
    for name, value in item.fields:
        key = meaning(name)
        if key == "header":
            draft.note("heading", value, item.line)
        elif key == "line" or (key == "who" and _is_sentence(value)):
            said.append(value)
        elif key in {"sec", "time", "who"}:
            values[key] = value
        elif value.strip():
            draft.note("note", f"{name}: {value}" if name else value, item.line)
    if any(meaning(name) == "who" and _is_sentence(value) for name, value in item.fields):
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
        start = int(float(seconds) * 1000)
        if read_time is not None and abs(read_time - start) > 1000:
            draft.warn(line, "Time and seconds differ; the seconds are taken", f"{time} and {seconds}")
        return start
    if seconds:
        draft.warn(line, "These seconds cannot be read", repr(seconds[:20]))
    return read_time


FORMAT = Format(SLUG, LABEL, recognise, read)
