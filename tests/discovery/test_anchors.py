"""Where the words of a comment stand in a text that was edited since."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discovery.anchors import Anchor, Found, find, marked, text_of

TEXT = "Loads fail at night. Nobody is told. In the morning nobody is told either, until a report is wrong."


def place(words, text=TEXT, key="problem", before="", after=""):
    return find(Anchor(key, words, before, after), ["problem"], [text])


def test_words_are_found_letter_by_letter_and_then_however_they_are_marked():
    assert place("Nobody is told") == Found(0, 21, 35)
    assert place("LOADS FAIL, at night") == Found(0, 0, 19)
    assert place("Nobody was told") is None


def test_what_stands_around_says_which_of_the_same_words_are_meant():
    second = place("nobody is told", before="In the morning ", after=" either, until")
    assert TEXT[second.start : second.end] == "nobody is told" and second.start > 40
    edited = "A new beginning. " + TEXT.replace("In the morning", "And in the early morning")
    again = place("nobody is told", edited, before="In the morning ", after=" either, until")
    assert edited[again.end :].startswith(" either")


def test_a_few_words_alone_are_not_taken_for_others():
    assert place("told", "It was told elsewhere.", before="Nobody is ", after=". In the") is None
    assert place("told", "Nobody is told. In the end.", before="Nobody is ", after=". In the") == Found(0, 10, 14)


def test_words_are_followed_into_another_section():
    keys, texts = ["problem", "solution"], ["Something else.", "Loads fail at night, we said."]
    assert find(Anchor("problem", "Loads fail at night"), keys, texts) == Found(1, 0, 19)


def test_a_whole_section_is_found_by_its_heading():
    assert find(Anchor("problem", ""), ["problem"], ["x"]) == Found(0)
    assert find(Anchor("risks", ""), ["problem"], ["x"]) is None


def test_words_are_marked_across_tags_and_where_they_overlap():
    html = '<p>One <em>two</em> three &amp; <a href="/x?a=1&amp;b=2" title="a &gt; b">four</a></p>'
    text = text_of(html)
    assert text == "One two three & four"
    html = marked(html, {1: (0, 7), 2: (4, 15)}, {1: "<a></a>"})
    assert text_of(html) == text
    assert '<mark class="passage" data-passages="1">One </mark>' in html
    assert '<em><mark class="passage" data-passages="1 2">two</mark><a></a></em>' in html
    assert '<mark class="passage" data-passages="2"> three &amp;</mark>' in html


@given(st.text(alphabet="ab <>&\"'", max_size=30), st.integers(0, 30), st.integers(0, 30))
def test_marking_changes_no_word(text, start, end):
    from html import escape

    html = f"<p>{escape(text)}</p>"
    assert text_of(marked(html, {1: (min(start, end), max(start, end))}, {})) == text


@pytest.mark.parametrize("words", ["", " ", "…", "\u0301"])
def test_words_without_a_letter_find_nothing_and_do_not_fail(words):
    assert find(Anchor("other", words), ["problem"], [TEXT]) is None
