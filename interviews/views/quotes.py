"""Quotes: made from words selected in a transcript, read on their own page, attached to what they speak for."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import reader, researcher_required

from ..forms.quotes import AttachForm, SelectionForm
from ..models import Interview, Mention, PainPoint, Quote, Segment, Why
from ..panels import panels_of
from ..quoting import Moved, NotQuotable, attach, attach_to_pain_point, attach_to_why, detach, make_quote
from .comments import talk_below
from .turns import Turns

CHANGED = "These words are not what is stored any more. Load the page again and select them anew."


@researcher_required
@require_http_methods(["GET", "HEAD", "POST"])
def quote_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a quote: a script sends what was selected; without one, words are typed from a turn."""
    interview = get_object_or_404(Interview.objects.readable_by(request.user), pk=pk)
    if request.method != "POST":
        return choose_words(request, interview)
    form = SelectionForm(request.POST, interview=interview, user=request.user)
    if not form.is_valid():
        return refused(request, interview, form, 422)
    try:
        quote = make_quote(interview, form.selected, request.user)
    except Moved:
        form.add_error(None, CHANGED)
        return refused(request, interview, form, 409)
    except NotQuotable as unfit:
        form.add_error(None, str(unfit))
        return refused(request, interview, form, 422)
    if wants_json(request):
        return JsonResponse({**as_seen(request, quote), "panel": attach_panel(request, quote)}, status=201)
    messages.success(request, "Quoted", extra_tags=reverse("interviews:quote_archive", args=[quote.pk]))
    return redirect(quote)


def choose_words(request: HttpRequest, interview: Interview) -> HttpResponse:
    """The page to choose the words of one turn on, for browsers without script."""
    number = request.GET.get("segment", "")
    number = int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 0
    segment = get_object_or_404(Segment.objects.readable_by(request.user), interview=interview, number=number)
    form = SelectionForm(initial={"segment": number, "words": segment.text}, interview=interview, user=request.user)
    return TemplateResponse(request, "interviews/quote_new.html", {"form": form, "interview": interview})


def refused(request: HttpRequest, interview: Interview, form: SelectionForm, status: int) -> HttpResponse:
    """Say why the words cannot be a quote."""
    if wants_json(request):
        said = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return JsonResponse({"message": said}, status=status)
    context = {"form": form, "interview": interview}
    return TemplateResponse(request, "interviews/quote_new.html", context, status=status)


@require_safe
def quote_read(request: HttpRequest, pk: int) -> HttpResponse:
    """One quote: the words, who said them, the place, and what they speak for."""
    interviews = Interview.objects.visible_to(request.user)
    quote = get_object_or_404(Quote.objects.filter(interview__in=interviews).with_voice().select_related("line"), pk=pk)
    if not Quote.objects.visible_to(request.user).filter(pk=pk).exists():
        return TemplateResponse(request, "interviews/quote_withdrawn.html", {"interview": quote.interview})
    form = AttachForm(quote=quote, user=request.user) if reader(request).can_edit and not quote.is_archived else None
    return TemplateResponse(request, "interviews/quote_read.html", {**speaking(quote, request.user), "form": form})


@researcher_required
@require_POST
def quote_attach(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what a quote speaks for."""
    quote = quote_to_change(request, pk)
    form = AttachForm(request.POST, quote=quote, user=request.user)
    if not form.is_valid():
        if wants_json(request):
            return JsonResponse({"panel": attach_panel(request, quote, form)}, status=422)
        return TemplateResponse(
            request, "interviews/quote_read.html", {**speaking(quote, request.user), "form": form}, status=422
        )
    pain_points = attach(quote, form.speaks_for, request.user)
    why = form.speaks_for.why
    told = {"pain_point": [one.pk for one in pain_points], "why": [why.pk] if why else []}
    names = [one.reference for one in pain_points] + (["a why"] if why else [])
    return answer(request, quote, f"Attached to {' and '.join(names)}", "interviews:quote_detach", told)


@researcher_required
@require_POST
def quote_detach(request: HttpRequest, pk: int) -> HttpResponse:
    """Take links of a quote away; they are named in the address."""
    quote = quote_to_change(request, pk)
    told = named(request.GET)
    detach(quote, told["pain_point"], told["why"], request.user)
    return answer(request, quote, "Detached", "interviews:quote_attach_again", told)


@researcher_required
@require_POST
def quote_attach_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo a detaching: make the links that are named in the address."""
    quote = quote_to_change(request, pk)
    told = named(request.GET)
    for pain_point in PainPoint.objects.visible_to(request.user).filter(pk__in=told["pain_point"]):
        attach_to_pain_point(quote, pain_point, request.user)
    for why in Why.objects.heard().filter(pk__in=told["why"], interview=quote.interview):
        attach_to_why(quote, why, request.user)
    return answer(request, quote, "Attached again", "interviews:quote_detach", told)


@researcher_required
@require_POST
def quote_archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a quote into the archive: its words count and show nowhere, and its page brings it back."""
    quote = quote_to_change(request, pk)
    quote.archive(request.user)
    return answer(request, quote, "Archived the quote", "interviews:quote_restore", {})


@researcher_required
@require_POST
def quote_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a quote out of the archive."""
    quote = quote_to_change(request, pk)
    quote.restore(request.user)
    return answer(request, quote, "Restored the quote", "interviews:quote_archive", {})


def quote_to_change(request: HttpRequest, pk: int) -> Quote:
    """The quote, when the person may see it and its interview is not archived; else 404."""
    quotes = Quote.objects.visible_to(request.user).filter(interview__archived_at__isnull=True)
    return get_object_or_404(quotes.with_voice(), pk=pk)


def answer(request: HttpRequest, quote: Quote, said: str, undo: str, told: dict[str, list[int]]) -> HttpResponse:
    """What was done: to a script the turns as they look now, else the page of the quote. Both can take it back."""
    url = reverse(undo, args=[quote.pk])
    url = f"{url}?{urlencode(told, doseq=True)}" if any(told.values()) else url
    if wants_json(request):
        return JsonResponse({**as_seen(request, quote), "said": said, "undo": url})
    messages.success(request, said, extra_tags=url)
    return redirect(quote)


def as_seen(request: HttpRequest, quote: Quote) -> dict[str, Any]:
    """The quote, the inside of the turns it was taken from, and how many quotes the transcript has now."""
    numbers = list(quote.spans.values_list("segment__number", flat=True))
    turns = Turns(quote.interview, request.user, numbers)
    return {
        "quote": quote.pk,
        "text": quote.text,
        "turns": turns.inner(),
        "quotes": len(turns.marks.words),
        "archive": reverse("interviews:quote_archive", args=[quote.pk]),
    }


def attach_panel(request: HttpRequest, quote: Quote, form: AttachForm | None = None) -> str:
    """The form that says what a quote speaks for, as a part of the reading page."""
    form = form or AttachForm(quote=quote, user=request.user)
    return render_to_string("interviews/_quote_attach.html", {"quote": quote, "form": form, "dialog": True}, request)


def speaking(quote: Quote, user: Any) -> dict[str, Any]:
    """What the page of a quote shows of it."""
    links = quote.mention_links.filter(mention__in=Mention.objects.heard())
    return {
        "quote": quote,
        "codes": quote.codes.live(),
        "links": links.select_related("mention__pain_point").order_by("pk"),
        "whys": quote.whys.heard().select_related("mention__pain_point"),
        "panels": panels_of("quote", quote.pk),
        **talk_below(quote, user),
    }


def named(query: QueryDict) -> dict[str, list[int]]:
    """The ids of pain points and whys in an address; what is no id is left out."""
    return {
        key: [int(one) for one in query.getlist(key) if one.isascii() and one.isdigit() and len(one) < 19]
        for key in ("pain_point", "why")
    }


def wants_json(request: HttpRequest) -> bool:
    """Whether a script asks."""
    return "application/json" in request.headers.get("Accept", "")
