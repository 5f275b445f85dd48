"""What colleagues say to each other about a record."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q

from search.indexes import SearchIndex

from .interviews import Interview
from .kept import kept
from .pain_points import PainPoint
from .passages import Passage
from .quotes import Quote
from .record import Record, RecordQuerySet, exactly_one

TARGETS = ("interview", "pain_point", "quote", "passage")


class CommentQuerySet(RecordQuerySet):
    """Comments."""

    def visible_to(self, user: Any) -> Self:
        """Comments on what `user` may read; what was removed, only for who may put it back.

        They cite words, so they hide with the words they are about: those on an interview like its notes, those on a
        quote, a pain point or a passage of a text like the record.
        """
        if not user.is_authenticated:
            return self.none()
        readable = (
            Q(interview__in=kept(Interview.objects.talked_about_with, user))
            | Q(pain_point__in=kept(PainPoint.objects.visible_to, user))
            | Q(quote__in=kept(Quote.objects.visible_to, user))
            | Q(passage__in=kept(Passage.objects.visible_to, user))
        )
        return self.there_for(user).filter(readable)

    def about(self, record: Record | Passage) -> Self:
        """Comments on one record."""
        return self.filter(**{record.concept(): record})

    def there_for(self, user: Any) -> Self:
        """Live comments, and those that were removed where `user` may put them back."""
        return self if user.is_admin_role else self.filter(Q(archived_at__isnull=True) | Q(created_by=user))

    def told(self) -> Self:
        """With who wrote, resolved and is asked, the first written first; two queries."""
        return self.select_related("created_by", "resolved_by").prefetch_related("asked").order_by("pk")

    def waiting_for(self, user: Any) -> Self:
        """Comments that ask `user` and are open: not resolved, and `user` said nothing about that record since.

        Those on archived records wait for nobody. The latest first.
        """
        since = Comment.objects.live().filter(created_by=user, pk__gt=OuterRef("pk"))
        answered = Q()
        for target in TARGETS:
            answered |= Q(Exists(since.filter(**{target: OuterRef(target)})))
        asking = self.live().open().on_live_records().visible_to(user).filter(asked=user)
        return asking.exclude(created_by=user).exclude(answered).order_by("-pk")

    def open(self) -> Self:
        """Comments that nobody resolved."""
        return self.filter(resolved_at__isnull=True)

    def on_live_records(self) -> Self:
        """Comments on what is not archived."""
        standing = {f"{target}__archived_at__isnull": True for target in TARGETS if target != "passage"}
        in_texts = Q(passage__isnull=True) | Q(passage__in=Passage.objects.in_live_texts())
        return self.filter(in_texts, **standing)

    def counted(self, target: str, keys: Iterable[int], user: Any) -> dict[int, int]:
        """How many comments each of some records has that `user` sees, those without any left out; one query.

        Those on a quote or pain point are read with it; those on an interview hide with its notes.
        """
        rows = self.live().filter(**{f"{target}__in": list(keys)}).order_by()
        if target == "interview":
            rows = rows.filter(interview__in=Interview.objects.with_standing_notes(user))
        return dict(rows.values(target).annotate(n=Count("pk")).values_list(target, "n"))


class Comment(Record):
    """What a colleague says about one record. `asked` are those who are called by `@name` in the text."""

    LONGEST: ClassVar[int] = 5000

    interview = models.ForeignKey(Interview, models.CASCADE, null=True, blank=True, related_name="comments")
    pain_point = models.ForeignKey(PainPoint, models.PROTECT, null=True, blank=True, related_name="comments")
    quote = models.ForeignKey(Quote, models.CASCADE, null=True, blank=True, related_name="comments")
    passage = models.ForeignKey(Passage, models.CASCADE, null=True, blank=True, related_name="comments")
    text = models.TextField()
    edited_at = models.DateTimeField(null=True, blank=True, editable=False)
    asked = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="asked_in", blank=True, editable=False)
    resolved_at = models.DateTimeField("resolved", null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [SearchIndex(fields=["text"], name="comment_words")]
        constraints = [
            models.CheckConstraint(condition=exactly_one(TARGETS), name="comment_on_exactly_one_record"),
            models.CheckConstraint(condition=~Q(text=""), name="comment_has_text"),
            models.CheckConstraint(
                condition=Q(resolved_by__isnull=True) | Q(resolved_at__isnull=False),
                name="comment_resolved_by_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def author(self) -> Any:
        """Who wrote it."""
        return self.created_by

    @property
    def target(self) -> Record | Passage:
        """The record it is about. May query."""
        return next(record for name in TARGETS if (record := getattr(self, name)) is not None)

    @property
    def is_resolved(self) -> bool:
        return self.resolved_at is not None

    def get_place_url(self) -> str:
        """Where it stands, on the page of its record. May query."""
        page = self.passage.get_text_url() if self.passage else self.target.get_absolute_url()
        return f"{page}#comment-{self.pk}"

    def may_be_removed_by(self, user: Any) -> bool:
        """Whether `user`, who sees it, may remove it and put it back."""
        return bool(user.is_admin_role) or self.created_by_id == user.pk
