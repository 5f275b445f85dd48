"""Where words stand in a corrected file. Whatever was corrected around them, words that are still there are found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.transcripts import again
from interviews.transcripts.again import Place, Words, align, equal_turns

WORDS = [
    "we",
    "load",
    "at",
    "night",
    "nobody",
    "looks",
    "yes",
    "the",
    "table",
    "broke",
    "🙂",
    "naïve",
    "don’t",
    "A",
    "b",
]
TEXTS = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=7).map(" ".join), min_size=1, max_size=8)


def found(words, texts, near=0, among=None):
    return Words(texts).find(words, near, among or [True] * len(texts))


def cut(texts, places):
    return " ".join(texts[place.segment][place.start : place.end] for place in places)


@given(TEXTS, st.data())
def test_words_that_are_there_are_found_letter_by_letter(texts, data):
    whole = " ".join(texts).split()
    start = data.draw(st.integers(0, len(whole) - 1))
    words = " ".join(whole[start : data.draw(st.integers(start + 1, len(whole)))])
    places, exact = found(words, texts, data.draw(st.integers(0, len(texts) - 1)))
    assert exact
    assert cut(texts, places) == words


@given(TEXTS, st.data())
def test_case_and_punctuation_may_differ(texts, data):
    at = data.draw(st.integers(0, len(texts) - 1))
    if not any(map(str.isalnum, texts[at])):
        return
    typed = f"{texts[at].upper().replace(' ', ',  ')}?!"
    places, exact = found(typed, texts, at)
    assert places
    assert [word.upper() for word in cut(texts, places).split() if word != "🙂"] == [
        word.upper() for word in texts[at].split() if word != "🙂"
    ]
    assert exact == (cut(texts, places) == typed)


def test_the_nearest_of_several_places():
    texts = ["yes we load", "no", "yes we load", "so", "yes we load"]
    assert [found("we load", texts, near)[0][0].segment for near in range(5)] == [0, 0, 2, 2, 4]


def test_words_of_the_same_voice_go_first():
    assert found("we load", ["we load", "no", "we load"], 0, [False, True, True])[0] == [Place(2, 0, 7)]
    assert found("we load", ["we load", "no"], 1, [False, True])[0] == [Place(0, 0, 7)]


def test_words_that_are_gone():
    assert found("we load", ["we loaded", "at night"]) == ([], False)
    assert found("?!", ["we load"]) == ([], False)


@given(TEXTS, TEXTS)
def test_an_alignment_adds_up(old, new):
    line = align([("Ada", text) for text in old], [("Ada", text) for text in new])
    assert line.same + line.changed + line.added == len(new)
    assert line.same + line.changed + line.removed == len(old)
    assert [one for one in line.became if one is not None] == sorted({one for one in line.became if one is not None})


FEW = st.lists(st.sampled_from(["Yes.", "No.", "Hm.", "Why?", "It broke."]), max_size=30)


@given(FEW, FEW)
def test_equal_turns_are_equal_in_order_and_none_is_left_between_them(old, new):
    old, new = [("Ada", text) for text in old], [("Ada", text) for text in new]
    pairs = equal_turns(old, new)
    assert all(old[one] == new[other] for one, other in pairs)
    for side in zip(*pairs, strict=True):
        assert list(side) == sorted(set(side))
    before = (-1, -1)
    for one, other in [*pairs, (len(old), len(new))]:
        assert not set(old[before[0] + 1 : one]) & set(new[before[1] + 1 : other])
        before = one, other


@given(st.lists(st.sampled_from(["Yes.", "No.", "Hm."]), max_size=40), st.data())
def test_turns_that_were_only_added_leave_all_others_the_same(old, data):
    new = list(old)
    for number in range(data.draw(st.integers(0, 5))):
        new.insert(data.draw(st.integers(0, len(new))), f"Added {number}.")
    line = align([("Ada", text) for text in old], [("Ada", text) for text in new])
    assert (line.same, line.changed, line.removed) == (len(old), 0, 0)


@pytest.mark.parametrize("common", [1, 2, 7])
def test_a_long_transcript_of_words_that_come_all_the_time_is_matched_exactly(common):
    """Six thousand turns that stand more than once, in which one in fifty was corrected."""
    old = [("Ada", f"Yes {(n * n) % 11} {n % (common * 13)}.") for n in range(6_000)]
    new = [("Ada", "Corrected.") if n % 50 == 7 else turn for n, turn in enumerate(old)]
    line = align(old, new)
    assert line.same == 6_000 - 120
    assert all(line.became[n] == n for n in range(6_000) if n % 50 != 7)


def test_turns_without_landmarks_are_compared_in_parts_where_there_are_very_many(monkeypatch):
    monkeypatch.setattr(again, "MOST_AT_ONCE", 400)
    old = [("Ada", f"Yes {n % 3}.") for n in range(300)]
    new = [("Bo", "x"), *old[:150], ("Bo", "y"), ("Bo", "y"), *old[150:], ("Bo", "x")]
    pairs = equal_turns(old, new)
    assert all(old[one] == new[other] for one, other in pairs)
    assert len(pairs) > 200


def test_what_was_corrected():
    old = [("Ada", "What broke?"), ("Bo", "A lode broke at night."), ("Bo", "Hm."), ("Ada", "Why?")]
    new = [("Ada", "What broke?"), ("Bo", "A load broke at night."), ("Ada", "Why?"), ("Bo", "Nobody knows.")]
    line = align(old, new)
    assert (line.same, line.changed, line.added, line.removed) == (2, 1, 1, 1)
    assert line.became == (0, 1, None, 2)
