"""No page asks the database more when there is more of everything."""

import pytest
from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.pages import Pages
from tests.architecture.test_every_address import TABLE
from tests.budgets import BRACKETS
from tests.growing import World

# What answers only who wrote a comment, and what a recording or a file on its way is needed for.
LEFT_OUT = {"interviews:comment_edit", "interviews:log_shell"}
FEW = 2
# A part of a page that had nothing to show may come with a query of its own; a query for each row would be many.
NEW_PART = 1


def asked(client: Client, address: str) -> int:
    """How many queries a page asks."""
    reset_queries()  # the log holds only so many
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
        assert answer.status_code == 200, address
        if answer.streaming:
            b"".join(answer.streaming_content)
    return sum(not query["sql"].startswith(BRACKETS) for query in captured.captured_queries)


@pytest.mark.parametrize("who", ["researcher", "viewer"])
def test_no_page_asks_more_when_there_is_more(who, client_for, researcher, viewer):
    world = World(researcher)
    world.grow(FEW)
    reader = {"researcher": researcher, "viewer": viewer}[who]
    client = client_for(reader)
    pages = dict(Pages(client).addresses())
    open_to_them = {
        one.name for one in TABLE if getattr(one.rights, who) == 200 and not one.name.startswith("account_")
    }
    assert not open_to_them - pages.keys() - LEFT_OUT
    few = {address: asked(client, address) for address in pages.values()}
    world.grow(9 * FEW)
    first = {address: asked(client, address) for address in pages.values()}
    suspects = [address for address, many in first.items() if many > few[address] + NEW_PART]
    more = {address: asked(client, address) for address in suspects}
    grown = [
        f"{address}: {few[address]} queries, then {many}"
        for address, many in more.items()
        if many > few[address] + NEW_PART
    ]
    assert not grown, "\n".join(grown)
