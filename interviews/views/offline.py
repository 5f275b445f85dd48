"""The log screen while the server does not answer: a service worker, and the public shell that it keeps."""

from __future__ import annotations

import re
from hashlib import sha256

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ..forms.log import NOTHING_TOLD, LogForm
from ..models import Interview
from ..notes.parser import MARKS, marks_as_json
from .log import EMPTY, SCALES, SCRIPTS

STYLES = ("tokens.css", "ui.css", "views.css", "log.css")
FONTS = ("fonts/inter-latin-wght-normal.woff2", "fonts/source-serif-4-latin-wght-normal.woff2")
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')  # another one in every answer
FURTHER = (*FONTS, "icons.svg", "mark.svg", "shell.js", "vendor/htmx-2.0.11/htmx.min.js")


@require_safe
@login_not_required
def log_shell(request: HttpRequest) -> HttpResponse:
    """An empty log screen without anybody's data: what was typed is in the storage of the browser."""
    return empty_screen(request)


def empty_screen(request: HttpRequest) -> TemplateResponse:
    """The log screen as nobody sees it."""
    request.user = AnonymousUser()
    interview = Interview(client_key="00000000-0000-0000-0000-000000000000")
    form = LogForm(user=request.user, interview=interview, initial=NOTHING_TOLD)
    context = {
        **EMPTY,
        **SCALES,
        "interview": interview,
        "form": form,
        "theirs": None,
        "marks": MARKS,
        "marks_json": marks_as_json(),
        "action": reverse("interviews:interview_new"),
        "scripts": [static(f"{name}.js") for name in SCRIPTS],
        "shell": True,
    }
    return TemplateResponse(request, "interviews/log.html", context)


@require_safe
@never_cache
@login_not_required
def service_worker(request: HttpRequest) -> HttpResponse:
    """The worker that answers for the log screen alone. It names what it keeps, so that a new version replaces it."""
    files = [static(name) for name in (*STYLES, *FURTHER, *(f"{name}.js" for name in SCRIPTS))]
    context = {"shell": reverse("interviews:log_shell"), "files": files, "edition": edition(request)}
    return TemplateResponse(request, "interviews/sw.js", context, content_type="text/javascript")


def edition(request: HttpRequest) -> str:
    """A name for the shell as it is in this version, so that a worker that keeps another one is replaced."""
    page = empty_screen(request).render().content
    return sha256(TOKEN.sub(b"", page)).hexdigest()[:16]
