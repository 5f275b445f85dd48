"""allauth's forms with the status of this house: what is refused answers 422, with what was typed and what is wrong."""

from typing import Any

from allauth.account import views as allauth
from django.forms import BaseForm
from django.http import HttpResponse


class Refusing:
    """Answers 422 to an invalid form where allauth answers 200."""

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        answer: Any = super().form_invalid(form)
        if answer.status_code == 200:
            answer.status_code = 422
        return answer


class PasswordChangeView(Refusing, allauth.PasswordChangeView):
    """A new password for somebody who knows the old one."""

    template_name = "accounts/password_change.html"
    success_url = "/accounts/profile/"


class PasswordSetView(Refusing, allauth.PasswordSetView):
    """A first password for somebody who is signed in without one."""

    template_name = "accounts/password_change.html"
    success_url = "/accounts/profile/"


class PasswordResetView(Refusing, allauth.PasswordResetView):
    """Asks where a link should go to."""

    template_name = "accounts/password_reset.html"


class PasswordResetFromKeyView(Refusing, allauth.PasswordResetFromKeyView):
    """A password by link."""

    template_name = "accounts/password_reset_from_key.html"
