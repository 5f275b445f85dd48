"""Hypotheses: the list and the board by status, the page with its evidence, the map, and what is done with one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.db.models import Count, F, Q, Window
from django.db.models.functions import RowNumber
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import reader, researcher_required
from interviews.keyset import KeysetPage
from interviews.models import Persona
from interviews.views.edit import begin_typing, edit_record
from interviews.views.listing import from_the_start, list_records

from ..assumptions import picture
from ..forms.hypotheses import DecideForm, HypothesisForm, TurnForm
from ..harder import gaps
from ..hints import Card, Hint, hints
from ..lists import HYPOTHESES
from ..markdown import render
from ..models import Evidence, Hypothesis
from ..moved import moves
from ..narrowing import HypothesesNarrowing
from ..weighing import tallies, weigh
from .claims import with_evidence

Status = Hypothesis.Status
SHOWN = 5  # sources of a side before "more for"
STEPS = 8  # of how our view moved before "earlier"
COLUMN = 20  # cards of a column of the board
ON_THE_MAP = 200
OF_A_PERSONA = 10
# What can be done with a hypothesis, by its status: address, words, icon. The first is what comes next.
TURNS = {
    Status.DRAFT: (("test", "Begin testing", "microscope"), ("park", "Park", "clock")),
    Status.TESTING: (("decide", "Decide", "scale"), ("park", "Park", "clock")),
    Status.SUPPORTED: (("reopen", "Open again", "undo-2"),),
    Status.REFUTED: (("reopen", "Open again", "undo-2"),),
    Status.PARKED: (("reopen", "Open again", "undo-2"),),
}


@require_safe
def hypothesis_list(request: HttpRequest) -> HttpResponse:
    """Hypotheses by status, those in testing first, each with the people for and against; with view=board as cards."""
    answer = list_records(request, HYPOTHESES, template="discovery/hypothesis_list.html")
    context, chosen = answer.context_data, HypothesesNarrowing(request.GET, request.user)
    context |= ways_to_look(request.GET, chosen)
    # How the rows are laid out is no choice of rows: it is not shown as one, and stays when another is made.
    context["in_use"] = [one for one in context["in_use"] if not one[0].startswith("View:")]
    if chosen.as_board:
        answer.template_name = "discovery/hypothesis_board.html"
        context |= board(request)
    else:
        context["rows"] = with_evidence(context["page"].rows, "hypothesis", request.user)
    return answer


def ways_to_look(query: QueryDict, chosen: HypothesesNarrowing) -> dict[str, Any]:
    """The same rows as a list, as a board and on the map; `carried` keeps the way when the form is sent."""
    found = {}
    for way in ("list", "board"):
        other = query.copy()
        other["view"] = way
        other.pop("view" if way == "list" else "after", None)
        found[way] = from_the_start(other)
    carried = [(key, value) for key, value, _ in chosen.in_use if key in (*chosen.SEVERAL, "view")]
    return {"as_board": chosen.as_board, "list_query_of": found, "carried": carried}


def board(request: HttpRequest) -> dict[str, Any]:
    """The rows that the address asks for by status: the newest of each, and how many there are."""
    rows = HYPOTHESES.narrowed(request.GET, request.user)
    counts = dict(rows.order_by().values_list("status").annotate(n=Count("pk")))
    newest = rows.annotate(at=Window(RowNumber(), partition_by=F("status"), order_by=F("pk").desc()))
    cards = with_evidence(list(newest.filter(at__lte=COLUMN)), "hypothesis", request.user)
    columns = []
    for status in Hypothesis.IN_ORDER:
        query = request.GET.copy()
        query.pop("view", None)
        query.setlist("stands", [status.value])
        column = {"status": status, "turns": TURNS[status], "query": query.urlencode()}
        column["cards"] = [card for card in cards if card["hypothesis"].status == status]
        columns.append({**column, "more": counts.get(status.value, 0) - len(column["cards"])})
    return {"columns": columns, "page": shown_all(cards)}


def shown_all(cards: Iterable[dict[str, Any]]) -> KeysetPage:
    """The cards of a board as the one page there is of it."""
    return KeysetPage([card["hypothesis"] for card in cards])


@require_safe
def hypothesis_read(request: HttpRequest, pk: int) -> HttpResponse:
    """One hypothesis: what we believe, what speaks for and against it, and how our view moved."""
    read = Hypothesis.objects.visible_to(request.user).select_related("owner", "persona", "decided_by", "created_by")
    hypothesis = get_object_or_404(read, pk=pk)
    links = Evidence.objects.visible_to(request.user).filter(hypothesis=hypothesis)
    told = links.filter(Q(archived_at=None) | Q(archived_by__isnull=False)).select_related("created_by", "archived_by")
    sources = weigh(told, request.user)
    standing = [one for one in sources if not one.evidence.is_archived]
    steps = moves(hypothesis, sources)
    return TemplateResponse(
        request,
        "discovery/hypothesis_read.html",
        {
            "hypothesis": hypothesis,
            "belief": belief(hypothesis, request.user),
            "turns": () if hypothesis.is_archived else TURNS[hypothesis.status],
            **tallies(standing),
            "shown": f":{SHOWN}",
            "rest": f"{SHOWN}:",
            "hints": hints_for(hypothesis),
            "gaps": [] if hypothesis.is_decided else gaps(hypothesis, standing, reader(request)),
            "steps": steps[:STEPS],
            "earlier": steps[STEPS:],
            "related": hypothesis.related.live().visible_to(request.user).order_by("-pk"),
        },
    )


def belief(hypothesis: Hypothesis, user: Any) -> dict[str, Any]:
    """The parts of the card that are told in sentences, with references as links."""
    return {name: render(getattr(hypothesis, name), user) for name in ("change", "outcome", "cause")}


def hints_for(hypothesis: Hypothesis) -> list[Hint]:
    """What could be better, as long as that still matters."""
    if hypothesis.status not in (Status.DRAFT, Status.TESTING):
        return []
    told = {name: getattr(hypothesis, name) for name in ("change", "cause", "measure", "threshold")}
    return hints(Card(**told, dated=hypothesis.decide_by is not None))


@require_safe
def persona_hypotheses(request: HttpRequest, pk: int) -> HttpResponse:
    """What we believe of a persona, those in testing first; the bare part for htmx."""
    persona = get_object_or_404(Persona.objects.visible_to(request.user), pk=pk)
    rows = HYPOTHESES.rows(request.user).live().filter(persona=persona).order_by(*HYPOTHESES.order)
    found = list(rows[: OF_A_PERSONA + 1])
    part = "_persona_hypotheses" if request.headers.get("HX-Request") else "persona_hypotheses"
    context = {"rows": with_evidence(found[:OF_A_PERSONA], "hypothesis", request.user), "persona": persona}
    return TemplateResponse(request, f"discovery/{part}.html", {**context, "more": len(found) > OF_A_PERSONA})


@require_safe
def hypothesis_map(request: HttpRequest) -> HttpResponse:
    """How much hangs on each hypothesis, by how well we know it; narrowed by the address as the list is."""
    rows = HYPOTHESES.narrowed(request.GET, request.user)
    found = list(rows[: ON_THE_MAP + 1])
    drawn = picture(with_evidence(found[:ON_THE_MAP], "hypothesis", request.user))
    chosen = HypothesesNarrowing(request.GET, request.user)
    context = {"picture": drawn, "cut": len(found) > ON_THE_MAP, **ways_to_look(request.GET, chosen)}
    context["in_use"] = [words for key, _, words in HYPOTHESES.in_use(request.GET, request.user) if key != "view"]
    return TemplateResponse(request, "discovery/hypothesis_map.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@researcher_required
def hypothesis_new(request: HttpRequest) -> HttpResponse:
    """Write down a belief."""
    form = HypothesisForm(request.POST or None, user=request.user, initial={"owner": request.user})
    template = "discovery/hypothesis_edit.html"
    return edit_record(request, form, template=template, done=Hypothesis.get_absolute_url, said="Hypothesis added")


@require_http_methods(["GET", "HEAD", "POST"])
@researcher_required
def hypothesis_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a hypothesis; a test that has begun with a reason."""
    hypothesis = get_object_or_404(Hypothesis.objects.visible_to(request.user), pk=pk)
    form = HypothesisForm(request.POST or None, instance=hypothesis, user=request.user)
    template = "discovery/hypothesis_edit.html"
    return edit_record(request, form, template=template, done=Hypothesis.get_absolute_url)


@require_http_methods(["GET", "HEAD", "POST"])
@researcher_required
def hypothesis_turn(request: HttpRequest, pk: int, turn: type[TurnForm]) -> HttpResponse:
    """Begin testing, decide, park or open again; the toast takes it back."""
    hypothesis = get_object_or_404(Hypothesis.objects.visible_to(request.user), pk=pk)
    back = hypothesis.get_absolute_url()
    chosen = {"decision": request.GET.get("to", "")}  # of the columns of the board that a card was dropped on
    form = turn(request.POST if request.method == "POST" else None, instance=hypothesis, initial=chosen)
    if request.method != "POST" and (hypothesis.is_archived or hypothesis.status not in turn.FROM):
        messages.error(request, f"{turn.HEADING}: not now. {form.not_now()}")
        return redirect(back)
    if form.attempt(request.user):
        messages.success(request, form.said, extra_tags=form.act.get_undo_url(back))
        return redirect(back)
    if form.status == 200:
        begin_typing(form)
    beside = [hint for hint in hints_for(hypothesis) if hint.field not in form.fields]
    context = {"form": form, "record": hypothesis, "hints": beside}
    if turn is DecideForm:
        [told] = with_evidence([hypothesis], "hypothesis", request.user)
        context |= {**told, "shown": f":{SHOWN}", "rest": f"{SHOWN}:"}
    return TemplateResponse(request, "discovery/hypothesis_turn.html", context, status=form.status)
