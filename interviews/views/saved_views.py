"""Saved views: saved from a list, opened, counted, renamed, shared, put in order and removed."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import reading
from accounts.access import reader
from accounts.versions import Stale, version_in

from ..forms.saved_views import SavedViewForm
from ..lists import SAVED_VIEWS
from ..models import Act, SavedView
from ..saved import ViewedList, counts, keep_query, list_named, mended, why_not_shared
from .edit import edit_record, restore_record
from .listing import list_records
from .saved_here import tabs_of

IN_NAVIGATION = 8


@require_safe
def saved_view_list(request: HttpRequest) -> HttpResponse:
    """Every view that is shared or one's own."""
    answer = list_records(request, SAVED_VIEWS, template="interviews/saved_view_list.html")
    rows = answer.context_data["page"].rows
    answer.context_data["rows"] = [(one, list_named(one.of), one.may_be_changed_by(request.user)) for one in rows]
    return answer


@require_safe
def saved_view_counts(request: HttpRequest) -> HttpResponse:
    """The views of the navigation with how many rows each has now, and the numbers of the tabs over the list `of`."""
    if not request.htmx:
        return redirect("interviews:saved_view_list")
    seen = SavedView.objects.live().visible_to(request.user).in_order()
    first = list(seen[: IN_NAVIGATION + 1])
    whole = list_named(request.GET.get("of", ""))
    tabs = tabs_of(whole, request.user) if whole else []
    shown = first[:IN_NAVIGATION]
    found, of_all, broken = counts({one.pk: one for one in (*shown, *tabs)}.values(), whole, request.user)

    def counted(views: list[SavedView]) -> list[tuple[SavedView, str, bool]]:
        return [(one, found.get(one.pk, ""), one.pk in broken) for one in views]

    context = {"views": counted(shown), "more": len(first) > IN_NAVIGATION, "tabs": counted(tabs)}
    context |= {"whole": whole, "of_all": of_all}
    return TemplateResponse(request, "interviews/saved_view_counts.html", context)


@require_safe
def saved_view_read(request: HttpRequest, pk: int) -> HttpResponse:
    """Opens the list as it was saved. What does not hold any more is said, with the way to drop it."""
    view = get_object_or_404(SavedView.objects.visible_to(request.user), pk=pk)
    viewed = list_of(view.of)
    found = viewed.read(view.query, request.user)
    if not found.problems:
        return redirect(viewed.address(view.query))
    rest = mended(viewed, view.query, request.user)
    context = {
        "view": view,
        "list": viewed,
        "problems": found.problems,
        "rest": rest,
        "rest_url": viewed.address(rest),
        "may_change": view.may_be_changed_by(request.user),
    }
    return TemplateResponse(request, "interviews/saved_view_broken.html", context)


def list_of(name: str) -> ViewedList:
    """The list of this name; 404 where views of it cannot be saved."""
    viewed = list_named(name)
    if viewed is None:
        raise Http404("There is no such list.")
    return viewed


@require_http_methods(["GET", "HEAD", "POST"])
def saved_view_new(request: HttpRequest) -> HttpResponse:
    """Save a list as it is narrowed: `of` names it, the rest of the address is its filter."""
    query = request.GET.copy()
    viewed = list_of("".join(query.pop("of", [])))
    with reading.by(None):  # the name may be read by everybody
        found = viewed.reader()(query, reader(request))
    if found.problems or len(found.query) > SavedView.LONGEST_QUERY:
        messages.error(request, f"Not saved. {' '.join(found.problems.values()) or 'This filter is too long.'}")
        return redirect(viewed.url)
    view = SavedView(owner=reader(request), of=viewed.name, query=found.query, name=found.name)
    form = form_of(request, view)
    context = {"list": viewed, "here": f"{request.path}?{urlencode({'of': viewed.name})}&{found.query}"}
    template = f"interviews/saved_view_edit.html{'#form' if request.htmx else ''}"
    back = viewed.address(found.query)
    return edit_record(request, form, template=template, done=lambda _: back, said="View saved", back=back, **context)


@require_http_methods(["GET", "HEAD", "POST"])
def saved_view_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename a view, share it or keep it, put it in front."""
    view = to_change(request, pk)
    form = form_of(request, view)
    viewed = list_of(view.of)
    back = viewed.address(view.query)
    template = f"interviews/saved_view_edit.html{'#form' if request.htmx else ''}"
    context = {"list": viewed, "here": request.path, "back": back}
    return edit_record(request, form, template=template, done=lambda _: back, **context)


def form_of(request: HttpRequest, view: SavedView) -> SavedViewForm:
    """The form of a view, filled in where it was sent."""
    sent = request.POST if request.method == "POST" else None
    return SavedViewForm(sent, instance=view, why_not_shared=why_not_shared)


def to_change(request: HttpRequest, pk: int) -> SavedView:
    """The view, when the person may change it."""
    view = get_object_or_404(SavedView.objects.visible_to(request.user), pk=pk)
    if not view.may_be_changed_by(request.user):
        raise PermissionDenied("Only who saved a view, or an admin, changes it.")
    return view


@require_POST
def saved_view_update(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a view the filter in hand; the toast takes it back."""
    view = to_change(request, pk)
    viewed = list_of(view.of)
    found = viewed.read(request.POST.get("query", ""), request.user)
    view_then = SavedView(of=view.of, query=found.query)
    problem = " ".join(found.problems.values()) or (why_not_shared(view_then) if view.shared else "")
    problem = problem or ("This filter is too long." if len(found.query) > SavedView.LONGEST_QUERY else "")
    if problem:
        messages.error(request, f"Not saved. {problem}")
        return redirect(viewed.url)
    back = viewed.address(found.query)
    try:
        with transaction.atomic():
            act = keep_query(view, found.query, version_in(request.POST), request.user)
    except Stale:
        messages.error(request, f"Not saved. Somebody else changed “{view}” meanwhile.")
        return redirect(back)
    messages.success(request, f"“{view}” saved", extra_tags=act.get_undo_url(back) if act.pk else "")
    return redirect(back)


@require_POST
def saved_view_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a view before or behind the next one that the person may change as well."""
    view = to_change(request, pk)
    step = -1 if "before" in request.POST else 1
    with transaction.atomic():
        mine = SavedView.objects.live().changeable_by(request.user).filter(of=view.of, pinned=view.pinned)
        order = list(mine.in_order().select_for_update())
        at = next((place for place, one in enumerate(order) if one.pk == view.pk), -1)
        if at >= 0 and 0 <= at + step < len(order):
            put_in_order(order, at, at + step, request.user)
    return redirect(list_of(view.of).address(view.query))


def put_in_order(views: list[SavedView], one: int, other: int, user: Any) -> None:
    """Let two of the views change places; those that stand on the same number get different ones."""
    places = [view.position for view in views]
    views[one], views[other] = views[other], views[one]
    with Act.by(user, Act.Kind.EDITED) as act:
        act.watch(*views)
        free = 0
        for view, place in zip(views, places, strict=True):
            free = max(free, place)
            if view.position != free:
                view.position, view.version = free, view.version + 1
                view.save(update_fields=["position", "version", "updated_at"])
            free += 1


@require_POST
def saved_view_archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a view; the toast brings it back."""
    view = to_change(request, pk)
    back = list_of(view.of).address(view.query)
    act = view.archive(request.user)
    messages.success(request, f"Removed the view “{view}”", extra_tags=act.get_undo_url(back))
    return redirect(back)


@require_POST
def saved_view_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a removed view back."""
    return restore_record(request, to_change(request, pk), to=reverse("interviews:saved_view_list"))
