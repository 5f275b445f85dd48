"""What the side panel of the log screen shows: one card per pain point, from the records of the last save."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch

from ..models import Interview, KeptApart, Mention, NoteLine, PainPoint, Participant, Quote, Why, Workaround
from ..similar import Similar, similar_to_each
from ..why_steps import Step, steps

ALL_OPEN = 2  # up to here no card is folded
OFFERED = 12  # cards that are looked for among all pain points; each takes its time where there are many


@dataclass(slots=True)
class Card:
    """A mention as the panel shows it. `number` counts the cards; `line` is that of the notes."""

    mention: Mention
    row: NoteLine
    number: int = 0
    now: bool = False
    shut: bool = False
    similar: list[Similar] = field(default_factory=list)

    @property
    def gone(self) -> bool:
        """Whether its line is no longer in the notes and nobody has said what to do."""
        return self.row.state == NoteLine.State.DETACHED and not self.row.kept

    @property
    def kept(self) -> bool:
        return self.row.state == NoteLine.State.DETACHED and self.row.kept

    @property
    def quotes(self) -> Sequence[Quote]:
        return self.mention.read_quotes

    @property
    def workarounds(self) -> Sequence[Workaround]:
        return self.mention.read_workarounds

    @property
    def whys(self) -> list[tuple[Step, int]]:
        """The whys in reading order, each with its level: a chain stays flush until the tree branches, then every
        answer is a level below what it answers, so that none looks like another answer to the same."""
        answers = Counter(why.parent_id for why in self.mention.read_whys)
        levels: dict[int | None, int] = {None: 0}
        found = []
        for step in steps(self.mention.read_whys):
            above = step.why.parent_id
            level = levels.get(above, 0)
            levels[step.why.pk] = level + (level > 0 or answers[above] > 1)
            found.append((step, levels[step.why.pk]))
        return found

    @property
    def ask(self) -> tuple[str, str] | None:
        """What is missing most, and a question that may bring it."""
        if not self.quotes:
            return "No quote yet", "When did that last happen?"
        if not self.mention.read_whys:
            return "No why yet", "Why does that happen?"
        return None


@dataclass(slots=True)
class Panel:
    """Everything captured in one interview."""

    interview: Interview
    cards: list[Card]
    loose: list[NoteLine]  # detached lines that are no pain points
    participants: list[Participant]

    @property
    def count(self) -> int:
        return len(self.cards)


def captured(interview: Interview, user: Any, line: int | None = None, *, offers: bool = True) -> Panel:
    """The panel of `interview`; `line` is where somebody is in the notes, `offers`: with what each may be as well.

    As many queries for any number of cards.
    """
    live = Mention.objects.filter(interview=interview, archived_at=None, line__isnull=False)
    mentions = list(
        live.select_related("line", "pain_point", "participant__person").prefetch_related(
            Prefetch("quotes", Quote.objects.filter(archived_at=None), to_attr="read_quotes"),
            Prefetch("workarounds", Workaround.objects.live(), to_attr="read_workarounds"),
            Prefetch("whys", whys_of_lines(), to_attr="read_whys"),
            "kept_apart",
        )
    )
    lines = [(mention, mention.line) for mention in mentions if mention.line]
    lines.sort(key=lambda pair: (pair[1].number is None, pair[1].number or 0, pair[0].pk))
    cards = [Card(mention, line, number) for number, (mention, line) in enumerate(lines, 1)]
    here = now(cards, line)
    open_one = here or (cards[-1] if cards else None)
    for card in cards:
        card.now = card is here
        card.shut = len(cards) > ALL_OPEN and card is not open_one and not card.gone
    if offers:
        offer(cards, here, user)
    detached = interview.lines.filter(state=NoteLine.State.DETACHED, kept=False)
    loose = list(detached.exclude(kind="pain").filter(parent__isnull=True))
    return Panel(interview, cards, loose, list(interview.participants.select_related("person", "company")))


def whys_of_lines() -> Any:
    return Why.objects.live().select_related("line", "root_cause").order_by("position", "pk")


def now(cards: Sequence[Card], line: int | None) -> Card | None:
    """The card of the block the line is in: the last one that starts at or above it."""
    above = [card for card in cards if line and card.row.number and card.row.number <= line]
    return above[-1] if above else None


def offer(cards: Sequence[Card], here: Card | None, user: Any) -> None:
    """Show on each card the pain point that it may be about as well, until somebody decided.

    The one that is written comes first, then the last ones. As many queries for any number of cards.
    """
    open_ones = [card for card in cards if not card.mention.same_pain]
    open_ones.sort(key=lambda card: (card is not here, -card.number))
    asked = open_ones[:OFFERED]
    apart = KeptApart.objects.partners(PainPoint, [card.mention.pain_point_id for card in asked])
    left_out = [decided(card.mention) | apart.get(card.mention.pain_point_id, set()) for card in asked]
    found = similar_to_each([(card.mention.title, known) for card, known in zip(asked, left_out, strict=True)], user)
    for card, similar in zip(asked, found, strict=True):
        card.similar = similar


def decided(mention: Mention) -> set[int]:
    """The pain points that need not be offered: its own, and those it was kept apart from."""
    own = {mention.pain_point_id} if mention.pain_point_id else set()
    return own | {one.pk for one in mention.kept_apart.all()}
