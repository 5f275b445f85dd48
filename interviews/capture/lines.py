"""Note lines: from the rows of the last save and the text of this one to rows that keep their ids."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import cached_property

from django.db.models import F, Model, Q

from ..models import FollowUp, Interview, Mention, NoteLine, PainPoint, Quote, Why
from ..models.links import linked
from ..notes import reconcile
from ..notes.parser import Kind, Line

FIELDS = ["number", "parent", "raw", "text", "previous_text", "state", "kept", "gone_at"]


def held_lines(interview: Interview) -> set[int]:
    """Ids of the lines whose record has links of its own, so that deleting the line must not remove it.

    A link is anything the notes did not make: a row of another table that points at the record or at its pain point,
    a field that only the side panel sets, a quote that was frozen, a choice somebody made. A mention is held with a why
    of it that is: its line may stand outside any pain for a while.
    """
    ours = Q(line__interview=interview)
    mentions = dict(Mention.objects.filter(ours).values_list("pk", "line"))
    pains = dict(Mention.objects.filter(ours, pain_point__isnull=False).values_list("line", "pain_point"))
    quotes = dict(Quote.objects.filter(ours).values_list("pk", "line"))
    whys = dict(Why.objects.filter(ours).values_list("pk", "line"))
    follow_ups = dict(FollowUp.objects.filter(ours).values_list("pk", "line"))
    linked_pains = linked(PainPoint, set(pains.values()))
    checked = Q(root_cause__isnull=False) | Q(checked_grounds__isnull=False)
    held_whys = {*linked(Why, whys.keys()), *Why.objects.filter(ours, checked).values_list("pk", flat=True)}
    handled = Q(done_at__isnull=False) | Q(snoozed_until__isnull=False)
    filled = Q(same_pain=True) | ~Q(frequency="") | ~Q(so_what="") | ~Q(if_nothing="")
    filled |= Q(participant__in=interview.participants.others())
    return {
        *(mentions[pk] for pk in linked(Mention, mentions.keys())),
        *(line for line, pain in pains.items() if pain in linked_pains),
        *Mention.objects.filter(ours, filled).values_list("line", flat=True),
        *(quotes[pk] for pk in linked(Quote, quotes.keys())),
        *Quote.objects.filter(ours, frozen_at__isnull=False).values_list("line", flat=True),
        *(whys[pk] for pk in held_whys),
        *Mention.objects.live().filter(ours, whys__in=held_whys, whys__archived_at=None).values_list("line", flat=True),
        *(follow_ups[pk] for pk in linked(FollowUp, follow_ups.keys())),
        *FollowUp.objects.filter(ours, handled).values_list("line", flat=True),
    }


class HeldLines:
    """These lines, asked for once it matters whether one is held: as long as no line goes, it never does."""

    def __init__(self, interview: Interview) -> None:
        self.interview = interview

    @cached_property
    def lines(self) -> set[int]:
        return held_lines(self.interview)

    def __contains__(self, line: int) -> bool:
        return line in self.lines


class Held:
    """Whether one line is held, as a condition."""

    def __init__(self, row: NoteLine, held: HeldLines) -> None:
        self.row, self.held = row, held

    def __bool__(self) -> bool:
        return self.row.kept or self.row.pk in self.held


def known_lines(rows: Iterable[NoteLine], held: HeldLines) -> list[reconcile.Known]:
    """The rows of the last save as the reconciliation wants them."""
    return [
        reconcile.Known(
            id=row.pk,
            kind=Kind(row.kind),
            text=row.text,
            raw=row.raw,
            number=row.number,
            parent=row.parent_id,
            held=Held(row, held),
            state=reconcile.State(row.state),
            previous_text=row.previous_text,
            gone_at=row.gone_at,
        )
        for row in rows
    ]


class LineStore:
    """Applies the operations of a reconciliation to the rows of one interview."""

    def __init__(self, interview: Interview, rows: Sequence[NoteLine]) -> None:
        self.interview = interview
        self.rows = {row.pk: row for row in rows}
        self.created: dict[int, int] = {}  # line number -> id
        self.edited: set[int] = set()  # new lines, and lines that say something else than before
        self.changed: set[int] = set()
        self.shifts = Shifts(NoteLine, "number")

    def apply(self, operations: Iterable[reconcile.Operation]) -> None:
        """Creates at once, since later operations name the new ids; changes in few statements at the end."""
        for operation in operations:
            match operation:
                case reconcile.Create(line=line, parent=parent):
                    self._create(line, self._id(parent))
                case reconcile.Update(id=pk, line=line) | reconcile.Revive(id=pk, line=line):
                    self._place(self.rows[pk], line)
                case reconcile.Move(id=pk, parent=parent):
                    self._touch(pk).parent_id = self._id(parent)
                case reconcile.Detach(id=pk):
                    self._remove(self._touch(pk), NoteLine.State.DETACHED)
                case reconcile.Archive(id=pk):
                    self._remove(self._touch(pk), NoteLine.State.ARCHIVED)
        NoteLine.objects.bulk_update([self.rows[pk] for pk in sorted(self.changed)], FIELDS, batch_size=100)
        self.shifts.save(without=self.changed)

    def _touch(self, pk: int) -> NoteLine:
        self.changed.add(pk)
        return self.rows[pk]

    def _id(self, parent: reconcile.ParentRef | None) -> int | None:
        if parent is None:
            return None
        return self.created[parent.number] if isinstance(parent, reconcile.NewLine) else parent.id

    def _create(self, line: Line, parent: int | None) -> None:
        row = NoteLine.objects.create(
            interview=self.interview, parent_id=parent, number=line.number, kind=line.kind, raw=line.raw, text=line.text
        )
        self.rows[row.pk] = row
        self.created[line.number] = row.pk
        self.edited.add(row.pk)

    def _place(self, row: NoteLine, line: Line) -> None:
        if row.number is not None and row.raw == line.raw:
            self.shifts.note(row.pk, row.number, line.number)
            row.number = line.number
            return
        self._touch(row.pk)
        self.edited.add(row.pk)
        if row.text != line.text:
            row.previous_text = row.text
        row.number, row.raw, row.text = line.number, line.raw, line.text
        row.state, row.kept = NoteLine.State.LIVE, False

    def _remove(self, row: NoteLine, state: NoteLine.State) -> None:
        row.number, row.state, row.gone_at = None, state, self.interview.version


class Shifts:
    """Rows that only moved up or down: one statement for all that moved by the same number of lines."""

    def __init__(self, model: type[Model], field: str) -> None:
        self.model, self.field = model, field
        self.moved: dict[int, list[int]] = {}

    def note(self, pk: int, before: int, after: int) -> None:
        if after != before:
            self.moved.setdefault(after - before, []).append(pk)

    def save(self, without: Collection[int] = ()) -> None:
        for step, ids in self.moved.items():
            rows = self.model._default_manager.filter(pk__in=[pk for pk in ids if pk not in without])
            rows.update(**{self.field: F(self.field) + step})
