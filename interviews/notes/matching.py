"""Which line of the text is which known line. Each step takes what the steps before left over:

1. The same start and the same end of the text are the same lines.
2. The same kind and text, wherever it stands now; then the text it had before its last change (an undo); then lines
   that went earlier, by their text. Pains come first, so that equal lines of two pains can be told apart: of
   several equal candidates the one in the same pain wins, then the one that went last, then the one with links.
3. A pain is known by what is below it: an unknown ``!`` line over the quotes of a pain whose line is gone is that
   pain. So is, after the edits, one over the quotes of a detached pain that nobody keeps.
4. An edit: one old and one new line of a kind between the same neighbours are the same line, whatever they say. Of
   several the most alike are, then those in order; but a record with links does not become a line that has nothing
   in common with it.
5. A line moved and edited at once: what is alike enough, anywhere.
6. Lines that went earlier, by the text before their last change.
7. Where one of several equal lines went, it was one without links.

Only steps 4 and 5 compare texts, at most ``COMPARISONS`` pairs; the others are linear but for sorting.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence

from .known import Key, Known, State, in_order, pains_of
from .parser import Kind, Line

COMPARISONS = 10_000
COMPARED = 300  # characters
ALIKE = 0.6
AKIN = 0.2  # what a record with links needs, where an edit could be meant


def match(known: Sequence[Known], lines: Sequence[Line]) -> dict[int, Known]:
    """The known line of each line that makes a record, by line number. What is missing is new."""
    return _Matching(known, lines).run()


class _Matching:
    def __init__(self, known: Sequence[Known], lines: Sequence[Line]) -> None:
        ordered = in_order(known)
        self.live = [one for one in ordered if one.state is State.LIVE]
        self.gone = [one for one in ordered if one.state is not State.LIVE]
        self.lines = [line for line in lines if line.makes_record]
        self.found: dict[int, Known] = {}
        self.taken: set[int] = set()
        self.budget = COMPARISONS
        self.by_id = {one.id: one for one in known}
        self.pain_of = pains_of(known)
        self.first_below: dict[int, Key] = {}
        for one in ordered:
            pain = self.pain_of[one.id]
            if pain is not None and (one.state is State.LIVE or self.by_id[pain].state is not State.LIVE):
                self.first_below.setdefault(pain, one.key)
        self.below: dict[int, list[Line]] = {}
        for line in self.lines:
            if line.pain is not None:
                self.below.setdefault(line.pain, []).append(line)
        self.titles = {line.number: line.text for line in self.lines if line.kind is Kind.PAIN}
        self.missing = {_key(line) for line in self.lines} - {one.key for one in self.live}

    def run(self) -> dict[int, Known]:
        self.same_ends()
        for pains in (True, False):
            self.same_words(self.live, lambda one: one.key, pains)
            self.same_words(self.live, lambda one: one.previous_key, pains)
            self.same_words(self.gone, lambda one: one.key, pains)
            if pains:
                self.same_words(self.live, lambda one: one.key, pains=False, alone=True)
            self.pains_by_what_is_below(self.live)
        self.edits()
        self.moved_edits()
        self.pains_by_what_is_below(one for one in self.gone if one.state is State.DETACHED and not one.held)
        for pains in (True, False):
            self.same_words(self.gone, lambda one: one.previous_key, pains)
        self.linked_before_equals()
        return self.found

    def take(self, one: Known, line: Line) -> None:
        self.found[line.number] = one
        self.taken.add(one.id)

    def open_lines(self) -> list[Line]:
        return [line for line in self.lines if line.number not in self.found]

    def open_known(self, known: Iterable[Known]) -> list[Known]:
        return [one for one in known if one.id not in self.taken]

    def same_ends(self) -> None:
        old: list[Hashable] = [one.key for one in self.live]
        new: list[Hashable] = [_key(line) for line in self.lines]
        if old != new:  # equal words in another block are not the same line
            old = [(one.key, self.old_surroundings(one)) for one in self.live]
            new = [(_key(line), self.new_surroundings(line)) for line in self.lines]
        shorter = min(len(old), len(new))
        start = next((at for at in range(shorter) if old[at] != new[at]), shorter)
        end = next((at for at in range(shorter - start) if old[-1 - at] != new[-1 - at]), shorter - start)
        for at in (*range(start), *range(-end, 0)):
            self.take(self.live[at], self.lines[at])

    def old_surroundings(self, one: Known) -> Hashable:
        if one.kind is Kind.PAIN:
            return self.first_below.get(one.id)
        pain = self.pain_of[one.id]
        if pain is None:
            return None
        return self.by_id[pain].text if self.by_id[pain].state is State.LIVE else False  # the text says another pain

    def new_surroundings(self, line: Line) -> Hashable:
        if line.kind is Kind.PAIN:
            return self.first_line_below(line)
        return None if line.pain is None else self.titles.get(line.pain, "")

    def first_line_below(self, line: Line) -> Key | None:
        below = self.below.get(line.number)
        return _key(below[0]) if below else None

    def same_words(
        self, known: Sequence[Known], words: Callable[[Known], Key], pains: bool, *, alone: bool = False
    ) -> None:
        """Pair lines of the same words, of pains or of the others; ``alone``: only where there is one of each."""
        lines: dict[Key, list[Line]] = {}
        for line in self.open_lines():
            if (line.kind is Kind.PAIN) is pains:
                lines.setdefault(_key(line), []).append(line)
        candidates: dict[Key, list[Known]] = {}
        for one in self.open_known(known):
            if words(one) in lines:
                candidates.setdefault(words(one), []).append(one)
        for key, ones in candidates.items():
            if not alone or len(ones) == len(lines[key]) == 1:
                self.pair(ones, lines[key])

    def pair(self, known: list[Known], lines: list[Line]) -> None:
        """Equal lines: first those in the same place, then the others; in order."""
        places: dict[Hashable, list[Known]] = {}
        for one in known:
            places.setdefault(self.old_place(one), []).append(one)
        wanted: dict[Hashable, list[Line]] = {}
        for line in lines:
            wanted.setdefault(self.new_place(line), []).append(line)
        for place, here in wanted.items():
            self.pair_in_order(places.get(place, []), here)
        left = [line for line in lines if line.number not in self.found]
        self.pair_in_order(self.open_known(known), left)

    def old_place(self, one: Known) -> Hashable:
        return self.first_below.get(one.id) if one.kind is Kind.PAIN else self.pain_of[one.id]

    def new_place(self, line: Line) -> Hashable:
        if line.kind is Kind.PAIN:
            return self.first_line_below(line)
        if line.pain is None:
            return None
        pain = self.found.get(line.pain)
        return pain.id if pain else "a pain not known yet"

    def pair_in_order(self, known: Sequence[Known], lines: Sequence[Line]) -> None:
        chosen = sorted(known, key=self.rank)[: len(lines)] if len(known) > len(lines) else known
        for one, line in zip(in_order(chosen), lines, strict=False):
            self.take(one, line)

    def rank(self, one: Known) -> tuple[object, ...]:
        """Of equal candidates the lowest is taken first: not one whose earlier words are wanted elsewhere."""
        if one.state is State.LIVE:
            return one.previous_key in self.missing, not one.held, one.id
        return -one.gone_at, one.state is State.ARCHIVED, not one.held, one.id

    def pains_by_what_is_below(self, candidates: Iterable[Known]) -> None:
        pains = {one.id: one for one in self.open_known(candidates) if one.kind is Kind.PAIN}
        for line in self.open_lines() if pains else []:
            below = [self.found.get(child.number) for child in self.below.get(line.number, [])]
            votes = Counter(self.pain_of[one.id] for one in below if one and one.state is State.LIVE)
            known = next((pains[pain] for pain, _ in votes.most_common() if pain in pains), None)
            if known and line.kind is Kind.PAIN:
                del pains[known.id]
                self.take(known, line)

    def edits(self) -> None:
        """Pair the old and new lines of a kind that stand between the same neighbours."""
        in_text = {one.id for one in self.live}
        old = _gaps([(one.kind, one.id if one.id in self.taken else None) for one in self.live])
        kept = [self.found.get(line.number) for line in self.lines]
        new = _gaps(
            [
                (line.kind, None if one is None else one.id if one.id in in_text else -1)
                for line, one in zip(self.lines, kept, strict=True)
            ]
        )
        for gap, places in new.items():
            known = [self.live[at] for at in old.get(gap, [])]
            lines = [self.lines[at] for at in places]
            if len(known) == len(lines) == 1:
                self.take(known[0], lines[0])
            elif known:
                self.most_alike(known, lines, least=0)
                free = [one for one in self.open_known(known) if not one.held]
                left = [line for line in lines if line.number not in self.found]
                self.pair_in_order(free, left)

    def moved_edits(self) -> None:
        lines = self.open_lines()
        for kind in dict.fromkeys(line.kind for line in lines):
            known = [one for one in self.open_known(self.live) if one.kind is kind]
            self.most_alike(known, [line for line in lines if line.kind is kind], least=ALIKE)

    def linked_before_equals(self) -> None:
        """Where one of equal lines of a pain went, it was not the one with links."""
        linked = [one for one in self.open_known(self.live) if one.held]
        equals: dict[Hashable, list[Line]] = {}
        for line in self.lines if linked else []:
            one = self.found.get(line.number)
            if one and not one.held and one.key == _key(line):
                equals.setdefault((one.key, self.old_place(one)), []).append(line)
        for one in linked:
            if same := equals.get((one.key, self.old_place(one))):
                line = same.pop()
                self.taken.remove(self.found[line.number].id)
                self.take(one, line)

    def most_alike(self, known: Sequence[Known], lines: Sequence[Line], *, least: float) -> None:
        """Pair what is more alike than ``least``, the most alike first, within what is left of the comparisons."""
        reach = self.budget // max(len(known), 1) // 2
        old_pairs = [_character_pairs(one.text) for one in known]
        new_pairs = [_character_pairs(line.text) for line in lines]
        pairs: list[tuple[float, int, int]] = []
        for old in range(len(known)):
            for new in range(max(0, old - reach), min(len(lines), old + reach)):
                self.budget -= 1
                alike = _likeness(old_pairs[old], new_pairs[new])
                if alike > (max(least, AKIN) if known[old].held else least):
                    pairs.append((-alike, old, new))
        for _, old, new in sorted(pairs):
            if known[old].id not in self.taken and lines[new].number not in self.found:
                self.take(known[old], lines[new])


def _character_pairs(text: str) -> frozenset[str]:
    folded = f" {text[:COMPARED].casefold()} "
    return frozenset(folded[at : at + 2] for at in range(len(folded) - 1))


def _likeness(ours: frozenset[str], theirs: frozenset[str]) -> float:
    """How much two texts have in common, from 0 to 1, by the pairs of neighbouring characters found in both."""
    return 2 * len(ours & theirs) / (len(ours) + len(theirs))


def _key(line: Line) -> Key:
    return line.kind, line.text


Gap = tuple[Kind, int | None, int | None]


def _gaps(sequence: Sequence[tuple[Kind, int | None]]) -> dict[Gap, list[int]]:
    """Places of the lines without an id, by kind and by the nearest ids on both sides; ids below zero do not count."""
    lefts = _nearest(sequence)
    rights = _nearest(sequence[::-1])[::-1]
    gaps: dict[Gap, list[int]] = {}
    for at, (kind, found) in enumerate(sequence):
        if found is None:
            gaps.setdefault((kind, lefts[at], rights[at]), []).append(at)
    return gaps


def _nearest(sequence: Sequence[tuple[Kind, int | None]]) -> list[int | None]:
    last: int | None = None
    nearest: list[int | None] = []
    for _, found in sequence:
        nearest.append(last)
        last = found if found is not None and found >= 0 else last
    return nearest
