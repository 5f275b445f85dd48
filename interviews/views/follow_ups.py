"""Follow-ups: what we promised, due, later and done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import researcher_required

from ..forms.follow_ups import FollowUpForm
from ..lists import FOLLOW_UPS
from ..models import Act, FollowUp
from .edit import edit_record
from .listing import list_records


@require_safe
def follow_up_list(request: HttpRequest) -> HttpResponse:
    """Promises and next contacts: due first, then later, then the last that were done."""
    answer = list_records(request, FOLLOW_UPS, template="interviews/follow_up_list.html")
    answer.context_data |= by_section(answer.context_data["page"].rows)
    return answer


def by_section(follow_ups: Sequence[FollowUp]) -> dict[str, list[FollowUp]]:
    """What is due, what is open otherwise, and what was done."""
    return {
        "due": [one for one in follow_ups if one.is_due],
        "later": [one for one in follow_ups if not one.is_due and not one.done_at],
        "done": [one for one in follow_ups if one.done_at],
    }


@require_safe
def follow_up_read(request: HttpRequest, pk: int) -> HttpResponse:
    """A follow-up is read where it stands in the list."""
    one = get_object_or_404(FollowUp.objects.visible_to(request.user), pk=pk)
    archived = "?status=archived" if one.is_archived else ""
    return redirect(f"{reverse('interviews:follow_up_list')}{archived}#follow-up-{one.pk}")


@require_http_methods(["GET", "HEAD", "POST"])
@researcher_required
def follow_up_new(request: HttpRequest) -> HttpResponse:
    """Write down a promise that no interview holds."""
    form = FollowUpForm(request.POST or None, user=request.user)
    return edit_record(request, form, template="interviews/follow_up_edit.html", done=FollowUp.get_absolute_url)


@require_http_methods(["GET", "HEAD", "POST"])
@researcher_required
def follow_up_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a follow-up; one that a line of notes made keeps following that line until it is done."""
    one = get_object_or_404(FollowUp.objects.visible_to(request.user), pk=pk)
    form = FollowUpForm(request.POST or None, instance=one, user=request.user)
    return edit_record(request, form, template="interviews/follow_up_edit.html", done=FollowUp.get_absolute_url)


@require_POST
@researcher_required
def follow_up_done(request: HttpRequest, pk: int) -> HttpResponse:
    """Tick a follow-up off; the toast takes it back."""
    one = get_object_or_404(FollowUp.objects.visible_to(request.user), pk=pk)
    tick(one, request.user, done=True)
    messages.success(request, "Done", extra_tags=reverse("interviews:follow_up_open", args=[pk]))
    return redirect(came_from(request))


@require_POST
@researcher_required
def follow_up_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the tick away."""
    one = get_object_or_404(FollowUp.objects.visible_to(request.user), pk=pk)
    tick(one, request.user, done=False)
    messages.success(request, "Open again")
    return redirect(came_from(request))


def tick(one: FollowUp, user: Any, *, done: bool) -> None:
    """Set or clear the day it was done; doing either twice changes nothing."""
    if (one.done_at is not None) != done:
        with Act.by(user, Act.Kind.EDITED) as act:
            act.watch(one)
            one.done_at = timezone.now() if done else None
            one.version += 1
            one.save(update_fields=["done_at", "version", "updated_at"])


def came_from(request: HttpRequest) -> str:
    """The page of ours that the tick stood on, else the list."""
    address = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()})
    return address if ours else reverse("interviews:follow_up_list")
