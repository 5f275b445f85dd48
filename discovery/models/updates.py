"""Weekly updates: what we heard and did in a week, line by line, each with the record it is drawn from."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from interviews.models import FollowUp, Interview, PainPoint, Quote, Record, exactly_one
from interviews.models.kept import kept
from search.indexes import SearchIndex

from .checks import DataCheck
from .hypotheses import Hypothesis
from .our_words import OurLine, OurWordsQuerySet, readable
from .versions import DocumentVersion

SENT_WITHIN = timedelta(minutes=5)  # a server that takes longer for one mail has lost it
DRAWN_FROM = ("interview", "quote", "pain_point", "hypothesis", "data_check", "document_version", "follow_up")

# From the page of a record to the lines it has a part in.
CITED = {
    "interview": ("interview", "quote__interview"),
    "quote": ("quote",),
    "pain_point": ("pain_point", "quote__mentions__pain_point"),
    "person": ("interview__participants__person", "quote__participant__person"),
    "data_check": ("data_check",),
}


class WeeklyUpdateQuerySet(OurWordsQuerySet):
    """Weekly updates."""

    def visible_to(self, user: Any) -> Self:
        """Those that were published; drafts are read by whoever writes."""
        if not user.is_authenticated:
            return self.none()
        return self if user.can_edit else self.published()

    def published(self) -> Self:
        return self.filter(published_at__isnull=False)

    def drafts(self) -> Self:
        return self.filter(published_at__isnull=True)

    def citing(self, page: str, pk: int) -> Self:
        """Those in which a line is drawn from the record of this kind, or from what belongs to it; what an author left
        out does not count."""
        drawn = Q(pk__in=[])
        for path in CITED.get(page, ()):
            drawn |= Q(**{path: pk})
        lines = UpdateLine.objects.filter(drawn, shown=True)
        return self.filter(pk__in=lines.order_by().values("update"))


class WeeklyUpdate(Record):
    """What goes to everybody about one week. As long as it is a draft its lines change; once published the `edition`
    says what is read, whatever happens to the lines. Words of customers are in neither: they are read from their
    source."""

    monday = models.DateField("week of")
    title = OurLine(max_length=200)
    lead = models.TextField(blank=True, editable=False)  # not editable: history does not repeat what was typed in it
    named = models.BooleanField("with names", default=True)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    edition = models.JSONField(default=dict, blank=True, editable=False)  # as `discovery.updates.edition_of` writes it

    objects = WeeklyUpdateQuerySet.as_manager()

    class Meta:
        ordering = ["-monday", "-pk"]
        indexes = [SearchIndex(fields=["title"], name="weekly_update_words")]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="weekly_update_has_a_title"),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True) | Q(published_at__isnull=False),
                name="weekly_update_published_by_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["monday"],
                condition=Q(archived_at__isnull=True),
                name="weekly_update_monday_once",
                violation_error_message="There is an update of this week already.",
            ),
        ]

    def __str__(self) -> str:
        if not self.is_published:
            return self.title
        title = str(self.edition.get("title", self.typed_title))
        return readable([title])[title]

    def get_edit_url(self) -> str:
        return reverse("discovery:weekly_update_edit", args=[self.pk])

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    @property
    def with_names(self) -> bool:
        """Whether it names people to those who may see names, as it is read now."""
        return bool(self.edition.get("named", self.named)) if self.is_published else self.named


def own_words() -> Q:
    """The condition that a line is drawn from nothing and says something."""
    return Q(**{f"{field}__isnull": True for field in DRAWN_FROM}) & ~Q(text="")


class UpdateLineQuerySet(models.QuerySet):
    """Lines of weekly updates."""

    def visible_to(self, user: Any) -> Self:
        """Lines of the updates `user` may read; what they are drawn from is asked where they are read."""
        return self.filter(update__in=kept(WeeklyUpdate.objects.visible_to, user))


class UpdateLine(models.Model):
    """One line: what it is drawn from, what was counted when it was, and the author's wording. One without a source is
    the author's own. It is never deleted: what is left out can be taken in again."""

    class Section(models.TextChoices):
        HEARD = "heard", "Who we heard"
        SAID = "said", "In their words"
        GAINED = "gained", "What gained people"
        MOVED = "moved", "Hypotheses that moved"
        CHECKED = "checked", "What data said"
        APPROVED = "approved", "Documents approved"
        ALSO = "also", "Also this week"
        NEXT = "next", "What is next"

    # What the words of a line add to, instead of standing in the place of: names and customers' words are not ours.
    ADDED_TO: ClassVar = (Section.HEARD, Section.SAID)

    update = models.ForeignKey(WeeklyUpdate, models.CASCADE, related_name="lines")
    section = models.CharField(max_length=8, choices=Section.choices)
    position = models.PositiveIntegerField(default=0)
    shown = models.BooleanField(default=True)
    text = models.CharField(max_length=1000, blank=True, editable=False)
    facts = models.JSONField(default=dict, blank=True, editable=False)  # as `discovery.week` counts them
    interview = models.ForeignKey(Interview, models.PROTECT, null=True, blank=True, related_name="update_lines")
    quote = models.ForeignKey(Quote, models.PROTECT, null=True, blank=True, related_name="update_lines")
    pain_point = models.ForeignKey(PainPoint, models.PROTECT, null=True, blank=True, related_name="update_lines")
    hypothesis = models.ForeignKey(Hypothesis, models.PROTECT, null=True, blank=True, related_name="update_lines")
    data_check = models.ForeignKey(DataCheck, models.PROTECT, null=True, blank=True, related_name="update_lines")
    document_version = models.ForeignKey(
        DocumentVersion, models.PROTECT, null=True, blank=True, related_name="update_lines"
    )
    follow_up = models.ForeignKey(FollowUp, models.PROTECT, null=True, blank=True, related_name="update_lines")

    objects = UpdateLineQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(section__in=["heard", "said", "gained", "moved", "checked", "approved", "also", "next"]),
                name="update_line_section_known",
            ),
            models.CheckConstraint(
                condition=exactly_one(DRAWN_FROM) | own_words(),
                name="update_line_one_source_or_own_words",
            ),
        ]

    def __str__(self) -> str:
        return f"Line {self.pk} of the update of {self.update_id}"

    @classmethod
    def settle_undone(cls, keys: Collection[int]) -> None:
        """Once an act was undone that changed these lines: their updates are others than a form that is open knows."""
        WeeklyUpdate.objects.filter(lines__in=keys).update(version=models.F("version") + 1)

    @property
    def kind(self) -> str:
        """The field it is drawn from; empty where the words are the author's own."""
        return next((field for field in DRAWN_FROM if getattr(self, f"{field}_id") is not None), "")

    @property
    def source_key(self) -> tuple[str, int]:
        """Kind and key of what it is drawn from."""
        return self.kind, getattr(self, f"{self.kind}_id") if self.kind else 0


class UpdateSubscriptionQuerySet(models.QuerySet):
    """Subscriptions."""

    def by_mail(self) -> Self:
        """Those of users who get each update by mail."""
        return self.filter(by_mail=True, user__is_active=True)

    def to_mail(self, update: WeeklyUpdate) -> Self:
        """Those that publishing the update sends a mail to: who had one of it gets no other."""
        had = UpdateMail.objects.filter(update=update).exclude(status=UpdateMail.Status.WAITING)
        return self.by_mail().exclude(user__in=had.values("user"))


class UpdateSubscription(models.Model):
    """How one of us gets weekly updates. The address of the feed is signed with a number; with another number the old
    one leads nowhere. The link that ends the mails has none: it works in every mail that ever went out."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="update_subscription")
    by_mail = models.BooleanField(default=False)
    feed_number = models.PositiveIntegerField(default=1)

    objects = UpdateSubscriptionQuerySet.as_manager()

    class Meta:
        ordering = ["user"]

    def __str__(self) -> str:
        return f"Weekly updates for {self.user}"


class UpdateMailQuerySet(models.QuerySet):
    """Mails of weekly updates."""

    def waiting(self) -> Self:
        """Those that nobody tried to send yet."""
        return self.filter(status=UpdateMail.Status.WAITING)

    def to_send(self, *, again: bool = False) -> Self:
        """Those that nobody tried to send yet, and with `again` those the author has to decide about: refused, or
        begun so long ago that nobody is sending them any more."""
        lost = Q(status=UpdateMail.Status.BEGUN, at__lt=timezone.now() - SENT_WITHIN)
        decided = Q(status=UpdateMail.Status.FAILED) | lost
        return self.filter(Q(status=UpdateMail.Status.WAITING) | decided) if again else self.waiting()


class UpdateMail(models.Model):
    """One update to one subscriber: at most one mail. It is taken in hand before it is sent, so that nobody else sends
    it as well; what was begun and not finished is shown and not repeated unasked."""

    class Status(models.TextChoices):
        WAITING = "waiting", "Waiting"
        BEGUN = "begun", "Begun, not known whether it left"
        SENT = "sent", "Sent"
        FAILED = "failed", "Not sent"

    update = models.ForeignKey(WeeklyUpdate, models.CASCADE, related_name="mails")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="update_mails")
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.WAITING)
    at = models.DateTimeField(auto_now=True)
    error = models.CharField(max_length=500, blank=True)

    objects = UpdateMailQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["update", "user"], name="update_mail_once"),
            models.CheckConstraint(
                condition=Q(status__in=["waiting", "begun", "sent", "failed"]), name="update_mail_status_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.update} to {self.user}"

    @property
    def is_being_sent(self) -> bool:
        """Whether somebody took it in hand so lately that it may be on its way."""
        return self.status == self.Status.BEGUN and self.at >= timezone.now() - SENT_WITHIN

    @property
    def is_in_doubt(self) -> bool:
        """Whether it was refused, or begun and never finished."""
        return self.status in (self.Status.FAILED, self.Status.BEGUN) and not self.is_being_sent

    def take(self, *, again: bool = False) -> bool:
        """Take it in hand if it still is to be sent; only one process can."""
        mine = UpdateMail.objects.filter(pk=self.pk).to_send(again=again)
        return bool(mine.update(status=self.Status.BEGUN, at=timezone.now()))

    def settle(self, error: str = "") -> None:
        """Write down that it left, or why it did not."""
        self.status, self.error = (self.Status.FAILED if error else self.Status.SENT), error[:500]
        self.save(update_fields=["status", "error", "at"])
