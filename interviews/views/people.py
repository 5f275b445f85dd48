"""People: the list, somebody's page, and their record."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import researcher_required

from ..conversations import conversations, of_one
from ..forms.people import PersonForm
from ..hurts import read_mentions, strongest_first
from ..lists import PEOPLE
from ..models import Act, FollowUp, Person, Quote
from ..panels import panels_of
from ..portraits import portrait
from ..reach import heard_mentions, taking_part
from .edit import edit_record
from .listing import list_records
from .participants import ask_before
from .survivors import leads_to_survivor


@require_safe
def person_list(request: HttpRequest) -> HttpResponse:
    """Everybody we talked to or plan to."""
    return list_records(request, PEOPLE, template="interviews/person_list.html")


@require_safe
@leads_to_survivor(Person)
def person_read(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: every conversation, what hurts, their words, what we owe them."""
    people = Person.objects.visible_to(request.user).select_related("company", "persona")
    person = get_object_or_404(people, pk=pk)
    mine = taking_part(request.user).filter(person=person)
    mentions = heard_mentions(request.user).filter(participant__person=person)
    also_said = Quote.objects.readable_by(request.user).filter(participant__person=person, mentions=None, whys=None)
    owed = FollowUp.objects.live().of_live_interviews().visible_to(request.user).filter(person=person)
    follow_ups = list(owed.by_urgency().select_related("owner", "interview", "person"))
    talks = conversations(mine, request.user)
    planned = [one for one in follow_ups if not one.done_at]
    hurts = read_mentions(strongest_first(mentions), request.user)
    return TemplateResponse(
        request,
        "interviews/person_read.html",
        {
            "person": person,
            "portrait": portrait(request.user, Q(person=person)),
            "conversations": talks,
            "timeline": of_one(talks, planned, timezone.localdate()),
            "next_contact": next((one for one in planned if one.by_cadence), None),
            "hurts": hurts,
            "strongest": next((hurt for hurt in hurts if hurt.lead), None),
            "also_said": also_said.with_voice(),
            "follow_ups": follow_ups,
            "panels": panels_of("person", person.pk),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@researcher_required
def person_new(request: HttpRequest) -> HttpResponse:
    """Write down somebody we want to talk to."""
    form = PersonForm(request.POST or None, user=request.user)
    return edit_record(request, form, template="interviews/person_edit.html", done=Person.get_absolute_url)


@require_http_methods(["GET", "HEAD", "POST"])
@researcher_required
def person_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what we keep of somebody; snapshots in interviews stay as they were."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    form = PersonForm(request.POST or None, user=request.user, instance=person)
    return edit_record(request, form, template="interviews/person_edit.html", done=Person.get_absolute_url)


@require_http_methods(["GET", "HEAD", "POST"])
@researcher_required
def person_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what would be hidden; then hide what somebody said in any interview, everywhere at once."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    if request.method != "POST":
        about = {"person": person, "back": person.get_absolute_url(), "panels": panels_of("person", pk)}
        return ask_before(request, taking_part(request.user).filter(person=person), **about)
    withdraw(person, timezone.now(), request.user)
    undo = reverse("interviews:person_stand", args=[pk])
    messages.success(request, "Consent withdrawn. The words are hidden everywhere.", extra_tags=undo)
    return redirect(person)


@require_POST
@researcher_required
def person_stand(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody who withdrew gives their consent again; undo brings the withdrawal back with its day."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    act = withdraw(person, None, request.user)
    undo = act.get_undo_url(person.get_absolute_url()) if act.pk else ""
    messages.success(request, "Consent is given again", extra_tags=undo)
    return redirect(person)


def withdraw(person: Person, at: datetime | None, user: Any) -> Act:
    """Keep when somebody withdrew; None: they did not."""
    with Act.by(user, Act.Kind.EDITED) as act:
        act.watch(person)
        person.consent_withdrawn_at = at
        person.version += 1
        person.save(update_fields=["consent_withdrawn_at", "version", "updated_at"])
    return act
