"""Importing a transcript: upload, preview with who is who, save."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.access import researcher_required
from accounts.versions import version_in

from .. import transcripts
from ..exchange import uploads
from ..exchange.again import Moves, moves, update_transcript
from ..exchange.coding import Coded, code_passages
from ..exchange.guesses import guesses
from ..exchange.imports import import_transcript, told_day, told_interviewers
from ..exchange.speakers import as_initial
from ..exchange.transcripts import AlreadyThere
from ..forms.imports import OccasionForm, SpeakerForms, TitleForm, UploadForm, from_guess, voices_in
from ..models import Interview, Quote, clock
from ..transcripts.encoding import MAX_BYTES
from .limits import upload_up_to

TOO_LARGE = "A transcript may have 20 MB. Is this the recording? Choose the file with its words. Nothing was saved."


@upload_up_to(MAX_BYTES, TOO_LARGE)
@researcher_required
@require_http_methods(["GET", "HEAD", "POST"])
def import_upload(request: HttpRequest) -> HttpResponse:
    """Take a file or pasted text, and go on to the preview."""
    interview = attached_to(request)
    form = UploadForm(request.POST or None, request.FILES or None) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        token = uploads.keep(form.data_sent, form.name, request.user)
        return redirect(with_interview(reverse("interviews:import_preview", args=[token]), interview))
    return TemplateResponse(
        request,
        "interviews/import_upload.html",
        {"form": form, "interview": interview, "again": bool(interview and has_transcript(interview))},
        status=422 if form.is_bound else 200,
    )


@researcher_required
@require_http_methods(["GET", "HEAD", "POST"])
def import_preview(request: HttpRequest, token: str) -> HttpResponse:
    """Show what was read and ask who is who; save all of it in one transaction."""
    interview = attached_to(request)
    try:
        upload = uploads.fetch(token, request.user)
    except uploads.Gone:
        return upload_is_gone(request, token, interview)
    read = transcripts.read(upload.data, upload.name)
    forms = preview_forms(request, read, interview)
    checked = [form.is_valid() for form in forms.values() if form] if request.method == "POST" else [False]
    again = interview if interview and has_transcript(interview) else None
    if again and all(checked):
        return save_again(request, read, upload, forms, again)
    if all(checked):
        return save_import(request, read, upload, forms, interview)
    forms["changes"] = told_moves(moves(again, read), request.user) if again else None
    context = {"read": read, "upload": upload, "interview": interview, "duration": clock(read.duration_ms), **forms}
    refused = request.method == "POST"
    status = 422 if refused else 200
    return TemplateResponse(request, "interviews/import_preview.html", {**context, "refused": refused}, status=status)


def save_import(
    request: HttpRequest,
    read: transcripts.Transcript,
    upload: uploads.Upload,
    forms: dict[str, Any],
    interview: Interview | None,
) -> HttpResponse:
    """Save the import and go to the reading page."""
    try:
        saved = import_transcript(
            read,
            forms["speakers"].chosen(),
            user=request.user,
            occasion=forms["occasion"].occasion if forms["occasion"] else None,
            interview=interview,
            key=upload.key,
            file_name=upload.name,
            title=forms["title"].cleaned_data["title"],
        )
    except AlreadyThere:
        return has_one_already(request, interview)
    except IntegrityError:  # the same form was sent twice, and the first one made the interview
        return redirect("interviews:transcript_read", get_object_or_404(Interview, client_key=upload.key).pk)
    uploads.drop(upload.key)
    messages.success(request, f"Saved as {saved.reference}")
    tell_coded(request, code_passages(saved, request.user), reverse("interviews:transcript_read", args=[saved.pk]))
    return redirect("interviews:transcript_read", saved.pk)


def save_again(
    request: HttpRequest,
    read: transcripts.Transcript,
    upload: uploads.Upload,
    forms: dict[str, Any],
    interview: Interview,
) -> HttpResponse:
    """Put a corrected file in the place of the transcript that was seen; the toast brings back what was there."""
    said = {
        "file_name": upload.name,
        "title": forms["title"].cleaned_data["title"],
        "seen": version_in(request.POST, "replaces"),
    }
    try:
        changed, token = update_transcript(interview, read, forms["speakers"].chosen(), user=request.user, **said)
    except AlreadyThere:
        return has_one_already(request, interview)
    uploads.drop(upload.key)
    undo = reverse("interviews:transcript_take_back", args=[interview.pk, token])
    messages.success(request, f"Updated. {told_moves(changed, request.user)['quotes']}", extra_tags=undo)
    return redirect("interviews:transcript_read", interview.pk)


def told_moves(changed: Moves, user: Any) -> dict[str, Any]:
    """What a corrected file changes, in words, and the quotes whose words are not there any more as they were."""
    line, marked = changed.alignment, [quote.pk for quote in changed.marked]
    turns = f"Turns: {line.added} new, {line.changed} changed, {line.removed} gone, {line.same} as they were."
    kept, moved = len(changed.kept), len(changed.moved)
    quotes = f"Quotes: {kept} in place, {moved} moved with their words, {len(marked)} marked as changed."
    return {"turns": turns, "quotes": quotes, "marked": Quote.objects.readable_by(user).filter(pk__in=marked)}


def tell_coded(request: HttpRequest, made: Coded, then: str) -> None:
    """Say what became of the passages of a coded article, with the undo of it."""
    if made.act:
        quotes, codes = len(made.quotes), len(made.new_codes)
        told = f"{quotes} passage{'' if quotes == 1 else 's'} quoted and coded"
        new = f"; {codes} new code{'' if codes == 1 else 's'}" if codes else ""
        messages.success(request, told + new, extra_tags=made.act.get_undo_url(then))
    if made.unnamed:
        wait, it = ("passage waits", "it") if made.unnamed == 1 else ("passages wait", "them")
        messages.info(request, f"{made.unnamed} coded {wait} until you say who speaks in {it}")


def preview_forms(request: HttpRequest, read: transcripts.Transcript, interview: Interview | None) -> dict[str, Any]:
    """The forms of the preview. An interview that exists has an occasion already."""
    data = request.POST if request.method == "POST" else None
    day = told_day(read)
    ours = told_interviewers(read) or [request.user]
    occasion = {"held_at": timezone.localtime(day), "interviewers": [one.pk for one in ours]}
    found = guesses(read, interview, request.user)
    return {
        "title": TitleForm(data, initial={"title": read.title}),
        "occasion": None if interview else OccasionForm(data, initial=occasion, day_told=day is not None),
        "speakers": SpeakerForms(
            voices_in(read),
            {label: from_guess(one) for label, one in found.items()} | known_voices(interview),
            data,
            user=request.user,
        ),
    }


def known_voices(interview: Interview | None) -> dict[str, dict[str, Any]]:
    """Who is who already in the transcript of an interview: values to begin with."""
    if interview is None:
        return {}
    rows = interview.speakers.select_related("participant__person", "participant__company")
    return {one.label: as_initial(one) for one in rows}


def attached_to(request: HttpRequest) -> Interview | None:
    """The interview that `?interview=` names; 404 when the reader may not see it."""
    pk = request.GET.get("interview", "")
    if not pk:
        return None
    if not (pk.isascii() and pk.isdigit() and len(pk) < 19):
        raise Http404("There is no such interview.")
    return get_object_or_404(Interview.objects.readable_by(request.user), pk=int(pk))


def has_transcript(interview: Interview) -> bool:
    """Whether the interview has a transcript already."""
    return hasattr(interview, "transcript")


def has_one_already(request: HttpRequest, interview: Interview | None) -> HttpResponse:
    """Refuse a second transcript, with the way to the first."""
    return TemplateResponse(request, "interviews/import_refused.html", {"interview": interview}, status=409)


def upload_is_gone(request: HttpRequest, token: str, interview: Interview | None) -> HttpResponse:
    """An upload that was saved leads to what it became; any other has to be sent again."""
    try:
        key = uploads.key_of(token, request.user)
    except uploads.Gone:
        key = None
    saved = Interview.objects.visible_to(request.user).filter(client_key=key).first() if key else None
    if saved:
        return redirect("interviews:transcript_read", saved.pk)
    return TemplateResponse(request, "interviews/import_gone.html", {"interview": interview}, status=410)


def with_interview(url: str, interview: Interview | None) -> str:
    """The address with the interview that the transcript is for."""
    return f"{url}?interview={interview.pk}" if interview else url
