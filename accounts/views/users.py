"""Who may come in: list, invite, change. Admins only."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import admin_required
from accounts.alphabet import Alphabetical
from accounts.forms import InviteForm, UserForm
from accounts.invitations import invite, password_link
from accounts.models import User


@require_safe
@admin_required
def user_list(request: HttpRequest) -> HttpResponse:
    """List everybody who has or had access."""
    users = User.objects.order_by("-is_active", Alphabetical("full_name"), "id")
    return render(request, "accounts/user_list.html", {"users": users})


@require_http_methods(["GET", "HEAD", "POST"])
@admin_required
def user_new(request: HttpRequest) -> HttpResponse:
    """Invite a colleague: they get a link to set a password."""
    form = InviteForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        user = form.save()
        sent = invite(user, request)
        messages.success(request, f"Invited {user}" if sent else "The e-mail did not leave. Pass on the link below.")
        return redirect("accounts:user_edit", user.pk)
    return render(request, "accounts/user_new.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@admin_required
def user_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change somebody's role or take their access away; the last admin stays one."""
    with transaction.atomic():
        list(User.objects.admins().select_for_update())  # two admins must not demote each other at once
        user = get_object_or_404(User, pk=pk)
        form = UserForm(request.POST if request.method == "POST" else None, instance=user)
        if form.attempt(request.user):
            messages.success(request, f"Saved {user}")
            return redirect("accounts:user_list")
    link = "" if user.has_usable_password() or not user.is_active else password_link(user, request)
    context = {"form": form, "person": user, "link": link}
    return render(request, "accounts/user_edit.html", context, status=form.status)
