"""Pairs that look alike and are not the same: somebody looked and said so."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone


class KeptApartQuerySet(models.QuerySet):
    """Pairs that are kept apart."""

    def among(self, model: type[models.Model]) -> Self:
        """The pairs of one kind of record."""
        return self.filter(model=model._meta.label_lower)

    def partners(self, model: type[models.Model], keys: Iterable[int | None]) -> dict[int | None, set[int]]:
        """What each of these records of a kind is kept apart from; records without any are left out. One query."""
        wanted = {key for key in keys if key is not None}
        found: dict[int | None, set[int]] = {}
        pairs = self.among(model).filter(models.Q(lower__in=wanted) | models.Q(higher__in=wanted))
        for lower, higher in pairs.values_list("lower", "higher"):
            found.setdefault(lower, set()).add(higher)
            found.setdefault(higher, set()).add(lower)
        return found


class KeptApart(models.Model):
    """Two records of one kind that are never proposed again as duplicates of each other."""

    model = models.CharField(max_length=100)
    lower = models.BigIntegerField()
    higher = models.BigIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = KeptApartQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "pairs kept apart"
        constraints = [
            models.UniqueConstraint(fields=["model", "lower", "higher"], name="kept_apart_pair_once"),
            models.CheckConstraint(condition=models.Q(lower__lt=models.F("higher")), name="kept_apart_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.lower} is not {self.higher}"
