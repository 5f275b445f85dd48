"""Images in documents."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse

from interviews.models import Record, RecordQuerySet

from .documents import Document


class Image(Record):
    """A picture that belongs to a document: a file of ours, written anew when it came, so that it holds nothing else.

    Texts name it by its address; what it shows in words stands there too.
    """

    class Kind(models.TextChoices):
        PNG = "png", "PNG"
        JPEG = "jpeg", "JPEG"
        WEBP = "webp", "WebP"
        GIF = "gif", "GIF"

    document = models.ForeignKey(Document, models.CASCADE, related_name="images")
    file = models.FileField(upload_to="images", max_length=255)
    kind = models.CharField(max_length=4, choices=Kind.choices)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    description = models.CharField("what it shows", max_length=300, blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["png", "jpeg", "webp", "gif"]), name="image_kind_known"),
            models.CheckConstraint(condition=~Q(file=""), name="image_has_a_file"),
        ]

    def __str__(self) -> str:
        return self.description or f"Image {self.pk}"

    @property
    def media_type(self) -> str:
        return f"image/{self.kind}"

    def get_absolute_url(self) -> str:
        """The image itself, for whoever may read its document."""
        return reverse("discovery:image_read", args=[self.document_id, self.pk])
