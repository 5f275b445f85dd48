"""What can be begun from the palette by typing it, and what the palette says of a query that makes no sense."""

import pytest
from django.urls import reverse

from discovery.beginnings import ALL, begun
from tests.discovery.test_search import kinds_in, palette
from tests.factories import discovery as decided

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "offered", "meant"),
    [
        ("column is gone", [("pain point", "column is gone")], False),
        ("new pain point Backfills are manual", [("pain point", "Backfills are manual")], True),
        ("New Hypothesis: readers should be told", [("hypothesis", "readers should be told")], True),
        ("add a document “Schema notices”", [("document", "Schema notices")], True),
        ("new interview", [("interview", "")], True),
        ("new person Maya", [("person", "Maya")], True),
        ("new persona", [("persona", "")], True),
        ("new data", [("data check", ""), ("data product", "")], False),
        ("new columns appear", [("pain point", "new columns appear")], False),
        ("new interview with Maren", [("interview", "")], True),
        ("New journey: onboarding", [("journey", "")], True),
        ("add follow-up call Maren", [("follow-up", "")], True),
        ("new interviews are hard", [("pain point", "new interviews are hard")], False),
        ("newest hypothesis", [("pain point", "newest hypothesis")], False),
    ],
)
def test_what_is_typed_says_what_is_begun(typed, offered, meant):
    beginnings, is_meant = begun(typed)
    assert ([(one.label, one.title) for one in beginnings], is_meant) == (offered, meant)


@pytest.mark.parametrize("kind", ALL, ids=lambda one: one.label)
def test_what_is_begun_has_the_title_that_was_typed(as_researcher, as_viewer, kind):
    answer = palette(as_researcher, f"new {kind.label} Zebras “cross” here")
    assert f"New {kind.label}" in answer.text
    assert answer.text.index('id="hits-begin"') < answer.text.index('id="hits-do"')
    assert "Nothing you may see" not in answer.text
    opened = as_researcher.get(answer.context["beginnings"][0].url)
    assert opened.status_code == 200
    assert not kind.key or opened.context["form"][kind.key].value() == "Zebras “cross” here"
    assert reverse(kind.url_name) not in palette(as_viewer, f"new {kind.label} x").text


def test_a_title_in_the_address_is_cut_to_what_it_may_be(as_researcher):
    opened = as_researcher.get(reverse("discovery:hypothesis_new"), {"title": "x" * 3000 + "\0"})
    assert opened.status_code == 200 and len(opened.context["form"]["title"].value()) < 3000


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("zebra kind:foo", "There is no kind “foo”. There are: quote,"),
        ("kind:foo", "There is no kind “foo”. There are: quote,"),
        ('zebra "crossing the', "The quotation that begins here is not closed."),
        ("zebra (crossing", "The bracket that opens here is not closed."),
        ("zebra colour:red", "There is no filter colour: here."),
        ("zebra persona:nobody", "No persona is called “nobody”."),
    ],
)
def test_a_wrong_query_is_explained_while_it_is_typed(as_researcher, typed, said):
    decided.DocumentFactory(title="Zebra crossing the road")
    answer = palette(as_researcher, typed)
    assert answer.status_code == 200 and said in answer.text
    assert f'data-found="{said}'[:40] in answer.text, "said to whoever does not see it, too"
    assert "Nothing you may see" not in answer.text
    if not typed.startswith("kind") and "colour" not in typed:
        assert kinds_in(answer) == {"document": [answer.context["groups"][0][1][0].hits[0].url]}


def test_a_query_that_makes_sense_is_not_explained(as_researcher):
    for typed in ("", "zebra", 'zebra "crossing the"', "zebra kind:quote", "zebra since:2026-01"):
        assert not palette(as_researcher, typed).context["asked"].problems, typed
