"""Words that stand in a text exactly as somebody said them."""

from hypothesis import given
from hypothesis import strategies as st

from interviews.verbatim import FEWEST, Typed, joined, opening_of

SAID = "I find out because the chat is on fire, at seven in the morning."


def found(text, said=SAID):
    return [text[start:end] for start, end in Typed(text).stretches(said)]


def test_words_are_found_whatever_the_marks_case_and_breaks():
    typed = "> I FIND out because\n> the *chat* is on fire – at seven in the morning!"
    assert found(f"She said:\n\n{typed}\n\nAnd so on.") == [typed[2:-1]]
    assert found("it's nobody’s job here, he said", "It’s nobody's job here") == ["it's nobody’s job here"]


def test_six_words_in_a_row_are_theirs_and_five_are_not():
    assert found("… the chat is on fire, at seven: so she said") == ["the chat is on fire, at seven"]
    assert found("I find out because the dog barks: the chat is on fire") == []


def test_a_few_words_are_nobodys():
    assert opening_of("It is slow") is None
    assert found("It is slow, it is slow", "It is slow") == []


def test_where_it_is_known_who_is_spoken_of_three_words_are_theirs():
    assert Typed("He is cold, cold coffee always, he says").stretches("Cold coffee always", FEWEST) == [(12, 30)]
    assert not Typed("cold coffee").stretches("cold coffee", FEWEST)  # two words are everybody's


def test_other_words_between_are_other_words():
    assert found("I find out because the whole chat is not on fire, at seven in a morning") == []
    assert found("", SAID) == []


def test_stretches_that_overlap_are_one():
    assert joined([(5, 9), (0, 6), (9, 12)]) == [(0, 9), (9, 12)]


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_is_found_in_itself(before, said):
    opening = opening_of(said)
    assert opening is None or -(2**63) <= opening < 2**63
    places = list(Typed(f"{before} {said}").stretches(said))
    assert bool(places) == (opening is not None)


@given(st.lists(st.sampled_from(["one", "two", "three", "four", "five", "six", "seven"]), min_size=6, max_size=12))
def test_all_of_a_saying_is_found_in_one_piece(words):
    saying = " ".join(words)
    assert saying in found(f"before {saying} after", saying)[0]
