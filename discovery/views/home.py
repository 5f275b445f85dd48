"""Home: what we heard this week, and what is left to do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import reader
from interviews.gains import gains
from interviews.models import Interview
from interviews.waiting import waiting_for

from ..heard import (
    DUE,
    GAINED,
    companies_not_heard,
    follow_ups_due,
    gained_since,
    heard_lately,
    loudest_not_addressed,
    monday_of,
    not_heard,
)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The words of the week, the strongest largest; in a new installation the first steps."""
    if not Interview.objects.readable_by(request.user).exists():
        return TemplateResponse(request, "discovery/first_steps.html")
    user, today = reader(request), timezone.localdate()
    due = list(follow_ups_due(user, today)[: DUE + 1])
    waiting = waiting_for(user, today)
    return TemplateResponse(
        request,
        "discovery/home.html",
        {
            "today": today,
            "monday": monday_of(today),
            "heard": heard_lately(user, today),
            "gains": gains(user, gained_since(today), GAINED),
            "gained_since": gained_since(today),
            "loudest": loudest_not_addressed(user),
            "not_heard": not_heard(user, today),
            "companies_not_heard": companies_not_heard(user, today),
            "follow_ups": due[:DUE],
            "more_due": len(due) > DUE,
            "waiting": waiting,
            "waiting_count": sum(one.count for one in waiting),
        },
    )
