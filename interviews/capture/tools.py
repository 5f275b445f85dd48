"""Tools in use: named in the notes, or picked in the field of the log screen."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from ..models import Participant, Tool, ToolUse
from ..notes.parser import Kind
from .named import find, named, tidy
from .records import Notebook
from .second_thoughts import correct, drop_unused, is_only_ours

NAME_LENGTH = Tool._meta.get_field("name").max_length or 0


def agree_on_tools(book: Notebook, caret: int | None) -> None:
    """Make the tools in use agree with the `#` lines. A line under the caret waits: its last name is half-typed."""
    if any(row.number and row.number == caret for row in book.of(Kind.TOOL)):
        return
    told: dict[str, tuple[str, int]] = {}
    for row in book.of(Kind.TOOL):
        line = book.line_of(row)
        for name in map(tidy, line.names if line else ()):
            if len(name) <= NAME_LENGTH:
                told.setdefault(name.casefold(), (name, row.pk))
    uses = uses_by_name(book.participant)
    spell_right(book, uses, told)
    for key, (name, line) in told.items():
        use = uses.get(key)
        if use is None:
            use_tool(book.participant, name, line, book.user)
        elif use.archived_at is not None or (use.line_id and use.line_id != line):
            use_again(use, line)
    stop_using([use for key, use in uses.items() if use.line_id and use.archived_at is None and key not in told])


def spell_right(book: Notebook, uses: dict[str, ToolUse], told: dict[str, tuple[str, int]]) -> None:
    """Where a line now names one tool instead of one that it made and that nothing else names, that one was mistyped:
    it takes the name."""
    for use in [use for key, use in uses.items() if use.line_id and not use.archived_at and key not in told]:
        there = [(key, other) for key, other in uses.items() if other.line_id == use.line_id and not other.archived_at]
        gone = [key for key, _ in there if key not in told]
        new = [name for key, (name, line) in told.items() if line == use.line_id and key not in uses]
        mistyped = len(gone) == len(new) == 1 and is_only_ours(use.tool, book.interview, use)
        if mistyped and find(Tool, new[0], book.user) is None:
            correct(use.tool, new[0], book.user)
            uses[new[0].casefold()] = uses.pop(gone[0])


def use_tools(participant: Participant, names: list[str], user: Any) -> None:
    """Tools picked in the field of the log screen, where no line tells them; those no longer named are removed."""
    uses = uses_by_name(participant)
    wanted = {name.casefold(): name for name in map(tidy, names) if 0 < len(name) <= NAME_LENGTH}
    for key, name in wanted.items():
        use = uses.get(key)
        if use is None:
            use_tool(participant, name, None, user)
        elif use.archived_at is not None:
            use_again(use, None)
    stop_using([use for key, use in uses.items() if use.line_id is None and not use.archived_at and key not in wanted])


def uses_by_name(participant: Participant) -> dict[str, ToolUse]:
    return {use.tool.name.casefold(): use for use in participant.tool_uses.select_related("tool")}


def use_tool(participant: Participant, name: str, line: int | None, user: Any) -> None:
    """Note a tool in use; two spellings of one tool are one use."""
    born = {"interview_id": participant.interview_id, "line_id": line}
    ToolUse.objects.get_or_create(participant=participant, tool=named(Tool, name, user), defaults=born)


def use_again(use: ToolUse, line: int | None) -> None:
    """Take a use back that was removed, and its tool with it."""
    if use.tool.is_archived:
        use.tool.restore()
    use.archived_at, use.line_id = None, line
    use.save(update_fields=["archived_at", "line"])


def stop_using(uses: list[ToolUse]) -> None:
    """Archive uses, and the tools that this interview made for them and nothing else names."""
    if not uses:
        return
    ToolUse.objects.filter(pk__in=[use.pk for use in uses]).update(archived_at=timezone.now())
    drop_unused(uses[0].interview, Tool.objects.filter(pk__in=[use.tool_id for use in uses], description=""))
