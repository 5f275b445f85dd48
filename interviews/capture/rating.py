"""How much mentions hurt, said of many at once."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db import transaction
from django.utils import timezone

from ..models import Act, Interview, Mention, NoteLine
from ..models.pain_points import MentionQuerySet
from ..models.states import Undone
from ..notes import rewrite
from ..notes.parser import parse
from .log import take_notes


def rate(act: Act, mentions: MentionQuerySet, severity: int, user: Any) -> int:
    """Give `mentions` a severity; returns how many had another one.

    The text of the notes is the truth, so that a mention with a line is rated by rewriting its line.
    """
    told: defaultdict[int, list[Mention]] = defaultdict(list)
    for mention in mentions.exclude(severity=severity).order_by("pk").select_related("line"):
        told[mention.interview_id].append(mention)
    rated = [mention for own in told.values() for mention in own]
    act.watch(
        Mention.objects.filter(pk__in=[mention.pk for mention in rated]),
        NoteLine.objects.filter(mention__in=rated),
        Interview.objects.filter(pk__in=list(told)),
        members=False,
    )
    for interview in Interview.objects.filter(pk__in=list(told)).order_by("pk").select_for_update():
        rate_in(interview, dict.fromkeys(told[interview.pk], severity), user)
    return len(rated)


@transaction.atomic
def undo(act: Act, user: Any) -> Undone:
    """Take an act back. Notes that were edited since are left, but for the ratings that go back: the lines that tell
    them now are rewritten, or the next save of the notes would bring the rating of the act again.

    Raises CannotUndo like `Act.undo`.
    """
    undone = act.undo(user)
    label = Interview._meta.label_lower
    edited = {key for model, key, name, *_ in undone.left if (model, name) == (label, "notes")}
    told = {key: old for model, key, name, old, _ in undone.back if name == "severity"}
    if not edited or not told:
        return undone
    rated: dict[int, list[Mention]] = {key: [] for key in edited}
    for mention in Mention.objects.filter(pk__in=told, interview__in=edited).order_by("pk").select_related("line"):
        rated[mention.interview_id].append(mention)
    for interview in Interview.objects.filter(pk__in=edited).order_by("pk").select_for_update():
        rate_in(interview, {mention: told[mention.pk] for mention in rated[interview.pk]}, user)
    settled = {(label, key) for key, own in rated.items() if own}
    settled |= {(NoteLine._meta.label_lower, one.line_id) for own in rated.values() for one in own}
    undone.left = [one for one in undone.left if one[:2] not in settled]
    return undone


def rate_in(interview: Interview, ratings: dict[Mention, int | None], user: Any) -> None:
    """Rate mentions of one interview, in one version of it."""
    lines = parse(interview.notes, today=timezone.localdate(interview.held_at))
    text = interview.notes
    for mention, severity in ratings.items():
        if mention.line and mention.line.number:
            text = rewrite.with_severity(text, lines[mention.line.number - 1], severity)
        else:
            mention.severity = severity
            mention.save(update_fields=["severity", "updated_at"])
    if text != interview.notes:
        interview.notes = text
        interview.version += 1
        interview.tab = ""
        interview.save(update_fields=["notes", "version", "tab", "updated_at"])
        take_notes(interview, user)
