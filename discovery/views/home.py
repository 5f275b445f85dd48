"""Home: what we heard this week, and what is left to do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import reader
from interviews.models import Interview

from ..heard import drafts_of, follow_ups_due, heard_lately, loudest_not_addressed, not_heard


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The words of the week, the strongest largest; in a new installation the first steps."""
    if not Interview.objects.live().visible_to(request.user).exists():
        return TemplateResponse(request, "discovery/first_steps.html")
    user, today = reader(request), timezone.localdate()
    return TemplateResponse(
        request,
        "discovery/home.html",
        {
            "today": today,
            "heard": heard_lately(user, today),
            "loudest": loudest_not_addressed(user),
            "not_heard": not_heard(user, today),
            "follow_ups": follow_ups_due(user, today),
            "drafts": drafts_of(user) if user.can_edit else (),
        },
    )
