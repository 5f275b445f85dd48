"""Odd input everywhere: no address and no form answers anything but a page, a way on, or what is wrong and where."""

from collections.abc import Iterable, Iterator
from urllib.parse import unquote, urlencode

import pytest
from django import forms
from django.urls import Resolver404, resolve, reverse

from accounts import reading
from tests.addresses import SIGNED_IN, WRITERS
from tests.architecture.test_every_address import TABLE

ODD = (
    "-1",
    "9" * 30,
    "9" * 5000,
    "x",
    "a\x00b",
    "<script>alert(1)</script>",
    "مرحبا 🦉",
    "%_\\'\"",
    "ü" * 10_000,
    "0001-01-01",
    "9999-12-31",
)
# What an address may carry beside its path, by the end of its name.
LIST = ("q", "status", "after")
KEYS = {
    "interviews:interview_list": (
        *(*LIST, "study", "persona", "company", "person", "interviewer", "purpose", "since", "until"),
    ),
    "interviews:pain_point_list": (
        *(*LIST, "persona", "company", "role", "study", "tool", "code", "severity", "grounds", "addressed", "sort"),
        *("since", "until"),
    ),
    "interviews:code_new": ("under",),
    "interviews:interview_new": ("person", "text"),
    "interviews:quote_new": ("segment",),
    "interviews:transcript_read": ("dim",),
    "discovery:search": ("q", "kind", "persona", "company", "study", "since", "until", "after"),
    "_suggest": ("q",),
    "_similar": ("q", "title", "exclude", "interview", "participant", "mention"),
    "_used_in": ("find",),
    "_evidence": ("find",),
    "discovery:hypothesis_list": (*LIST, "stands", "owner", "persona", "view"),
    "discovery:hypothesis_map": ("q", "status", "stands", "owner", "persona"),
    "_list": LIST,
}
REFUSED = (400, 404, 409, 422)
# Keys that take any text: an odd one is not refused but looked for, so each is tried alone.
OF_TEXT = {"q", "role", "text", "title", "find"}


def queries() -> Iterator[str]:
    """Every key of every address with every odd value, once and repeated."""
    for one in TABLE:
        keys = next((keys for end, keys in KEYS.items() if one.name.endswith(end)), ())
        if not keys or one.rights not in (SIGNED_IN, WRITERS):
            continue
        with reading.with_names():
            address = reverse(one.name, kwargs=one.make())
        for key in OF_TEXT.intersection(keys):
            yield from (f"{address}?{urlencode({key: value})}" for value in ODD)
        chosen = [key for key in keys if key not in OF_TEXT]
        yield from (f"{address}?{urlencode(one)}" for one in in_turn(chosen))
        yield f"{address}?{urlencode([(key, value) for key in keys for value in ('x', '1', '1')])}"


def in_turn(keys: Iterable[str]) -> Iterator[dict[str, str]]:
    """Every key with every odd value once, all keys in each row."""
    for turn in range(len(ODD)):
        row = {key: ODD[(turn + place) % len(ODD)] for place, key in enumerate(keys)}
        if row:
            yield row


def test_an_odd_query_is_answered_or_refused_in_words(as_researcher, researcher):
    unexpected = {}
    for address in queries():
        answer = as_researcher.get(address)
        if answer.status_code not in (200, *REFUSED) or (answer.status_code == 400 and "<h1" not in answer.text):
            unexpected[address[:120]] = answer.status_code
        assert "<script>alert" not in answer.text, address
    assert not unexpected


def test_an_odd_key_is_nothing_there(as_admin, researcher):
    keys = ("0", "9" * 30, "9" * 5000, "-1", "x", "%00", "1%00")
    for one in {one.name: one for one in TABLE}.values():
        with reading.with_names():
            kwargs = one.make()
        if "pk" not in kwargs or not one.name.startswith(("interviews:", "discovery:", "accounts:")):
            continue
        pattern = reverse(one.name, kwargs={**kwargs, "pk": 424242})
        for path in (pattern.replace("424242", key) for key in keys):
            if leads_somewhere(path):
                assert as_admin.get(path).status_code in (404, 405), path
                assert as_admin.post(path).status_code in (404, 405), path


def leads_somewhere(path: str) -> bool:
    """Whether a view would be asked; an address of no view is a 404 without one."""
    try:
        resolve(unquote(path))
    except Resolver404:
        return False
    return True


# The log screen keeps every part it can, whatever the others are; it has tests of its own.
LOG = ("interviews:interview_new", "interviews:interview_log")
ELSEWHERE = ("interviews:journey_arrange",)  # a board whose forms go to the addresses of stages and placements
FORMS = [one for one in TABLE if one.rights == WRITERS and one.name not in LOG]


@pytest.mark.parametrize("address", FORMS, ids=lambda one: one.name)
def test_an_odd_value_in_a_form_is_kept_or_refused_at_its_field(address, as_researcher, researcher):
    with reading.with_names():
        path = reverse(address.name, kwargs=address.make()) + address.query
    shown = as_researcher.get(path)
    form = (shown.context or {}).get("form") or (shown.context or {}).get("link_form")
    if form is None or address.name in ELSEWHERE:
        pytest.skip("has forms of its own, tested where they are")
    sent = {bound.html_name: value for bound in form if (value := bound.value()) not in (None, "")}
    texts = [bound.html_name for bound in form if type(bound.field) is forms.CharField]
    others = [bound.html_name for bound in form if bound.html_name not in texts]
    for odd in (*(dict.fromkeys(texts, value) for value in ODD if texts), *in_turn(others)):
        answer = as_researcher.post(path, {**sent, **odd})
        said = {name: value[:20] for name, value in odd.items()}
        assert answer.status_code in (200, 302, *REFUSED), said
        if answer.status_code == 422 and answer.context.get("form"):
            assert answer.context["form"].errors, said
        assert "<script>alert" not in answer.text
