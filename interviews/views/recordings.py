"""The recording of an interview: attached, played from any place in it, taken off."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib import messages
from django.core.files.base import File
from django.db import transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import researcher_required
from accounts.versions import Stale, version_in

from ..exchange.recordings import media_type, recording_of, take_off
from ..forms.recordings import MOST, RecordingForm
from ..models import Interview
from ..recordings import Unsatisfiable, part_asked_for
from .edit import edit_record
from .limits import upload_up_to

TOO_LARGE = f"A recording may have {MOST // 1024 // 1024} MB. Give a link to it instead. Nothing was saved."
AT_ONCE = 8 * 1024 * 1024  # bytes in one part: a browser asks for the next, and no worker is held for an hour
CHUNK = 64 * 1024


@require_safe
def recording_play(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file, or the part of it that is asked for, so that a player can begin anywhere."""
    interviews = Interview.objects.heard_by(request.user).exclude(recording_file="")
    interview = get_object_or_404(interviews, pk=pk)
    file, name = interview.recording_file, f'"{interview.recording_file.name}"'
    size, header = file.size, request.headers.get("Range", "")
    stale = request.headers.get("If-Range", name) != name
    try:
        part = None if stale else part_asked_for(header, size)
    except Unsatisfiable:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    start, end = part or (0, size - 1)
    end = min(end, start + AT_ONCE - 1) if part else end
    length = end - start + 1
    headers = {
        "Accept-Ranges": "bytes",
        "Content-Length": str(length),
        "ETag": name,
        # Consent that is withdrawn acts at once: no copy stays in the browser.
        "Cache-Control": "private, no-store",
    }
    if part:
        headers["Content-Range"] = f"bytes {start}-{end}/{size}"
    body = read(file, start, length) if request.method == "GET" else ()
    return StreamingHttpResponse(body, status=206 if part else 200, content_type=media_type(interview), headers=headers)


def read(stored: File, start: int, length: int) -> Iterator[bytes]:
    """The bytes from `start` on, in pieces; the file is open only while somebody listens."""
    with stored.open("rb") as file:
        file.seek(start)
        while length > 0 and (piece := file.read(min(CHUNK, length))):
            length -= len(piece)
            yield piece


@upload_up_to(MOST, TOO_LARGE)
@researcher_required
@require_http_methods(["GET", "HEAD", "POST"])
def recording_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Attach a recording, or put another in its place; the act stays in the history and can be undone there."""
    interview = get_object_or_404(Interview.objects.live().heard_by(request.user), pk=pk)
    there = recording_of(interview, request.user)
    sent = request.method == "POST"
    form = RecordingForm(request.POST if sent else None, request.FILES if sent else None, instance=interview)
    return edit_record(
        request,
        form,
        template="interviews/recording_edit.html",
        done=back_to,
        said="Saved the recording",
        interview=interview,
        there=there,
        back=back_to(interview),
    )


@require_POST
@researcher_required
def recording_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the recording off that was seen; the toast brings it back."""
    interview = get_object_or_404(Interview.objects.readable_by(request.user), pk=pk)
    back = back_to(interview)
    try:
        with transaction.atomic():
            act = take_off(interview, version_in(request.POST), request.user)
    except Stale:
        messages.error(request, "Not removed. Somebody changed the recording meanwhile.")
        return redirect("interviews:recording_edit", interview.pk)
    messages.success(request, "The recording was removed", extra_tags=act.get_undo_url(back) if act.pk else "")
    return redirect(back)


def back_to(interview: Interview) -> str:
    """Where the recording is played: beside the transcript, if there is one."""
    if hasattr(interview, "transcript"):
        return reverse("interviews:transcript_read", args=[interview.pk])
    return interview.get_absolute_url()
