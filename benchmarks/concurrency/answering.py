"""The app as it is deployed; each answer says from which worker: `gunicorn benchmarks.concurrency.answering`."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from config.wsgi import application as served

WORKER = "X-Worker"


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
        return start_response(status, [*headers, (WORKER, str(os.getpid()))], *more)

    return served(environ, start)
