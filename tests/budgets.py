"""How many queries a page may ask: data in budgets.json, so that a change shows in review.

Record anew with RECORD_BUDGETS=1 .venv/bin/pytest (without -n).
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection
from django.test.utils import CaptureQueriesContext

FILE = Path(__file__).with_name("budgets.json")
# How a transaction is opened differs between the engines and is not what a page asks.
BRACKETS = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "COMMIT")


@contextmanager
def budget(name: str) -> Iterator[None]:
    """Fail when more is asked of the database than budgets.json allows under `name`."""
    with CaptureQueriesContext(connection) as captured:
        yield
    asked = [query["sql"] for query in captured.captured_queries if not query["sql"].startswith(BRACKETS)]
    if os.environ.get("RECORD_BUDGETS"):
        return record(name, len(asked))
    allowed = json.loads(FILE.read_text(encoding="utf-8")).get(name)
    assert allowed is not None, f"{name} has no budget yet (it asked {len(asked)}): record it with RECORD_BUDGETS=1"
    listed = "\n".join(f"{number}. {sql[:300]}" for number, sql in enumerate(asked, 1))
    assert len(asked) <= allowed, f"{name}: {len(asked)} queries, {allowed} allowed\n{listed}"


def record(name: str, count: int) -> None:
    budgets = json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}
    budgets[name] = count
    FILE.write_text(json.dumps(dict(sorted(budgets.items())), indent=2) + "\n", encoding="utf-8")
