"""Reading a transcript, saying later who is who in it, and taking it away."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import reader, researcher_required

from ..exchange import removal
from ..exchange.again import take_back
from ..exchange.coding import code_passages
from ..exchange.speakers import Held
from ..forms.imports import WhoIsWhoForm
from ..models import Interview, Transcript
from .imports import tell_coded
from .turns import HEADING, Sheet, Turns

MORE = mark_safe("<!-- more turns -->")  # words are escaped, so nothing that was said can look like it


@require_safe
def transcript_read(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The whole transcript with its quotes; `#s120` leads to a turn, `?dim=1` steps our own lines back.

    A long one is sent part by part: its beginning is read while the rest is written.
    """
    transcript = readable_transcript(request, pk)
    interview = transcript.interview
    turns = Turns(interview, request.user)
    total, shown = turns.counted()
    withdrawn = interview.participants.withdrawn().exists() if shown < total else False
    hidden_word = "withdrawn" if withdrawn else "not for quoting"
    context = [] if withdrawn or not reader(request).can_see_names else transcript.context
    headings = [(one["before_segment"] + 1, one["text"]) for one in transcript.context if one["kind"] == HEADING]
    sheet = Sheet(turns, total, [] if withdrawn else headings, hidden_word)
    told = {
        "interview": interview,
        "transcript": transcript,
        "total": total,
        "hidden": total - shown,
        "hidden_word": hidden_word,
        "asides": [one for one in context if one["kind"] != HEADING],
        "dimmed": request.GET.get("dim") == "1",
        **beginning(sheet),
    }
    page = TemplateResponse(request, "interviews/transcript_read.html", told)
    return page if sheet.is_complete else part_by_part(page, sheet)


def beginning(sheet: Sheet) -> dict[str, Any]:
    """The first part of a transcript, where the others go, and what can be done with its turns."""
    turns = sheet.turns
    return {
        "turns": sheet.part(),
        "more": "" if sheet.is_complete else MORE,
        "quotes": len(turns.marks.words),
        "quoting": turns.quoting,
        "recording": turns.recording,
        "unknown": any(voice.side == " unknown" for voice in turns.voices.values()),
    }


def part_by_part(page: TemplateResponse, sheet: Sheet) -> StreamingHttpResponse:
    """The page with its first part at once, then the other parts, then what stands below them."""
    before, after = page.render().content.split(MORE.encode())
    answer = StreamingHttpResponse(one_after_another(before, sheet, after))
    answer["X-Accel-Buffering"] = "no"  # a proxy would hold the beginning back until all of it is there
    return answer


def one_after_another(before: bytes, sheet: Sheet, after: bytes) -> Iterator[bytes | str]:
    """The pieces of the page. A generator, so that a connection that breaks ends it and the parts with it."""
    yield before
    yield from sheet.rest()
    yield after


@researcher_required
@require_http_methods(["GET", "HEAD", "POST"])
def transcript_speakers(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who is who in a transcript that was saved; quotes follow the voice they were taken from."""
    transcript = readable_transcript(request, pk)
    interview = transcript.interview
    data = request.POST if request.method == "POST" else None
    form = WhoIsWhoForm(data, transcript=transcript, user=request.user)
    try:
        if form.attempt(request.user):
            messages.success(request, said(form.saved))
            place = reverse("interviews:transcript_read", args=[interview.pk])
            tell_coded(request, code_passages(interview, request.user), place)
            return redirect("interviews:transcript_read", interview.pk)
    except Held as held:
        form.refuse(held)
    context = {"interview": interview, "transcript": transcript, "form": form, "speakers": form.speakers}
    return TemplateResponse(request, "interviews/transcript_speakers.html", context, status=form.status)


@researcher_required
@require_POST
def transcript_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a transcript away while no quote hangs on it; the toast brings it back."""
    transcript = readable_transcript(request, pk)
    interview = transcript.interview
    try:
        token = removal.remove(transcript, request.user)
    except removal.Quoted as quoted:
        messages.error(request, str(quoted))
        return redirect("interviews:transcript_read", pk)
    undo = reverse("interviews:transcript_bring_back", args=[pk, token])
    messages.success(request, f"The transcript of {interview.reference} was removed", extra_tags=undo)
    return redirect(interview)


@researcher_required
@require_POST
def transcript_bring_back(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """Undo the removal of a transcript."""
    interview = get_object_or_404(Interview.objects.visible_to(request.user), pk=pk)
    try:
        removal.bring_back(interview, token, request.user)
    except removal.TooLate as late:
        messages.error(request, str(late))
        return redirect(interview)
    messages.success(request, "The transcript is back")
    return redirect("interviews:transcript_read", pk)


@researcher_required
@require_POST
def transcript_take_back(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """Undo the import of a corrected file."""
    interview = get_object_or_404(Interview.objects.readable_by(request.user), pk=pk)
    try:
        take_back(interview, token, request.user)
    except removal.TooLate as late:
        messages.error(request, str(late))
        return redirect(interview)
    messages.success(request, "The version before is back")
    return redirect("interviews:transcript_read", pk)


def readable_transcript(request: HttpRequest, pk: int) -> Transcript:
    """The transcript of an interview that the reader may see, else 404."""
    visible = Interview.objects.visible_to(request.user).filter(pk=pk)
    found: Any = get_object_or_404(Transcript.objects.select_related("interview__study"), interview__in=visible)
    return found


def said(moved: int) -> str:
    """What to say after speakers were named."""
    if not moved:
        return "Saved who is who"
    return f"Saved who is who; {moved} quote{'' if moved == 1 else 's'} changed speaker with it"
