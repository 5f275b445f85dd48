"""A list of records: searched, in pages, live ones or the archive. Views of lists delegate to it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse

from ..forms.narrowing import Narrowing
from ..keyset import page_of
from ..lists import RecordList, is_archive, searched
from ..many import CHANGEABLE
from ..saved import list_named
from .many import offered
from .saved_here import views_here


def list_records(request: HttpRequest, records: RecordList, *, template: str, **context: Any) -> HttpResponse:
    """Render the part of `records` that the address asks for."""
    user: Any = request.user
    query, among = request.GET, records.rows(user)
    rows = records.narrowed(query, user)
    page = page_of(rows, *records.order, after=query.get("after", ""), among=among)
    shown = {
        "page": page,
        "q": searched(query),
        "archived": is_archive(query),
        "has_archive": is_archive(query) or among.archived().exists(),
        "next_url": onward(query, page.after),
        "list_name": records.name,
        "list_query": from_the_start(query),
        **narrowing_of(records.chosen(query, user), query),
    }
    if viewed := list_named(records.name):
        shown["saved"] = views_here(viewed, viewed.reader()(query, user), user)
    if records.name in CHANGEABLE and user.can_edit:
        shown["many"] = offered(records.name, request, rows.count(), shown["list_query"])
    return TemplateResponse(request, template, {**shown, **context})


def narrowing_of(form: Narrowing, query: QueryDict) -> dict[str, Any]:
    """What the list can be narrowed to further, what is chosen, and which choices stay when one more is added."""
    return {
        "narrow": form if form.fields else None,
        "in_use": [(words, without(query, key, value)) for key, value, words in form.in_use],
        "carried": [(key, value) for key, value, _ in form.in_use if key in form.SEVERAL],
    }


def onward(query: QueryDict, after: str) -> str:
    """The address of the next page, empty on the last."""
    if not after:
        return ""
    on = query.copy()
    on["after"] = after
    return f"?{on.urlencode()}"


def from_the_start(query: QueryDict) -> str:
    """The query of the whole list that a page is part of, with its question mark; empty where nothing is chosen."""
    whole = query.copy()
    whole.pop("after", None)
    return f"?{whole.urlencode()}" if whole else ""


def without(query: QueryDict, key: str, value: str) -> str:
    """The address of the list without one of the choices, from its beginning."""
    left = query.copy()
    left.setlist(key, [one for one in left.getlist(key) if one != value])
    left.pop("after", None)
    return f"?{left.urlencode()}"
