"""The link from what somebody said to what we conclude of it."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q

from interviews.announced import Announced
from interviews.models import (
    Announcement,
    Interview,
    Mention,
    PainPoint,
    Quote,
    Record,
    RecordQuerySet,
    RootCause,
    Why,
    exactly_one,
)
from interviews.models.kept import kept

from .checks import DataCheck
from .documents import Document
from .hypotheses import Hypothesis
from .our_words import OurLine
from .requirements import Requirement

SOURCES = ("pain_point", "mention", "quote", "why", "root_cause", "interview", "data_check")
TARGETS = ("hypothesis", "requirement", "document")


class EvidenceQuerySet(RecordQuerySet):
    """Evidence."""

    def visible_to(self, user: Any) -> Self:
        """Evidence whose source `user` may know of; what it says is shown by those who read it."""
        if not user.is_authenticated:
            return self.none()
        interviews = kept(Interview.objects.visible_to, user)
        return self.filter(
            Q(pain_point__in=kept(PainPoint.objects.known_to, user))
            | Q(mention__interview__in=interviews)
            | Q(quote__interview__in=interviews)
            | Q(why__interview__in=interviews)
            | Q(root_cause__in=kept(RootCause.objects.visible_to, user))
            | Q(interview__in=interviews)
            | Q(data_check__in=kept(DataCheck.objects.known_to, user))
        )


class Evidence(Record):
    """One source, one target, and what the first says about the second."""

    class Stance(models.TextChoices):
        SUPPORTS = "supports", "Supports"
        CHALLENGES = "challenges", "Challenges"
        CONTEXT = "context", "Context"

    pain_point = models.ForeignKey(PainPoint, models.PROTECT, null=True, blank=True, related_name="evidence")
    mention = models.ForeignKey(Mention, models.PROTECT, null=True, blank=True, related_name="evidence")
    quote = models.ForeignKey(Quote, models.PROTECT, null=True, blank=True, related_name="evidence")
    why = models.ForeignKey(Why, models.PROTECT, null=True, blank=True, related_name="evidence")
    root_cause = models.ForeignKey(RootCause, models.PROTECT, null=True, blank=True, related_name="evidence")
    interview = models.ForeignKey(Interview, models.PROTECT, null=True, blank=True, related_name="evidence")
    data_check = models.ForeignKey(DataCheck, models.PROTECT, null=True, blank=True, related_name="evidence")
    hypothesis = models.ForeignKey(Hypothesis, models.PROTECT, null=True, blank=True, related_name="evidence")
    requirement = models.ForeignKey(Requirement, models.PROTECT, null=True, blank=True, related_name="evidence")
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="evidence")
    stance = models.CharField(max_length=10, choices=Stance.choices, default=Stance.SUPPORTS)
    reason = OurLine("why it matters", max_length=500, blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(condition=exactly_one(SOURCES), name="evidence_one_source"),
            models.CheckConstraint(condition=exactly_one(TARGETS), name="evidence_one_target"),
            models.CheckConstraint(
                condition=Q(stance__in=["supports", "challenges", "context"]), name="evidence_stance_known"
            ),
            *(
                models.UniqueConstraint(fields=[source, target], name=f"evidence_{source}_{target}_once")
                for source in SOURCES
                for target in TARGETS
            ),
            Announced(
                of=Announcement.Of.CLAIM,
                key="id",
                name="evidence_announced",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.stance} {self.target}"

    @property
    def source(self) -> models.Model:
        """The pain point, mention, quote, why, root cause, interview or data check. May query."""
        return next(found for field in SOURCES if (found := getattr(self, field)) is not None)

    @property
    def target(self) -> Hypothesis | Requirement | Document:
        """The hypothesis, requirement or document. May query."""
        return next(found for field in TARGETS if (found := getattr(self, field)) is not None)
