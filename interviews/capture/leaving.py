"""Taking somebody out of an interview who was put there by mistake, and back in as they were."""

from __future__ import annotations

from typing import Any

from django.core import signing
from django.core.serializers import deserialize, serialize
from django.db import transaction

from ..models import Interview, Participant
from .tools import use_tools

SALT = "interviews.participant"
REMEMBERED = 24 * 60 * 60  # seconds


def take_out(participant: Participant) -> str:
    """Remove a participant; returns what `take_back` needs. Raises ProtectedError for one who told something."""
    tools = [use.tool.name for use in participant.tool_uses.live().select_related("tool")]
    kept = signing.dumps({"row": serialize("json", [participant]), "tools": tools}, salt=SALT, compress=True)
    participant.delete()
    return kept


@transaction.atomic
def take_back(interview: Interview, kept: str, user: Any) -> Participant | None:
    """Put a participant back as they were; None where nobody can be, or they are there already."""
    try:
        told = signing.loads(kept, salt=SALT, max_age=REMEMBERED)
    except signing.BadSignature:
        return None
    participant = next(iter(deserialize("json", told["row"]))).object
    there = interview.participants.all()
    if participant.interview_id != interview.pk or there.filter(person=participant.person_id).exists():
        return None
    if Participant._base_manager.filter(interview=interview, position=participant.position).exists():
        participant.position = interview.next_position()
    participant.save(force_insert=True)
    use_tools(participant, told["tools"], user)
    return participant
