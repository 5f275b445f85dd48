"""What becomes of the records when notes are edited and saved again."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviews.notes.parser import Kind
from interviews.notes.reconcile import (
    Archive,
    Create,
    Detach,
    KnownLine,
    Move,
    NewLine,
    State,
    Update,
)
from tests.interviews.notes.saved_notes import SavedNotes

TWO_PAINS = """\
Runs ingestion, team of three.
! Schema changes break loads 5
" A column is gone.
~ Hourly cron
? They rename columns
  ?? Nobody told them

! Backfills are manual 4
" I do them on Friday.
? No idempotency"""

CHARACTERS = '!"~?#-\\ ab4'
WORDS = st.text(CHARACTERS, min_size=1, max_size=4)
SIGNS = st.sampled_from(["! ", '" ', "~ ", "? ", "  ? ", "    ?? ", "# ", "", "---"])
NOTE_LINES = st.builds(str.__add__, SIGNS, WORDS)
NOTES = st.lists(NOTE_LINES, max_size=9).map("\n".join)


def test_a_first_save_creates_parents_before_children() -> None:
    notes = SavedNotes()
    operations = notes.save("! p\n? a\n  ? b\n# Airflow")
    assert [(type(one), one.parent) for one in operations if isinstance(one, Create)] == [
        (Create, None),
        (Create, NewLine(1)),
        (Create, NewLine(2)),
        (Create, None),
    ]


@given(NOTES)
def test_saving_the_same_text_changes_nothing(text: str) -> None:
    notes = SavedNotes(text)
    assert notes.save(text) == []


@given(NOTES, NOTES)
def test_whatever_is_put_at_the_top_keeps_every_id(top: str, text: str) -> None:
    notes = SavedNotes("---\n" + text)
    before = {one.id: one.key for one in notes.known}
    notes.save(top + "\n---\n" + text)
    assert {one.id: one.key for one in notes.known if one.id in before and one.state is State.LIVE} == before


@pytest.mark.parametrize("held", [None, "A column is gone.", "Backfills are manual", "Nobody told them"])
def test_swapping_two_blocks_keeps_every_id_and_every_parent(held: str | None) -> None:
    notes = SavedNotes(TWO_PAINS)
    if held:
        notes.link(held)
    before = {one.id: (one.text, one.parent) for one in notes.known}
    first, second = TWO_PAINS.split("\n\n")
    prose, first = first.split("\n", 1)
    notes.save(f"{prose}\n{second}\n\n{first}")
    assert {one.id: (one.text, one.parent) for one in notes.known} == before


def test_swapping_two_blocks_of_equal_lines_keeps_each_with_its_own() -> None:
    notes = SavedNotes('! a\n" yes\n? money\n! b\n" yes\n? money')
    before = {one.id: one.parent for one in notes.known}
    notes.save('! b\n" yes\n? money\n! a\n" yes\n? money')
    assert {one.id: one.parent for one in notes.known} == before


@pytest.mark.parametrize("held", [None, "Schema changes break loads", "They rename columns"])
def test_cut_autosave_and_paste_elsewhere_keeps_every_id_and_every_parent(held: str | None) -> None:
    notes = SavedNotes(TWO_PAINS)
    if held:
        notes.link(held)
    before = {one.id: (one.text, one.parent) for one in notes.known}
    first, second = TWO_PAINS.split("\n\n")
    notes.save(second)
    assert {notes.by_id[at].state for at in before} > {State.LIVE}
    notes.save(f"{second}\n\n{first}")
    assert {one.id: (one.text, one.parent) for one in notes.known} == before
    assert {one.state for one in notes.known} == {State.LIVE}


def test_a_pasted_copy_of_a_block_is_new_and_the_old_one_keeps_its_own() -> None:
    notes = SavedNotes('! a\n" one\n" two')
    before = {one.id: one.parent for one in notes.known}
    notes.save('! a\n! a\n" one\n" two')
    assert {one.id: one.parent for one in notes.known if one.id in before} == before


FEW_LINES = st.builds(str.__add__, st.sampled_from(["! ", '" ', "? "]), st.sampled_from("abcd"))


@settings(max_examples=500)
@given(
    st.lists(FEW_LINES, max_size=6, unique=True).map("\n".join),
    st.one_of(st.lists(FEW_LINES, max_size=6).map("\n".join), NOTES),
)
def test_undo_gives_the_same_ids_whatever_was_saved_between(first: str, second: str) -> None:
    notes = SavedNotes(first)
    before = notes.ids_by_words()
    notes.save(second)
    notes.save(first)
    assert notes.ids_by_words() == before


@given(NOTES.flatmap(lambda text: st.tuples(st.just(text), st.sets(st.integers(0, 8)))), st.lists(NOTES, max_size=2))
def test_undo_of_a_deletion_gives_the_same_ids_saves_later(
    notes_and_deleted: tuple[str, set[int]], later: list[str]
) -> None:
    text, deleted = notes_and_deleted
    lines = text.split("\n")
    notes = SavedNotes(text)
    before = notes.ids_by_words()
    left = "\n".join(line for at, line in enumerate(lines) if at not in deleted)
    notes.save(left)
    for more in later:
        notes.save(left + "\n---\n" + more)
    notes.save(text)
    for words, ids in notes.ids_by_words().items():
        if sum(one.key == words for one in notes.known) == 1:
            assert ids == before[words]


def test_the_quotes_and_whys_of_a_deleted_pain_stay_with_it() -> None:
    notes = SavedNotes(TWO_PAINS)
    before = {one.id: one.parent for one in notes.known}
    without = TWO_PAINS.replace("! Backfills are manual 4\n", "")
    operations = notes.save(without)
    pain = notes.find("Backfills are manual").id
    assert [one for one in operations if not isinstance(one, Update)] == [Detach(pain)]
    notes.save(without + "\nmore prose")
    assert {one.id: one.parent for one in notes.known} == before
    notes.save(TWO_PAINS)
    assert {one.id: (one.parent, one.state) for one in notes.known} == {
        at: (parent, State.LIVE) for at, parent in before.items()
    }


def test_a_person_who_keeps_a_deleted_pain_keeps_its_children_with_it() -> None:
    notes = SavedNotes('! a\n" x\n! b\n" y')
    notes.save('! a\n" x\n" y')
    notes.link("b")
    notes.save('! a\n" x\n" y\n" z')
    assert notes.outline()["y"] == ("live", "b")
    assert notes.outline()["z"] == ("live", "a")
    notes.save('! a\n" x')
    assert notes.outline()["b"] == ("detached", None)


def test_a_person_who_removes_a_deleted_pain_lets_its_children_go_where_the_text_says() -> None:
    notes = SavedNotes('! a\n? x\n! b\n? y\n" z')
    notes.save('! a\n? x\n? y\n" z')
    notes.change(notes.find("b").id, state=State.ARCHIVED)
    notes.save('! a\n? x\n? y\n" z')
    assert notes.outline() == {
        "a": ("live", None),
        "x": ("live", "a"),
        "y": ("live", "x"),
        "z": ("live", "a"),
        "b": ("archived", None),
    }


def test_a_deleted_block_with_nothing_held_is_archived_whole() -> None:
    notes = SavedNotes('! a\n" x\n? y\n! b')
    operations = notes.save("! b")
    assert {one.id for one in operations if isinstance(one, Archive)} == {1, 2, 3}


def test_a_pain_goes_when_the_last_of_what_kept_it_goes() -> None:
    notes = SavedNotes('! a\n" x')
    notes.save('" x')
    assert notes.outline() == {"a": ("detached", None), "x": ("live", "a")}
    notes.save("")
    assert notes.outline() == {"a": ("archived", None), "x": ("archived", "a")}


def test_a_held_child_of_a_deleted_block_keeps_what_it_belongs_to() -> None:
    notes = SavedNotes('! a\n? x\n? y\n? z\n" q')
    notes.link("y")
    notes.save("")
    assert notes.outline() == {
        "a": ("detached", None),
        "x": ("detached", "a"),
        "y": ("detached", "x"),
        "z": ("archived", "y"),
        "q": ("archived", "a"),
    }


def test_a_why_of_a_detached_pain_climbs_over_a_why_that_is_removed() -> None:
    notes = SavedNotes("! a\n? x\n? y")
    notes.save("? y")
    assert notes.outline() == {"a": ("detached", None), "x": ("archived", "a"), "y": ("live", "a")}
    notes.save("! a\n? x\n? y")
    assert notes.outline() == {"a": ("live", None), "x": ("live", "a"), "y": ("live", "x")}


def test_a_new_why_that_answers_one_of_a_detached_pain_belongs_to_that_pain() -> None:
    notes = SavedNotes("! a\n! b\n? x")
    notes.save("! a\n? x\n? y")
    assert notes.outline()["y"] == ("live", "x")
    assert notes.outline()["b"] == ("detached", None)


def test_a_mark_without_text_moves_nothing_that_is_known() -> None:
    notes = SavedNotes('! a\n? x\n? y\n" q')
    before = notes.outline()
    notes.save('! a\n!\n? y\n? x\n" q')
    assert notes.outline() == before
    notes.save('! a\n! b\n? y\n? x\n" q')
    assert notes.outline() == {
        "a": ("live", None),
        "b": ("live", None),
        "y": ("live", "b"),
        "x": ("live", "y"),
        "q": ("live", "b"),
    }


def test_retyping_a_pain_keeps_its_record_whenever_a_save_falls() -> None:
    notes = SavedNotes('! z\n! a\n" x\n! c')
    pain = notes.find("a").id
    for text in ("! ", "!", "", "!", "! Something else"):
        notes.save(f'! z\n{text}\n" x\n! c')
    assert notes.by_id[pain].text == "Something else"
    assert notes.outline()["x"] == ("live", "Something else")


def test_retyping_the_pain_above_a_detached_one_does_not_bring_that_one_back() -> None:
    notes = SavedNotes('! a\n! b\n" x')
    notes.save('! a\n" x')
    notes.save('! quite another\n" x')
    assert notes.outline()["quite another"] == ("live", None)
    assert notes.outline()["b"] == ("detached", None)
    assert notes.by_id[1].text == "quite another"


def test_a_copy_of_a_pain_that_goes_again_leaves_the_first() -> None:
    notes = SavedNotes('! a\n" x')
    for text in ("! a", "! a\n! a", "! a"):
        notes.save(text)
    assert notes.by_id[1].state is State.LIVE


@given(st.lists(WORDS, min_size=1, max_size=6, unique=True), st.data())
def test_an_edited_line_keeps_its_record_whatever_it_says_then(words: list[str], data: st.DataObject) -> None:
    signs = data.draw(st.lists(st.sampled_from(['"', "!", "~", "?", "#"]), min_size=len(words), max_size=len(words)))
    lines = [f"{sign} x{word}x" for sign, word in zip(signs, words, strict=True)]
    notes = SavedNotes("\n".join(lines))
    before = {one.number: one.id for one in notes.known}
    at = data.draw(st.integers(0, len(lines) - 1))
    lines[at] = f"{signs[at]} y{data.draw(WORDS)}y"
    notes.save("\n".join(lines))
    assert {one.number: one.id for one in notes.known} == before


def test_two_edited_neighbours_are_told_apart_by_what_they_say() -> None:
    notes = SavedNotes('" the weekend is gone\n" nobody reads the table')
    notes.save('" nobody ever reads the table\n" my weekend is gone')
    assert [one.text for one in notes.known] == ["my weekend is gone", "nobody ever reads the table"]


def test_a_line_edited_and_moved_in_one_save_keeps_its_record() -> None:
    notes = SavedNotes('! a\n" nobody reads the table\n! b\n" x\n! c')
    quote = notes.find("nobody reads the table").id
    notes.save('! a\n! b\n" x\n! c\n" nobody reads this table')
    assert notes.find("nobody reads this table").id == quote


def test_a_linked_record_does_not_become_a_line_it_has_nothing_in_common_with() -> None:
    notes = SavedNotes("! first one\n! second one")
    linked = notes.link("first one")
    notes.save("! quarterly budget\n! big data\n! dull job")
    assert notes.by_id[linked].state is State.DETACHED


def test_another_mark_is_another_record_and_the_old_one_comes_back_with_its_mark() -> None:
    notes = SavedNotes('! a\n" x\n~ y')
    first = {one.key: one.id for one in notes.known}
    notes.save('! a\n~ x\n" y')
    assert notes.ids_by_words()[Kind.WORKAROUND, "x"] != {first[Kind.QUOTE, "x"]: 1}
    notes.save('! a\n" x\n~ y')
    assert {key: set(ids) for key, ids in notes.ids_by_words().items()} == {key: {at} for key, at in first.items()}


def test_the_three_marks_of_a_why_are_one_kind() -> None:
    notes = SavedNotes("! a\n? x")
    for text in ("! a\n?? x", "! a\n?! x <- select 1", "! a\n? x"):
        (update,) = notes.save(text)
        assert isinstance(update, Update)
        assert update.id == 2


def test_a_changed_number_or_severity_updates_and_a_changed_place_moves() -> None:
    notes = SavedNotes("! a\n? x\n! b")
    (update,) = notes.save("! a 3\n? x\n! b")
    assert isinstance(update, Update)
    assert update.line.severity == 3
    moves = [one for one in notes.save("! a 3\n! b\n? x") if isinstance(one, Move)]
    assert moves == [Move(2, KnownLine(3))]


def test_of_two_equal_lines_the_linked_one_stays() -> None:
    notes = SavedNotes('! a\n" same\n" same')
    notes.change(3, held=True)
    notes.save('! a\n" same')
    assert notes.by_id[3].state is State.LIVE
    assert notes.by_id[2].state is State.ARCHIVED


def test_of_two_removed_equal_lines_the_one_that_went_last_comes_back() -> None:
    notes = SavedNotes("! same")
    notes.save("")
    notes.change(1, text="other")
    notes.save("! same")
    notes.change(1, text="same")
    notes.save("")
    notes.save("! same")
    assert notes.by_id[2].state is State.LIVE


@pytest.mark.parametrize("words", ["same", "{}", "line {} of the long notes"])
def test_long_notes_are_reconciled_within_the_bounds(words: str) -> None:
    lines = [f"{sign} {words.format(at)}" for at in range(800) for sign in ("!", '"', "?")]
    notes = SavedNotes("\n".join(lines))
    before = {one.number: one.id for one in notes.known}
    lines[1200:1203] = [line + " edited" for line in lines[1200:1203]]
    notes.save("\n".join(lines))
    assert {one.number: one.id for one in notes.known} == before
    notes.save("\n".join(line + " changed everywhere" for line in lines[::-1]))
    notes.save("\n".join(lines))
    assert len(notes.ids_by_words()) > 0
