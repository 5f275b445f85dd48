"""Arranging a journey: stages in their order, and pain points on them. Every change is one act that can be undone."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import researcher_required
from accounts.versions import Stale

from ..forms.journeys import NewStageForm, PlacementForm, PlacementMoveForm, StageForm, StageMoveForm
from ..journeys import loose, picture
from ..models import Act, Journey, Placement, Stage
from .edit import edit_record


def board(request: HttpRequest, journey: Journey, status: int = 200, **forms: Any) -> HttpResponse:
    """The journey as it is arranged now: the page, or for htmx the part of it that changes."""
    context = {"journey": journey, "picture": picture(journey, request.user), "loose": loose(journey, request.user)}
    stages = [step.stage for step in context["picture"].steps]
    context["place_form"] = PlacementForm(journey=journey, stages=stages, user=request.user)
    context["stage_form"] = NewStageForm()
    part = "_journey_board" if request.htmx else "journey_arrange"
    return TemplateResponse(request, f"interviews/{part}.html", {**context, **forms}, status=status)


def done(request: HttpRequest, journey: Journey, act: Act, said: str) -> HttpResponse:
    """Say what was done, with a way back, and show the journey as it is now."""
    address = reverse("interviews:journey_arrange", args=[journey.pk])
    if act.pk is not None:
        messages.success(request, said, extra_tags=act.get_undo_url(address))
    return board(request, journey) if request.htmx else redirect(address)


def refused(request: HttpRequest, journey: Journey, form: forms.BaseForm, what: str) -> HttpResponse:
    """Nothing was moved: what stands in the way, and the move to be tried again."""
    return board(request, journey, form.status, form=form, moving=what)


def readable(request: HttpRequest) -> Any:
    """The journeys that whoever asks may arrange."""
    return Journey.objects.live().visible_to(request.user).select_related("persona")


@require_safe
@researcher_required
def journey_arrange(request: HttpRequest, pk: int) -> HttpResponse:
    """Stages and pain points of a journey, to be moved by dragging, by keyboard or by form."""
    return board(request, get_object_or_404(readable(request), pk=pk))


@require_POST
@researcher_required
def stage_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a stage at the end of a journey."""
    journey = get_object_or_404(readable(request), pk=pk)
    form = NewStageForm(request.POST)
    if not form.is_valid():
        return board(request, journey, 422, stage_form=form)
    name = form.cleaned_data["name"]
    return done(request, journey, journey.add_stage(name, request.user), f"Stage “{name}” added")


@require_http_methods(["GET", "HEAD", "POST"])
@researcher_required
def stage_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what a stage is called and what is done in it."""
    stages = Stage.objects.live().filter(journey__in=readable(request)).select_related("journey")
    stage = get_object_or_404(stages, pk=pk)
    form = StageForm(request.POST or None, instance=stage)
    address = reverse("interviews:journey_arrange", args=[stage.journey_id])
    return edit_record(request, form, template="interviews/stage_edit.html", done=lambda _: address, back=address)


@require_POST
@researcher_required
def stage_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a stage come after another one, or first."""
    stage = get_object_or_404(Stage.objects.live().filter(journey__in=readable(request)), pk=pk)
    journey = readable(request).get(pk=stage.journey_id)
    form = StageMoveForm(request.POST, row=stage, stages=list(Stage.objects.on(journey)))
    if form.attempt(request.user):
        return done(request, journey, form.saved, f"Stage “{stage}” moved")
    return refused(request, journey, form, f"stage “{stage}”")


@require_POST
@researcher_required
def stage_archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a stage away; its pain points stand nowhere until they are put elsewhere."""
    stage = get_object_or_404(Stage.objects.live().filter(journey__in=readable(request)), pk=pk)
    journey = readable(request).get(pk=stage.journey_id)
    return done(request, journey, stage.archive(request.user), f"Stage “{stage}” taken away")


@require_POST
@researcher_required
def placement_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a pain point on a stage of a journey."""
    journey = get_object_or_404(readable(request), pk=pk)
    form = PlacementForm(request.POST, journey=journey, stages=list(Stage.objects.on(journey)), user=request.user)
    if not form.is_valid():
        return board(request, journey, 422, place_form=form)
    found, stage = form.cleaned_data["found"], form.cleaned_data["to"]
    try:
        with transaction.atomic():
            act = journey.put(found, stage, request.user)
    except Stale:
        messages.error(request, f"Somebody arranged this journey meanwhile. “{found}” was not put on {stage}.")
        return board(request, journey, 409, place_form=form)
    return done(request, journey, act, f"“{found}” put on {stage}")


def placement_of(request: HttpRequest, pk: int) -> Placement:
    """A pain point on a stage that whoever asks may move; 404 for any other."""
    placements = Placement.objects.visible_to(request.user).filter(journey__in=readable(request))
    return get_object_or_404(placements.live().select_related("pain_point"), pk=pk)


@require_POST
@researcher_required
def placement_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a pain point to another stage of its journey."""
    placement = placement_of(request, pk)
    journey = readable(request).get(pk=placement.journey_id)
    form = PlacementMoveForm(request.POST, row=placement, stages=list(Stage.objects.on(journey)))
    if form.attempt(request.user):
        return done(request, journey, form.saved, f"“{placement}” moved to {form.the_stage('stage')}")
    return refused(request, journey, form, f"“{placement}”")


@require_POST
@researcher_required
def placement_archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a pain point off its journey."""
    placement = placement_of(request, pk)
    journey = readable(request).get(pk=placement.journey_id)
    return done(request, journey, placement.archive(request.user), f"“{placement}” taken off")
