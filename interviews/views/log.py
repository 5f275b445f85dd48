"""The log screen: notes of an interview while it happens, saved all the time."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.access import researcher_required
from accounts.versions import Stale

from .. import capture, first_line
from ..capture.cards import captured
from ..capture.who import last_met
from ..forms.log import LogForm, stored_words
from ..models import Interview, Person, Severity, Transcript
from ..notes.merge import merge
from ..notes.parser import MARKS, marks_as_json
from .log_access import in_background, loggable, told_to_scripts
from .log_pieces import numbers_as_json, pieces

SCALES = {
    "severities": Severity.choices,
    "grounds": [
        ("intuition", "Our intuition"),
        ("stated", "Stated by the customer"),
        ("confirmed", "Confirmed with data"),
    ],
    "answers": [("yes", "Yes"), ("partly", "Partly"), ("no", "No")],
}
EMPTY = {
    "title": "New interview",
    "panel": None,
    "first": None,
    "met": "",
    "questions": [],
    "asked": "",
    "has_transcript": False,
    "speakers": [],
    "lines": "{}",
}
SCRIPTS = (
    "combobox",
    "log-drafts",
    "log-painter",
    "log-keys",
    "log-half",
    "log-panel",
    "log-chips",
    "log-guide",
    "log-merge",
    "log-send",
    "log-screen",
    "log-restore",
    "log",
)


@require_http_methods(["GET", "HEAD", "POST"])
@told_to_scripts
@researcher_required
def interview_new(request: HttpRequest) -> HttpResponse:
    """An empty log screen; its first save makes the interview."""
    if request.method == "POST":
        form = LogForm(request.POST, user=request.user, interview=Interview())
        key = form.key_sent()
        if typed_by_another(request, form):
            return another_is_here()
        opened = capture.open_interview(key, request.user)
        return save_screen(request, loggable(request, opened.pk))
    name, said = first_line.read(request.GET.get("text", "")[:20_000])
    prefill = {"notes": said, "name": name}
    people = Person.objects.live().visible_to(request.user)
    called = people.called(name)[:2] if name else people.filter(pk=digits(request.GET.get("person", "")))
    if len(called) == 1:
        prefill |= {"name": called[0].shown_name, "person": called[0].pk}
    interview = Interview(client_key=uuid.uuid4(), held_at=timezone.now())
    return screen(request, interview, LogForm(user=request.user, interview=interview, prefill=prefill))


@require_http_methods(["GET", "HEAD", "POST"])
@told_to_scripts
@researcher_required
def interview_log(request: HttpRequest, pk: int) -> HttpResponse:
    """The log screen of an interview: a draft, or one that is complete and edited later."""
    interview = loggable(request, pk)
    if request.method == "POST":
        return save_screen(request, interview)
    if in_background(request):  # a browser that keeps an old draft asks whether the server has it
        return JsonResponse({"fields": stored_words(interview)})
    return screen(request, interview, LogForm(user=request.user, interview=interview))


def digits(value: str) -> int | None:
    """A key of a row as it stands in an address, or None."""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 19 else None


def save_screen(request: HttpRequest, interview: Interview) -> HttpResponse:
    """Save what was sent. A field in error answers 422 and keeps nothing else back; a stale version answers 409."""
    form = LogForm(request.POST, user=request.user, interview=interview)
    form.is_valid()
    if typed_by_another(request, form):
        return another_is_here()
    try:
        saved = capture.save(interview, form.entry(), request.user)
    except Stale as stale:
        return conflict(request, form, stale.record)
    status = 422 if form.errors else 200
    if in_background(request):
        return JsonResponse(answer(request, saved, form), status=status)
    if form.errors:
        return screen(request, saved, form, status=status)
    return redirect("interviews:interview_finish" if "then" in request.POST else "interviews:interview_log", saved.pk)


def typed_by_another(request: HttpRequest, form: LogForm) -> bool:
    """Whether the screen belongs to somebody who is no longer signed in here."""
    return form.cleaned_data.get("user") not in (None, request.user.pk)


def another_is_here() -> JsonResponse:
    message = "Somebody else is signed in here. What was typed is kept for who typed it."
    return JsonResponse({"error": "other_user", "message": message}, status=403)


def conflict(request: HttpRequest, form: LogForm, theirs: Interview) -> HttpResponse:
    """Both texts, and one that keeps both; nothing was stored."""
    mine = form.cleaned_data.get("notes") or ""
    merged = merge(form.cleaned_data["base"] or "", mine, theirs.notes) if "base" in form.data else None
    if in_background(request):
        told = {
            "error": "stale",
            "version": theirs.version,
            "theirs": stored_words(theirs),
            "merged": merged.text if merged else None,
            "conflicts": len(merged.conflicts) if merged else None,
        }
        return JsonResponse(told, status=409)
    form.data = form.data.copy()
    form.data["version"] = theirs.version
    return screen(request, theirs, form, status=409, theirs=theirs.notes)


def answer(request: HttpRequest, interview: Interview, form: LogForm) -> dict[str, Any]:
    """What the screen needs to know after a save."""
    now = timezone.localtime()
    context = {**parts(request, interview, form.cleaned_data.get("here")), "interview": interview}
    return {
        "id": interview.pk,
        "url": reverse("interviews:interview_log", args=[interview.pk]),
        "title": context["title"],
        "version": interview.version,
        "saved_at": now.strftime("%H:%M:%S"),
        "fields": stored_words(interview, context["first"]),
        "errors": {name: " ".join(errors) for name, errors in form.errors.items()},
        "undone": left_undone(interview, form),
        "met": context["met"],
        **pieces(request, context),
        "asked": context["asked"],
    }


def left_undone(interview: Interview, form: LogForm) -> bool:
    """Whether the edit of the panel did not fit what the notes are by now."""
    key = form.cleaned_data.get("edit_id")
    return bool(key) and interview.panel_edits.filter(key=key, done=False).exists()


def parts(request: HttpRequest, interview: Interview, here: int | None = None) -> dict[str, Any]:
    """What stands around the fields of the screen; `here` is the line of the notes that somebody is at."""
    if not interview.pk:
        return {**EMPTY, **SCALES}
    questions = list(interview.questions.all())
    asked = sum(1 for question in questions if question.asked_at)
    panel = captured(interview, request.user, here)
    first = panel.participants[0] if panel.participants else interview.first_participant()
    return {
        **SCALES,
        "title": f"{interview.reference}, draft" if interview.is_draft else interview.reference,
        "panel": panel,
        "first": first,
        "met": met_before(first, request.user),
        "questions": questions,
        "asked": f"{asked} of {len(questions)} asked" if questions else "",
    }


def met_before(participant: Any, user: Any) -> str:
    """The line about the last time we met this person."""
    last = last_met(participant, user)
    if last is None:
        return ""
    day = timezone.localtime(last.interview.held_at)
    when = f"{day.day} {day:%B}" if day.year == timezone.localdate().year else f"{day.day} {day:%B %Y}"
    name = participant.person.first_name
    return f"We met {name} on {when}. Role, company and tools are carried over; check they still hold."


def screen(
    request: HttpRequest, interview: Interview, form: LogForm, *, status: int = 200, theirs: str | None = None
) -> TemplateResponse:
    """The whole page."""
    if form.is_bound:
        form.show_stored()
    context = {
        "interview": interview,
        "form": form,
        "theirs": theirs,
        "marks": MARKS,
        "marks_json": marks_as_json(),
        "action": request.path,
        "scripts": [static(f"{name}.js") for name in SCRIPTS],
        "shell": False,
        **parts(request, interview),
        **heard(interview),
    }
    context["lines"] = numbers_as_json(context["panel"])
    return TemplateResponse(request, "interviews/log.html", context, status=status)


def heard(interview: Interview) -> dict[str, Any]:
    """Whether there is a transcript, and whose voices are in it."""
    if not interview.pk:
        return {}
    return {
        "has_transcript": Transcript.objects.filter(interview=interview).exists(),
        "speakers": interview.speakers.select_related("participant__person"),
    }
