"""What waits for somebody among what we conclude: claims of theirs that stand on nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef

from interviews.waiting import Waiting, register

from .evidence import live
from .models import Document, Hypothesis

SHOWN = 3


def without_evidence(user: Any, today: date) -> Iterable[Waiting]:
    """Hypotheses of theirs that are tested, and documents that are drafted, without any evidence."""
    tested = Hypothesis.objects.live().visible_to(user).filter(owner=user, status=Hypothesis.Status.TESTING)
    stands = live(user)
    for one in tested.filter(~Exists(stands.filter(hypothesis=OuterRef("pk")))).order_by("pk")[:SHOWN]:
        yield Waiting(one.reference, one.get_absolute_url(), "is tested without evidence")
    drafted = Document.objects.live().visible_to(user).filter(owner=user, status=Document.Status.DRAFT)
    for one in drafted.filter(~Exists(stands.filter(document=OuterRef("pk")))).defer("body").order_by("pk")[:SHOWN]:
        yield Waiting(one.reference, one.get_absolute_url(), "stands on no evidence yet")


def offer() -> None:
    """Let home say so."""
    register(without_evidence)
