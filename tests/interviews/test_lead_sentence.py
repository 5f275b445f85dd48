"""The lead quote of a mention stands in its sentence, where the transcript tells it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.hurts import rest_of_sentence


@pytest.mark.parametrize(
    ("text", "words", "before", "after"),
    [
        (
            "Well. I find out because Slack is on fire at seven. Every week.",
            "Slack is on fire",
            "I find out because ",
            " at seven.",
        ),
        ("Nobody adds their table.", "Nobody adds their table.", "", ""),
        ("Nobody adds their table. I don't.", "Nobody adds their table.", "", ""),
        ("no end in sight", "end", "no ", " in sight"),
        ("Really? Yes, and 🦉 too! No.", "🦉", "Yes, and ", " too!"),
        ("x" * 200 + " words " + "y" * 200, "words", "", ""),
    ],
)
def test_the_rest_of_the_sentence(text, words, before, after):
    start = text.index(words)
    assert rest_of_sentence(text, start, start + len(words)) == (before, after)


@given(st.text(min_size=1, max_size=80), st.data())
def test_it_is_always_a_stretch_of_the_text(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    before, after = rest_of_sentence(text, start, end)
    assert text[:start].endswith(before)
    assert text[end:].startswith(after)
