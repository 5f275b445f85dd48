"""Participants: how far the words of somebody in an interview may travel."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import researcher_required

from ..forms.interviews import ConsentForm
from ..models import Act, Interview, Participant, Quote
from ..models.interviews import ParticipantQuerySet
from ..panels import panels_of
from ..reach import heard_mentions
from .edit import edit_record


@require_http_methods(["GET", "HEAD", "POST"])
@researcher_required
def participant_consent(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how far a participant lets us carry what they said."""
    participant = readable_participant(request, pk)
    form = ConsentForm(request.POST or None, instance=participant)
    return edit_record(
        request,
        form,
        template="interviews/participant_consent.html",
        done=lambda saved: saved.interview.get_absolute_url(),
        said="Saved the consent",
        participant=participant,
        interview=participant.interview,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@researcher_required
def participant_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what would be hidden; then hide what a participant said, everywhere at once."""
    participant = readable_participant(request, pk)
    if request.method != "POST":
        back = reverse("interviews:participant_consent", args=[pk])
        about = {"person": participant, "back": back, "panels": panels_of("participant", pk)}
        return ask_before(request, Participant.objects.filter(pk=pk), interview=participant.interview, **about)
    withdraw(participant, timezone.now(), request.user)
    undo = reverse("interviews:participant_stand", args=[participant.pk])
    messages.success(request, "Consent withdrawn. The words are hidden everywhere.", extra_tags=undo)
    return redirect(participant.interview)


def ask_before(request: HttpRequest, participants: ParticipantQuerySet, **about: Any) -> HttpResponse:
    """The page that tells what hides when these participants withdraw, as far as the reader may read it, and asks."""
    going = participants.heard()
    quotes = Quote.objects.readable_by(request.user).filter(participant__in=going)
    mentions = heard_mentions(request.user).filter(participant__in=going)
    told = {"quotes": quotes.count(), "mentions": mentions.count(), "interviews": going.count()}
    return TemplateResponse(request, "interviews/withdraw.html", {**about, "hides": told})


@require_POST
@researcher_required
def participant_stand(request: HttpRequest, pk: int) -> HttpResponse:
    """A participant who withdrew gives their consent again; undo brings the withdrawal back with its day."""
    participant = readable_participant(request, pk)
    act = withdraw(participant, None, request.user)
    undo = act.get_undo_url(participant.interview.get_absolute_url()) if act.pk else ""
    messages.success(request, "Consent is given again", extra_tags=undo)
    return redirect(participant.interview)


def withdraw(participant: Participant, at: datetime | None, user: Any) -> Act:
    """Keep when a participant withdrew; None: they did not."""
    with Act.by(user, Act.Kind.EDITED) as act:
        act.watch(participant)
        participant.consent_withdrawn_at = at
        participant.save(update_fields=["consent_withdrawn_at"])
    return act


def readable_participant(request: HttpRequest, pk: int) -> Participant:
    """The participant, when the reader may see the interview; else 404."""
    readable = Interview.objects.visible_to(request.user)
    participants = Participant.objects.select_related("interview", "person")
    return get_object_or_404(participants, pk=pk, interview__in=readable)
