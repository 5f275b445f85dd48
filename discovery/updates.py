"""What is done with weekly updates: drawing a draft from a week, taking in what came later, publishing, taking back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from interviews.models import Act, Quote

from .models import UpdateLine, UpdateMail, UpdateSubscription, WeeklyUpdate
from .week import Found, Week, found_in


def draft(monday: date, user: Any, *, named: bool = True) -> WeeklyUpdate:
    """A draft of what the records of the week hold, as one act of `user`."""
    week = Week(monday)
    with Act.by(user, Act.Kind.CREATED) as act:
        update = WeeklyUpdate.objects.create(monday=monday, title=title_of(week), named=named, created_by=user)
        act.made(update)
        add(update, found_in(week))
    return update


def title_of(week: Week) -> str:
    return f"What we heard in week {week.number}"


def add(update: WeeklyUpdate, found: Iterable[Found]) -> list[UpdateLine]:
    """Lines of what was found, after those that are there. What is quoted keeps its words from now on."""
    last = update.lines.aggregate(at=Max("position"))["at"] or 0
    lines = [
        UpdateLine(
            update=update,
            section=one.section,
            position=place,
            shown=one.shown,
            facts=one.facts,
            **{one.kind: one.source},
        )
        for place, one in enumerate(found, last + 1)
    ]
    quoted = [line.quote_id for line in lines if line.quote_id]
    Quote.objects.filter(pk__in=quoted, frozen_at__isnull=True).update(frozen_at=timezone.now())
    return UpdateLine.objects.bulk_create(lines)


def take_in(update: WeeklyUpdate, version: int, user: Any) -> int:
    """Take in what came since the draft was drawn, and count anew; says how many lines that made. Nothing is taken
    away, and what the author left out stays so. Raises Stale.

    Lines begin as left out and are taken in, so that undo finds them.
    """
    with Act.by(user, Act.Kind.EDITED) as act:
        act.watch(update)
        update.claim(version)
        there = {(line.section, *line.source_key): line for line in update.lines.all()}
        found = found_in(Week(update.monday))
        new = [one for one in found if one.key not in there]
        made = add(update, [Found(one.section, one.kind, one.source, False, one.facts) for one in new])
        act.watch(UpdateLine.objects.filter(update=update), members=False)
        for one in found:
            if one.key in there and there[one.key].facts != one.facts:
                UpdateLine.objects.filter(pk=there[one.key].pk).update(facts=one.facts)
        wanted = [line.pk for line, one in zip(made, new, strict=True) if one.shown]
        UpdateLine.objects.filter(pk__in=wanted).update(shown=True)
        act.remark(update, f"{len(made)} lines were taken in" if len(made) != 1 else "1 line was taken in")
    return len(made)


def say(update: WeeklyUpdate, text: str, section: str, act: Act) -> UpdateLine:
    """A line in the author's own words, at the end of its section."""
    last = update.lines.aggregate(at=Max("position"))["at"] or 0
    line = UpdateLine.objects.create(update=update, section=section, text=text, position=last + 1, shown=False)
    act.watch(line)
    line.shown = True
    line.save(update_fields=["shown"])
    return line


def in_order(lines: Iterable[UpdateLine], wanted: Sequence[int]) -> list[UpdateLine]:
    """All of `lines`: those whose keys are wanted first, in that order, the others after them as they were. Keys that
    are no lines, or come twice, change nothing."""
    left = {line.pk: line for line in lines}
    first = [left.pop(pk) for pk in dict.fromkeys(wanted) if pk in left]
    return [*first, *left.values()]


def moved_past(lines: Sequence[UpdateLine], key: int, steps: int) -> list[UpdateLine]:
    """The lines with one of them moved past the one before (steps less than zero) or after it in its section; at the
    end of its section it stays."""
    rows = list(lines)
    line = next((one for one in rows if one.pk == key), None)
    own = [one for one in rows if line is not None and one.section == line.section]
    if line is None:
        return rows
    to = own[min(max(0, own.index(line) + steps), len(own) - 1)]
    at = rows.index(to)
    rows.remove(line)
    rows.insert(at, line)
    return rows


def edition_of(update: WeeklyUpdate, lines: Iterable[UpdateLine], counted: dict[str, int]) -> dict[str, Any]:
    """What is read of an update once it is published: our text, the order, the numbers, and by the key of each line
    what it is drawn from. No word of a customer."""
    told = [{"pk": one.pk, "section": one.section, "text": one.text, "facts": one.facts} for one in lines]
    return {"title": update.typed_title, "lead": update.lead, "named": update.named, "counted": counted, "lines": told}


@transaction.atomic
def publish(update: WeeklyUpdate, version: int, user: Any, counted: dict[str, int]) -> None:
    """Freeze the draft as it was seen, for everybody to read, and put a mail to every subscriber in line. Who had one
    of this update gets no other. Raises Stale."""
    with Act.by(user, Act.Kind.EDITED) as act:
        act.watch(update)
        update.claim(version)
        update.edition = edition_of(update, update.lines.filter(shown=True), counted)
        update.published_at, update.published_by = timezone.now(), user
        update.save(update_fields=["edition", "published_at", "published_by", "updated_at"])
        act.remark(update, "Published")
    to = UpdateSubscription.objects.by_mail().values_list("user", flat=True)
    mails = [UpdateMail(update=update, user_id=pk) for pk in to]
    UpdateMail.objects.bulk_create(mails, ignore_conflicts=True)


@transaction.atomic
def take_back(update: WeeklyUpdate, version: int, user: Any) -> None:
    """Make a draft of it again. Mails that did not leave yet wait until it is published again, or this is undone.
    Raises Stale."""
    with Act.by(user, Act.Kind.EDITED) as act:
        act.watch(update)
        update.claim(version)
        update.published_at = update.published_by = None
        update.save(update_fields=["published_at", "published_by", "updated_at"])
        act.remark(update, "Taken back, a draft again")
