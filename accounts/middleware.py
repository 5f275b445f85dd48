"""Asks every visitor who they are before a view runs."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, resolve_url

from accounts import reading
from accounts.access import demo_open
from accounts.models import User

Answer = Callable[[HttpRequest], HttpResponse]


class FirstRunMiddleware:
    """Sends every visitor to the first-run page while there is no user at all."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponseRedirect | None:
        if getattr(view, "works_before_setup", False) or request.user.is_authenticated or demo_open(request):
            return None
        return None if User.objects.exists() else redirect("setup")


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Requires sign-in on every view that is not marked otherwise.

    A script that saves in the background cannot follow a redirect to a form, so it is told 401 and where to sign in;
    the page then keeps what was typed and says so.
    """

    def handle_no_permission(self, request: HttpRequest, view_func: Callable[..., Any]) -> HttpResponseBase:
        if not asks_in_background(request):
            return super().handle_no_permission(request, view_func)
        answer = {"error": "signed_out", "message": "Sign in again. What you typed is kept.", "login": login_address()}
        response = JsonResponse(answer, status=401)
        response["HX-Trigger"] = "signed-out"
        response["HX-Reswap"] = "none"
        return response


class ReadingMiddleware:
    """Lets records know for the length of one request whether the reader sees names."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with reading.by(request.user if request.user.is_authenticated else None):
            return self.get_response(request)


def asks_in_background(request: HttpRequest) -> bool:
    """Whether a script asks, not a person who follows a link."""
    return request.headers.get("HX-Request") == "true" or "application/json" in request.headers.get("Accept", "")


def login_address() -> str:
    """Where to sign in."""
    return resolve_url(settings.LOGIN_URL)
