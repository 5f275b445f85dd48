"""What a search can be narrowed to: personas, companies and studies with their hits, as far as somebody reads them."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from discovery import search_facets
from discovery.views import search as page_of_search
from interviews.models import Company, Interview, PainPoint, Participant, Persona, Quote, Study
from search.finding import TookTooLong
from tests.discovery.test_search import kinds_in, page, tell
from tests.factories import discovery as decided
from tests.factories import interviews as made
from tests.interviews.talk import NOTES, talk

pytestmark = pytest.mark.django_db


def said(answer, key: str) -> list[tuple[str, str]]:
    """The choices of a facet in their order, with what is said of how many hits there are."""
    facet = next((one for one in answer.context["facets"] if one.key == key), None)
    return [(one.label, one.count) for one in (*facet.shown, *facet.more)] if facet else []


def hits(answer) -> int:
    """How many hits there are, by the numbers of the kinds."""
    return sum(int(count) for _, count in answer.context["counts"] or ())


@pytest.fixture
def told(researcher):
    """Three conversations with two personas at two companies, in two studies, and a hypothesis."""
    engineer, analyst = made.PersonaFactory(name="Data engineer"), made.PersonaFactory(name="Analyst")
    alerts, trust = made.StudyFactory(title="Alerts"), made.StudyFactory(title="Trust")
    talk(researcher, "Maya", NOTES, company="Nordkap", persona=engineer, study=alerts)
    talk(researcher, "Theo", NOTES, company="Vellmar", persona=analyst, study=trust)
    talk(researcher, "Ines", NOTES, company="Nordkap", persona=engineer, study=trust)
    decided.HypothesisFactory(title="Whoever sees a column go tells others", persona=engineer)


@pytest.mark.parametrize("query", ["q=column", "q=column&kind=quote", "q=nordkap", "kind=mention", "q=column -slack"])
def test_the_number_of_a_choice_is_that_of_the_hits_it_leaves(as_researcher, told, query):
    for rest in ("", f"&persona={Persona.objects.get(name='Analyst').pk}", f"&company={Company.objects.first().pk}"):
        before = page(as_researcher, f"?{query}{rest}")
        for facet in before.context["facets"]:
            kept = "" if f"&{facet.key}=" in rest else rest
            for one in (*facet.shown, *facet.more):
                after = page(as_researcher, f"?{query}{kept}&{facet.key}={one.value}")
                assert str(hits(after)) == one.count, (facet.key, one.label, rest)


def test_choices_come_with_most_hits_first_and_stay_where_they_are_when_they_are_chosen(as_researcher, told):
    pk = {one.name: one.pk for one in Persona.objects.all()}
    before = said(page(as_researcher, "?q=column"), "persona")
    assert [name for name, _ in before] == ["Data engineer", "Analyst"]
    after = page(as_researcher, f"?q=column&persona={pk['Analyst']}")
    assert said(after, "persona") == before, "its own choice is left aside"
    assert [name for name, _ in said(after, "company")] == ["Vellmar"]
    assert f'id="persona-{pk["Analyst"]}" name="persona" value="{pk["Analyst"]}" checked' in after.text


def test_what_somebody_may_not_read_counts_nowhere(as_researcher, as_viewer, researcher, told):
    """Archived, withdrawn, restricted: as if it had not been said."""
    before = said(page(as_viewer, "?q=column"), "persona")
    hidden = made.PersonaFactory(name="Hidden")
    other = made.StudyFactory(title="Unheard")
    own = [talk(researcher, name, NOTES, company="Vellmar", persona=hidden, study=other) for name in "ABC"]
    assert "Hidden" in dict(said(page(as_viewer, "?q=column"), "persona"))
    Interview.objects.filter(pk=own[0].pk).update(restricted=True)
    own[1].archive(researcher)
    Participant.objects.filter(interview=own[2]).update(consent_withdrawn_at=timezone.now())
    answer = page(as_viewer, "?q=column")
    assert said(answer, "persona") == before
    assert "Unheard" not in dict(said(answer, "study"))
    assert "Hidden" in dict(said(page(as_researcher, "?q=column"), "persona")), "whoever leads it reads it"
    of_pains = dict(said(page(as_viewer, "?q=schema&kind=pain_point"), "persona"))
    PainPoint.objects.filter(title__contains="Schema").earliest("pk").archive(researcher)
    left = dict(said(page(as_viewer, "?q=schema&kind=pain_point"), "persona"))
    assert sum(map(int, left.values())) == sum(map(int, of_pains.values())) - 1


def test_words_of_customers_typed_into_a_hypothesis_count_where_they_may_be_read(as_viewer, told):
    mention = made.MentionFactory()
    made.QuoteFactory(participant=mention.participant, text="The chat is on fire at seven", speaks_for=mention)
    persona = made.PersonaFactory(name="Firefighter")
    decided.HypothesisFactory(audience="The chat is on fire at seven", persona=persona)
    assert dict(said(page(as_viewer, "?q=fire"), "persona"))["Firefighter"] == "1"
    Participant.objects.update(consent_withdrawn_at=timezone.now())
    assert "Firefighter" not in dict(said(page(as_viewer, "?q=fire"), "persona"))


def test_of_more_hits_than_are_counted_the_numbers_say_so(as_viewer, researcher, told, monkeypatch):
    monkeypatch.setattr(search_facets, "COUNTED", 2)
    answer = page(as_viewer, "?q=column&kind=quote")
    assert said(answer, "persona") == [("Analyst", "1+"), ("Data engineer", "1+")]
    assert said(answer, "study") == [("Trust", "2+"), ("Alerts", "")], "what may be there can be chosen"
    assert said(page(as_viewer, "?kind=quote"), "study") == [("Trust", "2+"), ("Alerts", "")]
    for n in range(4):
        hidden = talk(researcher, f"Hidden {n}", NOTES, study=Study.objects.get(title="Alerts"))
        Interview.objects.filter(pk=hidden.pk).update(restricted=True)
    assert page(as_viewer, "?q=column&kind=quote").context["facets"] == answer.context["facets"]
    monkeypatch.setattr(search_facets, "COUNTED", 3)
    assert dict(said(page(as_viewer, "?q=column&kind=quote"), "persona")) == {"Analyst": "1", "Data engineer": "2"}


def test_without_the_time_to_count_there_are_choices_without_numbers(as_researcher, told, monkeypatch):
    def never(search):
        raise TookTooLong

    monkeypatch.setattr(page_of_search, "tally", never)
    answer = page(as_researcher, "?q=column")
    assert said(answer, "company") == [("Nordkap", ""), ("Vellmar", "")]
    assert "quote" in kinds_in(answer)


def test_many_choices_are_folded_and_none_that_is_chosen(as_researcher, researcher):
    for n in range(9):
        talk(researcher, f"P{n}", NOTES, company=f"Company {n}")
    last = Company.objects.get(name="Company 8")
    answer = page(as_researcher, f"?q=column&company={last.pk}")
    facet = next(one for one in answer.context["facets"] if one.key == "company")
    assert [one.label for one in facet.shown] == [*(f"Company {n}" for n in range(6)), "Company 8"]
    assert [one.label for one in facet.more] == ["Company 6", "Company 7"]
    assert "2 more" in answer.text


def test_the_address_has_no_empty_keys(as_researcher, told):
    sent = "?q=column&kind=&persona=&company=&study=&since=&until="
    url = reverse("discovery:search")
    assert as_researcher.get(f"{url}{sent}").headers["Location"] == f"{url}?q=column"
    assert as_researcher.get(f"{url}?q=").headers["Location"] == url
    part = as_researcher.get(f"{url}{sent}", headers={"HX-Request": "true", "HX-Target": "found"})
    assert part.status_code == 200 and part.headers["HX-Push-Url"] == f"{url}?q=column"
    assert as_researcher.get(f"{url}?colour=").status_code == 400, "what is no key is refused all the same"


def test_what_we_said_ourselves_stands_apart_from_what_customers_said(as_researcher, researcher):
    world = tell(researcher)
    names = [name for name, _ in page(as_researcher, "?q=zebra").context["groups"]]
    assert names[0] == "Said by customers" and "Said by us" in names[1:]
    assert kinds_in(page(as_researcher, "?q=zebra&kind=ours")) == {"ours": [world["ours"]]}
    assert kinds_in(page(as_researcher, "?q=zebra&kind=segment")) == {"segment": [world["segment"]]}
    assert Quote.objects.get().get_absolute_url() in page(as_researcher, "?q=zebra").text
    assert not re.search(r'<option value="">Any', page(as_researcher, "?q=zebra").text)
