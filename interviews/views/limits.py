"""Refusing what is too large before it is stored anywhere."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt, csrf_protect

View = Callable[..., HttpResponse]

FORM_ROOM = 1024 * 1024  # the other fields of the form, and the lines between its parts
MOST_DRAINED = 512 * 1024 * 1024
CHUNK = 256 * 1024


def upload_up_to(max_bytes: int, reason: str) -> Callable[[View], View]:
    """Answer 413 with `reason` to a request with more than `max_bytes` of a file.

    The middleware that looks for the CSRF token would store the whole upload first, so the view is exempt from it and
    checked inside, once the size is known to be all right.
    """

    def decorate(view: View) -> View:
        checked = csrf_protect(view)

        @csrf_exempt
        @wraps(view)
        def limited(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if content_length(request) > max_bytes + FORM_ROOM:
                drain(request)
                return too_large(request, reason)
            try:
                return checked(request, *args, **kwargs)
            except RequestDataTooBig:
                return too_large(request, "The pasted text is too long. Save it as a file and choose the file.")

        return limited

    return decorate


def content_length(request: HttpRequest) -> int:
    """How many bytes the request announces."""
    announced = request.META.get("CONTENT_LENGTH") or "0"
    return int(announced) if announced.isdigit() else 0


def drain(request: HttpRequest) -> None:
    """Read and forget the body: a browser shows an answer only after it could send what it had."""
    left = min(content_length(request), MOST_DRAINED)
    while left > 0 and (chunk := request.read(min(CHUNK, left))):
        left -= len(chunk)


def too_large(request: HttpRequest, reason: str) -> HttpResponse:
    """The page for an upload over the limit."""
    return render(request, "413.html", {"reason": reason}, status=413)
