"""A second PostgreSQL that follows the first one, and which questions it may answer.

It is only asked while it is known to hold all that the first one held so many seconds ago (`DATABASE_REPLICA_LAG`).
That one bound keeps a withdrawn word from being shown for longer, and lets a browser that wrote be sent back after as
long: what it wrote is there by then, or the replica is not asked.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from contextvars import ContextVar
from threading import RLock
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, OperationalError, connections, models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

log = logging.getLogger(__name__)

ALIAS = "replica"
FIRST, FOLLOWS, WRITES = "first", "follows", "writes"  # which database a request reads, and that it asked to write
FOLLOWING = {"interviews", "discovery"}  # who somebody is, and what they may, is always asked of the first database
WROTE = "wrote"  # the cookie of a browser that wrote a moment ago
ASKED_EVERY = 0.25  # seconds
LEFT_ALONE = 5.0  # seconds, where it did not answer

HELD = "SELECT pg_current_wal_lsn() - '0/0'::pg_lsn"
REPLAYED = "SELECT pg_last_wal_replay_lsn() - '0/0'::pg_lsn"

Answer = Callable[[HttpRequest], HttpResponse]
_reads: ContextVar[str] = ContextVar("reads", default=FIRST)


class Replica:
    """How far behind the replica is, as this process found it. Its own clock says nothing of that: one that lost its
    connection has replayed all it knows. So moments of the first database are kept until they are found there."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self.clock, self.lock = clock, RLock()
        self.moments: deque[tuple[float, int]] = deque()  # when, and how much the first database held then
        self.holds_all_of = float("-inf")
        self.next = float("-inf")

    def follows(self) -> bool:
        """Whether it holds all that was there so many seconds ago. Two short statements, a few times a second."""
        if self.clock() >= self.next and self.lock.acquire(blocking=False):
            try:
                self.look()
            finally:
                self.lock.release()
        return self.clock() - self.holds_all_of <= settings.DATABASE_REPLICA_LAG

    def failed(self) -> bool:
        """Whether it does not answer any more, asked at once."""
        with self.lock:
            return not self.look()

    def look(self) -> bool:
        """Compare the two; whether the second answered. Who does not is left alone for a while."""
        self.next = self.clock() + ASKED_EVERY
        self.moments.append((self.clock(), asked(DEFAULT_DB_ALIAS, HELD)))
        try:
            replayed = asked(ALIAS, REPLAYED)
        except (DatabaseError, InterfaceError) as error:
            self.silent(error)
            return False
        while self.moments and self.moments[0][1] <= replayed:
            self.holds_all_of = self.moments.popleft()[0]
        while self.moments and self.clock() - self.moments[0][0] > settings.DATABASE_REPLICA_LAG:
            self.moments.popleft()
        return True

    def silent(self, error: Exception) -> None:
        """It does not answer: nothing is asked of it for a while."""
        log.warning("The replica does not answer, the first database does it all: %s", error)
        self.holds_all_of = float("-inf")
        self.next = self.clock() + LEFT_ALONE
        self.moments.clear()
        connections[ALIAS].close()


def asked(alias: str, statement: str) -> int:
    """The one number that a database answers; nothing where it has none, as one that follows nobody."""
    with connections[alias].cursor() as cursor:
        cursor.execute(statement)
        (found,) = cursor.fetchone() or (None,)
    return -1 if found is None else int(found)


replica = Replica()


class ReplicaRouter:
    """Reads of evidence and of what we conclude go where the request may read; all else to the first database."""

    def db_for_read(self, model: type[models.Model], **hints: Any) -> str:
        if _reads.get() != FOLLOWS or model._meta.app_label not in FOLLOWING:
            return DEFAULT_DB_ALIAS
        return DEFAULT_DB_ALIAS if connections[DEFAULT_DB_ALIAS].in_atomic_block else ALIAS

    def db_for_write(self, model: type[models.Model], **hints: Any) -> str:
        """Who asks where something is written reads what is there from now on: the rest of a request that writes, and
        the columns of the explorer with the page that shows them, which all readers of a process share."""
        if model._meta.app_label in FOLLOWING:
            _reads.set(WRITES)
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: models.Model, other: models.Model, **hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == DEFAULT_DB_ALIAS


class ReplicaMiddleware:
    """Lets a request that only reads be answered by the replica, unless its browser wrote a moment ago.

    What is sent after the answer has begun, the later parts of a transcript, is read from the first database.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        only_reads = request.method in ("GET", "HEAD")
        may_follow = only_reads and WROTE not in request.COOKIES and replica.follows()
        token = _reads.set(FOLLOWS if may_follow else FIRST)
        try:
            response = self.get_response(request)
            wrote = not only_reads or _reads.get() == WRITES
        finally:
            _reads.reset(token)
        if wrote:
            kept = int(settings.DATABASE_REPLICA_LAG) + 1
            response.set_cookie(WROTE, "1", max_age=kept, secure=settings.HTTPS, httponly=True, samesite="Lax")
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Where the replica fails in the middle of a page, the same page is asked for again, and not of it."""
        of_database = isinstance(error, (OperationalError, InterfaceError))
        if not (of_database and _reads.get() == FOLLOWS and replica.failed()):
            return None
        return HttpResponseRedirect(request.get_full_path())
