"""Who the labels of a transcript may stand for: offered on the import page, decided by a person."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from accounts.alphabet import folded
from accounts.models import User

from .. import transcripts
from ..models import Interview, Person, Speaker

NOBODY = re.compile(
    r"(unknown|unidentified|guest|user|caller|narrator|male|female)?\W*(speaker|voice|person)?\W*\d*", re.IGNORECASE
)
MOST_LOOKED_UP = 200  # labels; a database takes only so many alternatives in one question


@dataclass(frozen=True, slots=True)
class Guess:
    """A side, and for a customer the name and the person we may know already."""

    side: Speaker.Side
    name: str = ""
    person: Person | None = None


def guesses(read: transcripts.Transcript, interview: Interview | None, user: Any) -> dict[str, Guess]:
    """A guess for each label that says much: people of the interview first, then colleagues, then people known by name.

    Of colleagues at large the whole name counts, of whoever imports and of those who led the interview the first name
    too. A few queries, whatever the number of labels.
    """
    labels = [one.label for one in sorted(read.speakers, key=lambda one: -one.words)[:MOST_LOOKED_UP]]
    here = {user.pk, *(interview.interviewers.values_list("pk", flat=True) if interview else ())}
    ours = {name for one in User.objects.active() for name in names_of(one.full_name, whole=one.pk not in here)}
    ours |= {"interviewer"} | {name for told in transcripts.header(read).ours for name in names_of(told)}
    there = [one.person for one in interview.participants.select_related("person") if one.person] if interview else []
    known = [*there, *(one for one in people_named(labels, user) if one not in there)]
    found = {label: guess(label, ours, known) for label in labels}
    if read.unattributed:
        found[""] = Guess(Speaker.Side.UNKNOWN)
    left = [label for label, one in found.items() if one.side != Speaker.Side.OURS and one.person not in there]
    missing = [person for person in there if person not in [one.person for one in found.values()]]
    if len(left) == len(missing) == 1:  # one voice and one person are left: they belong together
        found[left[0]] = Guess(Speaker.Side.PARTICIPANT, missing[0].name, missing[0])
    return found


def guess(label: str, ours: set[str], known: list[Person]) -> Guess:
    """Whom one label may stand for."""
    name = folded(label).strip()
    name = re.sub(r"\s*[\[(][^\[\]()]*[\])]$", "", name) or name  # who somebody works for
    same = [one for one in known if name in names_of(one.name)]
    exact = [one for one in same if folded(one.name).strip() == name]
    if name in ours and not exact:
        return Guess(Speaker.Side.OURS)
    chosen = exact[0] if exact else same[0] if len(same) == 1 else None
    if chosen:
        return Guess(Speaker.Side.PARTICIPANT, chosen.name, chosen)
    if NOBODY.fullmatch(name):
        return Guess(Speaker.Side.UNKNOWN)
    return Guess(Speaker.Side.PARTICIPANT, label.title() if label.isupper() and len(label) > 3 else label)


def names_of(full_name: str, *, whole: bool = False) -> set[str]:
    """What somebody may be called in a transcript: the whole name, and unless `whole` the first one. Many write them
    without accents."""
    name = folded(full_name).strip()
    return {name} if whole or not name else {name, name.split()[0]}


def people_named(labels: list[str], user: Any) -> list[Person]:
    """People `user` may know of whose whole name or first name is one of `labels`."""
    wanted = Q()
    for label in labels:
        wanted |= Q(name__iexact=label) | Q(name__istartswith=f"{label} ")
    people = Person.objects.live().visible_to(user).select_related("company", "persona")
    return list(people.filter(wanted)[:200]) if labels else []
