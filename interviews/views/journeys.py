"""Journeys: the list, one of them as a picture, and its record."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import researcher_required

from ..forms.journeys import JourneyForm
from ..forms.picked import PickedField
from ..journeys import picture
from ..lists import JOURNEYS
from ..models import Journey, Persona
from ..panels import panels_of
from .edit import edit_record
from .listing import list_records


@require_safe
def journey_list(request: HttpRequest) -> HttpResponse:
    """The steps of our customers' work, and how much hurts along them."""
    return list_records(request, JOURNEYS, template="interviews/journey_list.html")


@require_safe
def journey_read(request: HttpRequest, pk: int) -> HttpResponse:
    """One journey: its stages side by side, the people whom each hurts, and what they said."""
    journey = get_object_or_404(Journey.objects.visible_to(request.user).select_related("persona"), pk=pk)
    drawing = picture(journey, request.user)
    context = {"journey": journey, "picture": drawing, "panels": panels_of("journey", journey.pk)}
    return TemplateResponse(request, "interviews/journey_read.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@researcher_required
def journey_new(request: HttpRequest) -> HttpResponse:
    """Write down the steps of somebody's work; `?persona=` says whose."""
    walks = Persona.objects.live().filter(pk=PickedField().to_python(request.GET.get("persona"))).first()
    form = JourneyForm(request.POST or None, initial={"persona": walks})

    def done(journey: Journey) -> str:
        return reverse("interviews:journey_arrange", args=[journey.pk])

    return edit_record(request, form, template="interviews/journey_edit.html", done=done)


@require_http_methods(["GET", "HEAD", "POST"])
@researcher_required
def journey_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a journey's title, persona or summary."""
    journey = get_object_or_404(Journey.objects.visible_to(request.user), pk=pk)
    form = JourneyForm(request.POST or None, instance=journey)
    return edit_record(request, form, template="interviews/journey_edit.html", done=Journey.get_absolute_url)
