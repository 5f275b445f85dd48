"""The assumption map: what is important and unknown stands at the top right, and everything is a table as well."""

import pytest

from discovery.assumptions import CELL, KNOWN, LEFT, MOST, ROW, TOP, picture
from discovery.views.claims import with_evidence
from tests.budgets import budget
from tests.factories.discovery import EvidenceFactory, HypothesisFactory
from tests.factories.interviews import CompanyFactory, MentionFactory, ParticipantFactory, QuoteFactory, WhyFactory

pytestmark = pytest.mark.django_db
MAP = "/hypotheses/map/"


def drawn(user, *hypotheses):
    return picture(with_evidence(hypotheses, "hypothesis", user))


def quoted(hypothesis, company=None, **facts):
    quote = QuoteFactory(participant=ParticipantFactory(company=company or CompanyFactory()))
    EvidenceFactory(hypothesis=hypothesis, pain_point=None, quote=quote, **facts)
    return hypothesis


def known(user, hypothesis):
    found = drawn(user, hypothesis)
    return found.rows[0].known


def test_how_well_we_know_comes_from_the_firmest_evidence_and_its_companies(researcher):
    one = HypothesisFactory(importance=5)
    assert known(researcher, one) == KNOWN[4]
    EvidenceFactory(hypothesis=one, pain_point=None, mention=MentionFactory())
    assert known(researcher, one) == KNOWN[3]
    company = CompanyFactory()
    quoted(one, company)
    quoted(one, company)
    assert known(researcher, one) == KNOWN[2]
    quoted(one, stance="challenges")
    assert known(researcher, one) == KNOWN[1], "what speaks against it is known as well"
    EvidenceFactory(hypothesis=one, pain_point=None, why=WhyFactory(grounds=3, path_grounds=3, source="A query"))
    assert known(researcher, one) == KNOWN[0]


def test_context_says_nothing_about_how_well_we_know(researcher):
    assert known(researcher, quoted(HypothesisFactory(importance=5), stance="context")) == KNOWN[4]


def test_important_and_unknown_stands_at_the_top_right(researcher):
    pill = drawn(researcher, HypothesisFactory(importance=5)).pills[0]
    assert LEFT + CELL * 4 < pill.x < LEFT + CELL * 5
    assert TOP < pill.y < TOP + ROW
    low = drawn(researcher, quoted(HypothesisFactory(importance=1))).pills[0]
    assert low.y > TOP + ROW * 4
    assert low.x < LEFT + CELL * 3


def test_what_is_important_unknown_and_open_is_tested_first(researcher):
    first, decided = HypothesisFactory(importance=4), HypothesisFactory(importance=5, status="refuted")
    found = drawn(researcher, first, decided, quoted(HypothesisFactory(importance=5)), HypothesisFactory(importance=3))
    assert [row.hypothesis for row in found.test_first] == [first]


def test_pills_of_a_cell_do_not_cover_each_other_and_stay_inside(researcher):
    found = drawn(researcher, *HypothesisFactory.create_batch(MOST, importance=5))
    spots = {(pill.x, pill.y) for pill in found.pills}
    assert len(spots) == MOST
    for pill in found.pills:
        assert pill.x + pill.width <= LEFT + CELL * 5
        assert pill.y + pill.height <= TOP + ROW


def test_a_cell_that_is_full_says_how_many_more_there_are(researcher):
    found = drawn(researcher, *HypothesisFactory.create_batch(MOST + 3, importance=5))
    assert len(found.pills) == MOST - 1
    assert [one.count for one in found.more] == [4]
    assert len(found.rows) == MOST + 3


def test_every_pill_is_a_link_and_the_table_says_the_same(as_viewer):
    one = quoted(HypothesisFactory(title="Notices <help>", importance=4, status="testing"))
    unrated = HypothesisFactory(title="Nobody rated it")
    page = as_viewer.get(MAP).content.decode()

    svg, table = page[page.index("<svg class=") : page.index("The same as a table")], page[page.index("The same as") :]
    label = f'aria-label="{one.reference}, importance 4, one company: Notices &lt;help&gt;"'
    assert f'class="testing" href="{one.get_absolute_url()}" {label}' in svg
    assert "Notices &lt;help&gt;" in table
    assert "Not rated yet" in table
    assert unrated.title not in svg


def test_the_map_is_narrowed_as_the_list_is(as_viewer):
    HypothesisFactory(title="In testing", importance=5, status="testing")
    HypothesisFactory(title="A thought", importance=5)
    page = as_viewer.get(MAP, {"stands": "testing"}).content.decode()
    assert "In testing" in page
    assert "A thought" not in page
    assert "Only Testing." in page
    assert as_viewer.get(MAP, {"colour": "red"}).status_code == 400


def test_an_empty_map_says_what_to_do(as_viewer):
    assert "No hypothesis to draw." in as_viewer.get(MAP).content.decode()


def test_ten_more_ask_no_more_queries(as_researcher):
    quoted(HypothesisFactory(importance=5))
    as_researcher.get(MAP)
    with budget("assumption map"):
        as_researcher.get(MAP)
    for _ in range(10):
        quoted(HypothesisFactory(importance=3))
    with budget("assumption map"):
        assert as_researcher.get(MAP).status_code == 200
