"""The interviews of the demo, each logged as if somebody had typed it."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from interviews import capture
from interviews.capture.who import add_participant
from interviews.models import Consent, Interview, Mention, PainPoint, Participant, Quote, RootCause, Why

from .files import Facts, Page, table
from .recordings import add_recording
from .world import World

KEYS = uuid.UUID("6f1c7a52-6f0e-4f0c-9d4c-0b2f5a1e7d10")
SATURDAY = 5
OPENING_HOURS = (9, 10, 11, 13, 14, 15)
EARLY = (7, 8)  # of today, most of which may be to come


def add_interview(world: World, page: Page) -> Interview:
    """Log the interview of one file: who, notes, pain points, root causes, recording, consent."""
    facts = page.facts
    held_at = moment(world, facts["days_ago"])
    by = [world.users[key] for key in facts["by"]]
    interview = capture.open_interview(uuid.uuid5(KEYS, page.name), by[0])
    interview.interviewers.set(by)
    if facts.get("status") != "draft":  # from the start: finishing later would read all notes once more
        interview.status, interview.completed_at = Interview.Status.COMPLETE, held_at
        interview.save(update_fields=["status", "completed_at"])
    interview = capture.save(interview, entry(world, page, held_at), by[0])
    mentions = list(Mention.objects.filter(interview=interview).order_by("line__number"))
    others = [add_other(world, interview, told, by[0]) for told in facts.get("with", [])]
    for place in facts.get("told_by_second", []):
        give_to(mentions[place - 1], others[0])
    add_pain_points(world, mentions, facts.get("pains", []), held_at)
    for place, names in facts.get("codes", {}).items():
        mentions[place - 1].pain_point.codes.set(world.codes[name] for name in names)
    add_root_causes(world, interview, facts.get("roots", {}))
    if "transcript" in facts:
        add_recording(interview, facts, mentions, by[0])
    tick_questions(world, interview)
    set_terms(world, interview, facts)
    if facts.get("follow_ups_done"):
        interview.follow_ups.update(done_at=held_at + timedelta(days=14))
    backdate(interview, held_at, facts.get("minutes"))
    return interview


def moment(world: World, days_ago: int) -> datetime:
    """A working hour that many days ago, never later than now; what falls on a weekend was on the Friday before."""
    day = world.today - timedelta(days=days_ago)
    day -= timedelta(days=max(0, day.weekday() - SATURDAY + 1))
    hour, minute = world.chance.choice(OPENING_HOURS if days_ago else EARLY), world.chance.choice((0, 15, 30))
    at = timezone.make_aware(datetime(day.year, day.month, day.day, hour, minute))  # noqa: DTZ001 - made aware here
    return min(at, timezone.now().replace(second=0, microsecond=0))


def entry(world: World, page: Page, held_at: datetime) -> capture.Entry:
    """What the log screen would send for this file."""
    facts = page.facts
    return capture.Entry(
        notes=page.text,
        who=who(world, facts),
        held_at=held_at,
        purpose=facts.get("purpose", ""),
        study=world.studies.get(facts.get("study", "")),
        sets_study=True,
    )


def who(world: World, facts: Facts) -> capture.Who:
    """Somebody as the first row of the log screen tells them; their persona may be left open."""
    person = world.people[facts["person"]]
    return capture.Who(
        name=person.name,
        person=person,
        role=facts["role"],
        company=world.companies[facts["company"]].name,
        department=facts.get("department", ""),
        persona=world.personas.get(facts.get("persona", "")),
    )


def add_other(world: World, interview: Interview, told: Facts, user: Any) -> Participant:
    """Somebody else in the room."""
    other = add_participant(interview, who(world, told), user)
    other.consent = Consent[told["consent"].upper()]
    other.save(update_fields=["consent"])
    return other


def give_to(mention: Mention, participant: Participant) -> None:
    """The mention, and the words for it, are those of another participant."""
    mention.participant = participant
    mention.save(update_fields=["participant", "updated_at"])
    Quote.objects.filter(mentions=mention).update(participant=participant)


def add_pain_points(world: World, mentions: list[Mention], slugs: list[str | None], held_at: datetime) -> None:
    """Say which mentions are the same pain. The first of several has its pain point put in our words.

    As `capture.same_pain` does it; the pain points that each line had of its own all go together at the end.
    """
    known = table("pain_points")
    for mention, slug in zip(mentions, slugs, strict=True):
        if slug in world.pain_points:
            mention.pain_point, mention.same_pain = world.pain_points[slug], True
            mention.version += 1
            mention.save(update_fields=["pain_point", "same_pain", "version", "updated_at"])
            continue
        pain = mention.pain_point
        if slug is not None and pain is not None:
            pain.title, pain.description = known[slug]["title"], known[slug]["description"]
            pain.version += 1
            pain.save()
            pain.codes.set(world.codes[name] for name in known[slug]["codes"])
            world.pain_points[slug] = pain
        PainPoint.objects.filter(pk=mention.pain_point_id).update(created_at=held_at)


def add_root_causes(world: World, interview: Interview, roots: dict[str, str]) -> None:
    """Hang root causes on the whys at which chains end."""
    known = table("root_causes")
    whys = Why.objects.leaves().filter(interview=interview)
    for text, slug in roots.items():
        why = whys.get(text=text)
        if slug not in world.root_causes:
            born = {"created_by": interview.created_by, "named_for": why}
            world.root_causes[slug] = RootCause.objects.create(**known[slug], **born)
        why.root_cause = world.root_causes[slug]
        why.save(update_fields=["root_cause", "updated_at"])


def tick_questions(world: World, interview: Interview) -> None:
    """Most questions of the guide were asked, in order, and most of those were answered."""
    questions = list(interview.questions.all())
    asked = world.chance.randint(len(questions) * 2 // 3, len(questions)) if questions else 0
    for place, question in enumerate(questions[: asked if not interview.is_draft else 2]):
        question.asked_at = interview.held_at + timedelta(minutes=3 + 5 * place)
        question.answered = world.chance.choice(("yes", "yes", "yes", "partly", "no"))
        question.save(update_fields=["asked_at", "answered"])


def set_terms(world: World, interview: Interview, facts: Facts) -> None:
    """Consent, who may read, and a withdrawal."""
    participant = interview.first_participant()
    participant.consent = Consent[facts["consent"].upper()]
    participant.save(update_fields=["consent"])
    if "withdrawn_days_ago" in facts and participant.person:
        participant.person.consent_withdrawn_at = moment(world, facts["withdrawn_days_ago"])
        participant.person.save(update_fields=["consent_withdrawn_at", "updated_at"])
    if facts.get("restricted"):
        interview.restricted = True
        interview.save(update_fields=["restricted", "updated_at"])
        interview.readers.set(world.users[key] for key in facts["readers"])


def backdate(interview: Interview, held_at: datetime, minutes: int | None) -> None:
    """The records are as old as the conversation."""
    ended = held_at + timedelta(minutes=minutes or 5)
    completed = None if interview.is_draft else ended
    stamps = {"created_at": held_at, "updated_at": ended}
    Interview.objects.filter(pk=interview.pk).update(minutes=minutes, completed_at=completed, **stamps)
    Mention.objects.filter(interview=interview).update(**stamps)
    Why.objects.filter(interview=interview).update(**stamps)
    interview.quotes.update(**stamps)
    interview.follow_ups.update(**stamps)
