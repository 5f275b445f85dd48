"""Search over everything: the page, and what the palette shows while somebody types."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from accounts.access import reader
from interviews.models import Mention
from interviews.views.listing import narrowing_of, onward
from interviews.views.saved_here import views_here
from search.finding import TookTooLong, within
from search.kinds import Kind

from ..asked import KEYS, Asked
from ..beginnings import begun
from ..search_facets import SECONDS as TALLYING
from ..search_facets import Tally, facets, tally
from ..searchable import BY_NAME, KINDS
from ..searching import SECONDS, VIEWED, Found, Search, read_of

EACH = 5  # hits of a kind on the page of all kinds, and in the palette once one is chosen
FEW = 3  # in the palette over all kinds
SIZE = 25
MAIN = ("quote", "pain_point", "person", "document")  # the scopes of a palette that shows one kind


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """All that fits, by kind; one kind goes on page by page. The palette asks for its own part."""
    if request.htmx.target == "hits":
        return palette(request)
    user: Any = reader(request)
    if not request.htmx and says_nothing(request.GET):
        return redirect(address(request))
    asked = Asked(request.GET, user)
    context: dict[str, Any] = {
        "asked": asked,
        "kinds": KINDS,
        "kind": asked.kinds[0] if len(asked.kinds) == 1 else None,
        "days": [asked.form["since"], asked.form["until"]],
        **narrowing_of(asked.form, request.GET),
    }
    status, tallied = 200, Tally()
    if asked.problems:
        status = 400
    else:
        context["saved"] = views_here(VIEWED, read_of(asked, user), user)
        if not asked.is_empty:
            context |= results(asked, user, request.GET)
            tallied = counted(asked, user)
    context["facets"] = list(facets(tallied, asked.form.chosen, user))
    response = TemplateResponse(request, "discovery/search.html", context, status=status)
    if request.htmx.target == "found":
        response["HX-Push-Url"] = address(request)
    return response


def says_nothing(query: QueryDict) -> bool:
    """Whether a key of the form stands there without a value."""
    return any(not value.strip() for key in KEYS for value in query.getlist(key))


def address(request: HttpRequest) -> str:
    """Where this search is found: without the keys that a form sends though nothing is chosen."""
    others = [key for key in request.GET if key not in KEYS]
    said = [
        (key, value) for key in (*KEYS, *others) for value in request.GET.getlist(key) if value.strip() or key in others
    ]
    return f"{request.path}?{urlencode(said)}" if said else request.path


def counted(asked: Asked, user: Any) -> Tally:
    """How many hits there are of whom; nothing is known where that takes too long to count."""
    asking = Search(asked, user)
    try:
        with within(TALLYING, Mention):
            return tally(asking)
    except TookTooLong:
        return Tally()


def results(asked: Asked, user: Any, query: QueryDict) -> dict[str, Any]:
    """What the page shows of what fits; `too_long` where the database was stopped."""
    asking = Search(asked, user)
    try:
        with within(SECONDS, Mention):
            return one_kind(asking, query) if len(asking.kinds) == 1 else all_kinds(asking)
    except TookTooLong:
        return {"too_long": True}


def all_kinds(asking: Search) -> dict[str, Any]:
    """The first hits of each kind with how many there are, and what may have been meant where there are none."""
    found = list(asking.found(EACH))
    named = asking.named()
    counts = asking.counts(found)
    return {
        "named": named,
        "groups": grouped(found),
        "counts": [(one.kind, counts.get(one.kind.name, "")) for one in found],
        "count_of": counts,
        "meant": "" if found or named else asking.did_you_mean(),
    }


def one_kind(asking: Search, query: QueryDict) -> dict[str, Any]:
    """One page of a kind, and how many hits it has."""
    kind = asking.kinds[0]
    after = query.get("after", "")
    key = int(after) if after.isascii() and after.isdigit() and len(after) < 19 else None
    hits, following = asking.page(kind, key, SIZE)
    counts = asking.counts([Found(kind, hits)])
    return {
        "named": asking.named() if key is None else [],
        "groups": [(kind.group, [Found(kind, hits)])] if hits else [],
        "counts": [(kind, counts.get(kind.name, ""))],
        "next_url": onward(query, following),
        "meant": "" if hits else asking.did_you_mean(),
    }


def grouped(found: list[Found]) -> list[tuple[str, list[Found]]]:
    """The kinds under the headings they share."""
    return [(name, list(rows)) for name, rows in groupby(found, key=lambda one: one.kind.group)]


def palette(request: HttpRequest) -> HttpResponse:
    """What fits what has been typed so far."""
    user: Any = reader(request)
    asked = Asked(request.GET, user, typing=True)
    scope = BY_NAME.get(request.GET.get("kind", ""))
    context: dict[str, Any] = {"asked": asked, "text": asked.text.strip(), "scope": scope, "shown": FEW}
    context["query"] = urlencode({"q": asked.text.strip()})
    context["beginnings"], context["is_meant"] = (
        begun(asked.text) if asked.text.strip() and user.can_edit else ([], False)
    )
    if asked.query.tree is None:
        return TemplateResponse(request, "discovery/_palette.html", context)
    asking = Search(asked, user)
    try:
        with within(SECONDS, Mention):
            context |= while_typing(asking, scope)
    except TookTooLong:
        context["too_long"] = True
    return TemplateResponse(request, "discovery/_palette.html", context)


def while_typing(asking: Search, scope: Kind | None) -> dict[str, Any]:
    """The newest hits of each kind, the words that may be meant, and the scopes there are."""
    found = list(asking.found(EACH if scope else FEW))
    named = asking.named()
    short = asking.query.unfinished
    if scope:
        scopes = [(BY_NAME[name], "") for name in dict.fromkeys((*MAIN, scope.name))]
    else:
        scopes = [(one.kind, f"{len(one.hits)}{'+' if one.more else ''}") for one in found]
    return {
        "named": named,
        "groups": grouped(found),
        "scopes": scopes,
        "completions": asking.completions(found) if short else [],
        "meant": "" if found or named or short else asking.did_you_mean(),
    }
