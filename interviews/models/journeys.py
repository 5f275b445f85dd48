"""Journeys: the steps a persona goes through, and the pain points that sit on them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from accounts.versions import Stale

from ..places import between
from ..same_owner import SameOwner
from .history import Act
from .kept import kept
from .pain_points import PainPoint
from .people import Persona
from .record import Record, RecordQuerySet, put_away_by


class Journey(Record):
    """The steps of a persona's work. Who counts on it are the people who told its pains as that persona."""

    title = models.CharField(max_length=200)
    persona = models.ForeignKey(Persona, models.PROTECT, null=True, blank=True, related_name="journeys")
    summary = models.TextField(blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="journey_has_a_title"),
            models.UniqueConstraint(
                Lower("title"),
                condition=Q(archived_at__isnull=True),
                name="journey_title_once",
                violation_error_message="There is a journey with this title already.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def arranging(self, user: Any) -> AbstractContextManager[Act]:
        """An act of `user` that arranges this journey; who arranges it at the same time waits for its end."""
        return arranging(self.pk, user)

    def add_stage(self, name: str, user: Any, description: str = "") -> Act:
        """Add a stage at the end; returns the act, whose undo takes it away again."""
        with self.arranging(user) as act:
            last = Stage.objects.filter(journey=self).order_by("-place").values_list("place", flat=True).first()
            stage = self.stages.create(
                name=name,
                description=description,
                place=between(last or "", ""),
                created_by=user,
                **put_away_by(user),
            )
            bring_back(act, Stage.objects.filter(pk=stage.pk))
        return act

    def put(self, pain_point: PainPoint, stage: Stage, user: Any) -> Act:
        """Let a pain point that stands nowhere on the journey stand on `stage`; returns the act.

        Raises Stale when somebody put it on the journey meanwhile, or took the stage away.
        """
        with self.arranging(user) as act:
            if Placement.objects.on(self).filter(pain_point=pain_point).exists():
                raise Stale(pain_point)
            stage.stay_on_journey()
            given = {"stage": stage, "created_by": user, **put_away_by(user)}
            placement, _ = self.placements.get_or_create(pain_point=pain_point, defaults=given)
            bring_back(act, Placement.objects.filter(pk=placement.pk), stage=stage)
        return act


@contextmanager
def arranging(journey: int, user: Any) -> Iterator[Act]:
    """An act of `user` on the journey of this key, which is locked for its length: places are given one at a time."""
    with Act.by(user, Act.Kind.EDITED) as act:
        list(Journey._base_manager.select_for_update().filter(pk=journey).order_by().values_list("pk"))
        yield act


def bring_back(act: Act, rows: models.QuerySet, **values: Any) -> None:
    """Take rows out of the archive, in which new ones begin, so that undo puts them there."""
    act.watch(rows)
    rows.update(
        **values, archived_at=None, archived_by=None, updated_at=timezone.now(), version=models.F("version") + 1
    )


class OnJourney(Record):
    """What makes up a journey: it is read, and its past is told, on the page of the journey."""

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        return f"{reverse('interviews:journey_read', args=[self.journey_id])}#{self.anchor}"

    def get_history_url(self) -> str:
        return reverse("interviews:journey_history", args=[self.journey_id])


class StageQuerySet(RecordQuerySet):
    """Stages."""

    def on(self, journey: Journey) -> Self:
        """The stages of a journey, in their order."""
        return self.live().filter(journey=journey)


class Stage(OnJourney):
    """One step of a journey. Its place is text that can always be halved (`interviews.places`)."""

    journey = models.ForeignKey(Journey, models.CASCADE, related_name="stages")
    name = models.CharField(max_length=120)
    description = models.TextField("what they do", blank=True)
    place = models.TextField(editable=False)

    objects = StageQuerySet.as_manager()

    class Meta:
        ordering = ["journey", "place"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="stage_has_a_name"),
            models.CheckConstraint(condition=~Q(place=""), name="stage_has_a_place"),
            models.UniqueConstraint(fields=["journey", "place"], name="stage_place_once"),
            models.UniqueConstraint(fields=["id", "journey"], name="stage_of_a_journey"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def anchor(self) -> str:
        return f"stage-{self.pk}"

    def move_after(self, other: Stage | None, user: Any) -> Act:
        """Stand right after `other`, or first; returns the act. Stages in the archive keep their places."""
        with arranging(self.journey_id, user) as act:
            act.watch(self)
            places = Stage.objects.filter(journey=self.journey_id).exclude(pk=self.pk).values_list("place", flat=True)
            before = places.get(pk=other.pk) if other else ""
            after = places.filter(place__gt=before).order_by("place").first()
            self.place = between(before, after or "")
            self.save(update_fields=["place", "updated_at"])
        return act

    def stay_on_journey(self) -> None:
        """Raise Stale when somebody took the stage away meanwhile; whoever asks holds the journey."""
        if not Stage.objects.live().filter(pk=self.pk).exists():
            raise Stale(self)

    def archive(self, user: Any = None) -> Act:
        """Take the stage away, and its pain points off the journey."""
        with arranging(self.journey_id, user) as act:
            Placement.objects.filter(stage=self).archive(user)
            super().archive(user)
        return act


class PlacementQuerySet(RecordQuerySet):
    """Pain points on stages."""

    def visible_to(self, user: Any) -> Self:
        """Those whose pain point `user` may read."""
        return super().visible_to(user).filter(pain_point__in=kept(PainPoint.objects.visible_to, user))

    def on(self, journey: Journey) -> Self:
        """Where pain points stand on a journey now."""
        return self.live().filter(
            journey=journey, stage__archived_at__isnull=True, pain_point__archived_at__isnull=True
        )


class Placement(OnJourney):
    """A pain point sits on a stage: on one of each journey."""

    journey = models.ForeignKey(Journey, models.CASCADE, related_name="placements")
    stage = models.ForeignKey(Stage, models.CASCADE, related_name="placements")
    pain_point = models.ForeignKey(PainPoint, models.PROTECT, related_name="placements")

    objects = PlacementQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = "place on a journey"
        verbose_name_plural = "places on journeys"
        constraints = [
            models.UniqueConstraint(fields=["journey", "pain_point"], name="placement_once_on_a_journey"),
            SameOwner(field="stage", owner="journey", name="placement_on_a_stage_of_its_journey"),
        ]

    def __str__(self) -> str:
        return str(self.pain_point)

    @property
    def anchor(self) -> str:
        return f"pain-{self.pain_point_id}"

    def move_to(self, stage: Stage, user: Any) -> Act:
        """Stand on another stage of the journey; returns the act. Raises Stale when that was taken away meanwhile."""
        with arranging(self.journey_id, user) as act:
            stage.stay_on_journey()
            act.watch(self)
            self.stage = stage
            self.save(update_fields=["stage", "updated_at"])
        return act
