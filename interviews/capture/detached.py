"""Records whose line is gone from the notes: keep them, remove them, take that back."""

from __future__ import annotations

from django.utils import timezone

from ..models import Interview, NoteLine

MADE = ("mention", "quote", "workaround", "why", "follow_up", "responsibility", "goal")


def keep(row: NoteLine) -> None:
    """The record stays though its line is gone."""
    row.kept = True
    row.save(update_fields=["kept"])


def remove(interview: Interview, row: NoteLine) -> None:
    """The record goes with its line, and what hangs on it and has no line either. What is in the notes follows them."""
    now = timezone.now()
    for gone in [row, *below(interview, row)]:
        if gone.state == NoteLine.State.DETACHED:
            gone.state, gone.kept, gone.gone_at = NoteLine.State.ARCHIVED, False, interview.version
            gone.save(update_fields=["state", "kept", "gone_at"])
            put_away(gone, now)


def take_back(interview: Interview, row: NoteLine) -> None:
    """Undo of a removal: the record stands again beside the notes, with what went together with it."""
    together = row.gone_at
    for back in [row, *below(interview, row)]:
        if back.state == NoteLine.State.ARCHIVED and back.gone_at == together:
            back.state, back.kept = NoteLine.State.DETACHED, True
            back.save(update_fields=["state", "kept"])
            put_away(back, None)


def below(interview: Interview, row: NoteLine) -> list[NoteLine]:
    """The rows that hang on `row`, directly or through others; one query."""
    children: dict[int | None, list[NoteLine]] = {}
    for one in interview.lines.all():
        children.setdefault(one.parent_id, []).append(one)
    found, waiting = [], [row.pk]
    while waiting:
        here = children.get(waiting.pop(), [])
        found += here
        waiting += [one.pk for one in here]
    return found


def put_away(row: NoteLine, when: object) -> None:
    """Archive the record that the line made, or take it out of the archive."""
    for name in MADE:
        record = getattr(row, name, None)
        if record is not None:
            record.archived_at = when
            record.save(update_fields=["archived_at"])
