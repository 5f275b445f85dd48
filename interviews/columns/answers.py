"""Answers that hold for a reader until something is announced, for pages that ask nothing else of the columns."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from threading import Lock
from typing import Any

from django.db import connections, router
from django.utils import timezone

from ..models import Announcement
from ..news import Mark, mark_now, read_news

MOST = 1_000  # answers; all are forgotten with one more


class Answers:
    """The answers of one database. Each question first looks whether something was announced there; one query."""

    def __init__(self, alias: str) -> None:
        self.alias, self.lock = alias, Lock()
        self.mark: Mark | None = None
        self.day: date | None = None
        self.known: dict[Any, Any] = {}

    def answer(self, what: str, user: Any, ask: Callable[[], Any]) -> Any:
        """What `ask` says for `user`. In a transaction it is asked each time: what that wrote, nobody else may see."""
        if connections[self.alias].in_atomic_block:
            return ask()
        with self.lock:
            known = self._in_step()
        key = what, user.pk, user.role, user.can_see_names
        if key not in known:
            known[key] = ask()
        return known[key]

    def _in_step(self) -> dict[Any, Any]:
        """The answers that hold now. One that is asked for meanwhile is put where nobody looks any more."""
        mark, day, connection = self.mark, timezone.localdate(), connections[self.alias]
        news = read_news(connection, mark or mark_now(connection))
        if news or mark is None or day != self.day or len(self.known) > MOST:
            self.known = {}
        self.mark, self.day = news.mark, day
        return self.known

    def forget(self) -> None:
        """Ask everything anew, for a database that was exchanged."""
        with self.lock:
            self.mark = None


@cache
def answers_of(alias: str) -> Answers:
    return Answers(alias)


def answers() -> Answers:
    """The answers of the database that the request at hand reads: one that follows another is in step with itself."""
    return answers_of(router.db_for_read(Announcement))
