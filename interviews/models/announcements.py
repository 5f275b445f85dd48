"""What changed, so that what is kept in memory can follow. Written by triggers alone."""

from __future__ import annotations

from django.db import models


class Announcement(models.Model):
    """A record that is not as it was. SQLite keeps the last one of each; PostgreSQL the last many of all.

    On PostgreSQL `transaction` tells which one wrote it: it becomes visible when that ends, so that a lower
    number may appear after a higher one.
    """

    class Of(models.IntegerChoices):
        INTERVIEW = 1, "Interview: somebody in it, or what they said"
        PAIN_POINT = 2, "Pain point"
        CODE = 3, "Code: what lies above and below, or whether it is in use"
        CLAIM = 4, "Evidence of a claim: what a pain point is addressed by"
        PERSON = 5, "Person: whether their words stand"
        NAME = 6, "Something that a filter names"
        SHOWN = 7, "Something else that many pages show: counts of the navigation, saved views"
        WORDS = 8, "Interview: words that were said in it"

    of = models.PositiveSmallIntegerField(choices=Of.choices)
    key = models.BigIntegerField()
    transaction = models.BigIntegerField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["of", "key"], name="announcement_of_a_record"),
            models.Index(fields=["transaction"], name="announcement_of_a_transaction"),
        ]

    def __str__(self) -> str:
        return f"{self.get_of_display()} {self.key}"
