"""References that people write, such as PP-131, and the records they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from .merging import survivors
from .models import Company, Interview, Mergeable, PainPoint, Person, Record, RootCause

_models: dict[str, type[Record]] = {}


def register(model: type[Record]) -> None:
    """Know references to rows of `model` by its prefix. Apps above this one register from their `AppConfig.ready()`."""
    _models[model.PREFIX] = model
    pattern.cache_clear()


@cache
def pattern() -> re.Pattern[str]:
    """What is a reference: a prefix of ours and a number, not in the middle of a longer word."""
    return re.compile(rf"(?<![\w-])({'|'.join(_models)})-([1-9][0-9]{{0,11}})(?![\w-])", re.ASCII)


for _model in (PainPoint, Interview, RootCause, Person, Company):
    register(_model)


def found_in(text: str) -> set[str]:
    """The references in `text`, each once."""
    return {match.group() for match in pattern().finditer(text)}


def number_in(text: str, prefix: str) -> int | None:
    """The number when `text` is one reference with this prefix, in any case; else None."""
    match = pattern().fullmatch(text.strip().upper())
    return int(match.group(2)) if match and match.group(1) == prefix else None


def readable(references: Iterable[str], user: Any) -> dict[str, Record]:
    """The records that `user` may read, by reference; one query for each prefix in use.

    What was merged is answered by what stands for it. Pain points whose words were withdrawn are among them without
    their words. Both are looked for only when some of the references were not found.
    """
    wanted: dict[str, list[int]] = {}
    for reference in references:
        prefix, _, number = reference.partition("-")
        wanted.setdefault(prefix, []).append(int(number))
    found = {
        record.reference: record
        for prefix, numbers in wanted.items()
        for record in _models[prefix].objects.visible_to(user).filter(pk__in=numbers)
    }
    for prefix, numbers in wanted.items():
        lost = [pk for pk in numbers if f"{prefix}-{pk}" not in found]
        model = _models[prefix]
        if lost and issubclass(model, Mergeable):
            stands = survivors(model, lost, user)
            found |= {f"{prefix}-{pk}": record for pk, record in stands.items()}
    missing = [pk for pk in wanted.get(PainPoint.PREFIX, ()) if f"{PainPoint.PREFIX}-{pk}" not in found]
    if missing:
        gone = PainPoint.objects.withdrawn_for(user).filter(pk__in=missing).values_list("pk", flat=True)
        found |= {one.reference: one for one in map(PainPoint.without_words, gone)}
    return found
