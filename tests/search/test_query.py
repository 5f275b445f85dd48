"""What people type becomes a tree, or is refused with a sentence and a place; nothing else ever happens."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.query import DEEPEST, LONGEST, MOST_WORDS, Both, Choice, Either, Query, Refused, Word, day_of, every, parse

KEYS = ("kind", "persona", "company", "since")


def word(*words: str, begins: bool = False) -> Word:
    return Word(words, begins)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("dashboard", word("dashboard")),
        ("Dashboard  EMPTY", Both((word("dashboard"), word("empty")))),
        ("café naïve", Both((word("cafe"), word("naive")))),
        ('"column is gone"', word("column", "is", "gone")),
        ("follow-up", word("follow", "up")),
        ("alert -slack", Both((word("alert"),), (word("slack"),))),
        ('alert -"on fire"', Both((word("alert"),), (word("on", "fire"),))),
        ("alert OR page", Either((word("alert"), word("page")))),
        ("alert | page", Either((word("alert"), word("page")))),
        ("or", word("or")),
        ("slow (alert OR page)", Both((word("slow"), Either((word("alert"), word("page")))))),
        ("slow -(alert OR page)", Both((word("slow"),), (Either((word("alert"), word("page"))),))),
        ("custom*", word("custom", begins=True)),
        ("12:04", word("12", "04")),
        ("https://example.org", word("https", "example", "org")),
        ("slow !!! -", word("slow")),
        ("a () b", Both((word("a"), word("b")))),
    ],
)
def test_words_become_a_tree(text, tree):
    assert parse(text, KEYS).tree == tree


def test_filters_stand_beside_the_tree():
    query = parse('slow kind:quote persona:"data engineer" Since:2026-01', KEYS)
    assert query.tree == word("slow")
    assert query.choices == (
        Choice("kind", "quote", 5),
        Choice("persona", "data engineer", 16),
        Choice("since", "2026-01", 40),
    )
    assert parse("kind:quote", KEYS) == Query(None, (Choice("kind", "quote", 0),))


def test_a_reference_is_the_record_and_the_words_that_name_it():
    query = parse("pp-131 slow PP-131", KEYS)
    assert query.references == ("PP-131",)
    assert word("pp", "131") in set(every(query.tree))


@pytest.mark.parametrize(
    ("text", "said", "at"),
    [
        ('slow "column is', "not closed", 5),
        ("slow (alert", "not closed", 5),
        ("slow)", "No bracket opens", 4),
        ("-slack", "what to look for", 0),
        ("alert OR", "between two words", 6),
        ("OR alert", "between two words", 0),
        ("alert OR -slack", "what to look for", 0),
        ("!!!", "no letter or number", 0),
        ("compny:Nordkap", "There are: kind:, persona:", 0),
        ("persona:", "Say what persona should be", 0),
        ("slow -kind:quote", "cannot be left out", 5),
        ("slow (kind:quote)", "cannot stand in brackets", 6),
        ("slow OR fast kind:quote", "holds for the whole search", 13),
        ("x" * (LONGEST + 1), "characters can be looked for", LONGEST),
        ("x " * (MOST_WORDS + 1), "words can be looked for", 2 * MOST_WORDS),
        ("(" * (DEEPEST + 1) + "x" + ")" * (DEEPEST + 1), "deep", DEEPEST),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_place(text, said, at):
    with pytest.raises(Refused, match=said) as refused:
        parse(text, KEYS)
    assert refused.value.at == at


def test_while_somebody_types_words_are_beginnings():
    query = parse("the dashb", KEYS, typing=True)
    assert query.tree == Both((word("the"), word("dashb", begins=True)))
    assert not query.unfinished
    assert parse("dashboard em", KEYS, typing=True).unfinished == "em"
    assert parse("dashboard em ", KEYS, typing=True).tree == Both((word("dashboard", begins=True), word("em")))


@pytest.mark.parametrize(
    "text", ['"column is', "(alert", "slow)", "-slack", "alert OR", "OR", "persona:", "x OR -", "!"]
)
def test_what_is_not_finished_is_forgiven_while_somebody_types(text):
    parse(text, KEYS, typing=True)


@pytest.mark.parametrize(
    ("value", "day"),
    [("2026", (2026, None, None)), ("2026-01", (2026, 1, None)), ("2026-1-31", (2026, 1, 31)), ("soon", None)],
)
def test_days_are_years_months_or_days(value, day):
    assert day_of(value) == day


# The marks of the language more often than in any other text.
TYPED = st.lists(
    st.one_of(
        st.sampled_from(["(", ")", "-", '"', "OR", "|", "*", ":", " ", "kind:", "persona:", "nokey:", "PP-131", "a"]),
        st.text(max_size=8),
    ),
    max_size=40,
).map("".join)


@given(text=TYPED, typing=st.booleans())
@example(text="-(a", typing=True)
@example(text="(OR)", typing=True)
def test_any_text_is_read_or_refused(text, typing):
    try:
        query = parse(text, KEYS, typing=typing)
    except Refused as refused:
        assert 0 <= refused.at <= len(text)
        assert refused.message.endswith(".")
    else:
        if query.tree is not None:
            assert all(one.words and all(one.words) for one in every(query.tree))
            assert all(one.isalnum() for word in every(query.tree) for one in word.words)
