"""Edits of the side panel as edits of the text, which is the truth of the notes.

Each function takes the text and gives the new one. Only the line in question changes, comes or goes; every other
line stays as it is, byte for byte, its line end included. A ``Line`` must come from parsing that very text.

A new quote goes below the last quote of its pain, a new workaround below the last workaround (or quote), a new why
below the last why, which it answers. A why ``under`` another becomes its last answer: it goes below everything that
hangs on that one, indented one level deeper. What else is in the notes keeps its meaning.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from .parser import Grounds, Kind, Line, parse, render

_LINE_END = re.compile(r"(\r\n|\r|\n)")
_ANY_DAY = date(2000, 1, 1)  # where a line goes depends on no date
_BELOW = {
    Kind.QUOTE: (Kind.QUOTE,),
    Kind.WORKAROUND: (Kind.WORKAROUND, Kind.QUOTE),
    Kind.WHY: (Kind.WHY, Kind.WORKAROUND, Kind.QUOTE),
}


def with_text(text: str, line: Line, words: str) -> str:
    """The line says ``words``; its mark, severity, grounds, source and due day stay."""
    return _with(text, line, replace(line, text=words))


def with_severity(text: str, line: Line, severity: int | None) -> str:
    return _with(text, line, replace(line, severity=severity))


def with_grounds(text: str, line: Line, grounds: Grounds, source: str = "") -> str:
    """How we know the why. Confirmed without a source is stated, and marked as needing one."""
    return _with(text, line, _grounded(line, grounds, source))


def without_line(text: str, line: Line) -> str:
    """The text without the line and its line end."""
    parts = _parts(text, line)
    at = _at(line.number)
    start = at - 1 if at == len(parts) - 1 and at else at
    return "".join(parts[:start] + parts[start + 2 :])


def without_tool(text: str, name: str) -> str:
    """The text without the tool ``name`` in its ``#`` lines, whatever its case; a line that named only it goes."""
    for line in reversed(parse(text, today=_ANY_DAY)):
        left = [one for one in line.names if one.casefold() != name.casefold()]
        if len(left) < len(line.names):
            text = with_text(text, line, ", ".join(left)) if left else without_line(text, line)
    return text


def with_line_after(
    text: str,
    pain: int,
    kind: Kind,
    words: str,
    *,
    grounds: Grounds = Grounds.STATED,
    source: str = "",
    under: int | None = None,
) -> str:
    """A new quote, workaround or why of the pain at line ``pain``; a why may go ``under`` the why at that line."""
    lines = parse(text, today=_ANY_DAY)
    block = [line for line in lines if line.pain == pain]
    new = Line(0, kind, "", words)
    if kind is Kind.WHY:
        new = _grounded(new, grounds, source)
    if under is None:
        after = next((at for kind in _BELOW[kind] if (at := _last(block, kind))), pain)
    else:
        answered = next(line for line in block if line.number == under)
        new = replace(new, indent=answered.depth + 1)
        after = _last_answer(block, under)
    return _with_line(text, after, render(new))


def _with(text: str, line: Line, changed: Line) -> str:
    parts = _parts(text, line)
    blanks = line.raw[: len(line.raw) - len(line.raw.lstrip())]
    parts[_at(line.number)] = blanks + render(replace(changed, indent=0))
    return "".join(parts)


def _with_line(text: str, after: int, raw: str) -> str:
    parts = _LINE_END.split(text)
    at = _at(after)
    end = parts[at + 1] if at + 1 < len(parts) else parts[1] if len(parts) > 1 else "\n"
    return "".join([*parts[: at + 1], end, raw, *parts[at + 1 :]])


def _parts(text: str, line: Line) -> list[str]:
    """Lines and line ends in turn."""
    parts = _LINE_END.split(text)
    if _at(line.number) >= len(parts) or parts[_at(line.number)] != line.raw:
        raise ValueError(f"Line {line.number} is not in this text")
    return parts


def _at(number: int) -> int:
    return 2 * (number - 1)


def _grounded(line: Line, grounds: Grounds, source: str) -> Line:
    confirmed = grounds is Grounds.CONFIRMED
    if confirmed and not source.strip():
        return replace(line, grounds=Grounds.STATED, source="", needs_source=True)
    return replace(line, grounds=grounds, source=source if confirmed else "", needs_source=False)


def _last(block: Sequence[Line], kind: Kind) -> int | None:
    return max((line.number for line in block if line.kind is kind), default=None)


def _last_answer(block: Sequence[Line], under: int) -> int:
    """The last line of the tree below the why at ``under``: children come after their parents, so one pass finds it."""
    tree = {under}
    for line in block:
        if line.parent in tree:
            tree.add(line.number)
    return max(tree)
