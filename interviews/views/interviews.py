"""Interviews: the list, and the page to read one on."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import reader, researcher_required

from ..exchange.recordings import recording_of
from ..filters_interviews import chosen_interviews
from ..forms.interviews import ReadersForm
from ..hurts import read_mentions, strongest_first, with_words
from ..keyset import page_of
from ..models import (
    FollowUp,
    Goal,
    Interview,
    InterviewQuestion,
    Mention,
    Quote,
    Responsibility,
    Segment,
    ToolUse,
)
from ..models.spoken import without_names
from ..notes import parser
from ..panels import panels_of
from ..saved import INTERVIEWS, reading_of_interviews
from .comments import talk_below
from .edit import edit_record
from .listing import from_the_start, onward, without
from .many import offered
from .saved_here import views_here
from .turns import Turns

ROWS = 25
FIRST_TURNS = 12


@require_safe
def interview_list(request: HttpRequest) -> HttpResponse:
    """Interviews, newest first, each with the strongest thing that was said in it."""
    readable = Interview.objects.visible_to(request.user)
    chosen = chosen_interviews(request)
    rows = chosen.qs.with_people().select_related("study")
    page = page_of(rows, "-held_at", "-pk", after=request.GET.get("after", ""), among=readable, size=ROWS)
    return TemplateResponse(
        request,
        "interviews/interview_list.html",
        {
            "page": page,
            "rows": with_words(page.rows, request.user),
            "form": chosen.form,
            "in_use": [(words, without(request.GET, key, value)) for key, value, words in chosen.in_use],
            "carried": [(key, value) for key, value, _ in chosen.in_use if key not in ("status", "since", "until")],
            "next_url": onward(request.GET, page.after),
            "list_name": "interviews",
            "list_query": from_the_start(request.GET),
            "saved": views_here(INTERVIEWS, reading_of_interviews(chosen), request.user),
            "is_filtered": bool(chosen.in_use or chosen.form.cleaned_data["q"]),
            "many": of_interviews(request, rows) if reader(request).can_edit else None,
        },
    )


def of_interviews(request: HttpRequest, rows: QuerySet[Interview]) -> dict[str, Any]:
    """How the interviews of the list can be changed together."""
    return offered("interviews", request, rows.count(), from_the_start(request.GET))


@require_safe
def interview_read(request: HttpRequest, pk: int) -> HttpResponse:
    """One conversation: what hurts, then the notes, then the first words of the transcript."""
    readable = Interview.objects.visible_to(request.user)
    interview = get_object_or_404(readable.with_people().with_readable_notes(request.user), pk=pk)
    mentions = Mention.objects.heard().filter(interview=interview)
    hurts = read_mentions(strongest_first(mentions), request.user)
    return TemplateResponse(
        request,
        "interviews/interview_read.html",
        {
            "interview": interview,
            "participants": interview.participants.all(),
            "hurts": hurts,
            "strongest": hurts[0] if hurts else None,
            "lines": note_lines(interview),
            "first_turns": first_turns(interview, request.user),
            "turns": Segment.objects.readable_by(request.user).filter(interview=interview).count(),
            "also_said": Quote.objects.readable_by(request.user)
            .filter(interview=interview, mentions=None, whys=None)
            .with_voice(),
            "follow_ups": FollowUp.objects.live().filter(interview=interview).select_related("person", "owner"),
            "panels": panels_of("interview", interview.pk),
            "recording": recording_of(interview, request.user),
            **talk_below(interview, request.user),
            **told(interview),
            **neighbours(interview, readable.live()),
        },
    )


def first_turns(interview: Interview, user: Any) -> str:
    """The beginning of the transcript as HTML, as the page of the whole transcript draws it."""
    segments = Segment.objects.readable_by(user).filter(interview=interview).order_by("number")
    numbers = list(segments.values_list("number", flat=True)[:FIRST_TURNS])
    return Turns(interview, user, numbers).html(numbers[-1]) if numbers else ""


def note_lines(interview: Interview) -> list[parser.Line]:
    """The readable notes, line by line; numbered as in the text, so that links to a line meet it."""
    notes = without_names(interview.readable_notes, interview.pk)
    return parser.parse(notes.rstrip(), today=timezone.localdate(interview.held_at))


def told(interview: Interview) -> dict[str, Any]:
    """What the participants told about their work, and how much of the guide was asked."""
    questions = InterviewQuestion.objects.filter(interview=interview)
    return {
        "responsibilities": Responsibility.objects.readable().filter(interview=interview),
        "goals": Goal.objects.readable().filter(interview=interview),
        "tool_uses": ToolUse.objects.live().filter(interview=interview).select_related("tool"),
        "questions": questions,
    }


def neighbours(interview: Interview, readable: QuerySet[Interview]) -> dict[str, Interview | None]:
    """The interviews held just before and just after this one, among those the reader may see."""
    at = interview.held_at
    before = readable.filter(held_at__lt=at) | readable.filter(held_at=at, pk__lt=interview.pk)
    after = readable.filter(held_at__gt=at) | readable.filter(held_at=at, pk__gt=interview.pk)
    return {
        "earlier": before.order_by("-held_at", "-pk").first(),
        "later": after.order_by("held_at", "pk").first(),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@researcher_required
def interview_readers(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who may read an interview: everybody, or only those who are named."""
    interview = get_object_or_404(Interview.objects.visible_to(request.user), pk=pk)
    form = ReadersForm(request.POST if request.method == "POST" else None, instance=interview)
    return edit_record(
        request,
        form,
        template="interviews/interview_readers.html",
        done=Interview.get_absolute_url,
        said="Saved who may read it",
        interview=interview,
    )
