"""Every key that a list accepts narrows, orders or moves it; any other is refused with a sentence that names them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from interviews.models import Code, Company, Participant, Person, Persona, Study, Tool
from tests.architecture.test_every_address import VIEWS
from tests.factories import discovery as decided
from tests.factories import interviews as made
from tests.interviews.records import KINDS

WITHOUT_KEYS = {"accounts:user_list", "discovery:image_list"}  # one page, too few rows to be searched
# Lists of many kinds of rows, or of groups of them; what their keys do is tested with them.
OF_MANY_KINDS = {
    "discovery:document_template_list",
    "interviews:open_end_list",
    "interviews:archive_list",
    "interviews:duplicate_list",
    "interviews:merge_list",
    "interviews:quality_list",
}


@dataclass(frozen=True)
class Listed:
    """One list: its address, what fills it, and for each key a value that some of the rows do not have."""

    name: str
    fill: Callable[[Any], None]
    values: dict[str, Callable[[Any], Any]]

    def __str__(self) -> str:
        return self.name


def rows(make: Callable[..., Any], field: str) -> Callable[[Any], None]:
    """Two pages of rows, one of them different, and one more in the archive."""

    def fill(user: Any) -> None:
        for number in range(55):
            make(**{field: f"Row {number}"})
        make(**{field: "The needle"})
        make(**{field: "No longer"}).archive()

    return fill


def people(user: Any) -> None:
    """Two pages of people; the first decides, was heard today, and is owed something today."""
    rows(made.PersonFactory, "name")(user)
    first = made.PersonFactory(
        name="A needle",
        company=made.CompanyFactory(),
        persona=made.PersonaFactory(),
        department="Finance",
        decision_maker=True,
    )
    made.ParticipantFactory(person=first)
    made.FollowUpFactory(person=first, due_on=timezone.localdate())


def companies(user: Any) -> None:
    """Two pages of companies; at the first somebody who decides was heard today."""
    rows(made.CompanyFactory, "name")(user)
    company = made.CompanyFactory(name="A needle")
    who = made.PersonFactory(company=company, persona=made.PersonaFactory(), decision_maker=True)
    made.ParticipantFactory(person=who)


def follow_ups(user: Any) -> None:
    """Two pages of follow-ups; the first is due, owed to somebody, by the user."""
    rows(made.FollowUpFactory, "text")(user)
    made.FollowUpFactory(text="A needle", due_on=timezone.localdate(), owner=user, person=made.PersonFactory())


def hypotheses(user: Any) -> None:
    """Two pages of hypotheses; the first is tested, by the user, for a persona."""
    rows(decided.HypothesisFactory, "title")(user)
    decided.HypothesisFactory(title="A needle", status="testing", owner=user, persona=made.PersonaFactory())


def weekly_updates(user: Any) -> None:
    """Two pages of updates, one week each."""
    for number in range(60):
        decided.WeeklyUpdateFactory(title=f"Number {number}")
    decided.WeeklyUpdateFactory(title="A needle")
    decided.WeeklyUpdateFactory(title="No longer").archive()


def shared_view(**told: Any) -> Any:
    """A view that everybody sees; in the archive, those who may put it back."""
    return made.SavedViewFactory(shared=True, owner=User.objects.get(email="researcher@example.org"), **told)


def conversations(user: Any) -> None:
    """Two pages of interviews and pain points, of which one differs from the others in all that a filter knows."""
    company, persona = made.CompanyFactory(), made.PersonaFactory()
    person = made.PersonFactory(name="Needle", company=company, persona=persona, role="Head of data")
    for number in range(30):
        held_at = timezone.now() - timedelta(days=number)
        one = made.InterviewFactory(held_at=held_at, purpose="goals" if number == 3 else "")
        who = made.ParticipantFactory(interview=one, person=person if number == 3 else made.PersonFactory())
        told = made.MentionFactory(participant=who, severity=1 + number % 4)
        if number == 3:
            differ(one, who, told, user)
    made.InterviewFactory().archive()
    made.PainPointFactory().archive()


def differ(interview: Any, who: Any, told: Any, user: Any) -> None:
    interview.study, interview.status, interview.completed_at = made.StudyFactory(), "draft", None
    interview.save()
    interview.interviewers.add(user)
    made.ToolUseFactory(participant=who)
    told.pain_point.codes.add(made.CodeFactory())
    made.QuoteFactory(participant=who, text="A needle", speaks_for=told)
    told.severity = 5
    told.save()
    decided.EvidenceFactory(pain_point=told.pain_point)


def only(model: Any) -> Callable[[Any], int]:
    return lambda user: model.objects.get().pk


def day(user: Any) -> str:
    return timezone.localdate(Participant.objects.get(person__name="Needle").interview.held_at).isoformat()


PLAIN = {"q": lambda user: "needle", "status": lambda user: "archived"}
SAID = {
    "q": lambda user: "needle",
    "study": only(Study),
    "persona": only(Persona),
    "company": only(Company),
    "since": day,
    "until": day,
    "status": lambda user: "archived",
}
INTERVIEWS = {
    **SAID,
    "person": lambda user: Person.objects.get(name="Needle").pk,
    "interviewer": lambda user: user.pk,
    "purpose": lambda user: "goals",
}
PAIN_POINTS = {
    **SAID,
    "role": lambda user: "head of data",
    "tool": only(Tool),
    "code": only(Code),
    "severity": lambda user: 5,
    "grounds": lambda user: "stated",
    "addressed": lambda user: "hypothesis",
    "sort": lambda user: "severity",
}
NARROWED = {
    "interviews:person_list": (
        people,
        {
            "persona": only(Persona),
            "company": only(Company),
            "department": lambda user: "finance",
            "decision_maker": lambda user: "yes",
            "not_heard_since": lambda user: timezone.localdate(),
            "follow_up": lambda user: "due",
        },
    ),
    "interviews:company_list": (
        companies,
        {
            "persona": only(Persona),
            "decision_maker": lambda user: "yes",
            "not_heard_since": lambda user: timezone.localdate(),
        },
    ),
    "interviews:follow_up_list": (
        follow_ups,
        {"when": lambda user: "due", "owner": lambda user: user.pk, "person": only(Person)},
    ),
    "discovery:hypothesis_list": (
        hypotheses,
        {
            "stands": lambda user: "testing",
            "owner": lambda user: user.pk,
            "persona": only(Persona),
            "view": lambda user: "board",
        },
    ),
}
RECORDS = {f"interviews:{kind.model.concept()}_list": kind for kind in KINDS}
LISTS = [
    *(Listed(name, rows(kind.make, kind.title), PLAIN) for name, kind in RECORDS.items() if name not in NARROWED),
    *(Listed(name, fill, {**PLAIN, **values}) for name, (fill, values) in NARROWED.items()),
    Listed("discovery:data_product_list", rows(decided.DataProductFactory, "name"), PLAIN),
    Listed("discovery:weekly_update_list", weekly_updates, PLAIN),
    Listed("discovery:document_list", rows(decided.DocumentFactory, "title"), PLAIN),
    Listed("discovery:data_check_list", rows(decided.DataCheckFactory, "result"), PLAIN),
    Listed("interviews:saved_view_list", rows(shared_view, "name"), PLAIN),
    Listed("interviews:interview_list", conversations, INTERVIEWS),
    Listed("interviews:pain_point_list", conversations, PAIN_POINTS),
]

AROUND = {"interviews:pain_point_list": {"whole"}}  # keys that change what stands around the rows, not the rows


def test_every_list_is_in_the_table():
    assert {name for name in VIEWS if name.endswith("_list")} == {
        one.name for one in LISTS
    } | WITHOUT_KEYS | OF_MANY_KINDS


def shown(answer) -> list[int]:
    """The rows of the page, in their order."""
    assert answer.status_code == 200, answer.text[:1000]
    page = answer.context.get("page")
    return [one.pk for one in page.rows] if page else [row.pain_point.pk for row in answer.context["rows"]]


@pytest.mark.parametrize("listed", LISTS, ids=str)
def test_each_key_has_an_effect(listed, as_researcher, researcher, seeing_names):
    listed.fill(researcher)
    address = reverse(listed.name)
    first = as_researcher.get(address)
    following = re.search(r'after=([^"&]+)"[^>]*rel="next"', first.text)
    asked = {key: value(researcher) for key, value in listed.values.items()} | {"after": following[1]}
    for key, value in asked.items():
        query = f"?after={value}" if key == "after" else f"?{urlencode({key: value})}"
        assert shown(as_researcher.get(f"{address}{query}")) != shown(first), query

    refused = as_researcher.get(f"{address}?colour=red")
    assert refused.status_code == 400
    named = re.search(r"(?:There are|Allowed): ([a-z_, ]+)\.", refused.text)[1].split(", ")
    assert set(named) == set(asked) | AROUND.get(listed.name, set()), "a key without a value in this table"


@pytest.mark.parametrize("listed", LISTS, ids=str)
def test_a_key_that_takes_one_value_is_given_once(listed, as_researcher):
    answer = as_researcher.get(f"{reverse(listed.name)}?q=one&q=two")
    assert answer.status_code == 400
    assert "once" in answer.text


@pytest.mark.parametrize("name", sorted(OF_MANY_KINDS))
def test_lists_of_many_kinds_refuse_other_keys(name, as_researcher):
    answer = as_researcher.get(f"{reverse(name)}?colour=red")
    assert answer.status_code == 400
    assert "is not a filter here" in answer.text
