"""Words that stand in a text exactly as somebody said them."""

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.verbatim import FEWEST, LEAST, RUN, SPAN, Typed, folded, joined, runs_of

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
    assert not runs_of("It is slow")
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
    runs = runs_of(said)
    assert all(-(2**63) <= run < 2**63 for run in runs)
    typed = Typed(f"{before} {said}")
    assert bool(typed.stretches(said)) == bool(runs) and runs <= typed.runs


@given(st.lists(st.sampled_from(["one", "two", "three", "four", "five", "six", "seven"]), min_size=6, max_size=12))
def test_all_of_a_saying_is_found_in_one_piece(words):
    saying = " ".join(words)
    assert saying in found(f"before {saying} after", saying)[0]


WORDS = st.lists(st.sampled_from(["again", "and", "another", "order", "whoever"]))


@given(st.data(), WORDS, WORDS, st.lists(st.text("abcde", min_size=1), min_size=RUN, max_size=30))
def test_a_run_from_anywhere_in_a_saying_is_found_by_the_index_and_in_the_text(data, before, after, said):
    first = data.draw(st.integers(0, len(said) - RUN))
    end = data.draw(st.integers(first + RUN, len(said)))
    typed = Typed(" ".join([*before, *said[first:end], *after]))
    assert runs_of(" ".join(said)) & typed.runs
    assert typed.stretches(" ".join(said))


@given(st.data(), st.lists(st.integers(0), min_size=RUN, max_size=30, unique=True))
def test_a_text_that_shares_fewer_words_in_a_row_holds_none_of_it(data, said):
    said = [f"word{number}" for number in said]
    first = data.draw(st.integers(0, len(said) - 1))
    few = said[first : first + RUN - 1]
    typed = Typed(" ".join(["before", *few, "between", *few, "after"]))
    assert not typed.stretches(" ".join(said))


@given(st.lists(st.text("abcde", min_size=1), min_size=LEAST, max_size=RUN))
def test_a_short_saying_is_found_whole(said):
    assert runs_of(" ".join(said)) & Typed(" ".join(["before", *said, "after"])).runs


def test_what_a_saying_is_found_by_grows_with_half_of_its_words():
    assert len(runs_of(SAID)) == (len(folded(SAID)) - 3) // 2 == 5


FRENCH = "Le café où nous étions n’a jamais reçu l'œuvre, ﬁnalement."
JAPANESE = "毎朝7時にSlackがアラートで燃えているので、障害に気づきます"
THAI = "เราเห็นว่าระบบล่มก็ต่อเมื่อแชทเต็มไปด้วยข้อความ"
KOREAN = "매일 아침 일곱 시에 채팅이 불타고 있어서 알게 됩니다"
HINDI = "हर सुबह सात बजे चैट में आग लगी रहती है तब पता चलता है"
SAYINGS = st.sampled_from([SAID, FRENCH, JAPANESE, THAI, KOREAN, HINDI])
FORMS = st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"])
UNSEEN = st.sampled_from(["", "", "", "\u00ad", "\u200b", "\u200d", "\ufeff", "\u2060"])
CASES = st.sampled_from([str.upper, str.lower, str.title, str])
BLANKS = st.sampled_from([" ", "\n", "\u00a0", " \t", "\r\n> "])


@given(st.data(), SAYINGS, FORMS, FORMS, CASES, BLANKS)
def test_a_saying_is_found_however_it_was_typed(data, saying, stored, pasted, case, blank):
    said = normalize(stored, saying)
    typed = case(normalize(pasted, saying)).replace("’", data.draw(st.sampled_from("’'‘"))).replace(" ", blank)
    typed = "".join(letter + data.draw(UNSEEN) for letter in typed)
    text = f"Été {typed}| and so on – ünd"
    assert runs_of(said) & Typed(text).runs
    [(start, end)] = Typed(text).stretches(said)
    assert start == len("Été ") and typed.rstrip(".\u00ad\u200b\u200d\ufeff\u2060").startswith(text[start:end][:-1])
    assert len(folded(text[start:end])) == len(folded(said))


@given(SAYINGS, st.text(st.characters(codec="utf-8"), max_size=40), st.text(max_size=40), FORMS)
def test_any_text_around_it_hides_no_saying(saying, before, after, form):
    text = normalize(form, f"{before}\n{saying}\n{after}")
    assert runs_of(saying) & Typed(text).runs and Typed(text).stretches(saying)


@given(st.data(), st.sampled_from(["毎朝チャットが燃えているので、障害に気づきます", THAI]))
def test_without_blanks_twelve_letters_in_a_row_are_theirs(data, saying):
    letters = folded(saying)
    first = data.draw(st.integers(0, len(letters) - RUN - SPAN + 1))
    typed = Typed(f"私は{''.join(letters[first : first + RUN + SPAN - 1])}と言う。")
    assert runs_of(saying) & typed.runs and typed.stretches(saying)
    fewer = Typed(f"私は{''.join(letters[first : first + RUN + SPAN - 2])}と言う。")
    assert not fewer.stretches(saying) or letters[first + RUN + SPAN - 2] == "と"  # the next one by chance


@pytest.mark.parametrize(
    "text",
    [
        "毎朝9時に会議がありますので、障害の報告を書きます",
        "システムが止まったことは、夜になってからわかりました",
        "เราไม่เคยเห็นรายงานในตอนเช้า",
        "Le café où nous allons n’a pas reçu",
        "",
    ],
)
def test_other_words_are_not_theirs(text):
    assert not any(Typed(text).stretches(said) for said in (FRENCH, JAPANESE, THAI, KOREAN, HINDI))


def test_a_place_is_that_of_the_text_as_it_was_typed():
    typed = normalize("NFD", f"Été ½ ﬁn: {FRENCH} Voilà")
    [(start, end)] = Typed(typed).stretches(FRENCH)
    assert typed[start:end] == normalize("NFD", FRENCH).rstrip(".")


def test_a_short_saying_without_blanks_stands_there_whole():
    assert not runs_of("とても遅いです、毎日") and runs_of("とても遅いです、毎朝です")  # nine letters, eleven
    assert found("彼は「とても遅いです、毎朝です」と", "とても遅いです、毎朝です") == ["とても遅いです、毎朝です"]
    assert found("とても遅いです、毎晩です", "とても遅いです、毎朝です") == []
