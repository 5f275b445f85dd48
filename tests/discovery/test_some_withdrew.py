"""Where several people told something and one of them withdrew, the number that is left says so."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from discovery.evidence import link
from discovery.models import Evidence
from discovery.updates import draft
from discovery.versions import approve, as_it_is, seal
from discovery.weighing import tallies, weigh
from interviews.models import Interview, Participant, Person
from tests.discovery.test_export_document import bundle, taken
from tests.discovery.test_publish_update import go
from tests.discovery.weekly import MONDAY, heard, withdraw
from tests.factories.discovery import DocumentFactory, EvidenceFactory, HypothesisFactory, RequirementFactory
from tests.factories.interviews import (
    InterviewFactory,
    MentionFactory,
    ParticipantFactory,
    PersonFactory,
    QuoteFactory,
    RootCauseFactory,
    WhyFactory,
)

pytestmark = pytest.mark.django_db
ONE_OF_3 = "1 of 3 withdrew"


def gone(**more):
    """Somebody who withdrew."""
    return ParticipantFactory(person=PersonFactory(consent_withdrawn_at=timezone.now()), **more)


def text_of(client, url):
    return " ".join(client.get(url).text.split())


@pytest.fixture
def pain():
    """A pain point that three people told, the first of whom withdrew."""
    pain = MentionFactory(participant=gone(), title="Secret").pain_point
    for _ in range(2):
        mention = MentionFactory(pain_point=pain)
        QuoteFactory(participant=mention.participant, speaks_for=mention, text="It stands")
    return pain


@pytest.fixture
def cause():
    """A root cause in which the chains of three people end, the first of whom withdrew."""
    cause = RootCauseFactory()
    WhyFactory(root_cause=cause, mention=MentionFactory(participant=gone()))
    for _ in range(2):
        WhyFactory(root_cause=cause)
    return cause


@pytest.fixture(params=["pain", "cause"])
def source(request):
    return request.getfixturevalue(request.param)


def test_a_hypothesis_says_it_of_the_source_the_side_and_the_beam(source, as_viewer, as_researcher, researcher):
    hypothesis = HypothesisFactory()
    link(source, hypothesis, stance="supports", reason="", user=researcher)
    for client in (as_viewer, as_researcher):
        page = text_of(client, hypothesis.get_absolute_url())
        assert page.count(ONE_OF_3) == 3 and "2 people</b>" not in page and "2 people for" in page
        assert ONE_OF_3 in text_of(client, reverse("discovery:hypothesis_list"))


def test_a_requirement_says_it_on_its_page_and_in_the_table_of_its_document(source, as_viewer, researcher):
    line = RequirementFactory()
    link(source, line, stance="supports", reason="", user=researcher)
    assert text_of(as_viewer, line.get_absolute_url()).count(ONE_OF_3) == 2
    assert ONE_OF_3 in text_of(as_viewer, line.document.get_absolute_url())


def test_where_a_record_is_used_the_way_there_says_it(source, as_viewer, researcher):
    link(source, HypothesisFactory(), stance="supports", reason="", user=researcher)
    page = "pain_point" if source._meta.model_name == "painpoint" else "root_cause"
    assert ONE_OF_3 in text_of(as_viewer, reverse(f"discovery:{page}_used_in", args=[source.pk]))


@pytest.fixture
def document(source, researcher):
    """A document that names what they told, with a line that stands on it; and one that names a hypothesis."""
    hypothesis = HypothesisFactory()
    link(source, hypothesis, stance="supports", reason="", user=researcher)
    document = DocumentFactory(
        kind="prd", body=f"## Problem\n\nSee {source.reference}.\n\n## Bet\n\n{hypothesis.reference}"
    )
    link(source, RequirementFactory(document=document), stance="supports", reason="", user=researcher)
    return document


def test_cards_of_a_document_say_it(document, as_viewer):
    page = text_of(as_viewer, document.get_absolute_url())
    assert page.count(ONE_OF_3) == 3, "the card of the source, that of the hypothesis, the line"


def test_an_approved_copy_says_it_of_a_withdrawal_that_came_later(document, source, as_viewer, researcher):
    Person.objects.update(consent_withdrawn_at=None)
    version, _ = approve(document, researcher, seen=seal(as_it_is(document, researcher)))
    assert "withdrew" not in text_of(as_viewer, version.get_absolute_url())
    Person.objects.filter(pk=Person.objects.order_by("pk").first().pk).update(consent_withdrawn_at=timezone.now())
    assert text_of(as_viewer, version.get_absolute_url()).count(ONE_OF_3) == 3


def test_every_file_of_a_document_says_it(document, as_researcher):
    for people in ("names", "pseudonyms"):
        for to in ("md", "html"):
            assert taken(as_researcher, document, to, people=people).count(ONE_OF_3) >= 3
        told = json.loads(bundle(as_researcher, document, people=people)["bundle.json"])
        assert [one["withdrew"] for one in told["cited"] + told["lines"]] == [ONE_OF_3] * 3


def test_who_said_something_else_that_stands_did_not_withdraw(pain, researcher):
    hypothesis, person = HypothesisFactory(), Participant.objects.get(mentions__title="Secret").person
    Person.objects.update(consent_withdrawn_at=None)
    Participant.objects.filter(person=person).update(consent_withdrawn_at=timezone.now())
    alone = weigh([EvidenceFactory(hypothesis=hypothesis, pain_point=pain)], researcher)
    assert tallies(alone)["supports"].withdrew == alone[0].withdrew == ONE_OF_3

    other = QuoteFactory(participant=ParticipantFactory(person=person))
    EvidenceFactory(hypothesis=hypothesis, pain_point=None, quote=other)
    assert tallies(weigh(Evidence.objects.all(), researcher))["supports"].withdrew == ""
    MentionFactory(pain_point=pain, participant=ParticipantFactory(person=person))
    [again] = weigh([Evidence.objects.get(pain_point=pain)], researcher)
    assert (again.withdrew, len(again.people)) == ("", 3)


def test_a_side_counts_who_withdrew_once_by_whatever_they_spoke(pain, researcher):
    hypothesis, who = HypothesisFactory(), Participant.objects.get(mentions__title="Secret")
    EvidenceFactory(hypothesis=hypothesis, pain_point=pain)
    EvidenceFactory(hypothesis=hypothesis, pain_point=None, mention=who.mentions.get())
    EvidenceFactory(hypothesis=hypothesis, pain_point=None, quote=QuoteFactory(participant=who))
    MentionFactory(pain_point=pain, participant=ParticipantFactory(person=who.person))
    assert tallies(weigh(Evidence.objects.all(), researcher))["supports"].withdrew == ONE_OF_3


def test_consent_that_ran_out_and_people_without_a_name_count_alike(pain, researcher):
    yesterday = timezone.localdate() - timedelta(days=1)
    MentionFactory(pain_point=pain, participant=ParticipantFactory(consent_expires_on=yesterday))
    MentionFactory(pain_point=pain, participant=ParticipantFactory(person=None, consent_withdrawn_at=timezone.now()))
    [one] = weigh([EvidenceFactory(pain_point=pain)], researcher)
    assert one.withdrew == "3 of 5 withdrew"


def test_a_conversation_of_several_says_how_many_of_them_withdrew(researcher):
    held = InterviewFactory()
    ParticipantFactory(interview=held, position=0)
    gone(interview=held, position=1)
    [one] = weigh([EvidenceFactory(pain_point=None, interview=held)], researcher)
    assert (one.withdrew, len(one.people)) == ("1 of 2 withdrew", 1)


def test_archived_mentions_tell_of_nobody(pain, researcher):
    pain.mentions.filter(title="Secret").update(archived_at=timezone.now())
    [one] = weigh([EvidenceFactory(pain_point=pain)], researcher)
    assert one.withdrew == ""


def test_a_stranger_learns_nothing_of_a_restricted_interview(source, document, as_stranger, as_admin):
    Interview.objects.filter(participants__person__consent_withdrawn_at__isnull=False).update(restricted=True)
    assert "withdrew" not in text_of(as_stranger, document.get_absolute_url())
    assert "2 people" in text_of(as_stranger, document.get_absolute_url())
    assert text_of(as_admin, document.get_absolute_url()).count(ONE_OF_3) == 3
    for to in ("md", "html"):
        assert "withdrew" not in taken(as_stranger, document, to)


def test_a_root_cause_that_nobody_is_left_of_says_so(cause, researcher):
    Person.objects.update(consent_withdrawn_at=timezone.now())
    [one] = weigh([EvidenceFactory(pain_point=None, root_cause=cause)], researcher)
    assert (one.withdrew, one.people) == ("3 of 3 withdrew", frozenset())


@pytest.fixture
def update(researcher, as_researcher):
    """Published, of a pain point that three people told in its week; one had withdrawn before."""
    told = heard("Maya Lindqvist")
    pain = told.mentions.get().pain_point
    for name in ("Bo Lind", "Ida Holt"):
        heard(name, pain=pain)
    withdraw(heard("Per Ek", pain=pain))
    made = draft(MONDAY, researcher)
    go(as_researcher, "publish", made)
    return made


def of_update(client, update):
    pages = [update.get_absolute_url(), reverse("discovery:weekly_update_feed")]
    return [text_of(client, url) for url in pages]


def test_a_published_update_says_it_of_those_it_counted(update, as_viewer, as_researcher):
    assert not any("withdrew" in page for page in of_update(as_viewer, update))
    quote = Participant.objects.get(person__name="Bo Lind").quotes.get()
    withdraw(quote)
    mail = reverse("discovery:weekly_update_mail", args=[update.pk])
    pages = [*of_update(as_viewer, update), text_of(as_researcher, mail), text_of(as_researcher, f"{mail}?as=text")]
    assert all(ONE_OF_3 in page for page in pages)
    Participant.objects.filter(pk=quote.participant_id).update(consent_withdrawn_at=None)
    assert not any("withdrew" in page for page in of_update(as_viewer, update))


def test_a_published_update_does_not_tell_that_an_interview_was_restricted(update, as_admin):
    Interview.objects.filter(participants__person__name="Bo Lind").update(restricted=True)
    assert not any("withdrew" in page for page in of_update(as_admin, update))
