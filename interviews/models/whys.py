"""Five whys: a tree of answers under each mention, and the root causes where trees of several interviews meet."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q

from search.indexes import SearchIndex

from ..announced import Announced
from ..same_owner import SameOwner
from .announcements import Announcement
from .choices import Grounds
from .interviews import Interview, of_visible_interview
from .notes import NotedQuerySet, NoteLine
from .pain_points import Mention
from .record import Mergeable, Record, RecordQuerySet, Unmerged, merged_is_archived
from .spoken import OfInterview, SpokenText


class RootCauseQuerySet(RecordQuerySet):
    """Root causes."""

    def visible_to(self, user: Any) -> Self:
        """Those of a chain in an interview `user` may read, and those no chain ends in: written down by hand, or named
        for a chain that `user` may read, which meanwhile ends elsewhere."""
        if not user.is_authenticated or user.is_admin_role:
            return super().visible_to(user)
        whys = Why.objects.filter(root_cause=OuterRef("pk"))
        readable = of_visible_interview(user)
        told = whys.filter(readable)
        first = Why.objects.filter(readable, pk=OuterRef("named_for"))
        return self.filter(Exists(told) | ~Exists(whys) & (Q(named_for__isnull=True) | Exists(first)))

    def called(self, title: str, user: Any, why: int) -> RootCause:
        """The live root cause of this title, whatever its case; made for the why of key `why` when there is none."""
        known: Any = self.live().filter(title__iexact=title).first()
        made: RootCause = known or self.create_by(user, title=title, named_for_id=why)
        return made

    def with_reach(self, user: Any) -> Self:
        """Adds `people`, `companies`, `pain_points` and `grounds` over the whys that `user` may read.

        People and companies are distinct; `grounds` is the best path that ends in the root cause.
        """
        ends = ends_of_causes(user)
        return self.annotate(
            people=distinct(ends, "mention__participant__person"),
            companies=distinct(ends, "mention__participant__company"),
            pain_points=distinct(ends, "mention__pain_point"),
            grounds=models.Subquery(ends.annotate(best=models.Max("path_grounds")).values("best")),
        )

    def with_firmness(self, user: Any) -> Self:
        """Adds `confirmed`, how many people have a chain to it that is confirmed all the way, and `weakest`, the
        weakest link of all its chains, over the whys that `user` may read."""
        ends = ends_of_causes(user)
        return self.annotate(
            confirmed=distinct(ends.filter(path_grounds=Grounds.CONFIRMED), "mention__participant__person"),
            weakest=models.Subquery(ends.annotate(least=models.Min("path_grounds")).values("least")),
        )


def ends_of_causes(user: Any) -> models.QuerySet:
    """The whys that `user` may read and that end in the root cause of the outer query, to be counted for each."""
    heard = Why.objects.heard().filter(of_visible_interview(user), root_cause=OuterRef("pk"))
    ends: models.QuerySet = heard.order_by().values("root_cause")
    return ends


def distinct(rows: models.QuerySet, field: str) -> models.functions.Coalesce:
    """How many different ones of `field` there are among `rows`."""
    counted = models.Subquery(rows.annotate(n=Count(field, distinct=True)).values("n"))
    return models.functions.Coalesce(counted, models.Value(0))


class RootCause(Mergeable):
    """The canonical cause where chains from several interviews meet."""

    PREFIX = "RC"

    title = models.CharField(max_length=500)
    description = models.TextField(blank=True)
    named_for = models.ForeignKey(
        "Why",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        help_text="The why it was named for. Where that ends elsewhere, the title stays what was said of it.",
    )

    objects = Unmerged.from_queryset(RootCauseQuerySet)()

    class Meta:
        ordering = ["-pk"]
        indexes = [SearchIndex(fields=["title", "description"], name="root_cause_words")]
        constraints = [
            merged_is_archived("root_cause"),
            models.CheckConstraint(condition=~Q(title=""), name="root_cause_has_a_title"),
            Announced(
                of=Announcement.Of.SHOWN,
                key="id",
                fields=["archived_at", "merged_into", "named_for"],
                name="root_cause_announced",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class WhyQuerySet(NotedQuerySet):
    """Whys."""

    def leaves(self) -> Self:
        """Live whys with no live why below them."""
        below = Why.objects.filter(parent=OuterRef("pk"), archived_at__isnull=True)
        return self.live().exclude(Exists(below))

    def heard(self) -> Self:
        """Live whys of mentions that count."""
        return self.live().filter(mention__in=Mention.objects.heard())

    def ever_of(self, cause: RootCause) -> Self:
        """The whys that end in a root cause, archived or not, and the one it was named for."""
        return self.filter(Q(root_cause=cause) | Q(pk=cause.named_for_id))

    def open_ends(self, user: Any) -> Self:
        """The last whys of chains that `user` may read and that nobody has named a root cause for."""
        told = self.leaves().heard().filter(of_visible_interview(user), root_cause__isnull=True)
        return told.filter(mention__pain_point__archived_at__isnull=True)


class Why(OfInterview, Record):
    """One answer in a five-whys tree. Its parent belongs to the same mention, which the database holds."""

    interview = models.ForeignKey(Interview, models.PROTECT, related_name="whys")
    mention = models.ForeignKey(Mention, models.PROTECT, related_name="whys")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    line = models.OneToOneField(NoteLine, models.SET_NULL, null=True, blank=True, related_name="why")
    position = models.PositiveIntegerField(default=0, help_text="Order among the whys of the mention.")
    text = SpokenText()
    grounds = models.PositiveSmallIntegerField(
        choices=Grounds.choices, default=Grounds.STATED, help_text="As it was typed. A data check has its own column."
    )
    source = SpokenText(blank=True, help_text="A link or a query that shows it.")
    needs_source = models.BooleanField(default=False, help_text="Marked as confirmed, but no source is given.")
    checked_grounds = models.PositiveSmallIntegerField(
        choices=Grounds.choices,
        null=True,
        blank=True,
        help_text="The result of a data check; it wins.",
    )
    checked_source = SpokenText(blank=True)
    refuted = models.BooleanField(default=False, help_text="Data speaks against it; what is left is our intuition.")
    path_grounds = models.PositiveSmallIntegerField(
        choices=Grounds.choices,
        default=Grounds.STATED,
        editable=False,
        help_text="The weakest from the top to here.",
    )
    root_cause = models.ForeignKey(RootCause, models.PROTECT, null=True, blank=True, related_name="whys")

    objects = WhyQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        indexes = [SearchIndex(fields=["text"], name="why_words")]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="why_has_text"),
            models.CheckConstraint(condition=~Q(parent=models.F("id")), name="why_not_its_own_parent"),
            models.CheckConstraint(condition=Q(grounds__in=Grounds.values), name="why_grounds_known"),
            models.CheckConstraint(
                condition=~Q(grounds=Grounds.CONFIRMED) | ~Q(source=""), name="why_confirmed_has_a_source"
            ),
            models.CheckConstraint(
                condition=Q(checked_grounds__isnull=True) | Q(checked_grounds__in=Grounds.values),
                name="why_checked_grounds_known",
            ),
            models.CheckConstraint(
                condition=Q(refuted=False) | Q(checked_grounds=Grounds.INTUITION), name="why_refuted_by_a_check"
            ),
            models.UniqueConstraint(fields=["id", "mention"], name="why_of_a_mention"),
            models.UniqueConstraint(fields=["id", "interview"], name="why_of_an_interview"),
            SameOwner(field="parent", owner="mention", name="why_under_one_of_its_mention"),
            SameOwner(field="mention", owner="interview", name="why_told_in_its_interview"),
            SameOwner(field="line", owner="interview", name="why_from_its_interview"),
            Announced(
                of=Announcement.Of.INTERVIEW,
                key="interview_id",
                fields=["interview", "mention", "parent", "path_grounds", "root_cause", "archived_at"],
                name="why_announced",
            ),
            Announced(
                of=Announcement.Of.WORDS, key="interview_id", fields=["interview", "text"], name="why_words_announced"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def effective_grounds(self) -> Grounds:
        """The data check's result where there is one, else what was typed."""
        return Grounds(self.checked_grounds or self.grounds)


class WhyTree:
    """The live whys of one mention as a tree, read in one query."""

    def __init__(self, mention: Mention) -> None:
        self.whys = list(mention.whys.live().order_by("position", "pk"))
        self.children: dict[int | None, list[Why]] = {}
        for why in self.whys:
            self.children.setdefault(why.parent_id, []).append(why)

    def weigh(self) -> None:
        """Store what follows from the shape of the tree, in at most one query.

        `path_grounds` becomes the weakest grounds from the top down to each why. A root cause sits on leaves only:
        that of a why with answers below it moves down to its first leaf without one.
        """
        changed: dict[int, Why] = {}
        waiting: list[tuple[Why, int]] = [(why, Grounds.CONFIRMED.value) for why in self.children.get(None, [])]
        while waiting:
            why, above = waiting.pop()
            weakest = min(above, why.effective_grounds.value)
            below = self.children.get(why.pk, [])
            if why.path_grounds != weakest:
                why.path_grounds = weakest
                changed[why.pk] = why
            if why.root_cause_id and below:
                if below[0].root_cause_id is None:
                    below[0].root_cause_id = why.root_cause_id
                    changed[below[0].pk] = below[0]
                why.root_cause_id = None
                changed[why.pk] = why
            waiting.extend((child, weakest) for child in below)
        if changed:
            Why.objects.bulk_update(changed.values(), ["path_grounds", "root_cause"])
