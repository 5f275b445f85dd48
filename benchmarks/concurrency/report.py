"""What a run of many people at once says in the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from benchmarks.explorer.report import Goal

FIGURES = ("n", "each second", "p50", "p95", "most")
NEVER = {"p95": float("inf"), "most": float("inf")}


def report(result: dict[str, Any]) -> Iterator[str]:
    """The lines to print: figures, goals and what is wrong."""
    yield f"\n{result['engine']}, {result['people']} people writing, {result['readers']} reading; load {result['load']}"
    yield f"{'milliseconds':<34}" + "".join(f"{one:>13}" for one in FIGURES)
    for what, one in result["measured"].items():
        yield f"{what:<34}" + "".join(f"{one[key]:>13.1f}" for key in FIGURES)
    spent, again = result["processor"], result["reconnected"]
    yield f"processor, seconds in {result['seconds']:.0f}: server {spent['server']:.1f}, people {spent['people']:.1f}"
    yield f"connections opened again: {again}"
    yield from map(str, goals(result))
    yield from result["wrong"][:10]
    yield from result["lost"][:10]


def goals(result: dict[str, Any]) -> Iterator[Goal]:
    """What the run should reach."""
    found = result["measured"]
    late = "counted by the other worker"
    yield Goal("save, p95 in milliseconds", found.get("save", NEVER)["p95"], most=100)
    yield Goal(f"{late}, most in milliseconds", found.get(late, NEVER)["most"], most=1000)
    yield Goal("errors", len(result["wrong"]), most=0)
    yield Goal("lost updates", len(result["lost"]), most=0)
