"""Passages of documents that somebody commented on."""

from __future__ import annotations

from django.db import models

from interviews.models import Passage
from interviews.models.passages import PassageQuerySet

from ..outline import key_of
from .documents import Document


class DocumentPassage(Passage):
    """A passage of the text of a document."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="passages")

    objects = PassageQuerySet.as_manager()

    @property
    def key(self) -> str:
        """The key of the section it was in."""
        return key_of(self.heading)

    @property
    def text_of(self) -> Document:
        """The document whose text it is of."""
        return self.document
