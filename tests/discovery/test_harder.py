"""Where to look harder: who could speak about a hypothesis and was not asked."""

import pytest
from django.utils import timezone

from discovery.evidence import live
from discovery.harder import gaps
from discovery.weighing import weigh
from tests.factories.discovery import EvidenceFactory, HypothesisFactory
from tests.factories.interviews import (
    CompanyFactory,
    InterviewFactory,
    ParticipantFactory,
    PersonaFactory,
    PersonFactory,
    QuoteFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def persona(db):
    return PersonaFactory(name="Data engineer")


def heard(persona, company="Korvund", **facts):
    return ParticipantFactory(persona=persona, company=CompanyFactory(name=company), **facts)


def says(hypothesis, participant, stance="challenges"):
    quote = QuoteFactory(participant=participant)
    return EvidenceFactory(hypothesis=hypothesis, pain_point=None, quote=quote, stance=stance)


def said(hypothesis, user):
    sources = weigh(live(user).filter(hypothesis=hypothesis), user)
    return [gap.text for gap in gaps(hypothesis, sources, user)]


def test_nobody_against_is_said_first(researcher, viewer, persona):
    hypothesis = HypothesisFactory(persona=persona)
    says(hypothesis, heard(persona), "supports")
    assert said(hypothesis, researcher) == ["Nobody speaks against it yet."]
    assert gaps(hypothesis, [], researcher)[0].url
    assert not gaps(hypothesis, [], viewer)[0].url, "those who only read cannot add it"


def test_a_persona_that_nobody_heard(researcher, persona):
    hypothesis = HypothesisFactory(persona=persona)
    says(hypothesis, ParticipantFactory())
    assert said(hypothesis, researcher) == ["Nobody was heard yet whom it is for: Data engineer."]


def test_a_persona_that_was_heard_and_has_no_say(researcher, persona):
    hypothesis = HypothesisFactory(persona=persona)
    says(hypothesis, ParticipantFactory())
    heard(persona)
    assert said(hypothesis, researcher) == ["The one we heard as Data engineer has no say here."]
    heard(persona, "Tessel")
    assert said(hypothesis, researcher) == ["None of the 2 we heard as Data engineer has a say here."]


def test_companies_of_the_persona_that_are_silent(researcher, persona, client_for):
    hypothesis = HypothesisFactory(persona=persona)
    says(hypothesis, heard(persona))
    assert said(hypothesis, researcher) == []
    for name in ("Ålesund", "Brackenmoor", "Zandverre", "Tessel"):
        heard(persona, name)
    texts = said(hypothesis, researcher)
    assert len(texts) == 1
    assert texts[0].startswith("Data engineer: nobody has a say from ")
    assert "and 1 more." in texts[0]
    url = gaps(hypothesis, weigh(live(researcher).filter(hypothesis=hypothesis), researcher), researcher)[0].url
    assert client_for(researcher).get(url).status_code == 200


def test_what_is_restricted_or_withdrawn_is_not_counted(researcher, stranger, persona):
    hypothesis = HypothesisFactory(persona=persona)
    says(hypothesis, heard(persona))
    heard(persona, "Hidden", interview=InterviewFactory(restricted=True, created_by=researcher))
    heard(persona, "Gone", person=PersonFactory(consent_withdrawn_at=timezone.now()))
    assert said(hypothesis, stranger) == []
    assert said(hypothesis, researcher) == ["Data engineer: nobody has a say from Hidden."]


def test_what_is_decided_is_left_alone(as_researcher, persona):
    hypothesis = HypothesisFactory(status="supported", persona=persona)
    assert "Look harder here" not in as_researcher.get(hypothesis.get_absolute_url()).content.decode()


def test_who_looks_for_what_speaks_against_links_it_so(as_researcher, researcher):
    hypothesis = HypothesisFactory()
    (gap,) = (one for one in gaps(hypothesis, [], researcher) if one.act == "Find who does")
    form = as_researcher.get(gap.url).context["link_form"]
    assert form["stance"].value() == "challenges"
    assert as_researcher.get(f"{gap.url}x").context["link_form"]["stance"].value() == "supports"
