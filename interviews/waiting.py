"""What waits for somebody: promises of theirs that are due, notes they did not finish, records that look alike.

Apps above this one add theirs from their `AppConfig.ready()`; home shows all of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from .comments import questions
from .duplicates import pairs
from .models import FollowUp, Interview, Standing

SHOWN = 3


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line: a link, the words after it, and how many things it stands for."""

    label: str
    url: str
    words: str
    count: int = 1


Source = Callable[[Any, date], Iterable[Waiting]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """Ask `source` too: it takes who reads and today, and gives what waits for them, in a fixed number of queries."""
    if source not in _sources:
        _sources.append(source)


def waiting_for(user: Any, today: date) -> list[Waiting]:
    """All that waits for `user`; for somebody who only reads, what colleagues ask."""
    return [one for source in (_sources if user.can_edit else [asked]) for one in source(user, today)]


def asked(user: Any, today: date) -> Iterable[Waiting]:
    """Comments in which a colleague asks them, on records they said nothing about since."""
    for one in questions(user):
        yield Waiting(one.label, one.url, one.words)


def promises(user: Any, today: date) -> Iterable[Waiting]:
    """Follow-ups of theirs whose day has come."""
    due = FollowUp.objects.visible_to(user).due(today).filter(owner=user).count()
    if due:
        query = urlencode({"when": [Standing.OVERDUE.value, Standing.DUE.value], "owner": user.pk}, doseq=True)
        label, verb = ("1 follow-up", "is") if due == 1 else (f"{due} follow-ups", "are")
        yield Waiting(label, f"{reverse('interviews:follow_up_list')}?{query}", f"of yours {verb} due", due)


def drafts(user: Any, today: date) -> Iterable[Waiting]:
    """Interviews of theirs that were not finished."""
    own = Interview.objects.live().drafts().visible_to(user).noted_by(user)
    count = own.count()
    for one in own.with_people().order_by("-held_at", "-pk")[:SHOWN]:
        names = " and ".join(str(who) for who in one.participants.all()) or "nobody named yet"
        url = reverse("interviews:interview_log", args=[one.pk])
        yield Waiting(one.reference, url, f"with {names} is still a draft")
    if count > SHOWN:
        url = f"{reverse('interviews:interview_list')}?{urlencode({'status': 'draft', 'interviewer': user.pk})}"
        yield Waiting(f"{count - SHOWN} more", url, "are drafts", count - SHOWN)


def duplicates(user: Any, today: date) -> Iterable[Waiting]:
    """Pain points that are likely the same: the most alike pair, and how many more there are."""
    found = pairs("pain-points", user)
    url = f"{reverse('interviews:duplicate_list')}?room=pain-points"
    if found:
        yield Waiting(found[0].second.reference, url, f"may be the same as {found[0].first.reference}")
    if len(found) > 1:
        more = len(found) - 1
        yield Waiting(f"{more} more pair{'' if more == 1 else 's'}", url, "of pain points look alike", more)


for _own in (asked, promises, drafts, duplicates):
    register(_own)
