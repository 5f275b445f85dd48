"""Weekly updates by mail, and the signed links that stand for a subscriber who is not signed in."""

from __future__ import annotations

import logging
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused
from typing import Any

from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from accounts import reading
from accounts.models import User

from .models import UpdateSubscription, WeeklyUpdate
from .update_reading import ReadUpdate, read

log = logging.getLogger(__name__)
AT_ONCE = 30  # mails that one request sends; the rest is sent by the next
FEED, LEAVE = "discovery.weekly_update.feed", "discovery.weekly_update.leave"
OF_ONE = (SMTPRecipientsRefused, SMTPDataError, ValueError)  # what is wrong with one mail, not with the server


def signed(purpose: str, user: Any, number: int = 0) -> str:
    """A key for an address that stands for `user`; another number makes it another key, none one that stays."""
    return signing.Signer(salt=purpose).sign(f"{user.pk}.{number}" if number else str(user.pk))


def read_key(purpose: str, key: str) -> tuple[User | None, int]:
    """The user that a key stands for, as long as they may sign in, and its number, 0 where it has none. Nobody, for a
    key we never made."""
    try:
        pk, _, number = signing.Signer(salt=purpose).unsign(key).partition(".")
    except signing.BadSignature:
        return None, 0
    return User.objects.active().filter(pk=int(pk)).first(), int(number or 0)


def feed_key(user: User) -> str:
    """The key in the address of their feed."""
    own = UpdateSubscription.objects.filter(user=user).first()
    return signed(FEED, user, own.feed_number if own else 1)


def reader_of_feed(key: str) -> User | None:
    """Whose feed it is; None for a key that was renewed since."""
    user, number = read_key(FEED, key)
    if user is None:
        return None
    own = UpdateSubscription.objects.filter(user=user).first()
    return user if number == (own.feed_number if own else 1) else None


def as_mail(update: WeeklyUpdate, base: str) -> tuple[ReadUpdate, str, str]:
    """The update with the body of its mail as text and as HTML, for whoever reads now. `base` is where we are reached,
    without a slash at its end; `{leave}` stands for the link of the subscriber."""
    told = read(update, base=base)
    context = {"told": told, "base": base, "url": base + update.get_absolute_url(), "leave": "{leave}"}
    text = render_to_string("discovery/email/weekly_update.txt", context)
    return told, text.strip() + "\n", render_to_string("discovery/email/weekly_update.html", context)


def message_to(user: User, made: tuple[ReadUpdate, str, str], base: str) -> EmailMultiAlternatives:
    """The mail for one subscriber, with their link to get no more of them."""
    told, text, html = made
    leave = base + reverse("discovery:weekly_update_unsubscribe", args=[signed(LEAVE, user)])
    headers = {"List-Unsubscribe": f"<{leave}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    subject = " ".join(f"{told.title}: {told.week}".split())
    message = EmailMultiAlternatives(subject, text.replace("{leave}", leave), to=[user.email], headers=headers)
    message.attach_alternative(html.replace("{leave}", leave), "text/html")
    return message


def send(update: WeeklyUpdate, base: str, *, again: bool = False) -> int:
    """Send mails of the update that wait, and with `again` those that were refused or never finished; says how many
    left. Each is taken in hand first, so that two who press the button at once send one. What a server refuses is
    written down at its mail."""
    wanted = update.mails.to_send(again=again).filter(user__is_active=True, user__update_subscription__by_mail=True)
    left = 0
    made: dict[bool, tuple[ReadUpdate, str, str]] = {}
    for one in list(wanted.select_related("user")[:AT_ONCE]) if update.is_published else ():
        if not one.take(again=again):
            continue
        with reading.by(one.user):
            names = reading.sees_names()
            if names not in made:
                made[names] = as_mail(update, base)
            problem = problem_with(message_to(one.user, made[names], base))
        one.settle(str(problem) or type(problem).__name__ if problem else "")
        left += problem is None
        if problem and not isinstance(problem, OF_ONE):
            break  # there is no server to talk to; the others wait for the next round
    return left


def problem_with(message: EmailMultiAlternatives) -> Exception | None:
    """Send it; what stood in the way, if anything."""
    try:
        message.send()
    except (SMTPException, OSError, ValueError) as problem:
        log.exception("A weekly update was not sent")
        return problem
    return None
