"""Another process that writes: what is told, by whom, what is archived and who may read it.

python -m benchmarks.explorer.writer 0
"""

from __future__ import annotations

import random
import sys

import django

django.setup()

# The models can be imported only once Django is set up.
from django.utils import timezone  # noqa: E402

from interviews.models import Interview, Mention, PainPoint, Participant, Quote  # noqa: E402


def main() -> int:
    chosen = random.Random(int(sys.argv[1]))
    participants = Participant.objects.count()
    for _ in range(5):
        who = Participant.objects.get(pk=chosen.randint(1, participants))
        pain = PainPoint.objects.get(pk=chosen.randint(1, 20))
        Mention.objects.create(
            interview_id=who.interview_id,
            participant=who,
            pain_point=pain,
            title="Backfills are said again",
            severity=chosen.randint(1, 5),
        )
    moved = Participant.objects.filter(pk__in=[chosen.randint(1, participants) for _ in range(5)])
    moved.update(persona=chosen.randint(1, 8))
    archived = PainPoint.objects.filter(pk__in=[chosen.randint(1, 50) for _ in range(3)])
    archived.update(archived_at=timezone.now())
    Mention.objects.filter(pk=chosen.randint(1, 1000)).update(archived_at=timezone.now())
    Interview.objects.filter(pk=chosen.randint(1, 20)).update(restricted=True)
    Quote.objects.filter(pk=chosen.randint(1, 500)).update(text="A word that finance never said before")
    return 0


if __name__ == "__main__":
    sys.exit(main())
