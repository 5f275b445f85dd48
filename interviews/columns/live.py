"""The columns of this process, in step with the database: every question first takes over what was announced since."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from threading import Event, Lock, Thread
from typing import Any

import numpy as np
from django.db.models import Max
from django.http import HttpRequest
from django.utils import timezone

from ..codebook import Codebook
from ..models import Announcement, Mention
from ..news import Mark, News, announcing, mark_now, read_news
from ..panels import Address, Deed
from . import loaded
from .counted import Seen
from .facts import Facts, Flags, Ints, marked
from .rated import Pains, Rating, hearing, rate

log = logging.getLogger(__name__)

SMALL = 30_000  # mentions that are read while somebody waits
MANY = 2_000  # interviews or pain points that changed, from where all is read anew
PATIENCE = 20  # seconds somebody waits for a larger database to be read
READERS = 8  # sets of restricted interviews for which ratings are kept
EACH = 20  # bytes that are kept for a reader and mention
MEMORY = 64_000_000  # bytes that are kept for readers; the oldest leave, but for the last of them
LEAST, MOST = 3, 200  # readers
Of = Announcement.Of
OF_FACTS = (Of.INTERVIEW, Of.PAIN_POINT, Of.PERSON)
Sight = tuple[Flags, Rating]


@dataclass(frozen=True)
class Columns:
    """What the database held at a moment. Nothing here changes; what was worked out for a reader is kept beside it."""

    facts: Facts
    alive: Flags
    pains: Pains
    book: Codebook
    mark: Mark
    day: date
    sights: dict[frozenset[int], Sight] = field(default_factory=dict)  # by restricted interviews that are read
    access: dict[Any, tuple[frozenset[int], Flags | None]] = field(default_factory=dict)
    done: dict[Any, Mapping[int, Sequence[Deed]]] = field(default_factory=dict)
    answers: dict[Any, dict[str, Any]] = field(default_factory=dict)  # by reader: what is asked again and again

    @property
    def mostly_gone(self) -> bool:
        """Whether most rows hold no longer; they take room and time until everything is read anew."""
        return len(self.alive) > 2 * int(self.alive.sum()) + SMALL

    def answer(self, what: str, user: Any, ask: Callable[[], Any]) -> Any:
        """What `ask` says for `user`, who is asked once until something is announced."""
        own = self._own(user)
        if what not in own:
            own[what] = ask()
        return own[what]

    def _own(self, user: Any) -> dict[str, Any]:
        """What is kept for a reader, as they may read names."""
        who = user.pk, user.role, user.can_see_names
        own = self.answers.get(who)
        if own is None:
            own = self.answers[who] = {}
            leave(self.answers, min(max(MEMORY // (EACH * len(self.alive) + 1), LEAST), MOST))
        return own

    def seen_by(self, user: Any, ways: Sequence[Address]) -> Seen:
        """What `user` sees. Asks the database once for what they may read, and once for each way of being addressed,
        until something changes there."""
        return self.answer("seen", user, lambda: self._seen_by(user, ways))

    def _seen_by(self, user: Any, ways: Sequence[Address]) -> Seen:
        who = (user.pk, user.role)
        there = self.access.get(who)
        if there is None:
            restricted = loaded.readable_restricted(user)
            known = loaded.known_besides(user, self.facts.pains, len(self.pains.there)) if restricted else None
            self.access[who] = restricted, known
            leave(self.access, MOST)
        else:
            restricted, known = there
        hears, rating = self._sight(restricted)
        visible = (self.pains.known | rating.heard) & self.pains.there
        if known is not None:
            visible |= known & self.pains.there
        size = len(self.alive)
        rows = hears & self.facts.voiced.upto(size) & visible[self.facts.pain.upto(size)]
        told = marked(self.facts.pain.upto(size)[rows], len(visible))
        return Seen(self.facts, rows, self.pains, visible, rating, told, self._ways(user, ways))

    def _sight(self, restricted: frozenset[int]) -> Sight:
        """What is heard by who may read these restricted interviews, and the ratings for them. Several may ask at once:
        what is kept is only ever added whole, and the oldest leaves."""
        found = self.sights.get(restricted)
        if found is None:
            hears = hearing(self.facts, self.alive, self.facts.interviews.known(restricted))
            found = hears, rate(self.facts, hears, len(self.pains.there))
            self.sights[restricted] = found
            leave(self.sights, READERS)
        return found

    def deeds(self, user: Any, way: Address) -> Mapping[int, Sequence[Deed]]:
        """What is done about pain points in a way, by their keys. Asks the database once until it may have changed."""
        key = way.name, user.pk, user.role
        found = self.done.get(key)
        if found is None:
            found = self.done[key] = way.deeds(user) if way.deeds else {}
            leave(self.done, MOST)
        return found

    def _ways(self, user: Any, ways: Sequence[Address]) -> dict[str, Flags]:
        """The pain points addressed each way; those that are in no other way in the way of the rest."""
        size, taken, found = len(self.pains.there), np.zeros(len(self.pains.there), bool), {}
        for way in ways:
            if not way.rest:
                found[way.name] = loaded.flags(self.deeds(user, way), self.facts.pains, size)
                taken |= found[way.name]
        return {way.name: ~taken if way.rest else found[way.name] for way in ways}


def leave(kept: dict[Any, Any], most: int) -> None:
    """Let the oldest go. Several may do so at once."""
    for oldest in list(kept)[:-most]:
        kept.pop(oldest, None)


def read_columns() -> Columns:
    """Everything as it is now; a fixed number of queries, and time and memory as there are mentions."""
    mark, day, facts = mark_now(announcing()), timezone.localdate(), Facts()
    loaded.read_facts(facts)
    book = Codebook.load()
    pains = loaded.with_book(loaded.read_pains(facts.pains, None), book)
    alive = np.ones(facts.size, bool)
    return Columns(facts, alive, pains, book, mark, day)


def taken_over(columns: Columns, news: News) -> Columns:
    """The columns with what was announced. A fixed number of queries.

    The facts grow in place: where this fails half-way, `columns` and the facts must not be used any more.
    """
    facts, start, interviews = columns.facts, columns.facts.size, interviews_changed(columns, news)
    gone = facts.forget(interviews)
    again = set(news.keys.get(Of.PAIN_POINT, ())) | {facts.pains.values[one] for one in facts.pain.room[gone].tolist()}
    if interviews:
        again |= loaded.pains_of(interviews)
        loaded.read_facts(facts, interviews)
    alive = np.append(columns.alive, np.ones(facts.size - start, bool))
    alive[gone] = False
    book = Codebook.load() if news.keys.get(Of.CODE) else columns.book
    rows = np.append(gone, np.arange(start, facts.size))
    following = replace(
        columns,
        alive=alive,
        pains=pains_with(columns, again, book),
        book=book,
        mark=news.mark,
        day=timezone.localdate(),
        access={} if interviews or again else columns.access,
        done={} if interviews or again or news.keys.get(Of.CLAIM) else columns.done,
        answers={},
    )
    return replace(following, sights=sights_with(columns, following, rows, again))


def interviews_changed(columns: Columns, news: News) -> set[int]:
    """The interviews in which something is not as it was: announced, of people who were, or because of the day."""
    found = set(news.keys.get(Of.INTERVIEW, ()))
    if people := news.keys.get(Of.PERSON):
        found |= loaded.interviews_with(people)
    return found | loaded.run_out(columns.day) if timezone.localdate() != columns.day else found


def pains_with(columns: Columns, again: Collection[int], book: Codebook) -> Pains:
    """The pain points with those of `again` read anew; all of them where codes changed: an archived one does not
    count, wherever it is."""
    numbers, pains = columns.facts.pains, columns.pains
    if book is not columns.book:
        return loaded.with_book(loaded.read_pains(numbers, None), book)
    if again or len(numbers) > len(pains.there):
        return loaded.with_book(loaded.read_pains(numbers, pains, again), book)
    return pains


def sights_with(
    columns: Columns, following: Columns, rows: Ints, again: Collection[int]
) -> dict[frozenset[int], Sight]:
    """What was worked out for readers, where rows came or went; none where one of them is restricted."""
    facts, size = following.facts, len(following.pains.there)
    if facts.restricted.room[rows].any():
        return {}
    changed = np.zeros(size, bool)
    changed[facts.pains.known(again)] = True
    changed[facts.pain.room[rows]] = True
    found: dict[frozenset[int], Sight] = {}
    for grants, (_, rating) in list(columns.sights.items()):
        hears = hearing(facts, following.alive, facts.interviews.known(grants))
        found[grants] = hears, rate(facts, hears, size, rating, changed)
    return found


class Live:
    """The columns of this process."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.columns: Columns | None = None
        self.built: Event | None = None  # set when a build in the background is over

    def now(self) -> Columns | None:
        """What the database holds; None while that is still being read, or where this transaction wrote something that
        nobody else may see yet and all is too much to read for it alone."""
        if announcing().in_atomic_block:
            return self._for_this_transaction()
        with self.lock:
            self._follow()
            if self.columns is None and small():
                self.columns = read_columns()
            if self.columns is not None:
                return self.columns
            built = self._begin()
        built.wait(PATIENCE)
        with self.lock:
            self._follow()
            return self.columns

    def _follow(self) -> None:
        """Take over what was announced, or forget everything where reading anew is less work. What fails half-way is
        forgotten as well."""
        columns, self.columns = self.columns, None
        if columns is None:
            return
        news = read_news(announcing(), columns.mark)
        if news.lost or sum(len(news.keys.get(of, ())) for of in OF_FACTS) > MANY or columns.mostly_gone:
            return
        if news or timezone.localdate() != columns.day:
            self.columns = taken_over(columns, news)
        else:
            self.columns = replace(columns, mark=news.mark)

    def _for_this_transaction(self) -> Columns | None:
        columns = self.columns
        if columns is not None and not read_news(announcing(), columns.mark) and columns.day == timezone.localdate():
            return columns
        return read_columns() if small() else None

    def _begin(self) -> Event:
        """Read everything in the background, once."""
        if self.built is None:
            self.built = Event()
            Thread(target=self._build, args=(self.built,), daemon=True, name="columns").start()
        return self.built

    def _build(self, built: Event) -> None:
        try:
            columns = read_columns()
            with self.lock:
                self.columns = columns
        except Exception:
            log.exception("The columns of the explorer could not be read; it goes on by asking the database")
        finally:
            announcing().close()
            self.built = None
            built.set()

    def forget(self) -> None:
        """Read everything anew with the next question, for a database that was exchanged."""
        with self.lock:
            self.columns = None


def small() -> bool:
    """Whether everything can be read while somebody waits; one query. Mentions are never deleted, so that the highest
    key is about their number."""
    highest = Mention.objects.aggregate(highest=Max("pk"))["highest"]
    return (highest or 0) <= SMALL


live = Live()


def columns_for(request: HttpRequest) -> Columns | None:
    """The columns for a request, as they were when it asked first."""
    if "columns" not in vars(request):
        vars(request)["columns"] = live.now()
    return columns_of(request)


def columns_of(request: HttpRequest) -> Columns | None:
    """The columns that a request asked for already."""
    return vars(request).get("columns")
