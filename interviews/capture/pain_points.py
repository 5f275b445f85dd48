"""Pain points from mentions: made when the caret leaves the line, renamed while they are this mention's alone."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import Count, Q

from ..models import Act, Mention, PainPoint
from ..models.links import linked
from .records import Notebook

LENGTH = PainPoint.TITLE_LENGTH


def title_from(text: str) -> str:
    """The title a pain point takes from a line: the line itself, cut where the field ends."""
    return text if len(text) <= LENGTH else text[: LENGTH - 1].rstrip() + "…"


def stated_for(mention: Mention, user: Any) -> PainPoint:
    """A new pain point in the words of a mention."""
    made: PainPoint = PainPoint.objects.create_by(user, title=title_from(mention.title), stated_for=mention)
    return made


def settle(book: Notebook, caret: int | None) -> None:
    """Give every mention of the notes its pain point, and keep those that are a mention's alone in step.

    The line under the caret is left alone: it may be half-typed. A pain point goes and comes with its mention only in
    the save in which the mention does, so that what somebody archives or restores by hand stays so.
    """
    mentions = list(book.mentions.values())
    live = [m for m in mentions if m.archived_at is None]
    ready = [m for m in live if caret is None or book.rows[m.line_id].number != caret]
    for mention in ready:
        if mention.pain_point_id is None:
            mention.pain_point = stated_for(mention, book.user)
            mention.save(update_fields=["pain_point", "updated_at"])
    changed = [m for m in mentions if m in book.changed and m.pain_point_id]
    revive({m.pain_point_id for m in changed if m.archived_at is None})
    archive_orphans({m.pain_point_id for m in changed if m.archived_at is not None and not m.same_pain})
    rename([m for m in ready if not m.same_pain], book.user)


def alone(ids: Collection[int], mentions: int) -> set[int]:
    """Those pain points of `ids` with exactly `mentions` live mentions, no description and nothing else linked."""
    live = Count("mentions", filter=Q(mentions__archived_at__isnull=True))
    rows = PainPoint.objects.filter(pk__in=ids, description="").annotate(live=live).filter(live=mentions)
    found = set(rows.values_list("pk", flat=True))
    return found - linked(PainPoint, found)


def rename(mentions: list[Mention], user: Any) -> None:
    """Let pain points take the words of their only mention."""
    titles = PainPoint.objects.in_bulk([m.pain_point_id for m in mentions]) if mentions else {}
    differ = [m for m in mentions if titles[m.pain_point_id].title != title_from(m.title)]
    own = alone([m.pain_point_id for m in differ], 1) if differ else set()
    if not own:
        return
    with Act.by(user, Act.Kind.NOTED) as act:
        act.watch(PainPoint.objects.filter(pk__in=own), members=False)
        for mention in differ:
            if mention.pain_point_id in own:
                pain_point = titles[mention.pain_point_id]
                pain_point.title = title_from(mention.title)
                pain_point.version += 1
                pain_point.save(update_fields=["title", "version", "updated_at"])


def revive(ids: Collection[int | None]) -> None:
    if ids:
        PainPoint.objects.filter(pk__in=ids).restore()


def archive_orphans(ids: Collection[int]) -> None:
    """Archive pain points that were made for a mention and that no live mention names any more."""
    if ids:
        PainPoint.objects.filter(pk__in=alone(ids, 0)).archive()


@transaction.atomic
def same_pain(mention: Mention, pain_point: PainPoint) -> None:
    """The mention is about a pain point we know. The one that was made for it goes, unless something names it."""
    before = None if mention.same_pain else mention.pain_point_id
    decide(mention, pain_point, same=True)
    if before and before != pain_point.pk:
        archive_orphans({before})


@transaction.atomic
def own_pain(mention: Mention, user: Any) -> PainPoint:
    """Take "same pain" back: the mention gets a pain point of its own again, the one it had where that is unused.

    One that has its own keeps it: the act may come twice, from two tabs.
    """
    if mention.pain_point and not mention.same_pain:
        return mention.pain_point
    before = alone(
        PainPoint.objects.archived().filter(title=title_from(mention.title)).values_list("pk", flat=True), mentions=0
    )
    pain_point = PainPoint.objects.filter(pk__in=before).order_by("-pk").first()
    if pain_point is None:
        pain_point = stated_for(mention, user)
    else:
        pain_point.restore()
    decide(mention, pain_point, same=False)
    return pain_point


def decide(mention: Mention, pain_point: PainPoint, *, same: bool) -> None:
    """Somebody said where the mention belongs: its next version, which a page that shows the old one notices."""
    mention.pain_point, mention.same_pain = pain_point, same
    mention.version += 1
    mention.save(update_fields=["pain_point", "same_pain", "version", "updated_at"])


def keep_apart(mention: Mention, pain_point: PainPoint) -> None:
    """Do not suggest `pain_point` for this mention again."""
    mention.kept_apart.add(pain_point)


def not_apart(mention: Mention, pain_point: PainPoint) -> None:
    """Take that back."""
    mention.kept_apart.remove(pain_point)
