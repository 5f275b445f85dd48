"""Invented evidence of any size, the same for the same seed: written straight into the tables, many rows at a time."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.utils import timezone

from interviews.models import (
    Code,
    Company,
    Grounds,
    Interview,
    Mention,
    PainPoint,
    Participant,
    Person,
    Persona,
    Quote,
    QuoteLink,
    Segment,
    Speaker,
    Study,
    Tool,
    ToolUse,
    Transcript,
    Why,
    Workaround,
)

BATCH = 2000
PERSONAS = (
    "Data engineer|Analytics engineer|Data analyst|Data scientist|ML engineer|Head of data|Product manager|Controller"
)
THEMES = (
    "Breaking changes|Trust in numbers|Finding data|Reruns|Access|Cost|Repeating results|Late data|Ownership|Testing"
)
TOOLS = "Airflow dbt Snowflake Looker Spark Kafka Fivetran Redshift Tableau Excel Databricks Postgres BigQuery Metabase"
ROLES = "Senior data engineer|Data engineer|Lead analyst|Analyst|Staff scientist|Head of data|Controller|Platform lead"
KIND = (
    "Manual Nightly Critical Old Regional Shared Hourly Legacy Vendor Marketing Finance Churn Product Billing Support"
)
THING = (
    "backfills pipelines dashboards schemas reports notebooks models alerts tests lineage costs queries joins tickets "
    "metrics exports permissions partitions credentials documentation samples events sources timezones currencies"
)
HURT = (
    "break|are rebuilt by hand|drift without notice|cannot be trusted|take half a day|have no owner|fail silently|"
    "disagree with finance|need a ticket|are copied into sheets|time out every Monday|cost too much|block the release"
)
WHEN = (
    "after a schema change|when the source is late|at month end|for new joiners|in the warehouse|in the customer team|"
    "because of late events|before the board meeting|on the shared cluster|with nested data|across regions|"
    "whenever a vendor changes the export|if somebody is on holiday|during the nightly load"
)


class Generator:
    """Fills an empty database with `pain_points` pain points and what belongs to so many."""

    def __init__(self, pain_points: int, seed: int = 7) -> None:
        self.random = random.Random(seed)
        self.size = pain_points
        self.now: datetime = timezone.now().replace(microsecond=0)

    def fill(self) -> None:
        """Write everything; the order is that of the foreign keys."""
        self.personas = self.write(Persona(name=name) for name in PERSONAS.split("|"))
        self.companies = self.write(Company(name=f"Company {n:03}") for n in range(max(8, self.size // 100)))
        self.studies = self.write(Study(title=f"Study {n}") for n in range(max(2, self.size // 500)))
        self.tools = self.write(Tool(name=name) for name in TOOLS.split())
        themes = self.write(Code(name=name) for name in THEMES.split("|"))
        self.codes = self.write(Code(name=f"{theme.name} {n}", parent=theme) for theme in themes for n in range(1, 5))
        self.take_part()
        self.hurt()
        self.say()

    def write(self, rows: Iterable[Any]) -> list[Any]:
        """Insert rows of one model; they come back with their keys."""
        rows = list(rows)
        return type(rows[0])._default_manager.bulk_create(rows, batch_size=BATCH) if rows else []

    def some(self, rows: list[Any], most: int) -> list[Any]:
        return self.random.sample(rows, self.random.randint(0, most))

    def skewed(self, rows: list[Any]) -> Any:
        """One of `rows`, the first ones far more often than the last: few customers talk most."""
        return rows[min(int(self.random.expovariate(4.0) * len(rows)), len(rows) - 1)]

    def take_part(self) -> None:
        """Write people, interviews and who took part, with tools."""
        people = self.write(
            Person(
                name=f"Person Number {n}",
                pseudonym=f"Customer {n}",
                role=self.random.choice(ROLES.split("|")),
                company=self.skewed(self.companies),
                persona=self.skewed(self.personas),
            )
            for n in range(max(20, self.size // 8))
        )
        interviews = self.write(
            Interview(
                study=self.random.choice([None, *self.studies]),
                held_at=self.now - timedelta(hours=self.random.randint(1, 24 * 900)),
                status="complete",
                completed_at=self.now,
                restricted=self.random.random() < 0.02,
            )
            for _ in range(max(20, self.size // 4))
        )
        who = [self.random.choice(people) for _ in interviews]
        self.participants = self.write(
            Participant(
                interview=interview, person=one, role=one.role, company=one.company, persona=one.persona, position=0
            )
            for interview, one in zip(interviews, who, strict=True)
        )
        self.write(
            ToolUse(interview_id=one.interview_id, participant=one, tool=tool)
            for one in self.participants
            for tool in self.some(self.tools, 4)
        )

    def hurt(self) -> None:
        """Write pain points, their codes, and mentions: most are heard once or twice, a few by everybody."""
        titles: dict[str, None] = {}
        while len(titles) < self.size:
            titles[self.title(f" in {self.random.choice(TOOLS.split())}" if self.random.random() < 0.5 else "")] = None
        self.pain_points = self.write(PainPoint(title=title) for title in titles)
        link: type[models.Model] = PainPoint.codes.through
        self.write(
            link(painpoint_id=one.pk, code_id=code.pk) for one in self.pain_points for code in self.some(self.codes, 2)
        )
        self.mentions = self.write(
            Mention(
                interview_id=by.interview_id,
                participant=by,
                pain_point=one,
                title=one.title,
                severity=self.random.choice([None, 1, 2, 3, 3, 4, 4, 5]),
            )
            for one in self.pain_points
            for by in self.random.choices(self.participants, k=min(40, int(self.random.paretovariate(1.1))))
        )

    def title(self, more: str) -> str:
        choose = self.random.choice
        parts = (choose(KIND.split()), choose(THING.split()), choose(HURT.split("|")), choose(WHEN.split("|")))
        return " ".join(parts) + more

    def say(self) -> None:
        """Write quotes, workarounds and whys below the mentions."""
        told = [mention for mention in self.mentions if self.random.random() < 0.6]
        quotes = self.write(
            Quote(
                interview_id=mention.interview_id,
                participant=mention.participant,
                text=f"Honestly, {self.title('').lower()}, and I hear about it {self.random.choice(WHEN.split('|'))}.",
            )
            for mention in told
        )
        self.write(
            QuoteLink(quote=quote, mention=mention, interview_id=mention.interview_id)
            for quote, mention in zip(quotes, told, strict=True)
        )
        self.write(
            Workaround(
                interview_id=mention.interview_id,
                mention=mention,
                text=f"We keep a sheet of {self.title('').lower()}",
            )
            for mention in self.mentions
            if self.random.random() < 0.3
        )
        tops = self.write(self.why(mention, None) for mention in self.mentions if self.random.random() < 0.3)
        self.write(self.why(top.mention, top) for top in tops for _ in range(self.random.randint(0, 2)))

    def why(self, mention: Mention, above: Why | None) -> Why:
        grounds = self.random.choice(Grounds.values)
        return Why(
            interview_id=mention.interview_id,
            mention=mention,
            parent=above,
            text=f"Because {self.title('').lower()}",
            grounds=grounds,
            source="https://example.org/query" if grounds == Grounds.CONFIRMED else "",
            path_grounds=min(grounds, above.path_grounds) if above else grounds,
        )

    def transcript(self, segments: int) -> Interview:
        """Write one more interview with a transcript of so many segments, a tenth of them ours."""
        interview = self.write([Interview(status="complete", completed_at=self.now, held_at=self.now)])[0]
        one = self.write([Participant(interview=interview, person=self.participants[0].person, position=0)])[0]
        Transcript.objects.create(interview=interview, format="webvtt", file_name="long.vtt")
        ours, theirs = self.write(
            [
                Speaker(interview=interview, label="Interviewer", side=Speaker.Side.OURS),
                Speaker(interview=interview, label="Guest", side=Speaker.Side.PARTICIPANT, participant=one),
            ]
        )
        self.write(
            Segment(
                interview=interview,
                speaker=ours if n % 10 == 0 else theirs,
                number=n + 1,
                start_ms=n * 4000,
                end_ms=n * 4000 + 3900,
                text=f"{self.title('')}. {self.title('')}.",
            )
            for n in range(segments)
        )
        return interview
