"""The exports of the lists of records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from .. import lists
from ..codebook import Codebook, Use, read_use
from ..exchange.tables import Column, Value
from ..exports import Opened, Sheet, of_list, of_query
from ..models import Code, Interview, Person
from .columns import HOW_WE_KNOW, LAST, LAST_HEARD, NAME, PAINS_TOLD, REACH, TITLE, link_to, with_names


def consent_of(person: Person) -> Value:
    if person.consent_withdrawn_at:
        return "Withdrawn"
    return person.get_consent_display() if person.consent is not None else None


@dataclass(frozen=True, slots=True)
class Coded:
    """A code with its use, that of the codes below it included."""

    code: Code
    use: Use


def open_codes(request: HttpRequest) -> Opened:
    use = read_use(Codebook.load(), request.user)
    opened = of_query(lists.CODES.narrowed(request.GET, request.user))

    def with_use(codes: Sequence[Code]) -> list[Coded]:
        return [Coded(code, use.get(code.pk, Use())) for code in codes]

    return Opened(opened.count, (with_use(some) for some in opened.chunks))


CODES = Sheet(
    lists.CODES.name,
    (
        Column("Name", "code.name", width=30),
        Column("Under", "code.parent.name", width=30),
        Column("Definition", "code.definition", width=50),
        Column("Pain points", "use.pain_points", width=10),
        Column("People", "use.people", width=8),
        Column("Archived on", "code.archived_at"),
        link_to("code"),
    ),
    open_codes,
)
RECORDS = (
    CODES,
    of_list(
        lists.PEOPLE,
        Column("Number", "reference", width=10),
        Column("Name", "shown_name", width=22),
        Column("Role", "role"),
        Column("Company", "company.name"),
        Column("Department", "department"),
        Column("Persona", "persona.name"),
        Column("Decides", "decision_maker", width=8),
        Column("E-mail", with_names("email")),
        Column("Contact", with_names("contact")),
        Column("Keep in touch", lambda person: str(person.cadence) if person.cadence else None, width=16),
        Column("Consent", consent_of),
        Column("Interviews", "interviews_held", width=10),
        PAINS_TOLD,
        LAST_HEARD,
        Column("Next contact", "next_contact_on"),
        *LAST,
    ),
    of_list(
        lists.COMPANIES,
        Column("Number", "reference", width=10),
        NAME,
        Column("Our own", "own_organisation", width=8),
        Column("Industry", "industry"),
        Column("Website", "website"),
        Column("Summary", "summary", width=40),
        *REACH,
        PAINS_TOLD,
        LAST_HEARD,
        *LAST,
    ),
    of_list(
        lists.PERSONAS,
        NAME,
        Column("Side", "get_side_display"),
        Column("Summary", "summary", width=40),
        Column("Responsibilities", "responsibilities", width=40),
        Column("Goals", "goals", width=40),
        *REACH,
        PAINS_TOLD,
        LAST_HEARD,
        *LAST,
    ),
    of_list(
        lists.JOURNEYS,
        TITLE,
        Column("Persona", "persona.name"),
        Column("Summary", "summary", width=40),
        Column("Stages", "stages_drawn", width=8),
        Column("Pain points", "pains_placed", width=10),
        Column("People", "people_heard", width=8),
        *LAST,
    ),
    of_list(
        lists.STUDIES,
        TITLE,
        Column("Goal", "goal", width=40),
        Column("Status", "get_status_display"),
        Column("Guide", "guide.title"),
        *REACH,
        PAINS_TOLD,
        LAST_HEARD,
        *LAST,
    ),
    of_list(
        lists.GUIDES,
        TITLE,
        Column("Purpose", "get_purpose_display"),
        Column("Introduction", "introduction", width=40),
        Column("Questions", "asks", width=10),
        *LAST,
    ),
    of_list(
        lists.TOOLS,
        NAME,
        Column("Description", "description", width=40),
        *REACH,
        PAINS_TOLD,
        Column("Workarounds", "ways_around", width=10),
        LAST_HEARD,
        *LAST,
    ),
    of_list(
        lists.ROOT_CAUSES,
        Column("Root cause", "reference", width=10),
        TITLE,
        Column("Description", "description", width=40),
        Column("People", "people", width=8),
        Column("Companies", "companies", width=10),
        Column("Pain points", "pain_points", width=10),
        HOW_WE_KNOW,
        *LAST,
    ),
    of_list(
        lists.FOLLOW_UPS,
        Column("What", "text", width=50),
        Column("Due on", "due_on"),
        Column("Snoozed until", "snoozed_until"),
        Column("Done", "done_at"),
        Column("Person", "person.shown_name", width=22),
        Column("Owner", "owner"),
        Column("Interview", lambda one: f"{Interview.PREFIX}-{one.interview_id}" if one.interview_id else None),
        *LAST,
    ),
)
