"""Words of a text that somebody commented on. The texts belong to apps above this one."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from .kept import kept
from .quotes import Quote
from .record import Record


class PassageQuerySet(models.QuerySet):
    """Passages."""

    def visible_to(self, user: Any) -> Self:
        """Passages of texts that `user` may read; those that hold words of a quote hide with it."""
        if not user.is_authenticated:
            return self.none()
        readable = Q(pk__in=[])
        for path, model in Passage.TEXTS.items():
            readable |= Q(**{f"{path}__in": kept(model._default_manager.visible_to, user)})
        cited = Passage.quotes.through.objects.filter(passage=OuterRef("pk"))
        # asked of all passages, for those of one kind of text do not know the path to it
        texts = Passage._base_manager.filter(readable)
        hidden = cited.exclude(quote__in=kept(Quote.objects.visible_to, user))
        return self.filter(pk__in=texts.values("pk")).exclude(Exists(hidden))

    def in_live_texts(self) -> Self:
        """Passages of texts that are not archived."""
        standing = Q(pk__in=[])
        for path in Passage.TEXTS:
            standing |= Q(**{f"{path}__isnull": False, f"{path}__archived_at__isnull": True})
        return self.filter(standing)

    def with_text(self) -> Self:
        """With the record whose text it is, in the same query."""
        return self.select_related(*Passage.TEXTS)


class Passage(models.Model):
    """A passage as it was when somebody commented on it: its words, what stood around them, and the heading above.

    Without words it is all that stands below the heading. Its words never change: where they stand now is looked for at
    every look. A passage that holds words of a customer knows whose, so that it hides with them.
    """

    AROUND: ClassVar[int] = 60  # characters of what stands before and after
    LONGEST: ClassVar[int] = 2000
    # The records whose texts have passages, by the path that leads from a passage to them.
    TEXTS: ClassVar[dict[str, type[Record]]] = {}

    heading = models.CharField(max_length=300, blank=True)
    words = models.TextField(blank=True)
    before = models.CharField(max_length=AROUND, blank=True)
    after = models.CharField(max_length=AROUND, blank=True)
    quotes = models.ManyToManyField(Quote, related_name="passages", blank=True, editable=False)

    objects = PassageQuerySet.as_manager()

    def __str__(self) -> str:
        return self.words or self.heading

    def get_absolute_url(self) -> str:
        """Where it stands, on the page of its text. May query."""
        return f"{self.text_of.get_absolute_url()}#passage-{self.pk}"

    @classmethod
    def concept(cls) -> str:
        """The word for it in addresses; as of records."""
        return "passage"

    @classmethod
    def belong_to(cls, path: str, model: type[Record]) -> None:
        """Let texts of `model` have passages. Apps above this one say so from their `AppConfig.ready()`."""
        cls.TEXTS[path] = model

    def get_text_url(self) -> str:
        """The page of its text. May query."""
        return str(self.text_of.get_absolute_url())

    def get_resolve_url(self) -> str:
        """What says, by POST, that all that was said here is dealt with."""
        return reverse("interviews:passage_resolve", args=[self.pk])

    def get_reopen_url(self) -> str:
        """What says, by POST, that it is not."""
        return reverse("interviews:passage_reopen", args=[self.pk])

    @property
    def text_of(self) -> Any:
        """The record whose text it is of. May query."""
        for path in self.TEXTS:
            owner: Any = self
            for name in path.split("__"):
                owner = getattr(owner, name, None)
            if owner is not None:
                return owner
        raise LookupError(f"No text has the passage {self.pk}")

    @property
    def reference(self) -> str:
        return str(self.text_of.reference)

    @property
    def is_archived(self) -> bool:
        """Whether its text is. May query."""
        return bool(self.text_of.is_archived)
