"""Companies, tools and people known from restricted interviews only: for a stranger to those they do not exist."""

import uuid
from dataclasses import dataclass
from typing import Any

import pytest

from interviews import capture
from interviews.capture import Entry, Who
from interviews.exchange.guesses import guesses
from interviews.models import Company, Participant, Person, Tool
from interviews.references import readable
from interviews.transcripts import read
from tests.factories import interviews as made
from tests.filled import fill
from tests.interviews.talk import talk

NAME = "Quaggasoft"


@dataclass(frozen=True)
class Kind:
    """What is known by its name alone; `text` is a field of it that somebody may have filled."""

    slug: str
    model: type
    make: Any
    text: str

    def __str__(self) -> str:
        return self.slug


KINDS = [
    Kind("companies", Company, made.CompanyFactory, "summary"),
    Kind("tools", Tool, made.ToolFactory, "description"),
]
each = pytest.mark.parametrize("kind", KINDS, ids=str)


def named_in(interview, record):
    """Somebody in the interview works there, or uses it."""
    if isinstance(record, Tool):
        return made.ToolUseFactory(tool=record, participant__interview=interview).participant
    return made.ParticipantFactory(interview=interview, company=record, person__company=record)


@pytest.fixture
def hidden(researcher):
    """Makes a record that only a restricted interview names."""

    def make(kind, **fields):
        record = kind.make(name=NAME, **fields)
        named_in(made.InterviewFactory(restricted=True, created_by=researcher), record)
        return record

    return make


def pages(kind):
    """Where names are listed, offered or chosen."""
    yield f"/{kind.slug}/"
    yield "/pain-points/"
    yield "/interviews/"
    yield "/people/new/"
    yield "/companies/suggest/?q=quagga"


@each
def test_it_is_absent_for_strangers_and_there_for_readers(kind, as_stranger, as_viewer, as_researcher, hidden):
    record = hidden(kind)
    for path in pages(kind):
        assert NAME not in as_stranger.get(path).text, path
    for client in (as_stranger, as_viewer):
        assert client.get(record.get_absolute_url()).status_code == 404
    assert as_stranger.get(f"/{kind.slug}/{record.pk}/edit/").status_code == 404
    assert as_stranger.get(f"/pain-points/?{kind.model.concept()}={record.pk}").status_code == 400
    assert as_researcher.get(record.get_absolute_url()).status_code == 200
    assert NAME in as_researcher.get(f"/{kind.slug}/").text


@each
def test_one_open_interview_makes_it_known(kind, as_stranger, hidden):
    record = hidden(kind)
    named_in(made.InterviewFactory(), record)
    assert as_stranger.get(record.get_absolute_url()).status_code == 200


@each
def test_what_nobody_named_yet_is_known(kind, as_stranger):
    assert as_stranger.get(kind.make().get_absolute_url()).status_code == 200


@each
def test_who_adds_it_is_answered_as_if_it_were_new(kind, as_stranger, hidden):
    record = hidden(kind)
    answer = as_stranger.post(f"/{kind.slug}/new/", {"name": NAME.upper(), kind.text: "As I know it"})
    assert (answer.status_code, answer.url) == (302, record.get_absolute_url())
    page = as_stranger.get(answer.url)
    assert page.status_code == 200
    assert "As I know it" in page.text
    assert "already" not in as_stranger.get("/").text
    assert kind.model.objects.count() == 1


@each
def test_who_adds_it_takes_nothing_away(kind, as_stranger, as_researcher, hidden):
    record = hidden(kind, **{kind.text: "As we know it"})
    version = as_researcher.get(f"/{kind.slug}/{record.pk}/edit/").context["form"]["version"].value()
    as_stranger.post(f"/{kind.slug}/new/", {"name": NAME, kind.text: "As I know it"})
    record.refresh_from_db()
    assert getattr(record, kind.text) == "As we know it"
    late = as_researcher.post(f"/{kind.slug}/{record.pk}/edit/", {"name": "Renamed", "version": version})
    assert late.status_code == 409


@each
def test_naming_it_in_the_log_uses_the_one_there_is(kind, as_stranger, stranger, hidden):
    record = hidden(kind)
    notes = f"# {NAME.lower()}" if kind.model is Tool else "Prose"
    talk(stranger, notes=notes, company=NAME.lower() if kind.model is Company else "Nordkap")
    assert kind.model.objects.filter(name__iexact=NAME).get() == record
    assert as_stranger.get(record.get_absolute_url()).status_code == 200


@each
def test_a_name_in_use_is_refused_alike_whether_it_is_known_or_not(kind, as_stranger, hidden):
    """Two records cannot become one by a new name, so here the answer is that of any name in use."""
    hidden(kind)
    known, own = kind.make(name="Well known"), kind.make(name="Ours")
    said = []
    for name in (NAME, known.name):
        answer = fill(as_stranger, f"/{kind.slug}/{own.pk}/edit/", {"name": name})
        assert answer.status_code == 422
        said.append(answer.context["form"].errors["name"])
    assert said[0] == said[1]


def test_a_company_is_known_through_a_person_who_is(as_stranger, stranger, hidden):
    company = hidden(KINDS[0])
    assert not Company.objects.visible_to(stranger).filter(pk=company.pk).exists()
    made.PersonFactory(company=company)
    assert as_stranger.get(company.get_absolute_url()).status_code == 200


def test_our_own_organisation_is_known_to_everybody(as_stranger, hidden):
    company = hidden(KINDS[0], own_organisation=True)
    assert as_stranger.get(company.get_absolute_url()).status_code == 200


def test_a_reference_to_a_hidden_company_is_no_link(researcher, stranger, hidden):
    company = hidden(KINDS[0])
    assert readable([company.reference], researcher)
    assert not readable([company.reference], stranger)


@pytest.fixture
def secret_maya(researcher):
    """A person, with role and company, whom only a restricted interview knows."""
    interview = talk(researcher, "Maya Lindqvist", company=NAME, role="Secret role")
    interview.restricted = True
    interview.save()
    return interview.participants.get().person


def test_a_namesake_in_the_log_is_somebody_else_and_brings_nothing_along(stranger, secret_maya):
    interview = capture.open_interview(uuid.uuid4(), stranger)
    capture.save(interview, Entry(version=interview.version, who=Who(name="Maya Lindqvist")), stranger)
    one = Participant.objects.get(interview=interview)
    assert one.person != secret_maya
    assert (one.role, one.company) == ("", None)
    assert Person.objects.filter(name="Maya Lindqvist").count() == 2


def test_a_voice_in_a_transcript_is_not_guessed_to_be_somebody_hidden(researcher, stranger, secret_maya):
    told = read(b"WEBVTT\n\n00:00.000 --> 00:02.000\n<v Maya Lindqvist>Hello there\n", "talk.vtt")
    assert guesses(told, None, researcher)["Maya Lindqvist"].person == secret_maya
    assert guesses(told, None, stranger)["Maya Lindqvist"].person is None
