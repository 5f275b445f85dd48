"""How much mentions hurt, said of many at once."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.utils import timezone

from ..models import Act, Interview, Mention, NoteLine
from ..models.pain_points import MentionQuerySet
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
        rate_in(interview, told[interview.pk], severity, user)
    return len(rated)


def rate_in(interview: Interview, mentions: list[Mention], severity: int, user: Any) -> None:
    """Rate the mentions of one interview, in one version of it."""
    lines = parse(interview.notes, today=timezone.localdate(interview.held_at))
    text = interview.notes
    for mention in mentions:
        if mention.line and mention.line.number:
            text = rewrite.with_severity(text, lines[mention.line.number - 1], severity)
        else:
            mention.severity = severity
            mention.save(update_fields=["severity", "updated_at"])
    if text != interview.notes:
        interview.notes = text
        interview.version += 1
        interview.save(update_fields=["notes", "version", "updated_at"])
        take_notes(interview, user)
