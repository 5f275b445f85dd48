"""A coded article: Markdown with quoted passages (`>`), each followed by a trace of the codes that were given to it.

The passages are what people said; headings, the text between and the traces are context.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from interviews.transcripts.base import Format, Source, Transcript
from interviews.transcripts.draft import Draft
from interviews.transcripts.labels import Labels
from interviews.transcripts.names import clean, looks_like_name
from interviews.transcripts.pages import heading, keep_front_matter, unbold

SLUG, LABEL = "coded", "Coded article"
QUOTED = re.compile(r"\s{0,3}>\s?(.*)")
TRACE = re.compile(
    r"[\s*_>(\[-]*(?:codes?|codings?|coded|tags?|themes?|categor(?:y|ies)|labels?)\b[^:：=→]{0,30}[:：=→].*"
    r"|[\s*-]*(?:(?:#[\w/-]+|\[\[[^\[\]]+\]\]|\[[^\[\]]+\](?!\()|`[^`]+`|==[^=]+==)[\s,;|·*•]*)+",
    re.IGNORECASE,
)
LONGEST_TRACE = 500
NAMED = re.compile(r"[\s*_>(\[-]*[^\W\d_](?:[^:：=#\[`]{0,34}[:：]|[^:：=→#\[`]{0,34}[=→])")
MARKED = re.compile(r"\[\[([^\[\]]+)\]\]|\[([^\[\]]+)\]|`([^`]+)`|==([^=]+)==|#([\w/-]+)")
BETWEEN = re.compile(r"[,;|·•]")
NESTED = re.compile(r"\s*(?:>|→|::|/)\s*")
EDGES = " \t*_.()[]\"'“”‘’"
BY = re.compile(r"\s*[-–—]{1,3}\s*(.{1,80})")


def recognise(source: Source) -> float:
    """Two quoted passages or more, most of them followed by a trace."""
    passages = _passages(source)
    ends = [at for at in passages if at + 1 not in passages]
    return 0.95 if len(ends) > 1 and sum(_traced(source, at) for at in ends) * 2 >= len(ends) else 0.0


def _passages(source: Source) -> dict[int, str]:
    """The quoted lines and their words."""
    return {at: found[1] for at, line in enumerate(source.lines) if (found := QUOTED.fullmatch(line))}


def _traced(source: Source, at: int) -> bool:
    following = (line for line in source.lines[at + 1 : at + 4] if line.strip())
    return _trace(next(following, ""))


def _trace(line: str) -> bool:
    return len(line) <= LONGEST_TRACE and bool(TRACE.fullmatch(line))


def read(source: Source) -> Transcript:
    draft = Draft(source)
    passages = _passages(source)
    labels = Labels([unbold(text)[0] for at, text in passages.items() if text.strip()])
    speaker = ""
    for at in range(keep_front_matter(source, draft), len(source.lines)):
        line = source.lines[at]
        if at in passages:
            speaker = _quote(draft, source, passages, labels, at, speaker)
            continue
        speaker = ""
        found = heading(line)
        if found:
            draft.note("heading", found[1], at + 1)
        else:
            draft.note("note" if _trace(line) else "text", line, at + 1)
    return draft.transcript(SLUG, LABEL)


def _quote(draft: Draft, source: Source, passages: dict[int, str], labels: Labels, at: int, speaker: str) -> str:
    """Say one quoted line; gives back who goes on. A last line that begins with a dash names who said it."""
    text = unbold(passages[at])[0]
    first = at - 1 not in passages
    last = next(ahead for ahead in range(at, len(source.lines) + 1) if ahead + 1 not in passages) if first else at
    by = BY.fullmatch(passages[last]) if last > at else None
    name = clean(by[1].split(",")[0]) if by else ""
    if first:
        speaker = name if looks_like_name(name) else ""
    if labelled := labels.of(text):
        speaker, text = labelled
    if _trace(text) or (not first and at + 1 not in passages and BY.fullmatch(text)):
        draft.note("note", text, at + 1)
    elif first or labelled or not passages[at - 1].strip():
        draft.say(speaker, text, at + 1)
    else:
        draft.extend(text, at + 1)
    return speaker


def passages_with_codes(context: Sequence[Mapping[str, Any]]) -> Iterator[tuple[int, int, list[tuple[str, ...]]]]:
    """The coded passages: first segment, the one after the last, and the codes, each as a path from its theme.

    `context` is what is kept of the file beside its speech, as plain values. A passage reaches from whatever is written
    above it to the traces below it.
    """
    begin, found = 0, dict[tuple[int, int], list[tuple[str, ...]]]()
    passage = (0, 0)
    for entry in context:
        here = entry["before_segment"]
        if here > passage[1]:
            passage = (begin, here)
        if here > passage[0] and entry["kind"] == "note" and _trace(entry["text"]):
            paths = found.setdefault(passage, [])
            paths += [path for path in codes_in(entry["text"]) if path not in paths]
        begin = here
    for (first, end), paths in found.items():
        if paths:
            yield first, end, paths


def codes_in(trace: str) -> list[tuple[str, ...]]:
    """The codes that a trace names: `Codes: a, b > c`, `[a] [b]`, `#a #b`; `>` leads from a theme to its code."""
    named = NAMED.match(trace)
    rest = trace[named.end() :] if named else trace
    marked = [next(filter(None, hit)) for hit in MARKED.findall(rest)]
    parts = marked or BETWEEN.split(rest)
    paths = [tuple(name for one in NESTED.split(part) if (name := one.strip(EDGES))) for part in parts]
    return list(dict.fromkeys(path for path in paths if path))


FORMAT = Format(SLUG, LABEL, recognise, read, at_most=0.95)
