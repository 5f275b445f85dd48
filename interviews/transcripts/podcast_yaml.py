"""The `transcript:` list of a podcast page: as YAML where it is YAML, line by line where it is not.

Scalars stay the words of the file (YAML would make 9 of `0:09`), every item keeps its line, and what a reader of
transcripts never needs (aliases, deep nesting) is refused, so no small file can grow large.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from interviews.transcripts.base import Refused

MAX_DEPTH = 12
MAX_YAML = 5_000_000
MEANS = {"text": "line", "speaker": "who", "timestamp": "time", "start": "time", "seconds": "sec", "heading": "header"}
KEYS = "|".join(["header", "line", "sec", "time", "who", *MEANS])
ITEM = re.compile(rf"\s*-\s+(?:({KEYS}):(?:\s+(.*)|$)|(.*))", re.IGNORECASE)
KEY = re.compile(rf"\s+({KEYS}):(?:\s+(.*)|$)", re.IGNORECASE)
NULL = frozenset(["~", "null", "Null", "NULL"])
Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass
class Item:
    """One entry of the list: its keys and values in the order of the file, and where it begins."""

    line: int
    fields: list[tuple[str, str]] = field(default_factory=list)


def from_yaml(text: str, first_line: int) -> list[Item]:
    """The items of `transcript:` and what follows; raises `yaml.YAMLError` where the text is not YAML."""
    if len(text) > MAX_YAML:
        too_long = f"The transcript of this page has {len(text):,} characters; it may have {MAX_YAML:,}."
        raise Refused(f"{too_long} Split the page.", first_line)
    items: list[Item] = []
    depth, key, in_list = 0, "", False
    scalars: list[str] = []
    for event in yaml.parse(text, Loader=Loader):
        line = (event.start_mark.line if event.start_mark else 0) + first_line
        _refuse_growth(event, depth, line)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth == 3 and in_list:
                items.append(Item(line))
            in_list = in_list or (depth == 2 and isinstance(event, yaml.SequenceStartEvent))
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
            if depth == 2 and key and items:
                items[-1].fields.append((key, " ".join(scalars)))
            if depth == 2:
                key, scalars = "", []
        elif isinstance(event, yaml.ScalarEvent) and in_list:
            value = "" if not event.style and event.value in NULL else event.value
            key = _scalar(items, value, line, depth, key, scalars)
    return items


def meaning(key: str) -> str:
    """The key that pages of this kind have for what another one calls `key`."""
    return MEANS.get(key.casefold(), key.casefold())


def _refuse_growth(event: yaml.Event, depth: int, line: int) -> None:
    if isinstance(event, yaml.AliasEvent):
        raise Refused("This page uses YAML aliases, which a transcript does not need.", line)
    if isinstance(event, yaml.CollectionStartEvent) and depth >= MAX_DEPTH:
        raise Refused("The YAML of this page is nested too deeply for a transcript.", line)


def _scalar(items: list[Item], value: str, line: int, depth: int, key: str, scalars: list[str]) -> str:
    """Put a scalar where it belongs; gives back the key that waits for its value."""
    if depth == 2:
        items.append(Item(line, [("line", value)]))
    elif depth == 3 and not key:
        return value
    elif depth == 3:
        items[-1].fields.append((key, value))
        return ""
    else:
        scalars.append(value)
    return key


def from_lines(lines: list[str], first_line: int) -> list[Item]:
    """The items of a list that is not YAML: what stands after the known keys, and all lines below them."""
    items: list[Item] = []
    more: dict[tuple[int, int], list[str]] = {}
    for number, line in enumerate(lines, first_line):
        if found := ITEM.fullmatch(line):
            items.append(Item(number, [(found[1], found[2] or "") if found[1] else ("line", found[3])]))
        elif (found := KEY.fullmatch(line)) and items:
            items[-1].fields.append((found[1], found[2] or ""))
        elif line.startswith("# ") and items:
            items.append(Item(number, [("", line[2:])]))
        elif line.strip() and line.strip() != "transcript:":
            items = items or [Item(number, [("", "")])]
            more.setdefault((len(items) - 1, len(items[-1].fields) - 1), []).append(line.strip())
    for at, item in enumerate(items):
        joined = ("\n".join([value, *more.get((at, place), [])]) for place, (_, value) in enumerate(item.fields))
        item.fields = [(key, unquoted(value)) for (key, _), value in zip(item.fields, joined, strict=True)]
    return items


def unquoted(value: str) -> str:
    """A scalar without its quotation marks."""
    value = value.strip()
    if value[:1] in {"|", ">"} and "\n" in value and len(value.split("\n")[0]) <= 3:
        value = value.partition("\n")[2]
    if len(value) >= 2 and value[0] == value[-1] == "'":
        return value[1:-1].replace("''", "'")
    if len(value) >= 2 and value[0] == value[-1] == '"':
        return value[1:-1].replace('\\"', '"')
    return value


def blocks(lines: list[str], first_line: int) -> Iterator[tuple[str, list[str], int]]:
    """The top-level entries of front matter, whether it is YAML or not: key, lines, number of the first line."""
    entry: list[str] = []
    key, began = "", first_line
    for number, line in enumerate(lines, first_line):
        found = re.match(r"([A-Za-z_][\w-]{0,40}):(?:\s|$)", line)
        if found and entry:
            yield key, entry, began
            entry = []
        if not entry:
            began = number
        if found:
            key = found[1]
        entry.append(line)
    if entry:
        yield key, entry, began
