"""Measures one database: filled, checked against another way to the same answer, then timed."""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import django

django.setup()

# The models can be imported only once Django is set up.
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.http import QueryDict  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import override_settings  # noqa: E402
from rapidfuzz import fuzz, process  # noqa: E402

from accounts import reading  # noqa: E402
from accounts.models import Role, User  # noqa: E402
from benchmarks import empty  # noqa: E402
from benchmarks.generate import Generator  # noqa: E402
from benchmarks.timing import Measured, surroundings, timed  # noqa: E402
from interviews.columns.live import live  # noqa: E402
from interviews.explorer import explore  # noqa: E402
from interviews.filters import PainPointFilter  # noqa: E402
from interviews.models import Mention, PainPoint, Segment  # noqa: E402
from interviews.similar import similar_pain_points  # noqa: E402
from interviews.views.turns import Sheet, Turns  # noqa: E402

SEGMENTS = 3_000
QUERIES = {
    "all": "",
    "one persona": "persona=1",
    "persona, severity": "persona=1&severity=4&severity=5",
    "words": "q=finance",
    "words, company": "q=backfills+finance&company=1",
    "theme, by severity": "code=1&sort=severity",
}


class Bench:
    """One filled database."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.random = random.Random(11)
        self.wrong: list[str] = []
        self.measured: list[Measured] = []
        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        generator = Generator(size)
        with transaction.atomic():
            generator.fill()
            self.interview = generator.transcript(SEGMENTS)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        self.user = User.objects.create_user("bench@example.org", full_name="Bench", role=Role.RESEARCHER)
        self.client = Client()
        self.client.force_login(self.user, backend="allauth.account.auth_backends.AuthenticationBackend")

    def time(self, what: str, runs: Iterable[Callable[[], Any]], plain: float | None = None) -> Measured:
        """Time each of `runs` once, for the table."""
        found = timed(what, runs, plain)
        self.measured.append(found)
        return found

    def half_typed(self) -> str:
        """A title as somebody might type it: cut, shuffled, with a word less, or misspelt."""
        title = self.random.choice(self.titles)
        words = title.split()
        match self.random.randrange(4):
            case 0:
                return title[: max(12, int(len(title) * 0.7))]
            case 1:
                self.random.shuffle(words)
            case 2:
                words.pop(self.random.randrange(len(words)))
            case 3:
                words[1] = words[1][:1] + words[1][2:]
        return " ".join(words)

    def similar(self) -> None:
        """Similar titles: the first question of a process, the next ones, and one after somebody wrote."""
        self.titles = list(PainPoint.objects.order_by("pk").values_list("title", flat=True))
        self.time("similar titles, first of a process", [lambda: similar_pain_points(self.titles[0], self.user)])
        for title in self.random.sample(self.titles, 20):
            found = [one.pain_point.title for one in similar_pain_points(title, self.user)]
            visible = PainPoint.objects.visible_to(self.user).filter(title=title).exists()
            if visible and (not found or found[0] != title):
                self.wrong.append(f"similar titles do not find “{title}”")
        typed = [self.half_typed() for _ in range(80)]
        self.time("similar titles, while typing", [lambda t=t: similar_pain_points(t, self.user) for t in typed])
        self.time("similar titles, after somebody wrote", [lambda t=t: self.write_and_ask(t) for t in typed[:20]])
        self.time("similar titles, other way: one ratio for all", [lambda t=t: self.ratio(t) for t in typed])

    def write_and_ask(self, title: str) -> None:
        PainPoint.objects.create(title=f"{title} again")
        similar_pain_points(title, self.user)

    def ratio(self, title: str) -> None:
        """The way that was not taken: read all titles and compare each with one fuzzy ratio."""
        rows = dict(PainPoint.objects.live().values_list("pk", "title"))
        near = process.extract(title, rows, scorer=fuzz.token_sort_ratio, score_cutoff=60, limit=3)
        list(PainPoint.objects.visible_to(self.user).filter(pk__in=[pk for _, _, pk in near]))

    def explorer(self) -> None:
        """The explorer, beside the plain queries for its first rows and their number."""
        for name, query in QUERIES.items():
            filters = PainPointFilter(QueryDict(query), user=self.user, columns=live.now())
            if not filters.is_valid():
                self.wrong.append(f"explorer, {name}: {filters.problems}")
                continue
            rows = [(row.pk, row.people, row.severity, row.grounds) for row in explore(filters).rows()]
            if rows != [(one.pk, one.people, one.severity, one.grounds) for one in filters.qs]:
                self.wrong.append(f"explorer, {name}: the page and the queryset differ")
            plain = self.time(f"plain query, {name}", [lambda q=query: self.plain(q)] * 2)
            self.time(f"explorer page, {name}", [lambda q=query: self.get(f"/pain-points/?{q}")] * 3, plain.p50)

    def plain(self, query: str) -> None:
        """Without facets and heat map: one page of rows and how many there are."""
        filters = PainPointFilter(QueryDict(query), user=self.user)
        if filters.is_valid():
            list(filters.qs[:25])
            filters.qs.count()

    def pages(self) -> None:
        """A pain point that many told."""
        most = PainPoint.objects.with_people(Mention.objects.heard()).order_by("-people").first()
        self.time("pain point page, the one most people told", [lambda: self.get(most.get_absolute_url())] * 5)

    @override_settings(ROOT_URLCONF=empty.__name__)
    def transcript(self) -> None:
        """A long transcript: its first part beside an empty page, all turns beside their plain rows."""
        address = f"{self.interview.get_absolute_url()}transcript/"
        sent = self.client.get(address).getvalue().count(b"data-n=")
        if sent != SEGMENTS:
            self.wrong.append(f"{address} sends {sent} of {SEGMENTS} turns")
        nothing, rows = (lambda: self.get(empty.ADDRESS)), self.segments
        self.time("empty page", [nothing] * 15)
        self.beside("transcript, first part; empty page", lambda: self.get(address, whole=False), nothing)
        self.time(f"plain query, {SEGMENTS:,} segments", [rows] * 15)
        self.beside(f"transcript, {SEGMENTS:,} turns as HTML; plain query", self.turns, rows)
        self.beside(f"transcript page, {SEGMENTS:,} turns; plain query", lambda: self.get(address), rows)

    def beside(self, what: str, run: Callable[[], Any], plain: Callable[[], Any]) -> None:
        """Time `run`, each time beside the plain way."""
        self.measured.append(timed(what, [run] * 15, beside=plain))

    def turns(self) -> None:
        """Everything that is read and written of a transcript, without the page around it."""
        with reading.by(self.user):
            sheet = Sheet(Turns(self.interview, self.user), SEGMENTS, [], "")
            "".join([sheet.part(), *sheet.rest()])

    def segments(self) -> None:
        list(Segment.objects.filter(interview=self.interview).values_list("number", "start_ms", "speaker", "text"))

    def get(self, address: str, *, whole: bool = True) -> None:
        """Ask for a page, and read all that is sent unless only the first part is wanted."""
        answer = self.client.get(address)
        if answer.status_code != 200:
            self.wrong.append(f"{address} answers {answer.status_code}")
        elif answer.streaming:
            sent = iter(answer.streaming_content)
            b"".join(sent) if whole else next(sent)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", type=int, required=True)
    parser.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args()
    bench = Bench(asked.size)
    for part in (bench.similar, bench.explorer, bench.pages, bench.transcript):
        part()
    result = {
        "size": asked.size,
        **surroundings(),
        "rows": {"pain_points": PainPoint.objects.count(), "mentions": Mention.objects.count()},
        "measured": [asdict(one) for one in bench.measured],
        "wrong": sorted(set(bench.wrong)),
    }
    asked.out.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    return 1 if bench.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
