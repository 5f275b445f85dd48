"""What we believe and want to find out."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils import timezone

from interviews.announced import Announced
from interviews.models import Announcement, Change, Persona, Record
from search.indexes import SearchIndex

from .our_words import OurLine, OurText, OurWordsQuerySet


class HypothesisQuerySet(OurWordsQuerySet):
    """Hypotheses."""

    def with_rank(self) -> Self:
        """Add `rank`, which puts what is tested first, then what may be tested, then what was decided."""
        places = (When(status=one, then=Value(place)) for place, one in enumerate(Hypothesis.IN_ORDER))
        return self.annotate(rank=Case(*places, output_field=models.IntegerField()))


class Hypothesis(Record):
    """A belief that evidence can support or challenge; a person decides, with a written verdict."""

    PREFIX = "HYP"

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        TESTING = "testing", "Testing"
        SUPPORTED = "supported", "Supported"
        REFUTED = "refuted", "Refuted"
        PARKED = "parked", "Parked"

    DECIDED: ClassVar = (Status.SUPPORTED, Status.REFUTED)
    MEASURED: ClassVar = (Status.TESTING, *DECIDED)  # have to say by what, how much and by when
    IN_ORDER: ClassVar = (Status.TESTING, Status.DRAFT, Status.SUPPORTED, Status.REFUTED, Status.PARKED)
    LOCKED: ClassVar = ("measure", "threshold", "decide_by")

    title = OurLine(max_length=300)
    change = models.TextField("we believe", blank=True)
    audience = OurLine("for", max_length=300, blank=True)
    persona = models.ForeignKey(Persona, models.PROTECT, null=True, blank=True, related_name="hypotheses")
    outcome = models.TextField("will lead to", blank=True)
    cause = models.TextField("because", blank=True)
    measure = OurLine(max_length=300, blank=True)
    threshold = OurLine("we are right if", max_length=300, blank=True)
    wrong_if = OurLine("we are wrong if", max_length=500, blank=True)
    decide_by = models.DateField(null=True, blank=True)
    importance = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="1 hardly matters, 5 everything falls with it."
    )
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    verdict = OurText(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="hypotheses"
    )
    related = models.ManyToManyField("self", blank=True)

    objects = HypothesisQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "hypotheses"
        indexes = [
            SearchIndex(
                fields=[
                    "title",
                    "change",
                    "audience",
                    "outcome",
                    "cause",
                    "measure",
                    "threshold",
                    "wrong_if",
                    "verdict",
                ],
                name="hypothesis_words",
            )
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="hypothesis_has_a_title"),
            Announced(
                of=Announcement.Of.CLAIM,
                key="id",
                fields=["archived_at"],
                name="hypothesis_announced",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "testing", "supported", "refuted", "parked"]),
                name="hypothesis_status_known",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["testing", "supported", "refuted"])
                | (~Q(measure="") & ~Q(threshold="") & Q(decide_by__isnull=False)),
                name="hypothesis_tested_by_a_measure",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["supported", "refuted"]) | ~Q(verdict=""),
                name="hypothesis_decided_with_a_verdict",
            ),
            models.CheckConstraint(
                condition=Q(importance__isnull=True) | Q(importance__range=(1, 5)), name="hypothesis_importance_1_to_5"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_decided(self) -> bool:
        return self.status in self.DECIDED

    @property
    def is_locked(self) -> bool:
        """Whether measure, threshold and date only change with a reason: the test has begun."""
        return self.status != self.Status.DRAFT

    @property
    def is_measured(self) -> bool:
        """Whether it says by what, how much and by when."""
        return all(getattr(self, name) for name in self.LOCKED)

    @property
    def is_overdue(self) -> bool:
        """Whether the day on which it should have been decided has passed."""
        return self.status == self.Status.TESTING and self.decide_by < timezone.localdate()

    @property
    def opens_again_as(self) -> str:
        """The status to which it goes back when it is taken up again: a test goes on, a draft stays one. May query."""
        if self.is_decided:
            return self.Status.TESTING
        parked = Change.objects.of(self).filter(field="status", new=self.Status.PARKED, act__undone_at__isnull=True)
        last = parked.order_by("-act_id").first()
        tested = last is not None and last.old == self.Status.TESTING and self.is_measured
        return self.Status.TESTING if tested else self.Status.DRAFT

    def turn(self, status: str, *, verdict: str = "", user: Any = None) -> None:
        """Take another status, in memory. Only what is decided has a verdict and somebody who decided."""
        self.status, self.verdict = status, verdict
        self.decided_at, self.decided_by = (timezone.now(), user) if self.is_decided else (None, None)
