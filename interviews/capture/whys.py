"""Whys from note lines: the answers, and the trees they stand in."""

from __future__ import annotations

from functools import partial

from ..models import Grounds, Mention, NoteLine, Why, WhyTree
from ..notes.parser import Kind, Line
from .lines import Shifts
from .records import Facts, Notebook, follow


def agree_on_whys(book: Notebook) -> None:
    """Make the whys agree with the lines.

    A why may move to another mention before its parent does: that both are of one is asked at the end of the save.
    """
    there = book.made(Kind.WHY, Why)
    before = {line: why.mention_id for line, why in there.items()}
    whys = follow(book, Kind.WHY, Why, partial(why_facts, before), records=there)
    changed = [why for why in book.changed if isinstance(why, Why)]
    touched = {why.mention_id for why in changed} | {before[why.line_id] for why in changed if why.line_id in before}
    for line, why in whys.items():
        above = whys.get(book.rows[line].parent_id) if why.archived_at is None else None
        if why.parent_id != (above.pk if above else None):
            why.parent = above
            why.save(update_fields=["parent"])
            touched.add(why.mention_id)
    keep_order(book, whys)
    for mention in Mention.objects.filter(pk__in=touched) if touched else ():
        WhyTree(mention).weigh()


def why_facts(before: dict[int, int], book: Notebook, row: NoteLine, line: Line) -> Facts | None:
    """What a `?` line tells, but for its place and the parent, which may be a why created later in the same save.

    Outside any pain there is nothing to answer; a why with links of its own then stays with the mention it had.
    """
    mention = book.mention_of(row)
    if mention is None and row.pk not in book.held:
        return None
    return {
        "mention_id": mention.pk if mention else before[row.pk],
        "text": line.text,
        "grounds": Grounds.from_slug(line.grounds or "stated"),
        "source": line.source,
        "needs_source": line.needs_source,
    }


def keep_order(book: Notebook, whys: dict[int, Why]) -> None:
    """The order of whys is that of their lines."""
    shifts = Shifts(Why, "position")
    for line, why in whys.items():
        number = book.rows[line].number
        if number is not None:
            shifts.note(why.pk, why.position, number)
    shifts.save()
