"""One's own page: name, colours, shortcuts."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.forms import ProfileForm
from accounts.models import User


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Show and save what somebody may change about themselves."""
    mine = User.objects.get(pk=request.user.pk)  # not request.user: a refused form must not change the shell around it
    form = ProfileForm(request.POST if request.method == "POST" else None, instance=mine)
    if form.attempt(mine):
        messages.success(request, "Saved")
        return redirect("accounts:profile")
    return render(request, "accounts/profile.html", {"form": form}, status=form.status)
