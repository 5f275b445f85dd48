"""Follow-ups: what we promised, due, later and done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import page_of_ours, researcher_required

from .. import touch
from ..forms.follow_ups import FollowUpForm, SnoozeForm
from ..lists import FOLLOW_UPS
from ..models import Act, FollowUp, Person, Standing
from ..models.record import possible
from .edit import edit_record
from .listing import from_the_start, list_records


@require_safe
def follow_up_list(request: HttpRequest) -> HttpResponse:
    """Promises and next contacts: overdue and due first, then what rests or comes later, then what was done."""
    answer = list_records(request, FOLLOW_UPS, template="interviews/follow_up_list.html")
    answer.context_data["sections"] = by_standing(answer.context_data["page"].rows)
    answer.context_data["tabs"] = tabs(request)
    return answer


def by_standing(follow_ups: Sequence[FollowUp]) -> list[tuple[Standing, list[FollowUp]]]:
    """The follow-ups by where they stand today, each part in their order; parts without any are left out."""
    parts: dict[Standing, list[FollowUp]] = {one: [] for one in Standing}
    for follow_up in follow_ups:
        parts[follow_up.standing].append(follow_up)
    return [(one, rows) for one, rows in parts.items() if rows]


def tabs(request: HttpRequest) -> list[dict[str, Any]]:
    """The ways a follow-up can stand, each with how many do under the other choices, and all of them."""
    query, chosen = request.GET.copy(), request.GET.getlist("when")
    for key in ("when", "after"):
        query.pop(key, None)
    counts = FOLLOW_UPS.narrowed(query, request.user).counted_by_standing()
    found = [{"label": "All", "count": sum(counts.values()), "query": from_the_start(query), "is_on": not any(chosen)}]
    for one in Standing:
        query.setlist("when", [one.value])
        found.append(
            {
                "label": one.label,
                "count": counts[one.value],
                "query": from_the_start(query),
                "is_on": chosen == [one.value],
            }
        )
    return found


@require_safe
def follow_up_read(request: HttpRequest, pk: int) -> HttpResponse:
    """A follow-up is read where it stands in the list, or on the page of what took it out of the list."""
    one = get_object_or_404(FollowUp.objects.visible_to(request.user).select_related("person", "interview"), pk=pk)
    if not one.is_archived and (of := one.put_away_with):
        return redirect(of)
    archived = "?status=archived" if one.is_archived else ""
    return redirect(f"{reverse('interviews:follow_up_list')}{archived}#follow-up-{one.pk}")


@require_http_methods(["GET", "HEAD", "POST"])
@researcher_required
def follow_up_new(request: HttpRequest) -> HttpResponse:
    """Write down a promise that no interview holds."""
    asked = request.GET.get("person", "")
    owed = (
        Person.objects.live()
        .visible_to(request.user)
        .filter(pk__in=possible([int(asked)] if asked.isdecimal() else []))
    )
    form = FollowUpForm(request.POST or None, user=request.user, initial={"person": owed.first()})
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
    """Tick a follow-up off; the toast takes it back, with the next contact that was planned because of it."""
    one = get_object_or_404(shown(request), pk=pk)
    act = touch.done(one, request.user)
    said = "Done"
    if act.pk and (after := FollowUp.objects.open().next_contacts().filter(person=one.person, created_at__gte=act.at)):
        said = f"Done. Next contact {after[0].due_on:%-d %b %Y}"
    return in_place(request, one, act, said)


@require_POST
@researcher_required
def follow_up_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the tick away."""
    one = get_object_or_404(shown(request), pk=pk)
    touch.opened_again(one, request.user)
    return in_place(request, one, None, "Open again")


@require_POST
@researcher_required
def follow_up_snooze(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a follow-up rest until a day, or end its rest; the toast takes it back."""
    one = get_object_or_404(shown(request), pk=pk)
    form = SnoozeForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
        return in_place(request, one, None, "")
    until = form.cleaned_data["until"]
    act = touch.put_off(one, until, request.user)
    return in_place(request, one, act, f"Snoozed until {until:%a %-d %b}" if until else "It rests no longer")


def shown(request: HttpRequest) -> QuerySet[FollowUp]:
    """The follow-ups somebody may see, with what their line shows."""
    return FollowUp.objects.visible_to(request.user).select_related("person", "owner")


def in_place(request: HttpRequest, one: FollowUp, act: Act | None, said: str) -> HttpResponse:
    """Say what was done, and give the line as it is now to htmx, else the page it stood on."""
    back = came_from(request)
    if said:
        messages.success(request, said, extra_tags=act.get_undo_url(back) if act and act.pk else "")
    if request.headers.get("HX-Request") != "true":
        return redirect(back)
    context = {"one": one, "back": back, "from_list": "named" in request.POST, "acts": True}
    return TemplateResponse(request, "interviews/_follow_up.html", context)


def came_from(request: HttpRequest) -> str:
    """The page of ours that the tick stood on, else the list."""
    return page_of_ours(request, request.POST.get("next", "")) or reverse("interviews:follow_up_list")
