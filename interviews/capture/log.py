"""One save of the log screen."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from ..models import Act, Guide, Interview, Mention, PanelEdit, Participant, Responsibility, Study
from ..notes import parser, reconcile
from .edits import REWRITES, TICKS, Edit, Misfit, change_record, line_in, rewritten, tick_question
from .guide import set_study
from .lines import HeldLines, LineStore, known_lines
from .pain_points import settle
from .quotes import agree_on_quotes, freeze_finished
from .records import Notebook, agree
from .tools import agree_on_tools, use_tools
from .who import Who, take_who
from .whys import agree_on_whys

_turn = Lock()


@dataclass(frozen=True, slots=True)
class Entry:
    """What the log screen sends. None means: this part was not sent, leave it as it is."""

    version: int = 1
    notes: str | None = None
    caret: int | None = None  # line number the caret is on: what is half-typed makes no pain point or tool yet
    tab: str = ""
    tab_number: int = 0  # how the tab counts its saves; 0: it does not
    who: Who | None = None
    held_at: datetime | None = None
    purpose: str | None = None
    study: Study | None = None
    guide: Guide | None = None
    sets_study: bool = False
    tools: list[str] | None = None
    responsibilities: list[str] | None = None
    edit: Edit | None = None

    @property
    def tells_of_people(self) -> bool:
        return (self.who, self.tools, self.responsibilities) != (None, None, None)


def open_interview(key: uuid.UUID, user: Any) -> Interview:
    """The interview that the browser calls `key`: made by its first save, found again when that is repeated."""
    try:
        with transaction.atomic():
            interview, made = Interview.objects.get_or_create(client_key=key, defaults={"created_by": user})
            if made:
                interview.interviewers.add(user)
                interview.participants.create(position=0)
            return interview
    except IntegrityError:  # two first saves at once: the other one made it
        return Interview.objects.get(client_key=key)


@contextmanager
def in_turn() -> Iterator[None]:
    """A transaction. SQLite has one writer at a time, and those who wait look again and again, in no order, until some
    have waited for too long: so those of one process queue before they ask."""
    queues = connection.vendor == "sqlite" and not connection.in_atomic_block
    with _turn if queues else nullcontext(), transaction.atomic():
        yield


def save(interview: Interview, entry: Entry, user: Any) -> Interview:
    """Save one entry and return the interview as it is now.

    Raises Stale when somebody else saved since `entry.version`; nothing is stored then. An entry of a tab that comes
    after a newer one of the same tab is dropped: it was overtaken on the way.
    """
    with in_turn():
        interview.refresh_from_db(from_queryset=Interview.objects.select_for_update())
        if take_version(interview, entry):
            take(interview, entry, user)
    return interview


def take(interview: Interview, entry: Entry, user: Any) -> None:
    """Store what was sent and what follows from it, as a part of the sitting in which these notes are taken."""
    with Act.sitting(user, interview) as act:
        if entry.who is not None:
            act.watch(interview.participants.all(), members=False)
        take_facts(interview, entry)
        if entry.tells_of_people:
            take_people(interview.first_participant(), entry, user)
        if entry.notes is not None:
            take_notes(interview, user, entry.caret)
        if entry.edit is not None:
            act.watch(Mention.objects.filter(line=entry.edit.line), members=False)
            take_edit(interview, entry.edit, user, entry.caret)


def take_facts(interview: Interview, entry: Entry) -> None:
    """What the interview says of itself, the text of the notes included."""
    if entry.held_at:
        interview.held_at = entry.held_at
    if entry.purpose is not None:
        interview.purpose = entry.purpose
    if entry.sets_study:
        set_study(interview, entry.study, entry.guide)
    if entry.notes is not None:
        interview.notes = entry.notes
    interview.save()


def take_people(participant: Participant, entry: Entry, user: Any) -> None:
    """Who was talked to, and what they told in the fields above the notes."""
    if entry.who is not None:
        take_who(participant, entry.who, user)
    if entry.tools is not None:
        use_tools(participant, entry.tools, user)
    if entry.responsibilities is not None:
        be_responsible(participant, entry.responsibilities)


def take_edit(interview: Interview, edit: Edit, user: Any, caret: int | None) -> None:
    """Do what was done in the panel, in the same save, and once. What no longer fits the notes is left undone."""
    if edit.key and not PanelEdit.objects.get_or_create(interview=interview, key=edit.key)[1]:
        return None
    try:
        with transaction.atomic():
            if edit.act in TICKS:
                return tick_question(interview, edit)
            row = interview.lines.get(pk=edit.line)
            if edit.act in REWRITES:
                interview.notes = rewritten(interview.notes, line_in(interview, row), edit)
                interview.save(update_fields=["notes", "updated_at"])
            else:
                change_record(interview, row, edit, user)
            take_notes(interview, user, caret)
    except (Misfit, ObjectDoesNotExist):
        interview.refresh_from_db()
        interview.panel_edits.filter(key=edit.key).update(done=False)


def take_version(interview: Interview, entry: Entry) -> bool:
    """Claim the next version for the tab that saves, of the interview as it is stored; False for an entry that a newer
    one of its tab overtook.

    An answer that was lost on the way leaves a tab behind its own save. So a tab may also go on from a version it has
    not seen, as long as every save since then was its own.
    """
    own = bool(entry.tab) and interview.tab == entry.tab
    if own and 0 < entry.tab_number <= interview.tab_number:
        return False
    lost_answer = own and interview.tab_since - 1 <= entry.version <= interview.version
    interview.claim(interview.version if lost_answer else entry.version)
    since = interview.tab_since if own else interview.version
    interview.tab, interview.tab_since, interview.tab_number = entry.tab, since, entry.tab_number
    return True


def take_notes(interview: Interview, user: Any, caret: int | None = None) -> None:
    """Bring the records in step with the text of the interview."""
    today = timezone.localdate(interview.held_at)
    lines = parser.parse(interview.notes, today=today)
    rows = list(interview.lines.all())
    held = HeldLines(interview)
    store = LineStore(interview, rows)
    store.apply(reconcile.reconcile(known_lines(rows, held), lines))
    book = Notebook(interview, store, lines, held, user)
    agree(book)
    agree_on_quotes(book)
    agree_on_whys(book)
    agree_on_tools(book, caret)
    settle(book, caret)
    freeze_finished(interview, caret)


def be_responsible(participant: Participant, texts: list[str]) -> None:
    """Responsibilities typed in their field, where no line tells them; those no longer named are removed."""
    typed = {one.typed_text: one for one in participant.responsibilities.filter(line__isnull=True)}
    wanted = dict.fromkeys(text.strip() for text in texts if text.strip())
    for text in wanted:
        known = typed.get(text)
        if known is None:
            participant.responsibilities.create(interview_id=participant.interview_id, text=text)
        elif known.archived_at is not None:
            known.archived_at = None
            known.save(update_fields=["archived_at"])
    gone = [one.pk for text, one in typed.items() if text not in wanted and one.archived_at is None]
    Responsibility.objects.filter(pk__in=gone).update(archived_at=timezone.now())
