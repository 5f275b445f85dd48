"""A week of conversations for tests of weekly updates."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from interviews.models import Interview
from tests.factories.interviews import (
    CompanyFactory,
    InterviewFactory,
    MentionFactory,
    PainPointFactory,
    ParticipantFactory,
    PersonFactory,
    QuoteFactory,
)

MONDAY = date(2026, 6, 8)
WORDS = "I find out that a column is gone because the dashboard is empty at nine"


def at(day: date, hour: int = 10) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, hour))  # noqa: DTZ001 - made aware here


def heard(name: str = "Maya Lindqvist", *, day: int = 1, text: str = WORDS, pain=None, company="Nordkap", **interview):
    """Somebody told a pain and said something on that day of the week; the quote."""
    held = InterviewFactory(held_at=at(MONDAY + timedelta(days=day)), **interview)
    told = {"pseudonym": f"Engineer {len(name)}", "role": "Data engineer", "company": at_company(company)}
    person = PersonFactory(name=name, **told)
    who = ParticipantFactory(interview=held, person=person)
    told = MentionFactory(participant=who, pain_point=pain or PainPointFactory(), severity=4)
    return QuoteFactory(participant=who, speaks_for=told, text=text)


def at_company(name: str):
    return CompanyFactory._meta.model.objects.filter(name=name).first() or CompanyFactory(name=name, industry="Energy")


def restrict(quote) -> None:
    Interview.objects.filter(pk=quote.interview_id).update(restricted=True)


def withdraw(quote) -> None:
    quote.participant.consent_withdrawn_at = timezone.now()
    quote.participant.save()
