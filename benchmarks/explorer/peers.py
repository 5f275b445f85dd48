"""Other ways to the same page: the one that is written first with the ORM, the admin, and Datasette where it is there.

They answer the same query on the same database. Each is spared something: the ORM page and the admin hide nothing and
draw no heat map, the admin counts no facets, Datasette counts rows, has no tools and reads a table that was joined for
it beforehand.
"""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db import connection
from django.db.models import Count, Max, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.views.decorators.http import require_safe

from interviews.models import PainPoint

from .queries import Query

COLUMNS = {
    "persona": "mentions__participant__persona",
    "company": "mentions__participant__company",
    "role": "mentions__participant__role",
    "study": "mentions__interview__study",
    "tool": "mentions__participant__tool_uses__tool",
    "severity": "mentions__severity",
    "code": "codes",
    "status": "archived_at",
}
PLAIN = """<!doctype html><title>Pain points</title><h1>{{ page.paginator.count }}</h1><ul>
{% for one in page %}<li><a href="{{ one.get_absolute_url }}">{{ one.title }}</a> {{ one.people }} {{ one.last }}
{% endfor %}</ul>{% for key, values in facets.items %}<fieldset><legend>{{ key }}</legend>
{% for value, many in values %}<label><input type="checkbox" name="{{ key }}" value="{{ value }}">{{ value }}
<span>{{ many }}</span></label>{% endfor %}</fieldset>{% endfor %}"""
WIDE = """
CREATE TABLE bench_wide AS
SELECT m.id, m.title, pp.title AS pain_point, per.name AS persona, com.name AS company, p.role, stu.title AS study,
       m.severity, i.held_at, CAST(i.restricted AS integer) AS restricted,
       (SELECT min(c.code_id) FROM interviews_painpoint_codes c WHERE c.painpoint_id = pp.id) AS code
FROM interviews_mention m JOIN interviews_painpoint pp ON pp.id = m.pain_point_id
JOIN interviews_participant p ON p.id = m.participant_id JOIN interviews_interview i ON i.id = m.interview_id
LEFT JOIN interviews_persona per ON per.id = p.persona_id LEFT JOIN interviews_company com ON com.id = p.company_id
LEFT JOIN interviews_study stu ON stu.id = i.study_id
"""
FACETED = ("persona", "company", "role", "study", "severity", "code", "restricted")
NAMED = {"persona": "interviews_persona", "company": "interviews_company", "study": "interviews_study"}


@require_safe
def plain(request: HttpRequest) -> HttpResponse:
    """The page as it is written first: a paginator, and a GROUP BY for each of eight facets."""
    found = narrowed(request.GET.dict())
    page = Paginator(with_people(found), 25).get_page(1)
    facets = {
        key: list(found.values_list(column).annotate(n=Count("pk", distinct=True)).order_by("-n")[:100])
        for key, column in COLUMNS.items()
    }
    return HttpResponse(engines["django"].from_string(PLAIN).render({"page": page, "facets": facets}, request))


def with_people(found: QuerySet) -> QuerySet:
    people = Count("mentions__participant__person", distinct=True)
    return found.annotate(people=people, last=Max("mentions__interview__held_at")).order_by("-people", "-last", "-pk")


def narrowed(values: dict[str, str]) -> QuerySet:
    """Pain points one mention of which satisfies all keys. Grounds are worked out, so that they are left out."""
    wanted = Q(archived_at__isnull=True)
    for key, value in values.items():
        if key == "q":
            quoted = Q(mentions__quote_links__quote__text__icontains=value)
            wanted &= Q(title__icontains=value) | Q(mentions__title__icontains=value) | quoted
        elif key == "since":
            wanted &= Q(mentions__interview__held_at__gte=f"{value}T00:00Z")
        elif key in COLUMNS:
            wanted &= Q(**{COLUMNS[key]: value})
    return PainPoint.objects.filter(wanted).order_by()


class Datasette:
    """A Datasette that serves the SQLite file of this process."""

    def __init__(self, port: int) -> None:
        self.port = port

    def get(self, query: Query) -> int:
        """Ask for the page with seven facets; how many bytes came."""
        asked = [("_facet", one) for one in FACETED] + [("_size", "25"), ("_shape", "objects"), *self.narrowed(query)]
        web = HTTPConnection("127.0.0.1", self.port, timeout=600)
        web.request("GET", f"/{self.name}/bench_wide.json?{urlencode(asked)}")
        answer = web.getresponse()
        body = answer.read()
        web.close()
        if answer.status != 200:
            raise RuntimeError(f"Datasette answers {answer.status}: {body[:200]!r}")
        return len(body)

    @property
    def name(self) -> str:
        return str(connection.settings_dict["NAME"]).rpartition("/")[2].removesuffix(".sqlite3")

    @staticmethod
    def narrowed(query: Query) -> Iterator[tuple[str, str]]:
        with connection.cursor() as cursor:
            for key, value in query.pairs:
                if key in NAMED:
                    field = "title" if key == "study" else "name"
                    cursor.execute(f"SELECT {field} FROM {NAMED[key]} WHERE id = %s", [value])
                    yield f"{key}__exact", cursor.fetchone()[0]
                elif key in ("severity", "code"):
                    yield f"{key}__exact", value
                elif key == "since":
                    yield "held_at__gte", value
                elif key == "q":
                    yield "title__contains", value


@contextmanager
def datasette(program: str) -> Iterator[Datasette]:
    """Start Datasette on the SQLite file, its limits raised so that it answers exactly."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_wide")
        cursor.execute(WIDE)
        for one in (*FACETED, "held_at"):
            cursor.execute(f"CREATE INDEX bench_wide_{one} ON bench_wide ({one})")
        cursor.execute("ANALYZE")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    raised = {"sql_time_limit_ms": 600_000, "facet_time_limit_ms": 600_000, "suggest_facets": "off"}
    settings = [part for name, value in raised.items() for part in ("--setting", name, str(value))]
    file = str(connection.settings_dict["NAME"])
    with subprocess.Popen(
        [program, "serve", file, "--port", str(port), *settings], stderr=subprocess.DEVNULL
    ) as server:
        try:
            await_port(port)
            yield Datasette(port)
        finally:
            server.terminate()


def await_port(port: int, seconds: float = 60) -> None:
    """Wait until something listens. Raises TimeoutError."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(f"nothing listens on {port}")


def of_backend(process: int) -> float:
    """Milliseconds on a processor of the process that serves this PostgreSQL connection; 0 where that is not told."""
    try:
        return int(Path(f"/proc/{process}/schedstat").read_text(encoding="ascii").split()[0]) / 1e6
    except OSError:
        return 0.0


def backend() -> Any:
    """The process that serves this connection, where it is PostgreSQL on this machine."""
    return connection.connection.info.backend_pid if connection.vendor == "postgresql" else None
