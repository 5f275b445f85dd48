"""What the line-based formats share: front matter, headings, and the text before anybody speaks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from interviews.transcripts.base import Source
from interviews.transcripts.draft import Draft

HEADING = re.compile(r"\s{0,3}(#{1,6})\s+(\S.*)")
FIELD = re.compile(r"([A-Za-z_][\w-]{0,40}):(?:\s+(.*))?")
BOLD = re.compile(
    r"\s*(?:(\*{1,3}|_{1,3})(?=\S)([^*]{1,80}?)\1|<(b|strong|u|em|i)>([^<>]{1,80})</\3>)(\s*[:：])?\s*(.*)",
    re.IGNORECASE,
)
ALL_BOLD = re.compile(r"\s*(\*{2,3}|__)(?=\S)([^*]+)\1\s*")
NUMBERED = re.compile(r"\s{0,9}(\d{1,6})(?:[.):]\s{1,9}|\s{1,9})(?=\S)")
MARKS = frozenset("*_<")
LINK = re.compile(
    r"[-*+•]\s{1,8}.{0,200}(?:\]\([^()]*\)|https?://\S+).{0,200}|(?:[^:]{1,40}:\s+)?<?https?://\S+>?|\[[^\[\]]*\]\([^()]*\)\S*"
)
SLANTED = re.compile(r"([*_])(?![*_\s]).*(?<![*_\s])\1|\[[^\[\]]*\]")
TITLE = re.compile(r"[*_]*[A-Z][^.?!]{1,40}:[*_]*")
FOOTER = re.compile(
    r"[*_]*(?:transcribed by https?://\S*otter\.ai\S*|transcription ended after .{1,20}"
    r"|this editable transcript was computer generated.*)",
    re.IGNORECASE,
)
RULE = re.compile(r"\s*(?:-\s*){3,}|\s*(?:\*\s*){3,}|\s*(?:_\s*){3,}|\s*={3,}\s*")
HEADER_FIELD = re.compile(
    r"(?:[-*+•]\s{1,4})?[*_]{0,3}([^\W\d_][^:：*|]{0,40}?)[*_]{0,3}\s?[:：][*_]{0,3}\s{1,9}(\S.{0,200})"
)
SURE_FIELDS = frozenset(
    """date place location duration time recorded length participants present attendees project study file language
    version title topic subject venue medium recording""".split()  # noqa: SIM905 - easier to read
)
MAX_FIELDS = 40
MAX_FRONT = 5_000
LONGEST_TITLE = 12


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
    found = HEADING.fullmatch(line) if "#" in line else None
    words = found[2].rstrip("# \t\f") if found else ""
    return (len(found[1]), words) if found and words else None


def unbold(line: str) -> tuple[str, bool]:
    """A line without the marks of its bold or slanted beginning where that is a label, and whether it has such marks.

    A label ends in a colon, inside or outside the marks, or is all of the line.
    """
    if line.lstrip()[:1] not in MARKS:
        return line, False
    bold = BOLD.fullmatch(line)
    if bold:
        label, colon, rest = (bold[2] or bold[4]).strip(), bold[5], bold[6]
        if colon or label.endswith((":", "：")):
            return f"{label if label.endswith((':', '：')) else label + ':'} {rest}", True
        if not rest or rest.lstrip().startswith(("[", "(", "\\[")):
            return f"{label} {rest}".rstrip(), True
    if whole := ALL_BOLD.fullmatch(line):
        return whole[2], True
    return line, False


def fields_end(lines: Sequence[str], start: int) -> int:
    """Where the list of fields ends with which notes often begin (`Date: 4 May`, `Interviewer: Ada`); `start` without.

    Short values that end like no sentence, each field once, and one of them such as nobody has for a name.
    """
    seen: list[str] = []
    for at in range(start, min(start + MAX_FIELDS, len(lines))):
        found = HEADER_FIELD.fullmatch(lines[at].strip())
        name = found[1].casefold() if found else ""
        if found and name not in seen and len(found[2].split()) <= LONGEST_TITLE and found[2][-1] not in ".?!…":
            seen.append(name)
        elif len(seen) > 1 and not SURE_FIELDS.isdisjoint(seen):
            return at
        else:
            seen = []
    return start


def bold_start(line: str) -> tuple[str, str] | None:
    """The bold words that a line begins with, and the words after them."""
    found = BOLD.fullmatch(line) if line.lstrip()[:2] in {"**", "__", "<b", "<s"} else None
    return ((found[2] or found[4]).strip(), found[6]) if found and found[6] else None


def bold_title(lines: Sequence[str], at: int) -> str:
    """The words of a line that is bold, stands alone and is no sentence; empty for any other line."""
    found = ALL_BOLD.fullmatch(lines[at]) if lines[at].lstrip()[:1] in MARKS else None
    around = (*lines[max(at - 1, 0) : at], *lines[at + 1 : at + 2])
    if not found or any(line.strip() for line in around) or len(found[2].split()) > LONGEST_TITLE:
        return ""
    return "" if found[2].rstrip()[-1] in ".?!…,;" or found[2][0].islower() else found[2].strip()


def unnumbered(lines: Sequence[str]) -> Sequence[str]:
    """The lines without their numbers, where nearly all filled lines are counted."""
    numbers = [int(found[1]) for line in lines if (found := NUMBERED.match(line))]
    filled = sum(bool(line.strip()) for line in lines)
    steps = sum(after - before == 1 for before, after in pairwise(numbers))
    if len(numbers) < 3 or len(numbers) * 10 < filled * 9 or steps * 10 < (len(numbers) - 1) * 9:
        return lines
    return [NUMBERED.sub("", line, count=1) for line in lines]


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


def ending(lines: Sequence[str]) -> int:
    """Where the links and thanks begin that end a page: lists of links, bare addresses, and what is written above;
    slanted paragraphs and remarks in brackets below a rule."""
    end = at = len(lines)
    while at:
        at -= 1
        line = lines[at].strip()
        if not line or (SLANTED.fullmatch(line) and not LINK.fullmatch(line)):
            continue
        above = end < len(lines) and (heading(line) or TITLE.fullmatch(line))
        if not (above or LINK.fullmatch(line) or FOOTER.fullmatch(line) or RULE.fullmatch(line)):
            break
        end = at
    return end
