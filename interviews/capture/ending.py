"""The end of a conversation: finishing, taking it up again, and what is still missing."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from .. import touch
from ..models import Act, Interview
from .log import take_notes


@transaction.atomic
def finish(interview: Interview, user: Any) -> Interview:
    """The conversation is over: nothing is half-typed any more, and quotes keep their words from here on."""
    interview = Interview.objects.select_for_update().get(pk=interview.pk)
    with Act.by(user, Act.Kind.EDITED) as act:
        act.watch(interview, members=False)
        ends = interview.is_draft
        if ends:
            interview.status, interview.completed_at = Interview.Status.COMPLETE, timezone.now()
            step(interview)
        take_notes(interview, user)
        if ends:
            touch.conversation_over(act, interview, user)
    return interview


@transaction.atomic
def reopen(interview: Interview, user: Any) -> Interview:
    """Take a finished interview up again. Its quotes keep their words."""
    interview = Interview.objects.select_for_update().get(pk=interview.pk)
    if not interview.is_draft:
        with Act.by(user, Act.Kind.EDITED) as act:
            act.watch(interview, members=False)
            touch.conversation_taken_up(act, interview, user)
            interview.status, interview.completed_at = Interview.Status.DRAFT, None
            step(interview)
    return interview


def step(interview: Interview) -> None:
    """Give the interview its next version, so that a screen that still shows the old one notices."""
    interview.version += 1
    interview.tab = ""
    interview.save(update_fields=["status", "completed_at", "version", "tab", "updated_at"])
