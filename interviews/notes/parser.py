"""The note language: text in, one typed line per line of text out, and one line back to text.

A mark at the start of a line makes it a record; everything else is prose. ``MARKS`` lists the marks, once, for the
parser, the toolbar, the help and the script that paints the gutter.

Rules that hold for every line:

- Blanks before a mark are allowed; a mark needs no blank after it. A tab is one level, so are two spaces; levels
  matter for whys only.
- A marked line without text makes no record (somebody is still typing it). A ``!`` without text opens its scope all
  the same.
- The scope of a pain ends at the next ``!`` and at a line of three or more dashes. Quotes, workarounds and whys in
  it belong to it.
- ``\\`` before a mark (or before a line of dashes) makes the line prose and is dropped.

Rules of one kind:

- Pain: a number from 1 to 5 at the end, after text and a blank, is the severity. ``\\4`` at the end is the text
  "4".
- Quote: every kind of double quote mark opens it; the closing one is optional. Both are dropped.
- Why: unindented it answers the last why of the scope. Indented by n levels it has depth n and answers the last why
  of depth n-1; what is deeper than that is clamped. A why without text is answered by none.
- ``?!``: what follows the first ``<-`` is the source. Without a source the why is only stated and needs one.
  ``\\<-`` is text.
- Tool: names between commas, each once however it is written.
- Follow-up: a leading date (see ``dates``) is when it is due. A leading ``\\`` keeps it text.

``parse`` takes any text and is linear in its length. ``render`` is its inverse for one line: what it writes parses
to the same kind, text, severity, grounds, source, names, due day and indent.
"""

import json
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from .dates import leading_date, looks_dated


class Kind(StrEnum):
    PROSE = "prose"
    BLANK = "blank"
    BREAK = "break"
    PAIN = "pain"
    QUOTE = "quote"
    WORKAROUND = "workaround"
    WHY = "why"
    TOOL = "tool"
    RESPONSIBILITY = "responsibility"
    GOAL = "goal"
    FOLLOW_UP = "follow_up"


class Grounds(StrEnum):
    INTUITION = "intuition"
    STATED = "stated"
    CONFIRMED = "confirmed"


UNMARKED = frozenset({Kind.PROSE, Kind.BLANK, Kind.BREAK})
OF_A_PAIN = frozenset({Kind.QUOTE, Kind.WORKAROUND, Kind.WHY})

QUOTE_MARKS = '"“”„«»‟＂'
ESCAPE = "\\"
SOURCE = "<-"
BREAK = "---"
LEVEL = "  "


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark as people see it in the toolbar, the help and the gutter. ``signs[0]`` is the one we write."""

    kind: Kind
    signs: tuple[str, ...]
    label: str
    hint: str
    grounds: Grounds | None = None


MARKS = (
    Mark(Kind.PAIN, ("!",), "Pain", "A pain point. End it with 1 to 5 for how bad it is."),
    Mark(Kind.QUOTE, tuple(QUOTE_MARKS), "Quote", "Their own words. The closing quote mark is optional."),
    Mark(Kind.WORKAROUND, ("~",), "Workaround", "What they do about the pain today."),
    Mark(Kind.WHY, ("?",), "Why", "Why, as they said it. Two spaces before it make a branch.", Grounds.STATED),
    Mark(Kind.WHY, ("??",), "Our guess", "Why, as we suspect it.", Grounds.INTUITION),
    Mark(Kind.WHY, ("?!",), "Confirmed", "Why, seen in data. Put the source after <-", Grounds.CONFIRMED),
    Mark(Kind.TOOL, ("#",), "Tool", "Tools and data sources they use, names between commas."),
    Mark(Kind.RESPONSIBILITY, ("=",), "Responsibility", "What they answer for."),
    Mark(Kind.GOAL, (">",), "Goal", "What they want to reach."),
    Mark(Kind.FOLLOW_UP, ("@",), "Follow-up", "A follow-up. Start it with a date, tomorrow or next week."),
)

_BY_SIGN = {sign: mark for mark in MARKS for sign in mark.signs}
_WRITTEN = {(mark.kind, mark.grounds): mark.signs[0] for mark in MARKS}
_LINE_END = re.compile(r"\r\n|\r|\n")
_AFTER_DATE = re.compile(r"[\s,:;–—-]*")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the notes. ``pain`` and ``parent`` are line numbers; ``text`` is without mark and attributes."""

    number: int
    kind: Kind
    raw: str
    text: str = ""
    indent: int = 0
    depth: int = 0
    pain: int | None = None
    parent: int | None = None
    severity: int | None = None
    grounds: Grounds | None = None
    source: str = ""
    needs_source: bool = False
    names: tuple[str, ...] = ()
    due: date | None = None

    @property
    def makes_record(self) -> bool:
        return self.kind not in UNMARKED and self.text != ""


def marks_as_json() -> str:
    """The language as data for the browser, so that no script repeats it."""
    marks = [
        {"kind": mark.kind, "signs": mark.signs, "label": mark.label, "hint": mark.hint, "grounds": mark.grounds}
        for mark in MARKS
    ]
    return json.dumps({"marks": marks, "escape": ESCAPE, "source": SOURCE, "break": BREAK, "level": LEVEL})


def parse(text: str, *, today: date) -> list[Line]:
    """Every line of ``text``, in order. ``today`` is the day that relative dates count from."""
    scope = _Scope()
    return [scope.place(number, raw, today) for number, raw in enumerate(_LINE_END.split(text), 1)]


class _Scope:
    """Where the reading stands: the pain whose scope is open, and the path from its first why to its last."""

    def __init__(self) -> None:
        self.pain: int | None = None
        self.whys: list[int] = []

    def place(self, number: int, raw: str, today: date) -> Line:
        content = raw.strip()
        indent = _levels(raw, content)
        if not content:
            return Line(number, Kind.BLANK, raw)
        if _is_break(content):
            self._open(None)
            return Line(number, Kind.BREAK, raw, indent=indent)
        mark = _BY_SIGN.get(content[:2]) or _BY_SIGN.get(content[0])
        if mark is None:
            return Line(number, Kind.PROSE, raw, _unescaped_prose(content), indent)
        sign = 2 if content[:2] in _BY_SIGN else 1
        return self._marked(number, raw, indent, mark, content[sign:].strip(), today)

    def _marked(self, number: int, raw: str, indent: int, mark: Mark, body: str, today: date) -> Line:
        match mark.kind:
            case Kind.PAIN:
                self._open(number)
                text, severity = _severity(body)
                return Line(number, mark.kind, raw, text, indent, severity=severity)
            case Kind.QUOTE | Kind.WORKAROUND:
                text = _unquoted(body) if mark.kind is Kind.QUOTE else body
                return Line(number, mark.kind, raw, text, indent, pain=self.pain, parent=self.pain)
            case Kind.WHY:
                return self._why(number, raw, indent, mark, body)
            case Kind.TOOL:
                names = _names(body)
                return Line(number, mark.kind, raw, body if names else "", indent, names=names)
            case Kind.FOLLOW_UP:
                text, due = _due(body, today)
                return Line(number, mark.kind, raw, text, indent, due=due)
            case _:
                return Line(number, mark.kind, raw, body, indent)

    def _why(self, number: int, raw: str, indent: int, mark: Mark, body: str) -> Line:
        text, source = _sourced(body) if mark.grounds is Grounds.CONFIRMED else (body, "")
        needs_source = mark.grounds is Grounds.CONFIRMED and not source
        depth = min(indent or len(self.whys), len(self.whys)) if self.pain else 0
        parent = self.whys[depth - 1] if depth else self.pain
        if self.pain and text:
            self.whys[depth:] = [number]
        return Line(
            number,
            Kind.WHY,
            raw,
            text,
            indent,
            depth,
            self.pain,
            parent,
            grounds=Grounds.STATED if needs_source else mark.grounds,
            source=source,
            needs_source=needs_source,
        )

    def _open(self, pain: int | None) -> None:
        self.pain = pain
        self.whys = []


def render(line: Line) -> str:
    """The line as we would write it. Line breaks in its text become blanks."""
    start = LEVEL * line.indent
    text = _on_one_line(line.text)
    match line.kind:
        case Kind.BLANK:
            return ""
        case Kind.BREAK:
            return start + BREAK
        case Kind.PROSE:
            return start + _escaped_prose(text)
        case Kind.PAIN:
            body = f"{text} {line.severity}" if text and line.severity else _escaped_number(text)
        case Kind.QUOTE:
            body = text + QUOTE_MARKS[0] if text.endswith(tuple(QUOTE_MARKS)) else text
        case Kind.WHY:
            body = _rendered_why(line, text)
        case Kind.FOLLOW_UP:
            body = _rendered_follow_up(line.due, text)
        case _:
            body = text
    return f"{start}{_sign(line)} {body}".rstrip()


def _sign(line: Line) -> str:
    if line.needs_source:
        return _WRITTEN[line.kind, Grounds.CONFIRMED]
    return _WRITTEN[line.kind, line.grounds or (Grounds.STATED if line.kind is Kind.WHY else None)]


def _levels(raw: str, content: str) -> int:
    blanks = raw[: len(raw) - len(raw.lstrip())] if content else ""
    return (len(blanks) + blanks.count("\t")) // len(LEVEL)


def _is_break(content: str) -> bool:
    return content.startswith(BREAK) and not content.strip("-")


def _needs_escape(content: str) -> bool:
    bare = content.lstrip(ESCAPE)
    return bare[:1] in _BY_SIGN or _is_break(bare)


def _unescaped_prose(content: str) -> str:
    return content[1:] if content[0] == ESCAPE and _needs_escape(content) else content


def _escaped_prose(text: str) -> str:
    return ESCAPE + text if _needs_escape(text) else text


def _severity(body: str) -> tuple[str, int | None]:
    if body[-1:] not in tuple("12345"):
        return body, None
    before = body[:-1]
    if before[-1:].isspace():
        return before.rstrip(), int(body[-1])
    return (before[:-1] + body[-1], None) if _ends_in_escapes(before) else (body, None)


def _escaped_number(text: str) -> str:
    """``text`` so that a number at its end is not taken for a severity, nor the escape of one for an escape."""
    before, last = text[:-1], text[-1:]
    if last in tuple("12345") and (before[-1:].isspace() or _ends_in_escapes(before)):
        return before + ESCAPE + last
    return text


def _ends_in_escapes(before: str) -> bool:
    word = before.rstrip(ESCAPE)
    return len(word) < len(before) and (not word or word[-1].isspace())


def _unquoted(body: str) -> str:
    return body[:-1].rstrip() if body.endswith(tuple(QUOTE_MARKS)) else body


def _sourced(body: str) -> tuple[str, str]:
    """Text and source: split at the first ``<-`` without an escape; escaped ones lose one backslash."""
    parts: list[str] = []
    start = 0
    while (at := body.find(SOURCE, start)) >= 0:
        before = body[start:at]
        if not before.endswith(ESCAPE):
            return ("".join(parts) + before).rstrip(), body[at + len(SOURCE) :].strip()
        parts.append(before[:-1] + SOURCE)
        start = at + len(SOURCE)
    return "".join(parts) + body[start:], ""


def _rendered_why(line: Line, text: str) -> str:
    if line.grounds is not Grounds.CONFIRMED and not line.needs_source:
        return text
    escaped = text.replace(SOURCE, ESCAPE + SOURCE)
    source = _on_one_line(line.source)
    return f"{escaped} {SOURCE} {source}" if source else escaped


def _names(body: str) -> tuple[str, ...]:
    by_fold: dict[str, str] = {}
    for name in filter(None, map(str.strip, body.split(","))):
        by_fold.setdefault(name.casefold(), name)
    return tuple(by_fold.values())


def _due(body: str, today: date) -> tuple[str, date | None]:
    dated = leading_date(body, today)
    if dated is None:
        return body.removeprefix(ESCAPE).lstrip(), None
    due, length = dated
    blanks = _AFTER_DATE.match(body, length)
    return body[blanks.end() if blanks else length :].removeprefix(ESCAPE).lstrip(), due


def _rendered_follow_up(due: date | None, text: str) -> str:
    separated = _AFTER_DATE.match(text)
    taken_for_more = bool(separated and separated.end()) if due else looks_dated(text)
    escaped = ESCAPE + text if taken_for_more or text.startswith(ESCAPE) else text
    return f"{due.isoformat()} {escaped}" if due else escaped


def _on_one_line(text: str) -> str:
    return " ".join(part.strip() for part in _LINE_END.split(text)).strip()
