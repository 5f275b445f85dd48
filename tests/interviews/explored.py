"""A random world of evidence, and the explorer counted by brute force: plain loops over rows, as the rules say it."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import datetime, timedelta
from itertools import product
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from interviews.models import (
    Code,
    Grounds,
    Mention,
    PainPoint,
    Quote,
    ToolUse,
    Why,
    WhyTree,
    Workaround,
)
from tests.factories import interviews as made

WORDS = ["late", "Manual", "schema", "Café", "cost"]
ROLES = ["Data engineer", "data Engineer", "Analyst", "Ökonom", "ökonom", ""]
NOW = datetime(2026, 5, 20, 12, tzinfo=timezone.get_default_timezone())


class World:
    """Invented evidence, the same for the same seed."""

    def __init__(self, seed: int, user: Any) -> None:
        self.random = random.Random(seed)
        self.user = user
        chance, choose = self.chance, self.random.choice
        self.personas = [made.PersonaFactory() for _ in range(2)]
        self.companies = [made.CompanyFactory() for _ in range(3)]
        self.studies = [made.StudyFactory() for _ in range(2)]
        self.tools = [made.ToolFactory() for _ in range(2)]
        themes = [made.CodeFactory() for _ in range(2)]
        below = [made.CodeFactory(parent=themes[0]), made.CodeFactory(parent=themes[1], archived_at=NOW)]
        self.causes = [made.RootCauseFactory() for _ in range(2)]
        self.codes = [*themes, *below, made.CodeFactory(parent=below[0])]
        people = [
            made.PersonFactory(
                consent_withdrawn_at=NOW if chance(0.1) else None,
                consent_expires_on=timezone.localdate() - timedelta(days=1) if chance(0.1) else None,
                consent=choose([None, None, 0, 1]),
            )
            for _ in range(5)
        ]
        participants = []
        for _ in range(7):
            interview = made.InterviewFactory(
                study=choose([None, *self.studies]),
                held_at=NOW - timedelta(hours=12 * self.random.randrange(8)),
                restricted=chance(0.2),
                archived_at=NOW if chance(0.1) else None,
            )
            for person in self.random.sample([None, *people], self.random.randint(1, 2)):
                participants.append(
                    made.ParticipantFactory(
                        interview=interview,
                        person=person,
                        role=choose(ROLES),
                        company=choose([None, *self.companies]),
                        persona=choose([None, *self.personas]),
                        consent=choose([0, 1, 2]),
                        consent_withdrawn_at=NOW if chance(0.1) else None,
                    )
                )
                for tool in self.random.sample(self.tools, self.random.randint(0, 2)):
                    made.ToolUseFactory(
                        participant=participants[-1], tool=tool, archived_at=NOW if chance(0.2) else None
                    )
        pain_points = [
            made.PainPointFactory(title=self.text(), archived_at=NOW if chance(0.2) else None) for _ in range(6)
        ]
        for one in pain_points:
            one.codes.set(self.random.sample(self.codes, self.random.randint(0, 2)))
        for _ in range(14):
            self.mention(choose(participants), choose([None, *pain_points, *pain_points]), participants)

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def text(self) -> str:
        return " ".join(self.random.sample([*WORDS, "always", "café", "LATE"], self.random.randint(1, 3)))

    def mention(self, participant: Any, pain_point: Any, participants: list[Any]) -> None:
        mention = made.MentionFactory(
            participant=participant,
            pain_point=pain_point,
            title=self.text(),
            severity=self.random.choice([None, 1, 2, 3, 4, 5]),
            archived_at=NOW if self.chance(0.1) else None,
        )
        if self.chance(0.5):
            there = [one for one in participants if one.interview_id == participant.interview_id]
            voice = participant if self.chance(0.8) else self.random.choice(there)
            made.QuoteFactory(
                participant=voice, text=self.text(), archived_at=NOW if self.chance(0.1) else None, speaks_for=mention
            )
        if self.chance(0.4):
            made.WorkaroundFactory(mention=mention, text=self.text(), archived_at=NOW if self.chance(0.2) else None)
        whys: list[Why] = []
        for _ in range(self.random.choice([0, 0, 1, 3, 4])):
            grounds = self.random.choice(Grounds.values)
            whys.append(
                made.WhyFactory(
                    mention=mention,
                    parent=self.random.choice([None, *whys]),
                    grounds=grounds,
                    source="a query" if grounds == Grounds.CONFIRMED else "",
                    checked_grounds=self.random.choice([None, None, *Grounds.values]),
                    root_cause=self.random.choice([None, *self.causes]),
                )
            )
        if whys and self.chance(0.2):
            Why.objects.filter(pk=whys[-1].pk).update(archived_at=NOW)
        WhyTree(mention).weigh()

    def query(self) -> dict[str, list[str]]:
        """A random filter, of what the reader may choose."""

        def ids(rows: list) -> list[str]:
            known = type(rows[0])._default_manager.visible_to(self.user).filter(pk__in=[row.pk for row in rows])
            return [str(pk) for pk in known.order_by("pk").values_list("pk", flat=True)]

        values = {
            "persona": [*ids(self.personas), "none"],
            "company": ids(self.companies),
            "role": ["DATA ENGINEER", "analyst", "ÖKONOM", "nobody"],
            "study": ids(self.studies),
            "tool": ids(self.tools),
            "severity": list("12345"),
            "grounds": ["intuition", "stated", "confirmed"],
            "code": [*ids(self.codes), "none"],
            "status": ["active", "archived"],
            "q": ["late", "MANUAL", "café", "CAFÉ cost", '"late schema"', "sch"],
            "since": ["2026-05-18", "2026-05-19"],
            "until": ["2026-05-18", "2026-05-20"],
        }
        keys = self.random.sample(sorted(key for key in values if values[key]), self.random.choice([0, 1, 1, 2, 2, 3]))
        single = {"q", "since", "until"}
        return {
            key: self.random.sample(
                values[key], 1 if key in single else min(len(values[key]), self.random.randint(1, 2))
            )
            for key in keys
        } | {"sort": [self.random.choice(["people", "recent", "severity"])]}


def query_dict(query: dict[str, list[str]]) -> QueryDict:
    found = QueryDict(mutable=True)
    for key, values in query.items():
        found.setlist(key, values)
    return found


class Oracle:
    """What the explorer has to answer. Reads every row once and loops."""

    def __init__(self, user: Any) -> None:
        self.user = user
        today = timezone.localdate()
        self.mentions = list(
            Mention.objects.select_related("participant__person", "participant__interview", "pain_point")
        )
        self.quotes = list(
            Quote.objects.select_related("participant__person", "interview").prefetch_related("mentions")
        )
        self.workarounds = list(Workaround.objects.filter(archived_at=None))
        self.whys = [why for why in Why.objects.all() if why.archived_at is None]
        self.tools = defaultdict(set)
        for use in ToolUse.objects.filter(archived_at=None):
            self.tools[use.participant_id].add(use.tool_id)
        self.parents = dict(Code.objects.values_list("pk", "parent"))
        archived = set(Code.objects.filter(archived_at__isnull=False).values_list("pk", flat=True))
        self.codes = {one.pk: set(one.codes.values_list("pk", flat=True)) - archived for one in PainPoint.objects.all()}

        def stands(one: Any) -> bool:
            rows = [one, one.person] if one.person else [one]
            return all(
                not r.consent_withdrawn_at and not (r.consent_expires_on and r.consent_expires_on < today) for r in rows
            )

        self.stands = stands
        self.heard = [
            m
            for m in self.mentions
            if m.archived_at is None
            and m.pain_point
            and self.sees(m.participant.interview)
            and not m.participant.interview.archived_at
            and stands(m.participant)
        ]
        self.pain_points = [one for one in PainPoint.objects.all() if self.shows(one)]

    def sees(self, interview: Any) -> bool:
        if not interview.restricted or self.user.is_admin_role or interview.created_by_id == self.user.pk:
            return True
        return self.user in interview.readers.all() or self.user in interview.interviewers.all()

    def shows(self, pain_point: Any) -> bool:
        """Whether the reader may know of a pain point, and its words were not taken back by all who told it."""
        told = [m for m in self.mentions if m.pain_point_id == pain_point.pk]
        known = not told or any(self.sees(m.participant.interview) for m in told)
        taken_back = any(not self.stands(m.participant) for m in told)
        return known and (bool(self.of(pain_point)) or not taken_back)

    def of(self, pain_point: Any) -> list[Mention]:
        return [m for m in self.heard if m.pain_point_id == pain_point.pk]

    def severity(self, pain_point: Any) -> int | None:
        latest: dict[int, tuple[Any, int]] = {}
        for m in self.of(pain_point):
            if m.severity and m.participant.person_id:
                place = (m.participant.interview.held_at, m.pk)
                if m.participant.person_id not in latest or place > latest[m.participant.person_id][0]:
                    latest[m.participant.person_id] = (place, m.severity)
        told = sorted(severity for _, severity in latest.values())
        return told[len(told) // 2] if told else None

    def grounds_of(self, mention: Mention) -> int:
        whys = {why.pk: why for why in self.whys if why.mention_id == mention.pk}
        leaves = [why for why in whys.values() if not any(other.parent_id == why.pk for other in whys.values())]
        if leaves:
            return max(self.path(why, whys) for why in leaves)
        quoted = any(
            mention in quote.mentions.all() and quote.archived_at is None and self.stands(quote.participant)
            for quote in self.quotes
        )
        return Grounds.STATED if quoted else Grounds.INTUITION

    def path(self, why: Why, whys: dict[int, Why]) -> int:
        own = why.checked_grounds or why.grounds
        return min(own, self.path(whys[why.parent_id], whys)) if why.parent_id in whys else own

    def grounds(self, pain_point: Any) -> int | None:
        return max((self.grounds_of(m) for m in self.of(pain_point)), default=None)

    def ending_in(self, cause: Any) -> list[tuple[Mention, int]]:
        """The mentions with a chain that ends in a root cause, each with the grounds of that chain."""
        heard = {m.pk: m for m in self.heard}
        found = []
        for why in self.whys:
            if why.root_cause_id == cause.pk and why.mention_id in heard:
                chain = {one.pk: one for one in self.whys if one.mention_id == why.mention_id}
                found.append((heard[why.mention_id], self.path(why, chain)))
        return found

    def texts(self, mention: Mention) -> list[str]:
        quotes = [q.text for q in self.quotes if mention in q.mentions.all() and self.reads(q)]
        workarounds = [w.text for w in self.workarounds if w.mention_id == mention.pk]
        return [mention.title, mention.pain_point.title, *quotes, *workarounds]

    def reads(self, quote: Quote) -> bool:
        if quote.archived_at or quote.interview.archived_at or not self.sees(quote.interview):
            return False
        one = quote.participant
        caps = [one.consent, *([one.person.consent] if one.person and one.person.consent is not None else [])]
        return self.stands(one) and (self.user.can_edit or min(caps) > 0)

    def code_chain(self, code: int | None) -> list[int]:
        return [code, *self.code_chain(self.parents[code])] if code else []

    def themes(self, pain_point: Any) -> set[int | None]:
        return {self.code_chain(code)[-1] for code in self.codes[pain_point.pk]} or {None}

    def mention_fits(self, m: Mention, query: dict[str, list[str]]) -> bool:
        one, interview = m.participant, m.participant.interview
        day = timezone.localtime(interview.held_at).date().isoformat()
        terms = terms_in(query)
        checks = {
            "persona": lambda v: (str(one.persona_id) if one.persona_id else "none") in v,
            "company": lambda v: str(one.company_id) in v,
            "role": lambda v: one.role.casefold() in [r.casefold() for r in v],
            "study": lambda v: str(interview.study_id) in v,
            "tool": lambda v: any(str(tool) in v for tool in self.tools[one.pk]),
            "since": lambda v: day >= v[0],
            "until": lambda v: day <= v[0],
            "q": lambda v: all(any(holds(text, t) for text in self.texts(m)) for t in terms),
        }
        return all(checks[key](value) for key, value in query.items() if key in checks)

    def fits(self, pain_point: Any, query: dict[str, list[str]]) -> list[Mention] | None:
        """The mentions that satisfy the filter; None when the pain point does not belong to the list."""
        grounds = self.grounds(pain_point)
        above = {str(one) for code in self.codes[pain_point.pk] for one in self.code_chain(code)} or {"none"}
        checks = {
            "severity": lambda v: str(self.severity(pain_point)) in v,
            "grounds": lambda v: grounds is not None and Grounds(grounds).slug in v,
            "code": lambda v: bool(above & set(v)),
            "status": lambda v: ("archived" if pain_point.archived_at else "active") in v,
        }
        for key, check in checks.items():
            wanted = query.get(key) or (["active"] if key == "status" else None)
            if wanted and not check(wanted):
                return None
        told = self.of(pain_point)
        if not told:
            others = [key for key in query if key in ("persona", "company", "role", "study", "tool", "since", "until")]
            named = all(holds(pain_point.title, t) for t in terms_in(query))
            return [] if not others and named else None
        return [m for m in told if self.mention_fits(m, query)] or None

    def listed(self, query: dict[str, list[str]]) -> dict[int, int]:
        """People by pain point."""
        found = {one.pk: self.fits(one, query) for one in self.pain_points}
        return {pk: people_of(told) for pk, told in found.items() if told is not None}

    def count(self, query: dict[str, list[str]], key: str, value: str) -> int:
        """A facet's number: as if only this value of the key were chosen."""
        return len(self.listed({**query, key: [value]}))

    def heat(self, query: dict[str, list[str]]) -> dict[tuple[int | None, int | None], set[int]]:
        free = {key: value for key, value in query.items() if key not in ("persona", "code")}
        cells = defaultdict(set)
        for one in self.pain_points:
            for m, theme in product(self.fits(one, free) or [], self.themes(one)):
                if m.participant.person_id:
                    cells[m.participant.persona_id, theme].add(m.participant.person_id)
        return dict(cells)


def people_of(mentions: list[Mention]) -> int:
    return len({m.participant.person_id for m in mentions if m.participant.person_id})


def holds(text: str, term: str) -> bool:
    """Whether a word of the text begins as the term does; of several in a row only the last may go on."""
    words, wanted = plain(text).split(), plain(term).split()
    rows = (words[at : at + len(wanted)] for at in range(len(words) - len(wanted) + 1))
    return any(one[:-1] == wanted[:-1] and one[-1].startswith(wanted[-1]) for one in rows)


def plain(text: str) -> str:
    """In small letters, without the accents that the world uses."""
    return text.lower().replace("é", "e")


def terms_in(query: dict[str, list[str]]) -> list[str]:
    return [query["q"][0].strip('"')] if '"' in query.get("q", [""])[0] else query.get("q", [""])[0].split()
