"""Every address, read by somebody who sees no names: nowhere does what was said or noted tell one."""

import re

import pytest
from django.urls import reverse

from interviews import models
from interviews.exports import sheet_names
from tests.architecture.test_nothing_hidden_is_shown import addresses, body
from tests.interviews.called import named_in_every_word

pytestmark = pytest.mark.django_db
NAME = re.compile(r"\bMaren\b|\bHolt\b|maren holt")


def test_no_address_tells_a_name_now_or_in_the_past(as_viewer, as_researcher, researcher):
    named_in_every_word(researcher)
    told = there()
    for model in (models.Interview, models.FollowUp, models.Quote):
        assert NAME.search(body(as_researcher.get(model.objects.first().get_history_url())))
    for address in ("/follow-ups/", "/export/mentions.csv", "/export/follow-ups.csv"):
        assert address in told and NAME.search(body(as_researcher.get(address))), address
    assert not named(as_viewer, told)


def there() -> list[str]:
    """Every address, and every list as a file."""
    files = [reverse("interviews:export_csv", args=[name]) for name in sheet_names()]
    return [*files, *(address for address, headers in addresses() if not headers)]


def named(client, addresses: list[str]) -> list[str]:
    """The addresses that tell the name, and with which words before it."""
    found = []
    for address in addresses:
        text = body(client.get(address))
        if hit := NAME.search(text):
            found.append(f"{address}: {text[max(hit.start() - 60, 0) : hit.end() + 20]!r}")
    return found
