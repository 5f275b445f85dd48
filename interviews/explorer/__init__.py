"""The pain points that a filter leaves, counted by people: rows, totals, facet counts and the heat map.

Counted on columns in memory (`columns`), or by reading every mention (`rows`) while those are not there: the same
answers, which the tests hold.
"""

from ..filters import PainPointFilter
from .base import SIZE, Explorer, Heat
from .columns import ByColumns
from .rows import ByRows

__all__ = ["SIZE", "ByColumns", "ByRows", "Explorer", "Heat", "explore"]


def explore(filters: PainPointFilter) -> Explorer:
    """What a valid filter leaves, by the columns that it was asked with."""
    return ByRows(filters) if filters.columns is None else ByColumns(filters, filters.columns)
