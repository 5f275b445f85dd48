"""Measures every page with the demo organisation: all that answer an admin, the biggest record of each kind first."""

from __future__ import annotations

import argparse
import json
import logging
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Any

import django

django.setup()

# The models can be imported only once Django is set up.
from django.apps import apps  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, models  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import URLPattern, URLResolver, get_resolver, reverse  # noqa: E402
from django.utils.text import slugify  # noqa: E402

from accounts.models import Role, User  # noqa: E402
from benchmarks.timing import surroundings, timed  # noqa: E402
from config.settling import settle  # noqa: E402
from discovery.mailing import LEAVE, feed_key, signed  # noqa: E402
from discovery.models import Document, DocumentVersion, Image  # noqa: E402
from interviews.exports import sheet_names  # noqa: E402
from interviews.merging import KINDS  # noqa: E402

RUNS = 7
GOAL = 300  # milliseconds
TRIES = 40  # records, until an address answers for one: not every interview has a transcript
SIGN_IN = "account_login"  # the empty page that all others are compared with
APPS = ("accounts", "interviews", "discovery")
# What a word in an address can be.
WORDS = {"of": sheet_names, "room": lambda: list(KINDS), "kind": lambda: Document.Kind.values}
# What a second word in an address can be, by what it counts.
BELOW_DOCUMENT = {"number": (DocumentVersion.objects.all(), "number"), "image": (Image.objects.all(), "pk")}
# What an address is asked, by how its name ends; without it there would be nothing to do.
ASKED = {
    "_suggest": "?q=da",
    "_similar": "?title=data",
    "quote_new": "?segment=1",
    "saved_view_new": "?of=pain-points",
    "discovery:search": "?q=pain*",
}


class Pages:
    """All that somebody who reads and writes everything can open."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.models = {slugify(one._meta.verbose_name_plural): one for app in APPS for one in own_models(app)}
        self.sizes: dict[type[models.Model], list[int]] = {}

    def addresses(self) -> Iterator[tuple[str, str]]:
        """The name and the address of everything that answers."""
        for name, pattern in named(get_resolver().url_patterns):
            if name.endswith("log_shell") or name.startswith("account_"):
                continue  # the same for everybody
            each = None if WORDS.keys() & pattern.pattern.converters.keys() else 1
            for address in islice(filter(self.answers, self.candidates(name, pattern)), each):
                yield name, address

    def candidates(self, name: str, pattern: URLPattern) -> Iterator[str]:
        """Where the view might answer, the biggest record first."""
        query = next((query for end, query in ASKED.items() if name.endswith(end)), "")
        match list(pattern.pattern.converters):
            case []:
                yield reverse(name) + query
            case ["pk"]:
                model = self.model_of(name, str(pattern.pattern))
                for pk in self.biggest(model)[:TRIES] if model else ():
                    yield reverse(name, args=[pk]) + query
            case ["pk", word] if word in BELOW_DOCUMENT:
                rows, column = BELOW_DOCUMENT[word]
                for keys in rows.order_by(f"-{column}").values_list("document", column)[:TRIES]:
                    yield reverse(name, args=keys)
            case ["key"]:
                for user in User.objects.active()[:1]:
                    yield reverse(name, args=[feed_key(user) if "feed" in name else signed(LEAVE, user)])
            case [word] if word in WORDS:
                for value in WORDS[word]():
                    yield reverse(name, args=[value]) + query

    def model_of(self, name: str, path: str) -> type[models.Model] | None:
        """What the address is about, by its path, else by how the name of the view begins."""
        room = path.split("/<int:pk>")[0].rpartition("/")[2]
        noun = name.rpartition(":")[2].rpartition("_")[0]
        by_noun = {slugify(one._meta.verbose_name).replace("-", "_"): one for one in self.models.values()}
        return self.models.get(room) or by_noun.get(noun)

    def answers(self, address: str) -> bool:
        return self.client.get(address).status_code == 200

    def biggest(self, model: type[models.Model]) -> list[int]:
        """The keys of live rows, those first at which most other rows point."""
        if model not in self.sizes:
            pointing: Counter[int] = Counter()
            for link in model._meta.related_objects:
                rows = link.related_model._base_manager.order_by()
                pointing.update(row[link.field.name] for row in rows.values(link.field.name).iterator())
            live = model._default_manager.all()
            live = live.live() if hasattr(live, "live") else live
            keys = live.order_by("pk").values_list("pk", flat=True)
            self.sizes[model] = sorted(keys, key=lambda pk: -pointing[pk])
        return self.sizes[model]

    def get(self, address: str) -> None:
        answer = self.client.get(address)
        if answer.streaming:
            b"".join(answer.streaming_content)


def fill() -> None:
    """Build the demo organisation in an empty database."""
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    call_command("demo")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def signed_in() -> Client:
    """The browser of somebody who may open everything."""
    client = Client()
    user = User.objects.create_user("bench@example.org", full_name="Bench", role=Role.ADMIN)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def own_models(app: str) -> Iterator[type[models.Model]]:
    return apps.get_app_config(app).get_models()


def named(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every view of the site with its full name."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from named(pattern.url_patterns, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        else:
            yield f"{space}{pattern.name}", pattern


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--only", default="", help="Measure only addresses whose name holds this.")
    asked = parser.parse_args()
    logging.disable(logging.WARNING)  # that an address does not answer is asked, not a mishap
    fill()
    pages, visitor = Pages(signed_in()), Client()
    settle()

    def empty() -> None:
        visitor.get(reverse(SIGN_IN))

    found = [(name, address) for name, address in pages.addresses() if asked.only in name]
    measured = [timed(address, [lambda a=address: pages.get(a)] * RUNS, beside=empty) for _, address in found]
    measured.sort(key=lambda one: -one.p50)
    result: dict[str, Any] = {
        **surroundings(),
        "goal": GOAL,
        "measured": [asdict(one) for one in (timed("the sign-in page, signed out", [empty] * RUNS), *measured)],
        "above": [one.what for one in measured if one.p50 > GOAL],
    }
    asked.out.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
