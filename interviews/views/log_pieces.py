"""The pieces of the log screen that an answer brings: only those that the page does not have already.

Each piece has a name and a mark, which is made from its words. The page sends the marks of what it shows.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from hashlib import blake2s
from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string

from ..capture.cards import Panel

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')  # another one each time
MARK = re.compile(r"[a-z0-9-]{1,40}:[0-9a-f]{12}")


def pieces(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """The marks of all pieces, the text of those that changed, and where the cards stand."""
    seen = marks_sent(request)
    context = {**context, "csrf_token": get_token(request), "user": request.user}
    marks, texts = {}, {}
    for name, template, more in drawn(context["panel"]):
        text = render_to_string(f"interviews/{template}.html", {**context, **more})
        marks[name] = blake2s(TOKEN.sub("", text).encode(), digest_size=6).hexdigest()
        if seen.get(name) != marks[name]:
            texts[name] = text
    return {"marks": marks, "texts": texts, "lines": numbers(context["panel"])}


def marks_sent(request: HttpRequest) -> dict[str, str]:
    """The marks of what the page shows."""
    return dict(one.split(":") for one in request.POST.get("seen", "").split(",") if MARK.fullmatch(one))


def drawn(panel: Panel) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every piece: its name, its template, and what that needs besides. Cards come in the order of the panel."""
    yield "people", "log_people", {}
    yield "questions", "log_questions", {}
    yield "cap-head", "log_panel_head", {}
    for card in panel.cards:
        yield f"cap-{card.row.pk}", "log_card", {"card": card}
    for line in panel.loose:
        yield f"cap-{line.pk}", "log_loose", {"line": line}
    if not panel.cards:
        yield "cap-empty", "log_panel_empty", {}


def numbers(panel: Panel) -> dict[str, int]:
    """The line of the notes that each card stands for, apart from the cards: it changes with every line above."""
    return {f"cap-{card.row.pk}": card.row.number for card in panel.cards if card.row.number}


def numbers_as_json(panel: Panel | None) -> str:
    return json.dumps(numbers(panel) if panel else {})
