"""Edits of the side panel: those that rewrite a line of the notes, and those of fields that no line tells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from ..models import Interview, InterviewQuestion, Mention, NoteLine, PainPoint, RootCause, Severity, Why
from ..notes import rewrite
from ..notes.parser import Grounds, Kind, Line, parse
from .causes import LONGEST, end_of_chain, name_cause
from .detached import keep, remove, take_back
from .guide import tick
from .pain_points import keep_apart, not_apart, own_pain, same_pain

FIELDS = ("frequency", "so_what", "if_nothing")
TICKS = ("ask", "unask")
DECISIONS = {"same": same_pain, "apart": keep_apart, "together": not_apart}


@dataclass(frozen=True, slots=True)
class Edit:
    """One act in the panel: what is done, to the record of which note line, and with which value or words.

    `key` is the name the browser gave it; the same key again is the same act. `was` are the words that `words` take the
    place of: a line that says something else by now is left alone.
    """

    act: str
    line: int
    value: str = ""
    words: str = ""
    key: str = ""
    was: str | None = None


class Misfit(Exception):
    """The edit does not fit what it is for: a line that went meanwhile, a value of no meaning."""


def rewritten(text: str, line: Line, edit: Edit) -> str:
    """The notes after an edit of the record that `line` made."""
    words = " ".join(edit.words.split())
    act = REWRITES.get(edit.act)
    if act is None or (edit.was is not None and edit.was != line.text):
        raise Misfit(edit.act)
    return act(text, line, edit.value, words)


def severity(text: str, line: Line, value: str, words: str) -> str:
    if value and value not in map(str, Severity.values):
        raise Misfit("severity")
    return rewrite.with_severity(text, line, int(value) if value else None)


def reworded(text: str, line: Line, value: str, words: str) -> str:
    return rewrite.with_text(text, line, words) if words else text


def grounds(text: str, line: Line, value: str, words: str) -> str:
    if value not in set(Grounds) or line.kind is not Kind.WHY:
        raise Misfit("grounds")
    return rewrite.with_grounds(text, line, Grounds(value), words or line.source)


def sourced(text: str, line: Line, value: str, words: str) -> str:
    """What shows a confirmed why; without it the why needs a source."""
    if line.kind is not Kind.WHY:
        raise Misfit("source")
    return rewrite.with_grounds(text, line, Grounds.CONFIRMED, words)


def added(kind: Kind) -> Callable[[str, Line, str, str], str]:
    """Adding a quote, workaround or why to the pain of the line; a why of a why goes under it."""

    def add(text: str, line: Line, value: str, words: str) -> str:
        pain = line.number if line.kind is Kind.PAIN else line.pain
        if not words or pain is None:
            return text
        under = line.number if line.kind is Kind.WHY else None
        return rewrite.with_line_after(text, pain, kind, words, under=under)

    return add


def dropped(text: str, line: Line, value: str, words: str) -> str:
    return rewrite.without_line(text, line)


def without_tool(text: str, line: Line, value: str, words: str) -> str:
    """A tool is no longer named, in whichever lines."""
    return rewrite.without_tool(text, words)


REWRITES = {
    "severity": severity,
    "words": reworded,
    "grounds": grounds,
    "source": sourced,
    "quote": added(Kind.QUOTE),
    "workaround": added(Kind.WORKAROUND),
    "why": added(Kind.WHY),
    "drop": dropped,
    "untool": without_tool,
}


def tick_question(interview: Interview, edit: Edit) -> None:
    """A question of the guide was asked, or was not after all; `edit` names the question instead of a line."""
    question = interview.questions.get(pk=edit.line)
    if edit.value not in ("", *InterviewQuestion.Answered.values):
        raise Misfit(edit.act)
    tick(question, asked=edit.act == "ask", answered=edit.value if edit.act == "ask" else "")


def change_record(interview: Interview, row: NoteLine, edit: Edit, user: Any) -> None:
    """An edit of what no line tells."""
    match edit.act:
        case "keep":
            keep(row)
        case "remove":
            remove(interview, row)
        case "restore":
            take_back(interview, row)
        case "cause":
            why = end_of_chain(row)
            name_cause(why, cause_meant(why, edit, user), user)
        case "uncause":
            name_cause(end_of_chain(row), None, user)
        case _:
            change_mention(interview, Mention.objects.get(line=row), edit, user)


def change_mention(interview: Interview, mention: Mention, edit: Edit, user: Any) -> None:
    """An edit of a field of a mention, or a decision about its pain point."""
    if edit.act in FIELDS:
        limit = getattr(Mention, f"typed_{edit.act}").field.max_length
        Mention.objects.filter(pk=mention.pk).update(
            **{edit.act: edit.words.strip()[:limit], "updated_at": timezone.now()}
        )
    elif edit.act == "participant":
        mention.participant = interview.participants.get(pk=number(edit.value))
        mention.save(update_fields=["participant", "updated_at"])
    elif edit.act == "own":
        own_pain(mention, user)
    elif edit.act in DECISIONS:
        readable = PainPoint.objects.visible_to(user).live()
        DECISIONS[edit.act](mention, readable.get(pk=number(edit.value)))
    else:
        raise Misfit(edit.act)


def cause_meant(why: Why, edit: Edit, user: Any) -> RootCause:
    """The root cause that was picked, or the one of the title that was typed."""
    if edit.value:
        return RootCause.objects.live().visible_to(user).get(pk=number(edit.value))
    title = " ".join(edit.words.split())
    if not 0 < len(title) <= LONGEST:
        raise Misfit(edit.act)
    return RootCause.objects.called(title, user, why.pk)


def number(value: str) -> int:
    """A row's key as it was sent."""
    if not value.isascii() or not value.isdigit() or len(value) > 18:
        raise Misfit(value)
    return int(value)


def line_in(interview: Interview, row: NoteLine) -> Line:
    """The line of the notes that `row` stands for."""
    lines = parse(interview.notes, today=timezone.localdate(interview.held_at))
    if row.number is None or row.number > len(lines):
        raise Misfit("line")
    return lines[row.number - 1]
