"""What a hypothesis lacks: golden examples for every rule, and none for a card that is whole."""

from dataclasses import replace

import pytest

from discovery.hints import Card, hints

WHOLE = Card(
    change="showing a producer who reads a table",
    cause="today nobody can see it",
    measure="broken loads a week",
    threshold="6 or less, for eight weeks",
    dated=True,
)


def said(card):
    return [(hint.field, hint.text) for hint in hints(card)]


def test_a_whole_card_has_no_hint():
    assert said(WHOLE) == []


def test_an_empty_card_lacks_everything_in_the_order_of_the_card():
    assert said(Card()) == [
        ("cause", "It does not say because."),
        ("measure", "It has no measure."),
        ("threshold", "It has no threshold."),
        ("decide_by", "It has no date."),
    ]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"cause": " "}, ["cause"]),
        ({"cause": "", "change": "asking readers, because a notice costs nothing"}, []),
        ({"change": "showing the readers and asking one of them"}, ["change"]),
        ({"change": "showing the readers and then asking one"}, ["change"]),
        ({"change": "showing the readers; asking one"}, ["change"]),
        ({"change": "a register of readers as well as a notice"}, ["change"]),
        ({"change": "showing readers and writers of a table"}, []),
        ({"change": "a search and filter that everybody knows"}, []),
        ({"change": "showing it;"}, []),
        ({"measure": ""}, ["measure"]),
        ({"measure": "broken loads and complaints"}, ["measure"]),
        ({"measure": "broken loads; complaints"}, ["measure"]),
        ({"measure": "broken loads + complaints"}, ["measure"]),
        ({"measure": "broken loads or late loads"}, ["measure"]),
        ({"measure": "broken loads on brands"}, []),
        ({"threshold": "  "}, ["threshold"]),
        ({"threshold": "fewer than before"}, ["threshold"]),
        ({"threshold": "half as many"}, []),
        ({"threshold": "none in two closes"}, []),
        ({"dated": False}, ["decide_by"]),
    ],
)
def test_each_rule_speaks_when_it_should_and_only_then(changes, expected):
    assert [field for field, _ in said(replace(WHOLE, **changes))] == expected
