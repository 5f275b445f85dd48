"""Figures of many times: quantiles, ratios query by query with an interval, and how times grow."""

from __future__ import annotations

import random
import statistics
from collections.abc import Mapping, Sequence
from math import log10
from typing import Any

TIMES = 2_000


def quantile(values: Sequence[float], share: float) -> float:
    """The value that so large a share does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(len(ordered) * share + 0.5) - 1))]


def paired(ours: Mapping[Any, float], theirs: Mapping[Any, float]) -> dict[str, float]:
    """How many times longer theirs takes: the median over queries both answered, with its 95 % bootstrap interval."""
    ratios = [theirs[one] / ours[one] for one in ours if one in theirs]
    if not ratios:
        return {}
    chosen = random.Random(3)
    medians = sorted(statistics.median(chosen.choices(ratios, k=len(ratios))) for _ in range(TIMES))
    return {
        "ratio": statistics.median(ratios),
        "low": medians[int(TIMES * 0.025)],
        "high": medians[int(TIMES * 0.975)],
        "queries": len(ratios),
    }


def exponent(small: float, large: float, times: float) -> float:
    """By which power of the size a time grows."""
    return log10(large / small) / log10(times)
