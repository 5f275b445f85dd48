"""Answers that hold for a reader until something is announced, for pages that ask nothing else of the columns."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from threading import Lock
from typing import Any

from django.db import connection
from django.utils import timezone

from .news import Mark, mark_now, read_news

MOST = 1_000  # answers; all are forgotten with one more


class Kept:
    """The answers of this process. Each question first looks whether something was announced; one query."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.mark: Mark | None = None
        self.day: date | None = None
        self.answers: dict[Any, Any] = {}

    def answer(self, what: str, user: Any, ask: Callable[[], Any]) -> Any:
        """What `ask` says for `user`. In a transaction it is asked each time: what that wrote, nobody else may see."""
        if connection.in_atomic_block:
            return ask()
        with self.lock:
            answers = self._in_step()
        key = what, user.pk, user.role
        if key not in answers:
            answers[key] = ask()
        return answers[key]

    def _in_step(self) -> dict[Any, Any]:
        """The answers that hold now. One that is asked for meanwhile is put where nobody looks any more."""
        mark, day = self.mark, timezone.localdate()
        news = read_news(mark or mark_now())
        if news or mark is None or day != self.day or len(self.answers) > MOST:
            self.answers = {}
        self.mark, self.day = news.mark, day
        return self.answers

    def forget(self) -> None:
        """Ask everything anew, for a database that was exchanged."""
        with self.lock:
            self.mark = None


kept = Kept()
