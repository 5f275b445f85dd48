"""How often we want to hear from somebody: every so many weeks or months. No Django here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from .notes.dates import months_later

WEEKS, MONTHS = "weeks", "months"


@dataclass(frozen=True, slots=True)
class Cadence:
    """Every `every` weeks or months."""

    every: int
    unit: str = WEEKS

    def after(self, day: date) -> date:
        """The day of the next contact when the last one was on `day`."""
        return months_later(day, self.every) if self.unit == MONTHS else day + timedelta(weeks=self.every)

    def __str__(self) -> str:
        return f"every {self.unit[:-1]}" if self.every == 1 else f"every {self.every} {self.unit}"
