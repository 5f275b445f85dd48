"""The short table of a run, and which goals it reached. Knows no database: it reads what `run` wrote."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .ratios import exponent

MILLION, HUNDRED = 1_000_000, 100_000


@dataclass(frozen=True, slots=True)
class Goal:
    """A figure, what it should be at least or at most, and whether it is."""

    what: str
    found: float
    least: float | None = None
    most: float | None = None

    @property
    def reached(self) -> bool:
        return (self.least is None or self.found >= self.least) and (self.most is None or self.found <= self.most)

    def __str__(self) -> str:
        wanted = f">= {self.least:g}" if self.least is not None else f"<= {self.most:g}"
        return f"{self.what:<56}{self.found:>10.2f}{wanted:>10}  {'reached' if self.reached else 'not reached'}"


def report(result: dict[str, Any], smaller: dict[str, Any] | None = None) -> Iterator[str]:
    """The lines to print: figures, ratios, goals and what is wrong. `smaller` is the run of a tenth of the size."""
    yield f"\n{result['engine']}, {result['rows']['mentions']:,} mentions; load {result['load']}"
    yield f"{'':<34}{'n':>5}{'wall p50':>10}{'p95':>9}{'cpu p50':>9}{'p95':>9}{'bytes':>9}"
    for name, one in result["figures"].items():
        times = "".join(f"{one[key]:>{wide}.1f}" for key, wide in FIGURES)
        yield f"{name:<34}{one['n']:>5}{times}{one['bytes'] or '':>9}"
    for name, both in result["ratios"].items():
        for of, one in both.items():
            if one:
                interval = f"[{one['low']:.2f}, {one['high']:.2f}]"
                yield f"{name} / explorer, {of}: {one['ratio']:.2f} {interval}, {one['queries']} queries"
    memory = {name: round(value) for name, value in result["memory"].items()}
    yield f"memory (MB) and build (s): {memory}; after a write (ms): {[round(one) for one in result['after_write']]}"
    yield from (f"statements, {of}: {len(said)}" for of, said in result["statements"].items())
    yield from map(str, goals(result, smaller or {}))
    yield from result["skipped"]
    yield "Answers: " + ("all right" if not result["wrong"] else "\n".join(result["wrong"]))


FIGURES = (("p50", 10), ("p95", 9), ("cpu p50", 9), ("cpu p95", 9))


def goals(result: dict[str, Any], smaller: dict[str, Any]) -> Iterator[Goal]:
    """The goals that hold for this size."""
    size, ratios, ours = result["size"], result["ratios"], result["figures"]["explorer"]
    against = {
        "Datasette": {HUNDRED: 40, MILLION: 100},
        "plain ORM page": {HUNDRED: 8, MILLION: 15} if result["engine"] == "postgresql" else {},
        "admin list": {HUNDRED: 20},
    }
    for name, least in against.items():
        if size in least and ratios.get(name, {}).get("wall"):
            yield Goal(f"{name} against the explorer, paired wall", ratios[name]["wall"]["ratio"], least=least[size])
    if size == MILLION:
        yield Goal("p50 against an empty view", 1 / ratios["empty view"]["wall"]["ratio"], most=4)
        yield Goal("p95, ms", ours["p95"], most=150)
        yield Goal("memory of a worker, MB", max(result["memory"]["after"], result["memory"]["after pages"]), most=400)
    if size == MILLION and smaller:
        before = smaller["figures"]["explorer"]
        yield Goal("growth 100k to 1M, exponent of p50", exponent(before["p50"], ours["p50"], 10), most=0.1)
        yield Goal("growth 100k to 1M, exponent of p95", exponent(before["p95"], ours["p95"], 10), most=0.5)
