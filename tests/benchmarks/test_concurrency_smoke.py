"""The benchmark of many people at once, as small as it gets: it runs, nothing fails, and nothing is lost."""

from benchmarks.__main__ import run
from benchmarks.concurrency.report import goals, report


def test_a_small_run_reports_saves_pages_and_counts(tmp_path):
    database = f"sqlite:///{tmp_path / 'bench.sqlite3'}"
    small = ("--size", "100", "--people", "3", "--readers", "1", "--seconds", "2")
    code, result = run("benchmarks.concurrency.run", database, tmp_path / "result.json", *small)

    assert (code, result["wrong"], result["lost"]) == (0, [], [])
    assert result["measured"].keys() == {"save", "page", "counted by the other worker"}
    assert result["measured"]["save"]["n"] >= 3
    assert sum("reached" in line for line in report(result)) == len(list(goals(result)))
