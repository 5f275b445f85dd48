"""Exports: a list as a file, with the same keys as its page and all its rows."""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from accounts import reading

from .. import sheets  # noqa: F401 - registers what can be exported
from ..exchange.tables import csv_pieces, xlsx_pieces
from ..exports import Sheet, sheet_of

log = logging.getLogger("groundwork.exports")


@require_safe
def export(request: HttpRequest, of: str, to: str) -> HttpResponseBase:
    """The rows of a list as CSV or XLSX. Who took what, and how many rows, is written to the log."""
    sheet = sheet_of(of)
    if sheet is None:
        raise Http404("There is no such list.")
    opened = sheet.open(request)
    log.info("user %s took %s rows: %s", request.user.pk, opened.count, request.get_full_path())
    root = f"{request.scheme}://{request.get_host()}"
    write, kind = WAYS[to]
    answer = StreamingHttpResponse(read_as(request.user, write(sheet, opened.chunks, root)), content_type=kind)
    name = f"{of}-{timezone.localdate().isoformat()}.{to}"
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    answer["Cache-Control"] = "private, no-store"
    return answer


def as_csv(sheet: Sheet, chunks: Iterable[Any], root: str) -> Generator[str, None, None]:
    return csv_pieces(sheet.columns, chunks, root)


def as_xlsx(sheet: Sheet, chunks: Iterable[Any], root: str) -> Generator[bytes, None, None]:
    return xlsx_pieces(sheet.name, sheet.columns, chunks, root)


WAYS: dict[str, tuple[Callable[..., Generator[Any, None, None]], str]] = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def read_as(user: Any, pieces: Generator[Any, None, None]) -> Iterator[Any]:
    """Each piece made as `user` may read it: pieces are made after the request, when nobody is said to read. They end
    with this one, also where a connection breaks."""
    with closing(pieces):
        while True:
            with reading.by(user):
                piece = next(pieces, None)
            if piece is None:
                return
            yield piece
