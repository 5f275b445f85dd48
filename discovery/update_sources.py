"""What the lines of a weekly update are drawn from, read as everybody may read it now; a few queries for each kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from interviews.models import FollowUp, Interview, PainPoint, Participant, Person, Quote
from interviews.models.choices import Consent
from interviews.models.interviews import capped_consent
from interviews.pasted import MOST_SAYINGS, repeats, with_standing
from interviews.pseudonyms import names_somebody
from interviews.reach import heard_mentions

from .models import DataCheck, DocumentVersion, Hypothesis, UpdateLine, everybody
from .voices import NOBODY
from .week import Week, told_by_end


@dataclass(slots=True)
class Sources:
    """Records by kind and key, those only that everybody may read, with what belongs to them."""

    rows: dict[str, dict[int, Any]] = field(default_factory=dict)
    withdrawn: set[tuple[str, int]] = field(default_factory=set)  # whose words were taken back
    standing: dict[int, list[Participant]] = field(default_factory=dict)  # by interview, whose words stand
    joined: dict[int, list[Person]] = field(default_factory=dict)  # by line, who told its pain point and stands to it
    withdrew: dict[int, str] = field(default_factory=dict)  # by line, how many of those it counts withdrew since
    hidden: list[Participant] = field(default_factory=list)  # whose words may not be shown

    def of(self, line: UpdateLine) -> Any:
        """What a line is drawn from; None where it may not be read."""
        kind, key = line.source_key
        return self.rows.get(kind, {}).get(key)

    @property
    def people(self) -> list[Person]:
        """Everybody who has a part in it."""
        voices = [one for some in self.standing.values() for one in some]
        voices += [quote.participant for quote in self.rows.get("quote", {}).values()]
        named = [one.person for one in (*voices, *self.rows.get("follow_up", {}).values()) if one.person]
        return [*named, *(person for some in self.joined.values() for person in some)]

    @property
    def theirs(self) -> Iterator[str]:
        """What stands in it in customers' words, and what they do and where, as far as it is repeated."""
        yield from (quote.typed_text for quote in self.rows["quote"].values())
        yield from (pain_point.typed_title for pain_point in self.rows["pain_point"].values())
        voices = [one for some in self.standing.values() for one in some]
        voices += [quote.participant for quote in self.rows["quote"].values()]
        for one in voices:
            yield from (one.role, str(one.company or ""))


def sources_of(lines: Iterable[UpdateLine], week: Week) -> Sources:
    """What these lines of an update of the week are drawn from."""
    keys: defaultdict[str, set[int]] = defaultdict(set)
    rows = list(lines)
    for line in rows:
        kind, key = line.source_key
        keys[kind].add(key)
    found = Sources()
    for kind, reader in READERS.items():
        found.rows[kind] = {row.pk: row for row in reader(keys[kind])} if keys[kind] else {}
    read_participants(found, keys["interview"])
    found.withdrawn |= {("quote", pk) for pk in taken_back(Quote.objects.withdrawn(), keys["quote"])}
    found.withdrawn |= {
        ("pain_point", pk) for pk in taken_back(PainPoint.objects.withdrawn_for(everybody()), keys["pain_point"])
    }
    read_joined(found, rows, week)
    cited = {*keys["interview"], *(quote.interview_id for quote in found.rows["quote"].values())}
    found.hidden = hidden_voices(week, cited, keys["quote"])
    return found


def taken_back(rows: Any, keys: set[int]) -> list[int]:
    return list(rows.filter(pk__in=keys).values_list("pk", flat=True)) if keys else []


def read_participants(found: Sources, keys: set[int]) -> None:
    """Who took part in the interviews, as far as their words stand; where nobody's do, the interview is withdrawn."""
    there = found.rows["interview"]
    if there:
        own = Participant.objects.heard().filter(interview__in=there).select_related("person", "company")
        for one in own.order_by("interview", "position", "pk"):
            found.standing.setdefault(one.interview_id, []).append(one)
    for pk in [pk for pk in there if pk not in found.standing]:
        del there[pk]
        found.withdrawn.add(("interview", pk))


def read_joined(found: Sources, lines: Iterable[UpdateLine], week: Week) -> None:
    """Who told a pain point for the first time in the week, of those who stand to what they said, and how many of those
    who were counted with them withdrew since."""
    wanted = {line.pk: line for line in lines if line.facts.get("joined")}
    if not wanted:
        return
    voices = told_by_end(week, {line.pain_point_id for line in wanted.values()})
    named = Person.objects.in_bulk({pk for line in wanted.values() for pk in line.facts["joined"]})
    for pk, line in wanted.items():
        of_line = voices.get(line.pain_point_id, NOBODY)
        stand, counted = of_line["people"], line.facts.get("people", 0)
        found.joined[pk] = [named[one] for one in line.facts["joined"] if one in named and one in stand]
        gone = min(len(of_line["withdrawn"] - stand - set(line.facts.get("withdrawn", ()))), counted - len(stand))
        found.withdrew[pk] = f"{gone} of {counted} withdrew" if gone > 0 else ""


def interviews(keys: set[int]) -> Any:
    return Interview.objects.readable_by(everybody()).filter(pk__in=keys)


def quotes(keys: set[int]) -> Any:
    return Quote.objects.readable_by(everybody()).with_voice().filter(pk__in=keys)


def pain_points(keys: set[int]) -> Any:
    heard = heard_mentions(everybody())
    return PainPoint.objects.live().visible_to(everybody()).filter(pk__in=keys).with_grounds(heard)


def hypotheses(keys: set[int]) -> Any:
    return Hypothesis.objects.live().visible_to(everybody()).filter(pk__in=keys).select_related("owner")


def data_checks(keys: set[int]) -> Any:
    return DataCheck.objects.live().visible_to(everybody()).filter(pk__in=keys)


def document_versions(keys: set[int]) -> Any:
    rows = DocumentVersion.objects.visible_to(everybody()).filter(pk__in=keys, document__archived_at__isnull=True)
    return rows.select_related("document", "approved_by").defer("body", "requirements", "document__body")


def follow_ups(keys: set[int]) -> Any:
    rows = FollowUp.objects.live().visible_to(everybody()).filter(pk__in=keys)
    return rows.with_day().select_related("person", "interview", "owner")


READERS = {
    "interview": interviews,
    "quote": quotes,
    "pain_point": pain_points,
    "hypothesis": hypotheses,
    "data_check": data_checks,
    "document_version": document_versions,
    "follow_up": follow_ups,
}


def hidden_voices(week: Week, cited: set[int], quoted: set[int]) -> list[Participant]:
    """Those who took part in the interviews of the week, and in others that are cited, and whose words not everybody
    may read: withdrawn, restricted, not for quoting."""
    of_quotes = Quote.objects.filter(pk__in=quoted).values("interview")
    there = week.within("interview__held_at") | Q(interview__in=cited) | Q(interview__in=of_quotes)
    open_to_all = Interview.objects.readable_by(everybody())
    shown = Participant.objects.heard().alias(allowed=capped_consent()).exclude(allowed=Consent.NONE)
    shown = shown.filter(interview__in=open_to_all)
    told = Participant.objects.filter(there).exclude(pk__in=shown.values("pk"))
    return list(with_standing(told.order_by()).only("pk"))


def counted(lines: Iterable[UpdateLine], found: Sources) -> dict[str, int]:
    """How many conversations, people and companies the lines tell of; people and companies once each."""
    voices: Mapping[int, list[Participant]] = found.standing
    held = {line.interview_id for line in lines if line.interview_id in voices}
    there = [one for pk in held for one in voices[pk]]
    people = {one.person_id or -one.pk for one in there}
    return {
        "conversations": len(held),
        "people": len(people),
        "companies": len({one.company_id for one in there} - {None}),
    }


def names_in(text: str, week: Week, *, companies: bool) -> bool:
    """Whether a text names a customer: in full, or one who was heard in the week by a part of their name; with
    `companies` also where anybody works."""
    told = Participant.objects.filter(week.within("interview__held_at"), person__isnull=False)
    heard = set(told.order_by().values_list("person", flat=True))
    return names_somebody(text, heard, everybody(), companies=companies)


def is_quoted_in(text: str, week: Week) -> bool:
    """Whether a text repeats what somebody said in the week."""
    said = Quote.objects.filter(week.within("interview__held_at")).order_by("pk")
    return repeats(text, said.values_list("text", flat=True)[:MOST_SAYINGS])
