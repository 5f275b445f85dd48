"""What the team offers."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from interviews.announced import Announced
from interviews.models import Announcement, Record
from search.indexes import SearchIndex

from .our_words import OurLine, OurText, OurWordsQuerySet


class DataProduct(Record):
    """A dataset, pipeline, dashboard, model, platform or metric layer, as a plain record."""

    PREFIX = "DP"

    class Area(models.TextChoices):
        INFRASTRUCTURE = "infrastructure", "Infrastructure"
        ANALYTICS = "analytics", "Analytics"
        APPLIED = "applied", "Applied ML and AI"
        PLATFORM = "platform", "Platform"
        STANDARDS = "standards", "Standardisation and discovery"

    name = OurLine(max_length=200)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="data_products"
    )
    area = models.CharField(max_length=14, choices=Area.choices, default=Area.ANALYTICS)
    purpose = OurText(blank=True)

    objects = OurWordsQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        indexes = [SearchIndex(fields=["name", "purpose"], name="data_product_words")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="data_product_has_a_name"),
            models.CheckConstraint(
                condition=models.Q(area__in=["infrastructure", "analytics", "applied", "platform", "standards"]),
                name="data_product_area_known",
            ),
            Announced(of=Announcement.Of.SHOWN, key="id", fields=["archived_at"], name="data_product_announced"),
        ]

    def __str__(self) -> str:
        return self.name
