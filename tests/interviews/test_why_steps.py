"""The five whys as a page draws them: every list that is opened is closed, in the shape of the tree."""

from dataclasses import dataclass
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from interviews.why_steps import steps


@dataclass(frozen=True)
class Row:
    pk: int
    parent_id: int | None


class Nesting(HTMLParser):
    """Reads drawn lists back: the parent of every item; fails on a tag that does not fit."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, int | None]] = []
        self.parents: dict[int, int | None] = {}

    def handle_starttag(self, tag, attrs):
        pk = int(dict(attrs)["id"]) if tag == "li" else None
        if pk is not None:
            items = [item for _, item in self.open if item is not None]
            self.parents[pk] = items[-1] if items else None
        self.open.append((tag, pk))

    def handle_endtag(self, tag):
        assert self.open.pop()[0] == tag


def draw(rows):
    html = ""
    for step in steps(rows):
        html += ("<ol>" if step.opens else "") + f'<li id="{step.why.pk}">'
        html += "".join("</li></ol>" if ends_list else "</li>" for ends_list in step.closes)
    return html


@st.composite
def trees(draw_from):
    parents = [
        draw_from(st.one_of(st.none(), st.integers(1, pk - 1))) if pk > 1 else None
        for pk in range(1, draw_from(st.integers(1, 30)) + 1)
    ]
    return [Row(pk, parent) for pk, parent in enumerate(parents, 1)]


@given(trees())
def test_the_drawn_lists_have_the_shape_of_the_tree(rows):
    reader = Nesting()
    reader.feed(draw(rows))
    assert reader.open == []
    assert reader.parents == {row.pk: row.parent_id for row in rows}


@given(trees())
def test_answers_keep_their_order(rows):
    order = [step.why.pk for step in steps(rows)]
    siblings = {row.parent_id for row in rows}
    for parent in siblings:
        own = [row.pk for row in rows if row.parent_id == parent]
        assert [pk for pk in order if pk in own] == own


def test_a_chain_of_a_thousand_whys_is_drawn():
    rows = [Row(pk, pk - 1 or None) for pk in range(1, 1001)]
    drawn = steps(rows)
    assert drawn[-1].depth == 1000
    assert len(drawn[-1].closes) == 1000


def test_a_why_whose_parent_is_hidden_stands_at_the_top():
    drawn = steps([Row(2, 1), Row(3, 2)])
    assert [(step.why.pk, step.depth) for step in drawn] == [(2, 1), (3, 2)]


def test_no_whys_draw_nothing():
    assert steps([]) == []
