"""Claims that were tested on data."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from interviews.models import Act, Grounds, Interview, Record, Why, WhyTree, follow, standing_words
from interviews.models.kept import kept
from search.indexes import SearchIndex

from .our_words import OurLine, OurText, OurWordsQuerySet


class DataCheckQuerySet(OurWordsQuerySet):
    """Data checks."""

    def visible_to(self, user: Any) -> Self:
        """Checks of no why, and those of a why that `user` may read and whose words stand: they say its claim again."""
        return self.known_to(user).filter(Q(why__isnull=True) | standing_words("why__mention__participant__"))

    def known_to(self, user: Any) -> Self:
        """Checks `user` may know of; those of a why whose words were taken back are counted and not read."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(why__isnull=True) | Q(why__interview__in=kept(Interview.objects.visible_to, user)))

    def with_why(self) -> Self:
        """With the why that each settles, and where it was told."""
        return self.select_related("why__mention", "why__interview")

    def deciding(self) -> Self:
        """Live checks that came to a conclusion, the one that counts first: the latest."""
        return self.live().exclude(conclusion=DataCheck.Conclusion.OPEN).order_by("-checked_on", "-pk")


class DataCheck(Record):
    """A question put to data: where it was asked, what came out, and what we conclude. It can settle a why."""

    class Conclusion(models.TextChoices):
        CONFIRMED = "confirmed", "Confirmed"
        REFUTED = "refuted", "Refuted"
        OPEN = "open", "Undecided"

    question = OurLine(max_length=500)
    source = OurText(help_text="The query, or a link to it.")
    result = OurLine(max_length=500, help_text="What came out, with numbers.")
    checked_on = models.DateField("checked on", default=timezone.localdate)
    conclusion = models.CharField(max_length=9, choices=Conclusion.choices, default=Conclusion.OPEN)
    why = models.ForeignKey(Why, models.PROTECT, null=True, blank=True, related_name="data_checks")

    objects = DataCheckQuerySet.as_manager()

    class Meta:
        ordering = ["-checked_on", "-pk"]
        indexes = [SearchIndex(fields=["question", "source", "result"], name="data_check_words")]
        constraints = [
            models.CheckConstraint(condition=~Q(question=""), name="data_check_asks_a_question"),
            models.CheckConstraint(condition=~Q(source=""), name="data_check_has_a_source"),
            models.CheckConstraint(condition=~Q(result=""), name="data_check_has_a_result"),
            models.CheckConstraint(
                condition=Q(conclusion__in=["confirmed", "refuted", "open"]), name="data_check_conclusion_known"
            ),
        ]

    def __str__(self) -> str:
        return self.question


def settle_whys(rows: Collection[tuple[type[models.Model], int]], user: Any) -> None:
    """After an act about data checks, or its undo: what they were asked about is as firm as the checks say that stand
    now."""
    about = Why.objects.filter(data_checks__in=[pk for _, pk in rows]).select_related("mention").distinct()
    with Act.by(user, Act.Kind.EDITED) as act:
        for why in about:
            settle(why, act)


def settle(why: Why, act: Act) -> None:
    """Let a why be as firm as the latest check that came to a conclusion says, and all chains through it.

    A why that was refuted rests on our intuition alone. Without a check the grounds as they were typed count.
    """
    decides = DataCheck.objects.filter(why=why).deciding().first()
    confirmed = decides is not None and decides.conclusion == DataCheck.Conclusion.CONFIRMED
    told = {
        "refuted": decides is not None and not confirmed,
        "checked_grounds": None if decides is None else Grounds.CONFIRMED if confirmed else Grounds.INTUITION,
        "checked_source": "" if decides is None else decides.source,
    }
    stored = why.refuted, why.checked_grounds, why.typed_checked_source
    if stored == tuple(told.values()):
        return
    act.watch(why.mention.whys.live())  # the chains through it follow
    for name, value in told.items():
        setattr(why, name, value)
    why.version += 1
    why.save(update_fields=[*told, "version", "updated_at"])
    WhyTree(why.mention).weigh()


def offer() -> None:
    """Follow the journal."""
    follow((DataCheck,), settle_whys)
