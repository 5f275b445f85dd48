"""Every page of the app that can be opened with the data at hand, found from the addresses themselves.

A new page is photographed and checked for accessibility without being listed anywhere: `pain_point_edit` is opened
with the first PainPoint. What needs more than that stands in FURTHER.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Model
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import Role, User


@dataclass(frozen=True)
class Sight:
    """A page worth looking at: `name` becomes the name of its picture."""

    name: str
    path: str


# Other sides of pages that are found by themselves.
FURTHER = [
    Sight("nothing-here", "/nothing-here/"),
    Sight("interviews-merge", "/merge/pain-points/?id=1&id=2"),
]


def sights(user: User, share: int = 0, of: int = 1) -> list[Sight]:
    """Every page that answers `user` with HTML; or one `share` `of` several, of which the others are not opened."""
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    found = [Sight(name.replace(":", "-"), path) for name, path in addresses()]
    return [sight for sight in found[share::of] if opens(client, sight.path)] + FURTHER[share::of]


def opens(client: Client, path: str) -> bool:
    """Whether the address gives a whole page of the app, not a file to keep or a mail as mail programs show it."""
    answer = client.get(path)
    is_mail = any("/email/" in (one.name or "") for one in answer.templates)
    if is_mail or answer.get("Content-Disposition", "").startswith("attachment"):
        return False
    return answer.status_code == 200 and "<!doctype html>" in answer.text if not answer.streaming else False


def addresses() -> Iterator[tuple[str, str]]:
    """Every named address that the data can fill."""
    for name, pattern in named(get_resolver().url_patterns):
        keys = list(pattern.pattern.regex.groupindex)
        row = first_row(name) if keys else None
        if not keys:
            yield name, reverse(name)
        elif row is not None and len(keys) == 1:
            yield name, reverse(name, args=[row.pk])


def first_row(name: str) -> Model | None:
    """The first row of the model that the name starts with."""
    space, _, words = name.rpartition(":")
    parts = words.split("_")
    for length in range(len(parts), 0, -1):
        label = "".join(parts[:length])
        if space and label in apps.get_app_config(space).models:
            return apps.get_model(space, label)._default_manager.order_by("pk").first()
    return None


def named(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every view of the site with its full name."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from named(pattern.url_patterns, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        else:
            yield f"{space}{pattern.name}", pattern


def somebody(role: Role) -> User:
    """A user of that role, made when the demo brought none."""
    user = User.objects.active().filter(role=role).first()
    return user or User.objects.create_user(f"{role}@example.org", full_name="Somebody", role=role)
