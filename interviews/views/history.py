"""The history of a record, and taking one act back."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_POST, require_safe

from accounts.access import page_of_ours, require_researcher

from ..capture.rating import undo
from ..keyset import page_of
from ..merging import survivors
from ..models import Act, CannotUndo, Mergeable, Record
from ..past import acts_on, deeds, parts_of
from ..pasted import readable
from ..undoing import is_of_one, may_undo
from .listing import onward

SIZE = 20


@require_safe
def history(request: HttpRequest, pk: int, model: type[Record]) -> HttpResponse:
    """Who changed what in a record, the latest first."""
    record = model.objects.visible_to(request.user).filter(pk=pk).first()
    if record is None:
        return redirect(history_of_survivor(request, pk, model), permanent=True)
    rows = parts_of(record)
    acts = acts_on(rows)
    shown = acts.select_related("done_by", "undone_by")
    page = page_of(shown, "-pk", after=request.GET.get("after", ""), among=acts, size=SIZE)
    return TemplateResponse(
        request,
        "interviews/history.html",
        {
            "record": record,
            "name": readable(str(record), request.user),
            "noun": model._meta.verbose_name,
            "page": page,
            "deeds": deeds(page.rows, rows, request.user),
            "more_url": onward(request.GET, page.after),
        },
    )


def history_of_survivor(request: HttpRequest, pk: int, model: type[Record]) -> str:
    """Where the history of a merged record goes on; 404 for any other that is absent."""
    stands = survivors(model, [pk], request.user) if issubclass(model, Mergeable) else {}
    if pk not in stands:
        raise Http404
    return stands[pk].get_history_url()


@require_POST
def act_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one act back: what nobody changed since goes back, the rest is left and told. Those who only read take back
    what they did to their own comments and views."""
    act = get_object_or_404(Act, pk=pk)
    if not is_of_one(act):
        require_researcher(request)
    if not may_undo(act, request.user):
        raise Http404
    try:
        undone = undo(act, request.user)
    except CannotUndo as cannot:
        messages.error(request, f"Not undone: {cannot}")
        return redirect(then(request))
    said = "Undone" if act.undone_by == request.user else "It was undone before"
    if undone.left:
        rows = len({told[:2] for told in undone.left})
        said += (
            f". {rows} record was changed since and stays so"
            if rows == 1
            else f". {rows} records were changed since and stay so"
        )
    messages.success(request, said)
    return redirect(then(request))


def then(request: HttpRequest) -> str:
    """The page of ours that the address names to go on to, else home."""
    return page_of_ours(request, request.GET.get("next", "")) or "/"
