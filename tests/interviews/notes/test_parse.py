"""What each line of the notes becomes."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from interviews.notes.parser import MARKS, Grounds, Kind, Line, marks_as_json, parse, render

TODAY = date(2026, 3, 11)  # a Wednesday
SIGNS = [sign for mark in MARKS for sign in mark.signs]

# Texts made of what the language is made of find more than random characters do.
PIECES = st.sampled_from(
    [*SIGNS, "\\", "<-", "---", "4", "5", " ", "  ", "\t", "\u00a0", ",", ":", "x", "Ünï", "😀", "\0"]
)
DATES = st.sampled_from(["today", "2026-12-01", "1 December", "friday", "next week", "in 3 days", "31.2.2026"])
TEXTS = st.one_of(st.lists(st.one_of(PIECES, DATES), max_size=8).map("".join), st.text(max_size=30))
ONE_LINE_TEXTS = TEXTS.map(lambda text: " ".join(text.replace("\r", "\n").split("\n")).strip())
NOTES = st.lists(TEXTS, max_size=12).map("\n".join)


def one(raw: str, today: date = TODAY) -> Line:
    (line,) = parse(raw, today=today)
    return line


@pytest.mark.parametrize(
    ("raw", "kind", "text"),
    [
        ("", Kind.BLANK, ""),
        (" \t\u00a0 ", Kind.BLANK, ""),
        ("Runs ingestion for 40 systems.", Kind.PROSE, "Runs ingestion for 40 systems."),
        ("'tis prose", Kind.PROSE, "'tis prose"),
        ("--", Kind.PROSE, "--"),
        ("--- not alone", Kind.PROSE, "--- not alone"),
        ("---", Kind.BREAK, ""),
        ("  ------ ", Kind.BREAK, ""),
        ("! Backfills are manual", Kind.PAIN, "Backfills are manual"),
        ("!Backfills", Kind.PAIN, "Backfills"),
        ("\t! Backfills\u00a0", Kind.PAIN, "Backfills"),
        ("~ Hourly cron", Kind.WORKAROUND, "Hourly cron"),
        ("? They do not know", Kind.WHY, "They do not know"),
        ("= On call", Kind.RESPONSIBILITY, "On call"),
        ("> Fewer nights", Kind.GOAL, "Fewer nights"),
        (r"\! not a pain", Kind.PROSE, "! not a pain"),
        (r"\\! with a backslash", Kind.PROSE, r"\! with a backslash"),
        (r"\--- ", Kind.PROSE, "---"),
        (r"\\server\share", Kind.PROSE, r"\\server\share"),
    ],
)
def test_the_mark_gives_a_line_its_kind(raw: str, kind: Kind, text: str) -> None:
    line = one(raw)
    assert (line.kind, line.text, line.raw) == (kind, text, raw)


@pytest.mark.parametrize(
    ("raw", "text", "severity"),
    [
        ("! Backfills are manual 4", "Backfills are manual", 4),
        ("! Backfills are manual\u00a0 1 ", "Backfills are manual", 1),
        (r"! Three of \4", "Three of 4", None),
        (r"! A literal \\4", r"A literal \4", None),
        ("! 4", "4", None),
        (r"! \4", "4", None),
        ("! Loads fail 0", "Loads fail 0", None),
        ("! Loads fail 6", "Loads fail 6", None),
        ("! Loads fail 45", "Loads fail 45", None),
        ("! Python3", "Python3", None),
        (r"! C:\4", r"C:\4", None),
        ("! Only 3 4", "Only 3", 4),
        ("!", "", None),
    ],
)
def test_a_number_at_the_end_of_a_pain_is_its_severity(raw: str, text: str, severity: int | None) -> None:
    line = one(raw)
    assert (line.text, line.severity) == (text, severity)


@pytest.mark.parametrize("opening", list('"“”„«»‟＂'))
@pytest.mark.parametrize("closing", ["", *'"“”„«»‟＂'])
def test_every_double_quote_mark_opens_a_quote_and_the_closing_one_is_dropped(opening: str, closing: str) -> None:
    line = one(f"{opening}It went wrong. {closing}")
    assert (line.kind, line.text) == (Kind.QUOTE, "It went wrong.")


@pytest.mark.parametrize(
    ("raw", "text", "grounds", "source", "needs_source"),
    [
        ("? x", "x", Grounds.STATED, "", False),
        ("? x <- y", "x <- y", Grounds.STATED, "", False),
        ("??x", "x", Grounds.INTUITION, "", False),
        ("? ?x", "?x", Grounds.STATED, "", False),
        ("?! x <- select 1 <- 2", "x", Grounds.CONFIRMED, "select 1 <- 2", False),
        ("?! x", "x", Grounds.STATED, "", True),
        ("?! x <-", "x", Grounds.STATED, "", True),
        (r"?! x \<- y <- z", "x <- y", Grounds.CONFIRMED, "z", False),
    ],
)
def test_a_why_says_how_we_know(raw: str, text: str, grounds: Grounds, source: str, needs_source: bool) -> None:
    line = one(raw)
    assert (line.text, line.grounds, line.source, line.needs_source) == (text, grounds, source, needs_source)


def test_tools_are_names_between_commas_each_once() -> None:
    assert one("# Airflow, dbt,, AIRFLOW , Straße, STRASSE").names == ("Airflow", "dbt", "Straße")
    assert not one("# , ").makes_record


@pytest.mark.parametrize(
    ("raw", "text", "due"),
    [
        ("@ 2026-12-01 send the deck", "send the deck", date(2026, 12, 1)),
        ("@ 1.12.2026: send", "send", date(2026, 12, 1)),
        ("@ 1 December send", "send", date(2026, 12, 1)),
        ("@ 3rd Feb send", "send", date(2027, 2, 3)),
        ("@ Dec 1 send", "send", date(2026, 12, 1)),
        ("@ Sept 1, 2027 - send", "send", date(2027, 9, 1)),
        ("@ TODAY send", "send", date(2026, 3, 11)),
        ("@ tomorrow send", "send", date(2026, 3, 12)),
        ("@ friday send", "send", date(2026, 3, 13)),
        ("@ Wednesday send", "send", date(2026, 3, 18)),
        ("@ next week, send", "send", date(2026, 3, 16)),
        ("@ next month send", "send", date(2026, 4, 1)),
        ("@ in 1 day send", "send", date(2026, 3, 12)),
        ("@ in 3 weeks send", "send", date(2026, 4, 1)),
        ("@ in 11 months send", "send", date(2027, 2, 11)),
        ("@ 2026-02-31 send", "2026-02-31 send", None),
        ("@ 29 February send", "29 February send", None),
        ("@ 0 March send", "0 March send", None),
        ("@ in 9999 months send", "send", date(2859, 6, 11)),
        ("@ Fridays are bad", "Fridays are bad", None),
        ("@ Friday's deck", "Friday's deck", None),
        (r"@ \tomorrow is a film", "tomorrow is a film", None),
        ("@ friday", "", date(2026, 3, 13)),
    ],
)
def test_a_date_at_the_start_of_a_follow_up_is_when_it_is_due(raw: str, text: str, due: date | None) -> None:
    line = one(raw)
    assert (line.kind, line.text, line.due) == (Kind.FOLLOW_UP, text, due)


def test_a_month_later_is_the_last_day_where_the_month_is_shorter() -> None:
    assert one("@ in 1 month x", today=date(2026, 1, 31)).due == date(2026, 2, 28)
    assert one("@ next month x", today=date(2026, 12, 31)).due == date(2027, 1, 1)
    assert one("@ 29 February x", today=date(2027, 5, 1)).due == date(2028, 2, 29)
    assert one("@ tomorrow x", today=date.max).text == "tomorrow x"


def owners(text: str) -> list[tuple[int | None, int | None, int]]:
    return [(line.pain, line.parent, line.depth) for line in parse(text, today=TODAY)]


def test_quotes_and_workarounds_belong_to_the_pain_above_until_the_scope_ends() -> None:
    assert owners('" a\n! p\n" b\nprose\n~ c\n---\n" d\n!\n" e') == [
        (None, None, 0),
        (None, None, 0),
        (2, 2, 0),
        (None, None, 0),
        (2, 2, 0),
        (None, None, 0),
        (None, None, 0),
        (None, None, 0),
        (8, 8, 0),
    ]


def test_unindented_whys_are_a_chain_and_indented_ones_branch() -> None:
    assert owners("! p\n? a\n? b\n  ?? c\n? d\n\t\t? e\n   ? f")[1:] == [
        (1, 1, 0),  # a answers the pain
        (1, 2, 1),  # b answers a
        (1, 2, 1),  # c, one level, is another answer to a
        (1, 4, 2),  # d answers the last one, c
        (1, 4, 2),  # e, two levels, is another answer to c
        (1, 2, 1),  # f, three blanks are one level
    ]


def test_a_why_deeper_than_possible_is_clamped_and_an_empty_one_is_answered_by_none() -> None:
    assert owners("! p\n        ? a\n          ? b\n?\n? c")[1:] == [(1, 1, 0), (1, 2, 1), (1, 3, 2), (1, 3, 2)]


def test_a_why_outside_every_scope_has_no_parent() -> None:
    assert owners("? a\n! p\n---\n  ? b") == [(None, None, 0)] * 4


def test_every_kind_of_line_end_ends_a_line() -> None:
    lines = parse("! a\r\n! b\r! c\n", today=TODAY)
    assert [(line.number, line.raw) for line in lines] == [(1, "! a"), (2, "! b"), (3, "! c"), (4, "")]


@pytest.mark.parametrize("filling", ["\\", " ", "<-", "\\<-", "?", '"', ",", "\t", "-", "4", "! ", "? a\n", "  ? a\n"])
def test_long_lines_and_long_notes_are_read_to_the_end(filling: str) -> None:
    text = "".join(f"{sign} {filling * 20_000}x\n" for sign in SIGNS)
    assert len(parse(text, today=TODAY)) == text.count("\n") + 1


def test_the_browser_gets_every_mark_from_the_table() -> None:
    data: dict[str, Any] = json.loads(marks_as_json())
    assert [sign for mark in data["marks"] for sign in mark["signs"]] == SIGNS
    assert {mark["kind"] for mark in data["marks"]} == set(Kind) - {Kind.PROSE, Kind.BLANK, Kind.BREAK}


@given(NOTES)
def test_any_text_parses_to_one_line_per_line_with_parents_above(text: str) -> None:
    lines = parse(text, today=TODAY)
    by_number = {line.number: line for line in lines}
    assert "\n".join(line.raw for line in lines) == text.replace("\r\n", "\n").replace("\r", "\n")
    for line in lines:
        if line.parent is not None:
            parent = by_number[line.parent]
            assert parent.number < line.number
            assert parent.kind is Kind.PAIN or (line.kind is Kind.WHY is parent.kind)
            assert line.pain == (parent.number if parent.kind is Kind.PAIN else parent.pain)


def meaning(line: Line) -> tuple[object, ...]:
    return (
        *(line.kind, line.text, line.severity, line.grounds, line.source),
        *(line.needs_source, line.names, line.due, line.indent),
    )


@st.composite
def written_lines(draw: st.DrawFn) -> Line:
    """Lines as the side panel makes them: a kind and whatever text and attributes a person gave it."""
    kind = draw(st.sampled_from([kind for kind in Kind if kind not in {Kind.BLANK, Kind.BREAK}]))
    text = draw(ONE_LINE_TEXTS.filter(bool))
    given: dict[str, Any] = {"indent": draw(st.integers(0, 3))}
    match kind:
        case Kind.PAIN:
            given["severity"] = draw(st.sampled_from([None, 1, 2, 3, 4, 5]))
        case Kind.WHY:
            grounds = given["grounds"] = draw(st.sampled_from(list(Grounds)))
            given["source"] = draw(ONE_LINE_TEXTS.filter(bool)) if grounds is Grounds.CONFIRMED else ""
            given["needs_source"] = grounds is Grounds.STATED and draw(st.booleans())
        case Kind.TOOL:
            text = draw(ONE_LINE_TEXTS.filter(lambda text: text.strip(", \t\u00a0\0") != ""))
            given["names"] = one(f"# {text}").names
        case Kind.FOLLOW_UP:
            given["due"] = draw(st.none() | st.dates())
    return Line(1, kind, "", text, **given)


@given(written_lines())
@example(Line(1, Kind.PAIN, "", "takes 4"))
@example(Line(1, Kind.QUOTE, "", 'he said "no"'))
@example(Line(1, Kind.FOLLOW_UP, "", "- tomorrow", due=TODAY))
def test_a_rendered_line_parses_to_what_it_was(line: Line) -> None:
    assert meaning(one(render(line))) == meaning(line)


@given(TEXTS.filter(lambda text: "\n" not in text and "\r" not in text), st.dates())
def test_rendering_a_typed_line_keeps_its_meaning(raw: str, today: date) -> None:
    typed = one(raw, today=today)
    assert meaning(one(render(typed), today=today)) == meaning(typed)


def test_line_breaks_in_a_panel_edit_become_blanks() -> None:
    assert render(Line(1, Kind.QUOTE, "", "one\r\n two\n! three")) == '" one two ! three'
