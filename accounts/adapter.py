"""How allauth behaves in this house."""

import logging
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest

log = logging.getLogger(__name__)


class ClosedAdapter(DefaultAccountAdapter):
    """Nobody signs up on their own: admins invite."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_password_reset_mail(self, user: AbstractBaseUser, email: str, context: dict[str, Any]) -> None:
        """Send the link. A mail server that fails is told to whoever runs the app, not to whoever asked: the same page
        for every address keeps it a secret who has an account."""
        try:
            super().send_password_reset_mail(user, email, context)
        except (SMTPException, OSError):
            log.exception("The password link for user %s was not sent", user.pk)
