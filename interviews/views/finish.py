"""The end of an interview: what was captured, what is missing, what was promised."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import researcher_required

from .. import capture
from ..capture.cards import Card, captured
from ..models import FollowUp, Goal, Interview, Responsibility, ToolUse
from .log_access import loggable


@require_http_methods(["GET", "HEAD", "POST"])
@researcher_required
def interview_finish(request: HttpRequest, pk: int) -> HttpResponse:
    """Look over what was captured, then complete the interview. Nothing is required but a name."""
    interview = loggable(request, pk)
    first = interview.first_participant()
    named = first.person is not None
    if request.method == "POST" and named:
        capture.finish(interview, request.user)
        undo = reverse("interviews:interview_reopen", args=[interview.pk])
        messages.success(request, f"The interview is complete.{next_contacts(interview)}", extra_tags=undo)
        return redirect(interview)
    panel = captured(interview, request.user, offers=False)
    context = {
        "interview": interview,
        "named": named,
        "first": first,
        "panel": panel,
        "missing": [(card, gaps(card)) for card in panel.cards if gaps(card)],
        "quotes": sum(len(card.quotes) for card in panel.cards),
        "whys": sum(len(card.whys) for card in panel.cards),
        "follow_ups": FollowUp.objects.live().filter(interview=interview),
        "goals": Goal.objects.live().filter(interview=interview),
        "responsibilities": Responsibility.objects.live().filter(interview=interview),
        "tool_uses": ToolUse.objects.live().filter(interview=interview).select_related("tool"),
    }
    status = 422 if request.method == "POST" else 200
    return TemplateResponse(request, "interviews/log_finish.html", context, status=status)


def next_contacts(interview: Interview) -> str:
    """When the cadences of those who took part plan to hear from them again, in words."""
    planned = FollowUp.objects.open().next_contacts().filter(interview=interview).order_by("due_on")
    days = " and ".join(f"{one.due_on:%-d %b %Y}" for one in planned)
    return f" Next contact {days}." if days else ""


def gaps(card: Card) -> list[str]:
    """What a captured pain point lacks so far."""
    lacks = {
        "no severity": card.mention.severity is None,
        "no quote": not card.quotes,
        "no why": not card.whys,
        "a why without its source": any(step.why.needs_source for step, _ in card.whys),
    }
    return [words for words, lacking in lacks.items() if lacking]


@require_POST
@researcher_required
def interview_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Take up an interview again that was complete."""
    interview = loggable(request, pk)
    capture.reopen(interview, request.user)
    messages.success(request, "It is a draft again. Quotes keep their words.")
    return redirect("interviews:interview_log", interview.pk)
