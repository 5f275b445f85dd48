"""Words that may not be shown are found in what somebody typed, and nothing else is touched."""

from hypothesis import given
from hypothesis import strategies as st

from discovery.pasted import GONE, without

SAYING = "I find out that a column is gone because the dashboard is empty at nine."


def test_the_whole_saying_goes():
    assert without(f"She said: {SAYING} So we looked.", [SAYING]) == f"She said: {GONE}. So we looked."


def test_six_words_in_a_row_go_and_five_stay():
    assert without("that a column is gone because", [SAYING]) == GONE
    assert without("that a column is gone", [SAYING]) == "that a column is gone"


def test_marks_capitals_and_lines_make_no_difference():
    typed = "Note: **I FIND**\n> out that, _a column_ is gone! Right?"
    assert without(typed, [SAYING]) == f"Note: **{GONE}! Right?"


def test_a_short_saying_goes_where_it_stands_whole():
    assert without("He is cold, cold coffee always, he says", ["Cold coffee always"]) == f"He is cold, {GONE}, he says"
    assert without("cold coffee", ["cold coffee"]) == "cold coffee"  # two words are everybody's


@given(st.text(), st.lists(st.text(max_size=40), max_size=4))
def test_any_text_is_read_and_none_grows_new_words(text, hidden):
    left = without(text, hidden)
    assert set(left.replace(GONE, "")) <= set(text)


@given(st.lists(st.sampled_from(["one", "two", "three", "four", "five", "six", "seven"]), min_size=6, max_size=12))
def test_no_run_of_six_is_left(words):
    saying = " ".join(words)
    assert GONE in without(f"before {saying} after", [saying])
    assert saying not in without(f"before {saying} after", [saying])


@given(st.text())
def test_without_anything_hidden_a_text_stays_as_it_is(text):
    assert without(text, []) == text
