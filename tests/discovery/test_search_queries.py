"""A search asks the database the same however much is found."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from discovery.models import DocumentPassage
from discovery.searchable import KINDS
from discovery.views.search import EACH
from interviews.models import Quote
from tests.budgets import budget
from tests.discovery.test_search import page, palette, tell
from tests.factories import discovery as decided
from tests.factories import interviews as made

pytestmark = pytest.mark.django_db


def test_a_search_asks_the_same_however_much_there_is(as_researcher, researcher):
    """Each kind, and comments on each kind of record."""

    def comment(quote):
        decided.PassageFactory()
        for about in ({"quote": quote}, {"interview": quote.interview}, {"passage": DocumentPassage.objects.last()}):
            made.CommentFactory(**{"pain_point": None, **about}, text="No zebra", created_by=researcher)

    asked = {
        "all kinds": lambda: page(as_researcher, "?q=zebra"),
        "the palette": lambda: palette(as_researcher, "zebra"),
    }
    for kind in KINDS:
        asked[f"kind {kind.name}"] = lambda name=kind.name: page(as_researcher, f"?q=zebra&kind={name}")
        asked[f"palette {kind.name}"] = lambda name=kind.name: palette(as_researcher, "zebra", name)
    for number in range(EACH):  # so many that there are others than those that are shown
        tell(researcher, f" {number}")
        comment(Quote.objects.order_by("pk").last())
    for ask in asked.values():  # what is put together once is there
        ask()
    before = {name: queries(ask) for name, ask in asked.items()}
    for number in range(EACH, EACH + 10):
        tell(researcher, f" {number}")
        comment(Quote.objects.order_by("pk").last())
    for name, ask in asked.items():
        assert queries(ask) <= before[name], name
    for name in ("all kinds", "the palette"):
        with budget(f"search, {name}"):
            asked[name]()
    with budget("search, one kind"):
        page(as_researcher, "?q=zebra&kind=comment")


def queries(ask) -> int:
    with CaptureQueriesContext(connection) as captured:
        ask()
    return len(captured)
