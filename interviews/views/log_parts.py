"""Parts of the log screen that are saved apart: the questions of the guide, and who else took part."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.access import researcher_required

from ..capture import Who
from ..capture.guide import tick
from ..capture.leaving import take_back, take_out
from ..capture.named import tidy
from ..capture.who import add_participant
from ..models import Act, Interview, InterviewQuestion, Person
from .log import digits, parts
from .log_access import in_background, loggable, told_to_scripts
from .log_pieces import pieces


@require_POST
@told_to_scripts
@researcher_required
def log_question(request: HttpRequest, pk: int, question: int) -> HttpResponse:
    """Note that a question was asked, and how far it was answered. The same again changes nothing."""
    interview = loggable(request, pk)
    asked = get_object_or_404(interview.questions, pk=question)
    answered = request.POST.get("answered", "")
    if answered in ("", *InterviewQuestion.Answered.values):
        tick(asked, asked="asked" in request.POST, answered=answered)
    return told(request, interview)


@require_POST
@told_to_scripts
@researcher_required
def log_person_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody else took part. Who is there already is not added again."""
    interview = loggable(request, pk)
    if "undo" in request.GET:
        take_back(interview, request.GET["undo"], request.user)
        return told(request, interview)
    limit = Person._meta.get_field("name").max_length
    name = request.POST.get("name", "").replace("\x00", "")[:limit]
    who = Who(
        name=name,
        person=Person.objects.live().visible_to(request.user).filter(pk=digits(request.POST.get("person", ""))).first(),
        role=request.POST.get("role", "").replace("\x00", "")[:200],
    )
    return told(request, interview, taken_in(interview, who, request.user))


def taken_in(interview: Interview, who: Who, user: Any) -> str:
    """Let somebody take part; returns why not where they do already. One after the other, however often it is sent."""
    with Act.sitting(user, interview):
        Interview.objects.select_for_update().get(pk=interview.pk)
        if takes_part(interview, who):
            return f"{who.person or tidy(who.name or '')} takes part already."
        if tidy(who.name or ""):
            add_participant(interview, who, user)
    return ""


def takes_part(interview: Interview, who: Who) -> bool:
    """Whether somebody is there already: the person who was picked, or somebody of the name that was typed."""
    if who.person:
        return interview.participants.filter(person=who.person).exists()
    return interview.participants.filter(person__name__iexact=tidy(who.name or "")).exists()


@require_POST
@told_to_scripts
@researcher_required
def log_person_remove(request: HttpRequest, pk: int, participant: int) -> HttpResponse:
    """Take somebody out again who said nothing that was captured."""
    interview = loggable(request, pk)
    other = get_object_or_404(interview.participants.others(), pk=participant)
    try:
        kept = take_out(other)
    except ProtectedError:
        return told(request, interview, f"{other} told something that was captured. Give it to somebody else first.")
    undo = reverse("interviews:log_person_add", args=[interview.pk], query={"undo": kept})
    return told(request, interview, done=f"Removed {other}", undo=undo)


def told(request: HttpRequest, interview: Interview, refused: str = "", done: str = "", undo: str = "") -> HttpResponse:
    """The parts as they are now; a person without the script goes back to the screen."""
    if not in_background(request):
        if refused or done:
            messages.add_message(request, messages.ERROR if refused else messages.SUCCESS, refused or done, undo)
        return redirect("interviews:interview_log", interview.pk)
    context: dict[str, Any] = {
        **parts(request, interview, digits(request.POST.get("here", ""))),
        "interview": interview,
    }
    return JsonResponse(
        {
            "refused": refused,
            "done": done,
            "undo": undo,
            **pieces(request, context),
            "asked": context["asked"],
        },
        status=409 if refused else 200,
    )
