"""Getting weekly updates: by mail, and as a feed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import reading
from accounts.access import reader
from accounts.models import User

from ..mailing import LEAVE, feed_key, read_key, reader_of_feed
from ..models import UpdateSubscription, WeeklyUpdate
from ..update_changes import changed_at
from ..update_reading import read
from .updates import base_of

IN_FEED = 5  # each is read from its sources; a feed reader keeps what came before


@require_safe
def weekly_update_subscription(request: HttpRequest) -> HttpResponse:
    """How somebody gets weekly updates, and the address of their feed."""
    user = reader(request)
    by_mail = UpdateSubscription.objects.filter(user=user, by_mail=True).exists()
    address = base_of(request) + reverse("discovery:weekly_update_feed_of", args=[feed_key(user)])
    context = {"by_mail": by_mail, "feed_url": address}
    return TemplateResponse(request, "discovery/weekly_update_subscription.html", context)


@require_POST
def weekly_update_subscribe(request: HttpRequest) -> HttpResponse:
    """Get updates by mail, or with `stop` no longer."""
    by_mail = "stop" not in request.POST
    UpdateSubscription.objects.update_or_create(user=reader(request), defaults={"by_mail": by_mail})
    words = "You get the next weekly update by mail." if by_mail else "You get no more weekly updates by mail."
    messages.success(request, words)
    return redirect("discovery:weekly_update_subscription")


@require_POST
def weekly_update_feed_renew(request: HttpRequest) -> HttpResponse:
    """Another address for the feed; the old one leads nowhere from now on."""
    own, _ = UpdateSubscription.objects.get_or_create(user=reader(request))
    own.feed_number += 1
    own.save(update_fields=["feed_number"])
    messages.success(request, "The address is a new one. The old one shows nothing any more.")
    return redirect("discovery:weekly_update_subscription")


@csrf_exempt  # asked by programs for mail, which have no page of ours; the signed key says who asks
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def weekly_update_unsubscribe(request: HttpRequest, key: str) -> HttpResponse:
    """Get no more mails, by the link in one of them. A look at the address changes nothing, for programs that check
    links look at all of them; a POST does, of a person or of a program for mail."""
    user, _ = read_key(LEAVE, key)
    if user is None:
        raise Http404
    if request.method == "POST":
        UpdateSubscription.objects.filter(user=user).update(by_mail=False)
    context = {"stopped": request.method == "POST", "address": user.email}
    return TemplateResponse(request, "discovery/weekly_update_unsubscribe.html", context)


class UpdatesFeed(Feed):
    """The latest updates as Atom, as `reader` may read them."""

    feed_type = Atom1Feed
    title = "Weekly updates"
    subtitle = "What we heard from the people who use our data, week by week."

    def __init__(self, base: str) -> None:
        self.base = base

    def link(self) -> str:
        return reverse("discovery:weekly_update_list")

    def items(self) -> Any:
        rows = WeeklyUpdate.objects.live().published().select_related("published_by")
        return [(update, read(update, base=self.base)) for update in rows[:IN_FEED]]

    def item_title(self, item: Any) -> str:
        return f"{item[1].title}: {item[1].week}"

    def item_description(self, item: Any) -> str:
        context = {"told": item[1], "base": self.base, "url": self.base + item[0].get_absolute_url(), "in_feed": True}
        return render_to_string("discovery/email/_weekly_update.html", context)

    def item_link(self, item: Any) -> str:
        return item[0].get_absolute_url()

    def item_pubdate(self, item: Any) -> Any:
        return item[0].published_at

    def item_updateddate(self, item: Any) -> Any:
        """A feed reader keeps the words it knows until this moves on."""
        return changed_at(item[1])

    def item_author_name(self, item: Any) -> str:
        return str(item[0].published_by or "Groundwork")


def feed_for(request: HttpRequest, user: User) -> HttpResponse:
    """The feed as `user` reads it. Nobody between us and them keeps it: words can be taken back."""
    with reading.by(user):
        answer = UpdatesFeed(base_of(request))(request)
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_safe
def weekly_update_feed(request: HttpRequest) -> HttpResponse:
    """The feed for whoever is signed in."""
    return feed_for(request, reader(request))


@login_not_required
@require_safe
def weekly_update_feed_of(request: HttpRequest, key: str) -> HttpResponse:
    """The feed for a program that cannot sign in: the key says whose it is."""
    user = reader_of_feed(key)
    if user is None:
        raise Http404
    return feed_for(request, user)
