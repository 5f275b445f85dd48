"""What every answer of Groundwork carries."""

from collections.abc import Callable

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers

Answer = Callable[[HttpRequest], HttpResponse]


class TwoFacesMiddleware:
    """Adds `Vary: HX-Request` to every page.

    One address gives a page or its part, so a cache between us and the browser must keep the two apart. It is
    added to all pages: a page that gains a part later must not be served from a cache that never heard of parts.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        patch_vary_headers(response, ["HX-Request"])
        return response


class ToastsMiddleware:
    """Adds what is to be said to the person to an answer that replaces part of a page.

    A full page shows its messages itself, also where htmx takes a part of it, and so does the page a redirect leads to.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        told = get_messages(request)
        if takes_toasts(request, response) and not told.used and (waiting := list(told)):
            context = {"messages": waiting, "oob": True}
            response.write(render_to_string("_parts/toasts.html", context, request=request))
        return response


def takes_toasts(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether the answer is a part of a page that htmx will put in place."""
    return (
        request.headers.get("HX-Request") == "true"
        and not response.streaming
        and response.status_code in (200, 201, 409, 422)
        and response.get("Content-Type", "").startswith("text/html")
        and not any(header in response for header in ("HX-Redirect", "HX-Location", "HX-Refresh"))
    )
