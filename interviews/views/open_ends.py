"""Open ends: chains of whys without a root cause, each with those that say the same, named several at once."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.access import researcher_required

from ..forms.open_ends import NameEndsForm
from ..keyset import page_of
from ..lists import refuse_unknown, searched
from ..models import Interview, Why
from ..models.kept import kept
from ..open_ends import groups, name_cause, together
from .listing import onward

SIZE = 12
FOUND = 60  # by words, in one group


@require_safe
def open_end_list(request: HttpRequest) -> HttpResponse:
    """The chains that end in no root cause; `q` puts those that hold some words together."""
    refuse_unknown(request.GET, ("q", "after"))
    text, ends = searched(request.GET), Why.objects.open_ends(request.user)
    rows = ends.filter(text__icontains=text) if text else ends
    # a place in the list stays one when its why is named in the meantime
    among = Why.objects.filter(interview__in=kept(Interview.objects.visible_to, request.user))
    page = page_of(rows, "-pk", after=request.GET.get("after", ""), among=among, size=FOUND if text else SIZE)
    keys = [why.pk for why in page.rows]
    context = {
        "groups": together(keys, text, request.user) if text else groups(keys, request.user),
        "total": rows.count(),
        "q": text,
        "next_url": onward(request.GET, page.after),
    }
    return TemplateResponse(request, "interviews/open_end_list.html", context)


@require_POST
@researcher_required
def open_end_name(request: HttpRequest) -> HttpResponse:
    """Name the root cause of the ticked ones; the toast takes it back from all of them."""
    back = reverse("interviews:open_end_list")
    form = NameEndsForm(request.POST, user=request.user)
    if not form.is_valid():
        messages.error(request, f"Nothing changed. {form.problem}")
        return redirect(back)
    chosen = [why.pk for why in form.cleaned_data["why"]]
    cause, done, act = name_cause(chosen, form.cleaned_data["title"], form.cause, request.user)
    said = f"{done} chain{'' if done == 1 else 's'} now end{'s' if done == 1 else ''} in {cause.reference}"
    if done < len(chosen):
        said += f". {len(chosen) - done} changed meanwhile and stayed as they are"
    messages.success(request, said, extra_tags=act.get_undo_url(back) if done else "")
    return redirect(back)
