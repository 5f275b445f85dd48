"""Who may come in: marks and checks for views."""

from collections.abc import Callable
from functools import wraps
from ipaddress import ip_address
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.http.request import split_domain_port
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.models import User

View = TypeVar("View", bound=Callable[..., Any])


def reader(request: HttpRequest) -> User:
    """Whoever asks; nobody comes this far without having signed in."""
    if not isinstance(request.user, User):
        raise PermissionDenied("Sign in first.")
    return request.user


def before_setup(view: View) -> View:
    """Mark a view that answers while nobody has been set up yet."""
    view.works_before_setup = True
    return view


def researcher_required(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Refuse (403) everyone who may only read."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        require_researcher(request)
        return view(request, *args, **kwargs)

    return checked


def admin_required(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Refuse (403) everyone who may not manage people."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_admin_role:
            raise PermissionDenied("Only admins may do this.")
        return view(request, *args, **kwargs)

    return checked


def require_researcher(request: HttpRequest) -> None:
    """Refuse (403) somebody who may only read; for views where only some methods write."""
    if not request.user.can_write:
        raise PermissionDenied("Viewers read. Ask an admin for the researcher role to log and edit.")


def page_of_ours(request: HttpRequest, address: str) -> str:
    """The address to go on to that somebody sent, where it is a path of this site; else nothing."""
    path = address.strip()
    # without a slash before it Django takes an address for the name of one
    ours = path.startswith("/") and url_has_allowed_host_and_scheme(path, None, require_https=request.is_secure())
    return path if ours else ""


def demo_open(request: HttpRequest) -> bool:
    """Whether the demo entrance exists for this visitor: DEMO=1, and both ends of the connection are this computer.

    A forwarded request is refused even when the proxy runs here, because its visitor is somewhere else.
    """
    if not settings.DEMO or any(name in request.META for name in ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED")):
        return False
    host = split_domain_port(request.get_host())[0].strip("[]")
    return is_loopback(request.META.get("REMOTE_ADDR", "")) and (host == "localhost" or is_loopback(host))


def is_loopback(address: str) -> bool:
    """Whether `address` is this computer's own."""
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
