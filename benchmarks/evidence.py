"""Invented evidence of the size of a large company's archive, written straight into the tables by plain statements.

A million mentions are of a hundred thousand pain points, by fifty thousand people in ten thousand interviews; smaller
sizes in the same shares. Who is talked to, and what is told, is skewed as it is in life: few of much, much of few.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from io import StringIO
from itertools import accumulate, chain, islice
from typing import Any

from django.core.management import call_command
from django.db import connection, models, transaction

from interviews.models import (
    Code,
    Company,
    Interview,
    Mention,
    PainPoint,
    Participant,
    Person,
    Persona,
    Quote,
    QuoteLink,
    Study,
    Tool,
    ToolUse,
    Why,
)

from .generate import HURT, KIND, PERSONAS, ROLES, THEMES, THING, TOOLS, WHEN

BATCH = 5_000
NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)


class Evidence:
    """Fills an empty database with so many mentions and what belongs to them."""

    def __init__(self, mentions: int, seed: int = 7) -> None:
        self.random = random.Random(seed)
        self.mentions = mentions
        self.pains, self.people = max(50, mentions // 10), max(50, mentions // 20)
        self.interviews = max(20, mentions // 100)

    def fill(self) -> None:
        """Write everything in one transaction, triggers left out: whatever follows them starts afterwards. Indexes are
        made of what is there then."""
        with transaction.atomic(), without_indexes(), without_triggers():
            self.name()
            self.talk()
            self.tell()
        call_command("search_rebuild", stdout=StringIO())
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def zipf(self, many: int) -> Iterator[int]:
        """Endlessly numbers from 1 to `many`, the first far more often."""
        weights = list(accumulate(1 / (n + 3) for n in range(many)))
        numbers = range(1, many + 1)
        while True:
            yield from self.random.choices(numbers, cum_weights=weights, k=10_000)

    def title(self) -> str:
        choose = self.random.choice
        return " ".join((choose(KIND.split()), choose(THING.split()), choose(HURT.split("|")), choose(WHEN.split("|"))))

    def name(self) -> None:
        """Personas, companies, studies, tools, and codes in two layers."""
        personas = [
            f"{one} {level}" for level in ("in a start-up", "in a bank", "elsewhere") for one in PERSONAS.split("|")
        ]
        write(Persona, ({"name": one} for one in personas))
        write(Company, ({"name": f"Company {n:05}"} for n in range(max(8, self.mentions // 250))))
        write(Study, ({"title": f"Study {n:03}"} for n in range(60)))
        write(Tool, ({"name": f"{one} {n}"} for n in (1, 2) for one in TOOLS.split()))
        themes = [f"{one} {n}" for n in range(6) for one in THEMES.split("|")]
        write(Code, ({"name": one, "parent_id": None} for one in themes))
        write(Code, ({"name": f"{one} below", "parent_id": n} for n, one in enumerate(themes, 1)))
        self.counts = {
            "personas": len(personas),
            "companies": max(8, self.mentions // 250),
            "codes": 2 * len(themes),
            "tools": 2 * len(TOOLS.split()),
        }

    def talk(self) -> None:
        """People, interviews, and five participants in each."""
        chance, roles = self.random.random, ROLES.split("|")
        persona, company = self.zipf(self.counts["personas"]), self.zipf(self.counts["companies"])
        who = [(next(persona), next(company), self.random.choice(roles)) for _ in range(self.people)]
        write(
            Person,
            (
                {"name": f"Person {n}", "pseudonym": f"Customer {n}", "role": r, "company_id": c, "persona_id": p}
                for n, (p, c, r) in enumerate(who, 1)
            ),
        )
        study = self.zipf(60)
        write(
            Interview,
            (
                {
                    "study_id": next(study) if chance() < 0.8 else None,
                    "held_at": NOW - timedelta(minutes=self.random.randrange(60 * 24 * 900)),
                    "status": "complete",
                    "completed_at": NOW,
                    "restricted": chance() < 0.02,
                }
                for _ in range(self.interviews)
            ),
        )
        people = iter(self.random.sample(range(1, self.people + 1), self.people))
        taking_part = ((i, n) for i in range(1, self.interviews + 1) for n in range(5))
        self.participants = [(i, n, next(people)) for i, n in islice(taking_part, self.people)]
        write(
            Participant,
            (
                {
                    "interview_id": i,
                    "person_id": p,
                    "position": n,
                    "role": who[p - 1][2],
                    "company_id": who[p - 1][1],
                    "persona_id": who[p - 1][0],
                }
                for i, n, p in self.participants
            ),
        )
        tools = self.counts["tools"]
        write(
            ToolUse,
            (
                {"interview_id": i, "participant_id": pk, "tool_id": tool}
                for pk, (i, _, _) in enumerate(self.participants, 1)
                for tool in self.random.sample(range(1, tools + 1), self.random.randrange(3))
            ),
        )

    def tell(self) -> None:
        """Pain points with their codes, mentions, quotes for half of them and a chain of three whys below a tenth."""
        chance = self.random.random
        write(PainPoint, ({"title": f"{self.title()} {n}"} for n in range(self.pains)))
        code = self.zipf(self.counts["codes"])
        links: type[models.Model] = PainPoint.codes.through
        write(
            links,
            (
                {"painpoint_id": pk, "code_id": one}
                for pk in range(1, self.pains + 1)
                for one in {next(code) for _ in range(self.random.randrange(3))}
            ),
        )
        pain = self.zipf(self.pains)
        by = [self.random.randrange(len(self.participants)) for _ in range(self.mentions)]
        write(
            Mention,
            (
                {
                    "interview_id": self.participants[n][0],
                    "participant_id": n + 1,
                    "pain_point_id": next(pain),
                    "title": self.title(),
                    "severity": self.random.choice([None, 1, 2, 3, 3, 4, 4, 5]),
                }
                for n in by
            ),
        )
        quoted = [pk for pk in range(1, self.mentions + 1) if chance() < 0.5]
        write(
            Quote,
            (
                {
                    "interview_id": self.participants[by[pk - 1]][0],
                    "participant_id": by[pk - 1] + 1,
                    "kind": "verbatim",
                    "text": f"Honestly, {self.title().lower()}, and nobody tells us.",
                }
                for pk in quoted
            ),
        )
        write(
            QuoteLink,
            (
                {"quote_id": n, "mention_id": pk, "interview_id": self.participants[by[pk - 1]][0]}
                for n, pk in enumerate(quoted, 1)
            ),
        )
        asked = [pk for pk in range(1, self.mentions + 1) if chance() < 0.1]
        chains = [(pk, depth) for pk in asked for depth in range(3)]
        write(
            Why,
            (
                {
                    "interview_id": self.participants[by[pk - 1]][0],
                    "mention_id": pk,
                    "parent_id": place if depth else None,
                    "text": f"Because {self.title().lower()}",
                    "grounds": 2,
                    "path_grounds": 2,
                }
                for place, (pk, depth) in enumerate(chains)
            ),
        )


def write(model: type[models.Model], rows: Iterable[dict[str, Any]]) -> None:
    """Insert rows, keys from 1; what a row does not name has the default of its field."""
    rows = iter(rows)
    first = next(rows, None)
    if first is None:
        return
    fields = [one for one in model._meta.concrete_fields if not one.primary_key]
    given = {one.column for one in fields} & first.keys()
    fixed = {one.column: one.get_db_prep_save(plain(one), connection) for one in fields if one.column not in given}
    prepared = [(one.column, one) for one in fields if one.column in given]
    quoted = connection.ops.quote_name
    columns = [name for name, _ in prepared] + list(fixed)
    table, names = quoted(model._meta.db_table), ", ".join(quoted(one) for one in columns)
    if any(one.unique and one.column in fixed for one in fields):
        fixed_of = [one for one in fields if one.unique and one.column in fixed]
    else:
        fixed_of = []

    def values(row: dict[str, Any]) -> Sequence[Any]:
        for one in fixed_of:
            fixed[one.column] = one.get_db_prep_save(plain(one), connection)
        return [field.get_db_prep_save(row[name], connection) for name, field in prepared] + list(fixed.values())

    written = map(values, chain([first], rows))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in written:
                    copy.write_row(row)
            return
        places = ", ".join(["%s"] * len(columns))
        while some := list(islice(written, BATCH)):
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", some)


def plain(field: models.Field) -> Any:
    """What a field holds where nobody says anything: the time of the benchmark for one that is set by itself."""
    return NOW if getattr(field, "auto_now", False) else field.get_default()


@contextmanager
def without_indexes() -> Iterator[None]:
    """Write without the indexes of PostgreSQL that hold no rule, which take longer row by row; they are made again
    afterwards. SQLite takes few, which it writes quickly."""
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            yield
            return
        cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
        cursor.execute(INDEXES)
        indexes = cursor.fetchall()
        for name, _ in indexes:
            cursor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")
        yield
        for _, sql in indexes:
            cursor.execute(sql)


INDEXES = """
SELECT c.relname, pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
WHERE c.relnamespace = 'public'::regnamespace AND NOT i.indisunique
"""


@contextmanager
def without_triggers() -> Iterator[None]:
    """Write without anything that follows writes; the triggers are there again afterwards."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
            yield
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f"DROP TRIGGER {connection.ops.quote_name(name)}")
        yield
        for _, sql in triggers:
            cursor.execute(sql)
