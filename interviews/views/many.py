"""Changing the chosen rows of a list together."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.access import page_of_ours, researcher_required

from ..columns.live import Columns
from ..lists import is_archive
from ..many import CHANGEABLE, Changeable, Choice, Done, Way, change_many, read_rows
from ..merging import KINDS

NONE = "none"


def offered(name: str, request: HttpRequest, total: int, back: str, columns: Columns | None = None) -> dict[str, Any]:
    """What the bar below a list shows: how many rows fit the filter, what can be chosen, and the ways. No query where
    `columns` know already what can be chosen."""
    room, user = CHANGEABLE[name], request.user

    def values(key: str, choice: Choice) -> list[tuple[int, str]]:
        if columns is None:
            return choice.values(user)
        return columns.answer(f"{key} of {name}", user, lambda: choice.values(user))

    archived = is_archive(request.GET)
    ways = [(key, way) for key, way in room.ways.items() if way.on_archived == archived]
    return {
        "action": f"{reverse('interviews:change_many', args=[name])}{back}",
        "total": total,
        "choices": [
            (key, choice, values(key, choice), [one for one in ways if one[1].choice == key])
            for key, choice in room.choices.items()
            if not archived
        ],
        "ways": [one for one in ways if not one[1].choice],
        "merge": reverse("interviews:merge_choose", args=[name]) if name in KINDS and not archived else "",
        "noun": room.model._meta.verbose_name_plural,
    }


@require_POST
@researcher_required
def change(request: HttpRequest, of: str) -> HttpResponse:
    """Change the chosen rows, or all that the filter of the address leaves; the toast takes it back."""
    room = CHANGEABLE.get(of)
    way = room.ways.get(request.POST.get("act", "")) if room else None
    if room is None or way is None:
        raise Http404("There is no such change.")
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    back = came_from(request, reverse(f"interviews:{room.model.concept()}_list") + query)
    whole, seen = "all" in request.POST, read_rows(request.POST.getlist("row"))
    value, problem = chosen_value(request, room, way)
    if not seen and not whole:
        problem = "Choose at least one row."
    if problem:
        messages.error(request, f"Nothing changed. {problem}")
        return redirect(back)
    keys = list(room.keys(request)) if whole else list(seen)
    done = change_many(room.model, way, request.user, keys=keys, seen=None if whole else seen, value=value)
    names = way.counts or (room.model._meta.verbose_name, room.model._meta.verbose_name_plural)
    tell(request, way.verb, done, names, back)
    return redirect(back)


def came_from(request: HttpRequest, otherwise: str) -> str:
    """The page of ours that the form stood on, where it is not the list."""
    return page_of_ours(request, request.POST.get("next", "")) or otherwise


def chosen_value(request: HttpRequest, room: Changeable, way: Way) -> tuple[int | None, str]:
    """What was chosen for the change, and what is wrong with it."""
    if not way.choice:
        return None, ""
    choice, given = room.choices[way.choice], request.POST.get(way.choice, "")
    if choice.clearable and given == NONE:
        return None, ""
    known = {str(key): key for key, _ in choice.values(request.user)}
    return known.get(given), "" if given in known else f"Choose a {choice.label.lower()}."


def tell(request: HttpRequest, verb: str, done: Done, names: tuple[Any, Any], back: str) -> None:
    """Say how many changed and how many did not, with the way back; `names` of one and of several."""
    said = [f"{verb} {done.changed} {names[done.changed != 1]}"]
    if done.stale:
        said.append(f"{done.stale} {'was' if done.stale == 1 else 'were'} changed by somebody meanwhile and left as is")
    said += done.refused[:3]
    if len(done.refused) > 3:
        said.append(f"{len(done.refused) - 3} more could not be restored")
    undo = done.act.get_undo_url(back) if done.act.pk else ""
    level = messages.success if done.changed else messages.error
    level(request, ". ".join(said), extra_tags=undo)
