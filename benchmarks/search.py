"""How long the search takes while somebody types, over every kind of row: `size` mentions and five times as many turns.

    DATABASE_URL=sqlite:////tmp/search.sqlite3 .venv/bin/python -m benchmarks.search --size 10000

The database has to be empty, or filled by this command before. What is found first is compared with a plain LIKE.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import django

django.setup()

# The models can be imported only once Django is set up.
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import Role, User  # noqa: E402
from benchmarks.timing import surroundings, timed  # noqa: E402
from config.settling import settle  # noqa: E402
from interviews import models  # noqa: E402
from search.finding import newest  # noqa: E402
from search.query import parse  # noqa: E402

BATCH = 2_000
VOCABULARY = 40_000
SYLLABLES = (
    "ba be bi co cu da de do fa fi ga go ha he in ka la le li ma me mo na ne no or pa pe po ra re ri sa se so ta te"
)
PALETTE = {"HX-Request": "true", "HX-Target": "hits"}
RUNS = 160


class Texts:
    """Sentences of invented words, some of them far more often than others, as in a language."""

    def __init__(self, seed: int = 7) -> None:
        self.random = random.Random(seed)
        syllables, seen = SYLLABLES.split(), {}
        while len(seen) < VOCABULARY:
            seen["".join(self.random.choices(syllables, k=self.random.randint(2, 5)))] = None
        self.words = list(seen)
        self.weights = list(itertools.accumulate(1 / (rank + 2) for rank in range(VOCABULARY)))

    def sentence(self, length: int) -> str:
        return " ".join(self.random.choices(self.words, cum_weights=self.weights, k=length))


def fill(size: int) -> None:
    """Write everything, in the order of the foreign keys."""
    texts = Texts()
    now = timezone.now()

    def write(rows: Iterator, model: type) -> list:
        made = []
        while batch := list(itertools.islice(rows, BATCH)):
            made += model._default_manager.bulk_create(batch)
        return made

    companies = write((models.Company(name=f"Company {n}") for n in range(max(20, size // 500))), models.Company)
    people = write(
        (
            models.Person(
                name=f"{texts.sentence(2)} {n}", role=texts.sentence(2), company=companies[n % len(companies)]
            )
            for n in range(max(50, size // 20))
        ),
        models.Person,
    )
    talks = write(
        (
            models.Interview(
                notes=texts.sentence(60), status="complete", completed_at=now, held_at=now - timedelta(hours=n)
            )
            for n in range(max(50, size // 100))
        ),
        models.Interview,
    )
    who = write(
        (models.Participant(interview=one, person=people[n % len(people)]) for n, one in enumerate(talks)),
        models.Participant,
    )
    voices = write(
        (models.Speaker(interview=one.interview, label="A", side="participant", participant=one) for one in who),
        models.Speaker,
    )
    pains = write((models.PainPoint(title=texts.sentence(7)) for _ in range(size // 10)), models.PainPoint)
    told = [
        models.Mention(
            interview=who[n % len(who)].interview,
            participant=who[n % len(who)],
            pain_point=pains[n % len(pains)],
            title=texts.sentence(8),
        )
        for n in range(size)
    ]
    told = write(iter(told), models.Mention)
    quotes = (
        models.Quote(interview=one.interview, participant=one.participant, text=texts.sentence(18)) for one in told[::2]
    )
    write(quotes, models.Quote)
    whys = (models.Why(interview=one.interview, mention=one, text=texts.sentence(9)) for one in told[::2])
    write(whys, models.Why)
    per_talk = 5 * size // len(talks)
    turns = (
        models.Segment(interview=voice.interview, speaker=voice, number=n, text=texts.sentence(22))
        for voice in voices
        for n in range(1, per_talk + 1)
    )
    while batch := list(itertools.islice(turns, BATCH)):
        models.Segment.objects.bulk_create(batch)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def typed() -> list[str]:
    """What somebody has typed so far: words of every frequency, from two letters to two words."""
    texts = Texts()
    chosen = random.Random(3)
    words = [*texts.words[:40], *chosen.sample(texts.words[40:2_000], 40), *chosen.sample(texts.words[2_000:], 40)]
    found = []
    for word, other in zip(words, chosen.sample(words, len(words)), strict=True):
        found += [word[:2], word[:3], word[:4], word[:5], word, f"{word} {other[:4]}", f"{word} {other}"]
    chosen.shuffle(found)
    return found[:RUNS]


def wrong() -> list[str]:
    """What is found otherwise than a plain LIKE finds it; the words are letters only, so that both mean the same."""
    differing = []
    for text in [one for one in typed() if " " not in one][:12]:
        for model, field in ((models.Mention, "title"), (models.PainPoint, "title")):
            keys = newest([model], parse(f"{text}*"), names=True, limit=5).get(model, [])
            like = model.objects.filter(**{f"{field}__iregex": rf"(^| ){text}"}).order_by("-pk")[:5]
            if keys != list(like.values_list("pk", flat=True)):
                differing.append(f"{model.__name__}: {text}")
    return differing


def measure(client: Client) -> list:
    address = reverse("discovery:search")
    visitor = Client()

    def empty() -> None:
        visitor.get(reverse("account_login"))

    def ask(text: str) -> None:
        answer = client.get(address, {"q": text}, headers=PALETTE)
        if answer.status_code != 200 or "takes too long" in answer.text:
            print(f"stopped: {text}", file=sys.stderr)

    def page(text: str) -> None:
        client.get(address, {"q": text})

    texts = typed()
    by_length = {
        "as you type, all": texts,
        "as you type, 2 or 3 letters": [one for one in texts if len(one) <= 3],
        "as you type, 4 letters and more": [one for one in texts if len(one) > 3],
    }
    for text in texts[:10]:
        ask(text)
    found = [timed(what, [lambda t=text: ask(t) for text in some], beside=empty) for what, some in by_length.items()]
    whole = [text for text in texts if len(text) > 5][:40]
    return [*found, timed("the page, finished words", [lambda t=text: page(t) for text in whole], beside=empty)]


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", type=int, default=10_000)
    asked = parser.parse_args()
    settings.ALLOWED_HOSTS = ["*"]
    settings.DEBUG = False
    call_command("migrate", verbosity=0)
    began = time.monotonic()
    if not models.Mention.objects.exists():
        fill(asked.size)
        print(f"filled in {time.monotonic() - began:.0f} s")
    user = User.objects.filter(email="bench@example.org").first() or User.objects.create_user(
        "bench@example.org", full_name="Bench", role=Role.RESEARCHER
    )
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    settle()
    if differing := wrong():
        sys.exit(f"Not what is there: {', '.join(differing)}")
    measured = measure(client)
    for one in measured:
        print(
            f"{one.what:<34} p50 {one.p50:7.1f}  p95 {one.p95:7.1f}  cpu {one.cpu:6.1f}"
            f"  queries {one.queries}  times an empty page {one.ratio:.1f}"
        )
    out = Path(settings.VAR_DIR) / "bench"
    out.mkdir(parents=True, exist_ok=True)
    result = {**surroundings(), "size": asked.size, "measured": [vars(one) for one in measured]}
    (out / f"search-{connection.vendor}-{asked.size}.json").write_text(json.dumps(result, indent=2), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
