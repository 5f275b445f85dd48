"""Names are found however they are written."""

import unicodedata

import pytest

from interviews.naming import SOMEBODY, replacing_people

PEOPLE = [
    ("Zoë Müller", "‹1›"),
    ("Li Bo", "‹2›"),
    ("李伟", "‹3›"),
    ("MAREN HOLT", "‹4›"),
    ("김철수", "‹5›"),
    ("Hans Weiß", "‹6›"),
    ("प्रिया शर्मा", "‹7›"),
    ("Søren Wałęsa", "‹8›"),
    ("山田 太郎", "‹9›"),
    ("van de Ven", "‹10›"),
]


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("Zoe asked, ZOË answered, zoë müller left", "‹1› asked, ‹1› answered, ‹1› left"),
        ("Zoé and zoe muller, Zoey and zoe", "‹1› and ‹1›, Zoey and zoe"),
        ("Li and Bo like a limit, LIB and bo", "‹2› and ‹2› like a limit, LIB and bo"),
        ("今天李伟说没有", "今天‹3›说没有"),
        ("Maren, MAREN and maren holt, but maren", "‹4›, ‹4› and ‹4›, but maren"),
        ("김철수가 왔다", "‹5›가 왔다"),
        ("HANS WEISS, hans weiß and Weiß", "‹6›, ‹6› and ‹6›"),
        ("प्रिया बोली", "‹7› बोली"),
        ("Soren Walesa and SØREN", "‹8› and ‹8›"),
        ("山田さんと山田太郎", "‹9›さんと‹9›"),
        ("de facto, De Ven", "de facto, De ‹10›"),
        ("Write to zoe.muller@example.org, Zoe", "Write to ‹e-mail address›, ‹1›"),
    ],
)
def test_a_name_is_found_however_it_is_written(said, read):
    hide = replacing_people(PEOPLE)
    assert hide(said) == read
    assert hide(unicodedata.normalize("NFD", said)) == unicodedata.normalize("NFC", read)


def test_those_who_share_a_part_are_somebody_whatever_its_accents():
    hide = replacing_people([("Zoë Brandt", "‹1›"), ("Zoe Holt", "‹2›")])
    assert hide("Zoë, Zoe and Holt") == f"{SOMEBODY}, {SOMEBODY} and ‹2›"


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_masked_text_can_be_cut_where_the_stored_one_is(form):
    stored = unicodedata.normalize(form, "Olé, Zoë! Write to zoe.muller@example.org today.")
    masked = replacing_people(PEOPLE).masked(stored)
    at = stored.index("muller")
    assert masked.between(0, at).endswith(", ‹1›! Write to ‹e-mail address›")
    assert masked.between(at, len(stored)) == " today."
    for cut in range(len(stored) + 1):
        assert masked.between(0, cut) + masked.between(cut, len(stored)) == masked.text
