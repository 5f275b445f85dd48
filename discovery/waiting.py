"""What waits for somebody among what we conclude: claims of theirs that stand on nothing, and decisions to be taken."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from interviews.models import Comment, Passage
from interviews.waiting import Waiting, register

from .evidence import live
from .models import Document, Hypothesis, Review, WeeklyUpdate

SHOWN = 3


def without_evidence(user: Any, today: date) -> Iterable[Waiting]:
    """Hypotheses of theirs that are tested, and documents that are drafted, without any evidence."""
    tested = tested_by(user)
    stands = live(user)
    alone = tested.filter(~Exists(stands.filter(hypothesis=OuterRef("pk"))))
    yield from first_of(alone, "is tested without evidence", "are tested without evidence")
    drafted = Document.objects.live().visible_to(user).filter(owner=user, status=Document.Status.DRAFT)
    under = Q(document=OuterRef("pk")) | Q(requirement__document=OuterRef("pk"))
    alone = drafted.filter(~Exists(stands.filter(under))).defer("body")
    yield from first_of(alone, "stands on no evidence yet", "stand on no evidence yet")


def reviews_asked(user: Any, today: date) -> Iterable[Waiting]:
    """Documents that a colleague asks them to look over, those asked first first."""
    asked = Review.objects.open().filter(reviewer=user).order_by("pk")
    shown = list(asked.select_related("document", "created_by")[: SHOWN + 1])
    for one in shown[:SHOWN]:
        by = f" of {one.created_by}" if one.created_by else ""
        yield Waiting(one.document.reference, one.get_absolute_url(), f"waits for your review at the request{by}")
    if len(shown) > SHOWN:
        more = asked.count() - SHOWN
        yield Waiting(f"{more} more", reverse("discovery:document_list"), "wait for your review", more)


def said_about_theirs(user: Any, today: date) -> Iterable[Waiting]:
    """Documents of theirs about which colleagues said something that nobody resolved, most of it first."""
    open_ones = Comment.objects.live().open().visible_to(user).exclude(created_by=user)
    about = Q(passages__comments__in=open_ones.filter(passage__isnull=False))
    own = Document.objects.live().visible_to(user).filter(owner=user)
    rows = own.annotate(said=Count("passages__comments", filter=about, distinct=True)).filter(said__gt=0).defer("body")
    shown = list(rows.order_by("-said", "pk")[:SHOWN])
    for one in shown:
        words = "has an open comment" if one.said == 1 else f"has {one.said} open comments"
        yield Waiting(one.reference, one.get_absolute_url(), words, one.said)


def to_decide(user: Any, today: date) -> Iterable[Waiting]:
    """Hypotheses of theirs whose day of decision has passed."""
    yield from first_of(tested_by(user).filter(decide_by__lt=today), "was to be decided", "were to be decided")


def updates_drafted(user: Any, today: date) -> Iterable[Waiting]:
    """Their weekly updates that nobody published, once the week is over."""
    own = WeeklyUpdate.objects.live().drafts().filter(created_by=user, monday__lte=today - timedelta(days=7))
    own = own.defer("edition", "lead")
    for one in own[:SHOWN]:
        yield Waiting(str(one), one.get_edit_url(), "waits to be published")


def tested_by(user: Any) -> QuerySet:
    """The hypotheses of theirs that are tested."""
    return Hypothesis.objects.live().visible_to(user).filter(owner=user, status=Hypothesis.Status.TESTING)


def first_of(claims: QuerySet, one_does: str, more_do: str) -> Iterable[Waiting]:
    """A few of the claims, and how many more there are; two queries where there are more."""
    shown = list(claims.order_by("pk")[: SHOWN + 1])
    for one in shown[:SHOWN]:
        yield Waiting(one.reference, one.get_absolute_url(), one_does)
    if len(shown) > SHOWN:
        more = claims.count() - SHOWN
        url = reverse(f"discovery:{claims.model.concept()}_list")
        yield Waiting(f"{more} more", url, more_do if more > 1 else one_does, more)


def have_passages() -> None:
    """Let passages of documents be commented on."""
    Passage.belong_to("documentpassage__document", Document)


def offer() -> None:
    """Let home say so."""
    register(reviews_asked)
    register(said_about_theirs)
    register(to_decide)
    register(without_evidence)
    register(updates_drafted)
