"""Coming in: first run, sign-in (allauth does the work) and the demo entrance."""

from typing import Any

from allauth.account.views import LoginView
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import before_setup, demo_open, page_of_ours
from accounts.demo import demo_user
from accounts.forms import SetupForm
from accounts.models import Role, User
from accounts.views.refusing import Refusing

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class SignInView(Refusing, LoginView):
    """allauth's sign-in with our page, which shows the demo entrance where there is one."""

    template_name = "accounts/login.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        demo_roles = list(Role) if demo_open(self.request) else []
        return super().get_context_data(**context, demo_roles=demo_roles)


@login_not_required
@before_setup
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def setup(request: HttpRequest) -> HttpResponse:
    """Create the first admin; the page is gone once there is a user."""
    if User.objects.exists():
        raise Http404("Groundwork is set up.")
    form = SetupForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "accounts/setup.html", {"form": form}, status=422 if form.is_bound else 200)
    admin = User.objects.create_first_admin(**form.cleaned_data)
    if admin is None:
        raise Http404("Somebody else was quicker.")
    login(request, admin, backend=BACKEND)
    return redirect("/")


@login_not_required
@before_setup
@require_POST
def demo(request: HttpRequest) -> HttpResponse:
    """Sign in as the demo user of the role asked for, where the demo entrance is open."""
    if not demo_open(request):
        raise Http404("There is no demo entrance here.")
    if request.POST.get("role") not in Role.values:
        return render(request, "400.html", {"reason": "role is viewer, researcher or admin."}, status=400)
    with transaction.atomic():
        user = demo_user(Role(request.POST["role"]))
    login(request, user, backend=BACKEND)
    return redirect(safe_next(request))


def safe_next(request: HttpRequest) -> str:
    """Where to go on to: the page asked for when it is one of ours, else home."""
    return page_of_ours(request, request.POST.get("next", "")) or "/"
