"""Every address, asked by every one of the cast: the tables in tests/addresses say what each gets."""

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts import reading
from tests.addresses import accounts, discovery, interviews

TABLE = [address for table in (accounts, interviews, discovery) for address in table.ADDRESSES]

# The only views that answer without sign-in; each for the reason beside it.
OPEN = {
    "interviews:log_shell",  # an empty screen, kept by the browser for the time without a server
    "interviews:service_worker",  # a script that browsers fetch on their own
    "healthz",  # asked by machines
    "setup",  # there is nobody to sign in as
    "accounts:demo",  # is a sign-in
    "discovery:weekly_update_feed_of",  # a program asks that cannot sign in; its key says whose feed it is
    "discovery:weekly_update_unsubscribe",  # the link in a mail; its key says whose mails end
    "account_login",
    "account_inactive",
    "account_logout",  # sends a visitor home
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
}


def named(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every view of the site with its full name."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from named(pattern.url_patterns, inner)
        else:
            yield f"{space}{pattern.name}", pattern


VIEWS = dict(named(get_resolver().url_patterns))


def test_every_view_has_a_line_and_every_line_a_view():
    assert set(VIEWS) == {address.name for address in TABLE}


def test_only_named_views_answer_without_sign_in():
    assert {name for name, pattern in VIEWS.items() if not getattr(pattern.callback, "login_required", True)} == OPEN


@pytest.mark.parametrize("address", TABLE, ids=lambda address: address.name)
def test_everybody_gets_what_the_table_says(address, client_for, admin, researcher, viewer, stranger):
    with reading.with_names():
        path = reverse(address.name, kwargs=address.make()) + address.query
    cast = {"visitor": None, "viewer": viewer, "stranger": stranger, "researcher": researcher, "admin": admin}

    got = {who: client_for(user).get(path).status_code for who, user in cast.items()}
    assert got == vars(address.rights), path
