"""Personas: the list, a persona's portrait, and its record."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import researcher_required

from ..forms.personas import PersonaForm
from ..journeys import pictures
from ..lists import PERSONAS
from ..models import Goal, Journey, Person, Persona, Responsibility
from ..panels import panels_of
from ..portraits import portrait, told
from ..reach import taking_part
from .edit import edit_record
from .listing import list_records

JOURNEYS = 3
FACES = 12


@require_safe
def persona_list(request: HttpRequest) -> HttpResponse:
    """Kinds of customers, with how many of each we heard."""
    return list_records(request, PERSONAS, template="interviews/persona_list.html")


@require_safe
def persona_read(request: HttpRequest, pk: int) -> HttpResponse:
    """The portrait of a kind of customer, put together from what they said."""
    persona = get_object_or_404(Persona.objects.visible_to(request.user), pk=pk)
    mine = taking_part(request.user).filter(persona=persona)
    responsibilities = Responsibility.objects.readable().filter(participant__in=mine.values("pk"))
    goals = Goal.objects.readable().filter(participant__in=mine.values("pk"))
    heard = Person.objects.filter(pk__in=mine.values("person"))
    return TemplateResponse(
        request,
        "interviews/persona_read.html",
        {
            "persona": persona,
            "portrait": portrait(request.user, Q(persona=persona)),
            "journeys": pictures(Journey.objects.live().filter(persona=persona)[:JOURNEYS], request.user),
            "responsibilities": told(responsibilities),
            "goals": told(goals),
            "people": heard.in_order()[:FACES],
            "panels": panels_of("persona", persona.pk),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@researcher_required
def persona_new(request: HttpRequest) -> HttpResponse:
    """Add a kind of customer."""
    form = PersonaForm(request.POST or None)
    return edit_record(request, form, template="interviews/persona_edit.html", done=Persona.get_absolute_url)


@require_http_methods(["GET", "HEAD", "POST"])
@researcher_required
def persona_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what we wrote about a kind of customer."""
    persona = get_object_or_404(Persona.objects.visible_to(request.user), pk=pk)
    form = PersonaForm(request.POST or None, instance=persona)
    return edit_record(request, form, template="interviews/persona_edit.html", done=Persona.get_absolute_url)
