"""What the line-based formats share: front matter, headings, and the text before anybody speaks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from interviews.transcripts.base import Source
from interviews.transcripts.draft import Draft

HEADING = re.compile(r"\s{0,3}(#{1,6})\s+(\S.*)")
FIELD = re.compile(r"([A-Za-z_][\w-]{0,40}):(?:\s+(.*))?")
BOLD = re.compile(r"\s*(\*\*|__|\*|_)([^*_]{1,80})\1(\s*[:：])?\s*(.*)")
RULE = re.compile(r"\s*(?:-\s*){3,}|\s*(?:\*\s*){3,}|\s*(?:_\s*){3,}|\s*={3,}\s*")
MAX_FRONT = 5_000


def front_matter(source: Source) -> int:
    """How many lines the front matter takes, its two `---` included; 0 without any."""
    start = next((at for at, line in enumerate(source.lines) if line.strip()), 0)
    if source.lines[start].rstrip() != "---":
        return 0
    for at in range(start + 1, min(len(source.lines), MAX_FRONT)):
        if source.lines[at].rstrip() in {"---", "..."}:
            inside = source.lines[start + 1 : at]
            keys = sum(bool(FIELD.fullmatch(line)) for line in inside)
            return at + 1 if keys and keys * 20 >= len(inside) else 0
    return 0


def keep_front_matter(source: Source, draft: Draft) -> int:
    """Keep the front matter as context, one entry for each of its keys; gives back where the page goes on."""
    end = front_matter(source)
    entry: list[str] = []
    began = 0
    for at, line in enumerate(source.lines[:end]):
        if line.rstrip() in {"---", "..."}:
            continue
        if FIELD.fullmatch(line) and entry:
            keep_field(draft, entry, began)
            entry = []
        if not entry:
            began = at + 1
        entry.append(line)
    keep_field(draft, entry, began)
    return end


def keep_field(draft: Draft, entry: list[str], line: int) -> None:
    """Keep one entry of front matter in its own words, and its value where a reader may want it."""
    draft.note("front matter", "\n".join(entry), line)
    field = FIELD.fullmatch(entry[0]) if entry else None
    if field and (value := " ".join(" ".join([field[2] or "", *entry[1:]]).split()).strip("'\"")):
        draft.metadata.setdefault(field[1], value)
        if field[1] == "title":
            draft.title = value


def heading(line: str) -> tuple[int, str] | None:
    """Level and words of a Markdown heading."""
    found = HEADING.fullmatch(line)
    words = found[2].rstrip("# \t\f") if found else ""
    return (len(found[1]), words) if found and words else None


def unbold(line: str) -> str:
    """A line whose bold or slanted beginning ends in a colon, inside or outside the stars, as `Name: text`."""
    bold = BOLD.fullmatch(line)
    if not bold:
        return line
    label = bold[2].strip()
    if not (bold[3] or label.endswith((":", "："))):
        return line
    return f"{label if label.endswith((':', '：')) else label + ':'} {bold[4]}"


def keep(draft: Draft, line: str, number: int, kind: str = "header") -> None:
    """Keep a line that nobody said: a heading as a heading, other lines as a header or a footer."""
    if found := heading(line):
        draft.note("heading", found[1], number)
    else:
        draft.note("footer" if kind == "footer" else "header", line, number)


def paragraphs(lines: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Runs of filled lines joined, with the number of their first line."""
    run: list[str] = []
    began = 0
    for number, line in lines:
        if line.strip():
            began = began if run else number
            run.append(line)
        elif run:
            yield began, " ".join(run)
            run = []
    if run:
        yield began, " ".join(run)
