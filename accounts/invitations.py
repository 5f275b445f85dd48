"""Lets an invited colleague set a first password by a link, the same kind that a forgotten password gets."""

import logging
from smtplib import SMTPException

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.http import HttpRequest
from django.urls import reverse

from accounts.models import User

log = logging.getLogger(__name__)


def password_link(user: User, request: HttpRequest) -> str:
    """Return the address where `user` sets a password; it works once and for three days."""
    key = default_token_generator.make_token(user)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
    return request.build_absolute_uri(path)


def invite(user: User, request: HttpRequest) -> bool:
    """Send `user` their link; False when the mail server did not take it."""
    context = {"person": user, "inviter": request.user, "link": password_link(user, request)}
    try:
        get_adapter().send_mail("accounts/email/invitation", user.email, context)
    except (SMTPException, OSError):
        log.exception("The invitation for user %s was not sent", user.pk)
        return False
    return True
