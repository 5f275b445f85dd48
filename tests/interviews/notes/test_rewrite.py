"""An edit in the side panel changes one line of the text and leaves the others alone."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.notes import rewrite
from interviews.notes.parser import Grounds, Kind, Line, parse

TODAY = date(2026, 3, 11)
NOTES = """\
prose
! Loads break 5
" A column is gone.
~ Hourly cron
? They rename columns
  ?? Nobody told them
  ? No contract

! Backfills are manual
---
end"""

PIECES = st.sampled_from(["! ", '" ', "~ ", "? ", "  ? ", "\t?? ", "      ?! ", "---", "", "x", " 4", "<-", "\\", " y"])
SOME_LINES = st.lists(st.lists(PIECES, max_size=4).map("".join), max_size=12)
TEXTS = st.one_of(  # a bare carriage return before a line feed would be one line end
    st.builds(str.join, st.sampled_from(["\n", "\r\n", "\r"]), SOME_LINES),
    st.lists(st.builds(str.__add__, st.lists(PIECES).map("".join), st.sampled_from(["\n", "\r\n"]))).map("".join),
)
BLOCKS = TEXTS.map(lambda text: "! a pain 4\r? a why\n" + text)
WORDS = st.one_of(st.lists(PIECES, max_size=4).map("".join), st.text(max_size=12)).map(str.strip).filter(bool)


def lines_of(text: str) -> list[Line]:
    return parse(text, today=TODAY)


def line(text: str, number: int) -> Line:
    return lines_of(text)[number - 1]


def parts(text: str) -> list[str]:
    return re.split(r"(\r\n|\r|\n)", text)


def on_one_line(words: str) -> str:
    return " ".join(part.strip() for part in re.split(r"\r\n|\r|\n", words)).strip()


def drawn(lines: list[Line], data: st.DataObject, *kinds: Kind) -> Line:
    return data.draw(st.sampled_from([one for one in lines if one.kind in kinds and one.makes_record]))


def only_this_line_changed(before: str, after: str, number: int) -> bool:
    old, new = parts(before), parts(after)
    at = 2 * (number - 1)
    return len(old) == len(new) and old[:at] == new[:at] and old[at + 1 :] == new[at + 1 :]


@given(BLOCKS, WORDS, st.data())
def test_new_words_keep_everything_else(text: str, words: str, data: st.DataObject) -> None:
    old = drawn(lines_of(text), data, Kind.PAIN, Kind.QUOTE, Kind.WORKAROUND, Kind.WHY)
    after = rewrite.with_text(text, old, words)
    new = line(after, old.number)
    assert only_this_line_changed(text, after, old.number)
    assert new.text == on_one_line(words)
    assert (new.kind, new.indent, new.severity, new.parent) == (old.kind, old.indent, old.severity, old.parent)
    assert (new.grounds, new.source, new.needs_source) == (old.grounds, old.source, old.needs_source)


@given(BLOCKS, st.sampled_from([None, 1, 2, 3, 4, 5]), st.data())
def test_a_new_severity_keeps_the_words(text: str, severity: int | None, data: st.DataObject) -> None:
    old = drawn(lines_of(text), data, Kind.PAIN)
    after = rewrite.with_severity(text, old, severity)
    assert only_this_line_changed(text, after, old.number)
    assert (line(after, old.number).text, line(after, old.number).severity) == (old.text, severity)


@given(BLOCKS, st.sampled_from(list(Grounds)), st.sampled_from(["", " ", "select 1 <- 2"]), st.data())
def test_new_grounds_keep_the_words_and_the_tree(text: str, grounds: Grounds, source: str, data: st.DataObject) -> None:
    old = drawn(lines_of(text), data, Kind.WHY)
    after = rewrite.with_grounds(text, old, grounds, source)
    new = line(after, old.number)
    assert only_this_line_changed(text, after, old.number)
    assert (new.text, new.parent) == (old.text, old.parent)
    if grounds is Grounds.CONFIRMED and source.strip():
        assert (new.grounds, new.source) == (grounds, source)
    elif grounds is Grounds.CONFIRMED:
        assert (new.grounds, new.needs_source) == (Grounds.STATED, True)
    else:
        assert (new.grounds, new.source, new.needs_source) == (grounds, "", False)


@given(TEXTS, st.data())
def test_a_removed_line_leaves_the_others(text: str, data: st.DataObject) -> None:
    old = data.draw(st.sampled_from(lines_of(text)))
    after = rewrite.without_line(text, old)
    kept = [one.raw for one in lines_of(text) if one.number != old.number]
    assert [one.raw for one in lines_of(after)] == (kept or [""])


TOOLS = st.lists(st.sampled_from(["# dbt", "# DBT, Airflow", "#", " #Airflow,dbt, x", "! dbt 4", "", "y"]), max_size=6)


@given(TOOLS.map("\n".join), st.sampled_from(["dbt", "DBT", "Airflow", "z"]))
def test_a_tool_taken_out_is_named_nowhere_and_all_else_stays(text: str, name: str) -> None:
    wanted = []
    for one in lines_of(text):
        names = [named for named in one.names if named.casefold() != name.casefold()]
        if names or not one.names:
            wanted.append((one.kind, tuple(names), "" if one.names else one.raw))
    after = lines_of(rewrite.without_tool(text, name))
    assert [(one.kind, one.names, "" if one.names else one.raw) for one in after] == wanted or (
        not wanted and len(after) == 1
    )


@given(BLOCKS, WORDS, st.sampled_from([Kind.QUOTE, Kind.WORKAROUND, Kind.WHY]), st.data())
def test_a_new_line_belongs_to_its_pain_and_changes_no_other(
    text: str, words: str, kind: Kind, data: st.DataObject
) -> None:
    pain = drawn(lines_of(text), data, Kind.PAIN)
    check_new_line(text, rewrite.with_line_after(text, pain.number, kind, words), pain.number, kind, words, None)


@given(BLOCKS, WORDS, st.data())
def test_a_why_under_another_is_its_answer_and_changes_no_other(text: str, words: str, data: st.DataObject) -> None:
    above = drawn([one for one in lines_of(text) if one.pain], data, Kind.WHY)
    assert above.pain
    after = rewrite.with_line_after(text, above.pain, Kind.WHY, words, under=above.number)
    check_new_line(text, after, above.pain, Kind.WHY, words, above.number)


def check_new_line(text: str, after: str, pain: int, kind: Kind, words: str, under: int | None) -> None:
    """One line more, which says the words; the others keep their bytes and their parents."""
    old, new = lines_of(text), lines_of(after)
    at = next((at for at, one in enumerate(old) if one.raw != new[at].raw), len(old))
    candidates = [number for number in range(len(new)) if new[number].raw == new[at].raw and new[number].kind is kind]
    assert [one.raw for one in new[:at] + new[at + 1 :]] == [one.raw for one in old]
    assert any(
        (new[number].text, new[number].pain) == (on_one_line(words), pain)
        and (under is None or new[number].parent == under)
        for number in candidates
    )

    def moved(number: int | None) -> int | None:
        return number if number is None or number <= at else number + 1

    for one in old:
        if one.makes_record and one.raw != new[at].raw:
            assert new[(moved(one.number) or 0) - 1].parent == moved(one.parent)


@pytest.mark.parametrize(
    ("kind", "under", "number", "raw"),
    [
        (Kind.QUOTE, None, 4, '" new'),
        (Kind.WORKAROUND, None, 5, "~ new"),
        (Kind.WHY, None, 8, "? new"),
        (Kind.WHY, 5, 8, "  ? new"),
        (Kind.WHY, 6, 7, "    ? new"),
    ],
)
def test_a_new_line_goes_below_its_like(kind: Kind, under: int | None, number: int, raw: str) -> None:
    after = rewrite.with_line_after(NOTES, 2, kind, "new", under=under)
    assert line(after, number).raw == raw


def test_a_new_line_of_a_bare_pain_goes_right_below_it_and_takes_the_line_end_of_the_text() -> None:
    assert rewrite.with_line_after("x\r\n! a", 2, Kind.QUOTE, "new") == 'x\r\n! a\r\n" new'
    assert rewrite.with_line_after("! a", 1, Kind.WHY, "new", grounds=Grounds.INTUITION) == "! a\n?? new"


def test_a_line_of_another_text_is_refused() -> None:
    with pytest.raises(ValueError, match="Line 2 is not in this text"):
        rewrite.with_severity("! a\n! b", line("! a\n! c", 2), 3)
