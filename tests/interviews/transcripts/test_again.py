"""Where words stand in a corrected file. Whatever was corrected around them, words that are still there are found."""

from hypothesis import given
from hypothesis import strategies as st

from interviews.transcripts.again import Place, Words, align

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


def test_what_was_corrected():
    old = [("Ada", "What broke?"), ("Bo", "A lode broke at night."), ("Bo", "Hm."), ("Ada", "Why?")]
    new = [("Ada", "What broke?"), ("Bo", "A load broke at night."), ("Ada", "Why?"), ("Bo", "Nobody knows.")]
    line = align(old, new)
    assert (line.same, line.changed, line.added, line.removed) == (2, 1, 1, 1)
    assert line.became == (0, 1, None, 2)
