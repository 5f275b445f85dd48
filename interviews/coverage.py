"""How far a study or a guide has come: interviews of those planned, and for each question where it was asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch, QuerySet

from .models import Interview, InterviewQuestion, Participant, Persona, Study

SHOWN = 12
ANSWERED = InterviewQuestion.Answered


@dataclass
class Asked:
    """A question by its words: the interviews it stood in, each with how it went there."""

    text: str
    place: int
    rows: list[InterviewQuestion] = field(default_factory=list)

    @property
    def stood(self) -> int:
        return len(self.rows)

    @property
    def asked(self) -> list[InterviewQuestion]:
        return [row for row in self.rows if row.asked_at]

    @property
    def times_asked(self) -> int:
        return len(self.asked)

    @property
    def times_answered(self) -> int:
        return sum(row.answered == ANSWERED.YES for row in self.rows)

    @property
    def times_partly(self) -> int:
        return sum(row.answered == ANSWERED.PARTLY for row in self.rows)

    @property
    def tally(self) -> str:
        """How it went, in words."""
        if not self.rows:
            return "Never stood in an interview"
        if not self.asked:
            return "Not asked yet"
        answered = f"answered {self.times_answered}" if self.times_answered else "never answered"
        said = f"Asked {times(self.times_asked)}, {answered}"
        return said + (f", partly {self.times_partly}" if self.times_partly else "")

    @property
    def bars(self) -> list[tuple[str, float, float]]:
        """Answered, partly answered and otherwise asked, as stretches of the interviews it stood in: start, length."""
        found, start = [], 0.0
        rest = self.times_asked - self.times_answered - self.times_partly
        for name, count in (("yes", self.times_answered), ("partly", self.times_partly), ("asked", rest)):
            length = 100 * count / max(self.stood, 1)
            found.append((name, start, length))
            start += length
        return found

    @property
    def shown(self) -> Sequence[InterviewQuestion]:
        """The interviews behind it, as many as a page lists: those where it was answered first."""
        order: dict[str, int] = {ANSWERED.YES: 0, ANSWERED.PARTLY: 1, ANSWERED.NO: 2}
        return sorted(self.asked, key=lambda row: order.get(row.answered, 3))[:SHOWN]


def times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def coverage(interviews: QuerySet[Interview], questions: Iterable[str] = ()) -> list[Asked]:
    """Each question that stood in `interviews`, and those of `questions` that never did, in order; few queries."""
    people = Participant.objects.select_related("person")
    rows = (
        InterviewQuestion.objects.filter(interview__in=interviews.order_by().values("pk"))
        .select_related("interview")
        .prefetch_related(Prefetch("interview__participants", people))
        .order_by("-interview__held_at", "-interview_id", "position")
    )
    found = {text: Asked(text, place) for place, text in enumerate(questions)}
    for row in rows:
        one = found.setdefault(row.text, Asked(row.text, row.position))
        one.rows.append(row)
    return sorted(found.values(), key=lambda one: one.place)


@dataclass
class Progress:
    """Interviews with one persona: how many of those planned are complete."""

    persona: Persona | None
    planned: int = 0
    complete: int = 0
    drafts: int = 0
    interviews: list[Interview] = field(default_factory=list)

    @property
    def missing(self) -> int:
        return max(0, self.planned - self.complete)

    @property
    def of(self) -> int:
        """What the bar is measured by."""
        return max(self.planned, self.complete, 1)


def progress(study: Study, interviews: Sequence[Interview]) -> list[Progress]:
    """How far a study is with each persona, those with a plan first. `interviews` know their participants.

    An interview counts once for every persona that took part.
    """
    found: defaultdict[int | None, Progress] = defaultdict(lambda: Progress(None))
    for row in study.planned.filter(interviews__gt=0).select_related("persona").order_by("-interviews", "pk"):
        found[row.persona_id] = Progress(row.persona, row.interviews)
    for interview in interviews:
        for persona in {one.persona_id: one.persona for one in interview.participants.all()}.values() or [None]:
            one = found[persona.pk if persona else None]
            one.persona = persona
            one.drafts += interview.is_draft
            one.complete += not interview.is_draft
            one.interviews.append(interview)
    return sorted(found.values(), key=lambda one: one.persona is None)


def planned_in_all(parts: Iterable[Progress]) -> int:
    return sum(one.planned for one in parts)


def plans_of(study: Study) -> dict[int, int]:
    """How many interviews are planned with each persona, by its key."""
    rows: Any = study.planned.values_list("persona_id", "interviews") if study.pk else ()
    return dict(rows)
