"""Any sequence of edits, with autosaves between them and links that are added meanwhile, keeps the laws of the records.

What must hold after every save is checked by ``SavedNotes.save``. The rules here say what single edits must keep
besides.
"""

from collections import Counter
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from interviews.notes.parser import UNMARKED, parse
from interviews.notes.reconcile import Known, State
from tests.interviews.notes.saved_notes import TODAY, SavedNotes

WORDS = st.one_of(
    st.sampled_from(["loads fail", "backfills are manual", "nobody knows", "yes", "cost"]),
    st.text('ab!"?\\- 4', min_size=0, max_size=5),
)
SIGNS = st.sampled_from(
    ["! ", "! ", '" ', "~ ", "? ", "? ", "  ? ", "    ?? ", "?! ", "# ", "= ", "> ", "@ ", "", "---", "\\! "]
)
NOTE_LINES = st.builds(str.__add__, SIGNS, WORDS)
PLACES = st.integers(0, 30)


class Editing(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.notes = SavedNotes()
        self.lines: list[str] = []
        self.texts: list[str] = [""]
        self.clipboard: list[str] = []

    @initialize(lines=st.lists(NOTE_LINES, max_size=10))
    def start(self, lines: list[str]) -> None:
        self.save(lines)

    def save(self, lines: list[str]) -> None:
        self.lines = lines
        self.texts.append("\n".join(lines))
        self.notes.save(self.texts[-1])

    def live(self) -> dict[int, Known]:
        return {one.id: one for one in self.notes.known if one.state is State.LIVE}

    def is_plain(self, *more: str) -> bool:
        """Whether every marked line says something of its own, now and in every record that is gone."""
        words = Counter(one.key for one in self.notes.known)
        words.update((line.kind, line.text) for line in parse("\n".join(more), today=TODAY) if line.makes_record)
        return max(words.values(), default=1) == 1

    def place(self, at: int) -> int:
        return at % (len(self.lines) + 1)

    @rule(line=NOTE_LINES)
    def insert_at_the_top(self, line: str) -> None:
        plain, before = self.is_plain(line), set(self.live())
        self.save([line, *self.lines])
        if plain:
            assert before <= set(self.live())

    @rule(at=PLACES, line=NOTE_LINES)
    def insert(self, at: int, line: str) -> None:
        plain, before = self.is_plain(line), set(self.live())
        at = self.place(at)
        self.save([*self.lines[:at], line, *self.lines[at:]])
        if plain:
            assert before <= set(self.live())

    @rule(at=PLACES, size=st.integers(1, 4))
    def delete(self, at: int, size: int) -> None:
        at = self.place(at)
        self.save(self.lines[:at] + self.lines[at + size :])

    @precondition(lambda self: self.lines)
    @rule(at=PLACES, words=WORDS)
    def retype(self, at: int, words: str) -> None:
        """Another text behind the same mark. A record that is gone wins if it said that."""
        at %= len(self.lines)
        (line,) = parse(self.lines[at], today=TODAY)
        if line.kind in UNMARKED:
            return
        sign = self.lines[at].split(" ")[0] if not self.lines[at].startswith(" ") else "  ?"
        edited = f"{sign} {words}"
        plain = self.is_plain(edited)
        one = next((one for one in self.live().values() if one.number == at + 1), None)
        self.save([*self.lines[:at], edited, *self.lines[at + 1 :]])
        (line,) = parse(edited, today=TODAY)
        if plain and one and line.makes_record and line.kind is one.kind:
            assert self.live()[one.id].number == at + 1

    @precondition(lambda self: self.lines)
    @rule(at=PLACES, characters=st.lists(st.tuples(PLACES, st.sampled_from(["", "x", "!", "?", " "])), max_size=3))
    def type_characters(self, at: int, characters: list[tuple[int, str]]) -> None:
        at %= len(self.lines)
        for place, character in characters:
            line = self.lines[at]
            place %= len(line) + 1
            self.save([*self.lines[:at], line[:place] + character + line[place + 1 :], *self.lines[at + 1 :]])

    @precondition(lambda self: self.lines)
    @rule(at=PLACES, sign=SIGNS)
    def change_the_mark(self, at: int, sign: str) -> None:
        at %= len(self.lines)
        self.save([*self.lines[:at], sign + self.lines[at].lstrip('!"~?#>@- '), *self.lines[at + 1 :]])

    @rule(cuts=st.lists(PLACES, min_size=3, max_size=3))
    def swap_blocks(self, cuts: list[int]) -> None:
        first, middle, last = sorted(map(self.place, cuts))
        plain, before = self.is_plain(), set(self.live())
        lines = self.lines
        self.save(lines[:first] + lines[middle:last] + lines[first:middle] + lines[last:])
        if plain:
            assert set(self.live()) == before

    @rule(at=PLACES, size=st.integers(1, 6), to=PLACES)
    def cut_autosave_and_paste(self, at: int, size: int, to: int) -> None:
        plain, before = self.is_plain(), set(self.live())
        at = self.place(at)
        cut = self.lines[at : at + size]
        self.save(self.lines[:at] + self.lines[at + size :])
        to = self.place(to)
        self.save(self.lines[:to] + cut + self.lines[to:])
        if plain:
            assert set(self.live()) == before

    @rule(at=PLACES, size=st.integers(1, 3), to=PLACES)
    def copy_and_paste(self, at: int, size: int, to: int) -> None:
        before = Counter(one.key for one in self.live().values())
        at, to = self.place(at), self.place(to)
        self.save(self.lines[:to] + self.lines[at : at + size] + self.lines[to:])
        assert before <= Counter(one.key for one in self.live().values())

    @rule(text=st.lists(NOTE_LINES, max_size=6))
    def undo_anything(self, text: list[str]) -> None:
        plain, before, lines = self.is_plain(), self.notes.ids_by_words(), self.lines
        self.save(text)
        self.save(lines)
        if plain:
            assert self.notes.ids_by_words() == before

    @rule(back=st.integers(1, 12))
    def go_back_to_an_earlier_text(self, back: int) -> None:
        self.save(self.texts[max(-back, -len(self.texts))].split("\n"))

    @precondition(lambda self: self.notes.known)
    @rule(at=PLACES)
    def link(self, at: int) -> None:
        one = self.notes.known[at % len(self.notes.known)]
        if one.state is not State.ARCHIVED:
            self.notes.change(one.id, held=True)

    @rule(at=PLACES)
    def a_person_removes_a_detached_record(self, at: int) -> None:
        detached = [one for one in self.notes.known if one.state is State.DETACHED]
        if detached:
            self.notes.change(detached[at % len(detached)].id, state=State.ARCHIVED, held=False)
            self.save(self.lines)

    @rule()
    def save_again(self) -> None:
        assert self.notes.save("\n".join(self.lines)) == []


Editing.TestCase.settings = settings(max_examples=150, stateful_step_count=25, deadline=None)
TestEditing: Any = Editing.TestCase
