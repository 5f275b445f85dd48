"""Addresses of merged records lead to the record that took over."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from ..models import Mergeable, standing_for

View = Callable[..., HttpResponse]


def leads_to_survivor(model: type[Mergeable]) -> Callable[[View], View]:
    """Where the page of a record is absent because it was merged, redirect for good to the one that survived."""

    def decorate(view: View) -> View:
        @wraps(view)
        def found(request: HttpRequest, pk: int, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                return view(request, pk, *args, **kwargs)
            except Http404:
                readable = model.objects.visible_to(request.user).exclude(pk=pk)
                survivor = readable.filter(standing_for(model, [pk])).first()
                if survivor is None:
                    raise
                return redirect(survivor, permanent=True)

        return found

    return decorate
