"""Who may write an interview's notes, and how a page that is open already is told that they may not any more."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from ..models import Interview

View = Callable[..., HttpResponse]


class Closed(PermissionDenied):
    """The notes are closed for everybody; `reason` says why in a word, `address` is where they may be opened again."""

    def __init__(self, reason: str, message: str, address: str = "") -> None:
        super().__init__(message)
        self.reason, self.address = reason, address


def loggable(request: HttpRequest, pk: int) -> Interview:
    """The interview, when the reader may see it, it is not archived and nobody in it withdrew their words."""
    readable = Interview.objects.visible_to(request.user).select_related("study", "guide", "archived_by")
    interview = get_object_or_404(readable, pk=pk)
    if interview.participants.withdrawn().exists():
        raise Closed("withdrawn", "Somebody withdrew their words, so the notes of this interview are closed.")
    if interview.is_archived:
        raise Closed("archived", archived_words(interview), interview.get_absolute_url())
    return interview


def archived_words(interview: Interview) -> str:
    """Who put the interview into the archive and when."""
    at = timezone.localtime(interview.archived_at)
    when = f"at {at:%H:%M}" if at.date() == timezone.localdate() else f"on {at.day} {at:%B %Y}"
    who = interview.archived_by or "Somebody"
    return f"{who} archived this interview {when}. Restore it to go on with its notes."


def in_background(request: HttpRequest) -> bool:
    """Whether a script asks, not a person who pressed a button."""
    return "application/json" in request.headers.get("Accept", "")


def told_to_scripts(view: View) -> View:
    """Tell a script in JSON why it may not, so that the page can say so and keep what was typed.

    An interview that is not there and one that its reader may not know of are told alike.
    """

    @wraps(view)
    def told(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Http404:
            if not in_background(request):
                raise
            message = "You can no longer open this interview. Somebody may have restricted it to others."
            return JsonResponse({"error": "absent", "message": message}, status=404)
        except Closed as closed:
            if not in_background(request):
                raise
            answer = {"error": closed.reason, "message": str(closed), "address": closed.address}
            return JsonResponse(answer, status=403)
        except PermissionDenied as refused:
            if not in_background(request):
                raise
            return JsonResponse({"error": "forbidden", "message": str(refused)}, status=403)

    return told
