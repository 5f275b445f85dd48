"""What fields offer while somebody types."""

import re

import pytest

from tests.factories.interviews import (
    CompanyFactory,
    InterviewFactory,
    MentionFactory,
    PainPointFactory,
    ParticipantFactory,
    PersonFactory,
)

pytestmark = pytest.mark.django_db


def test_people_are_found_by_a_part_of_their_name(as_researcher):
    nordkap = CompanyFactory(name="Nordkap")
    maya = PersonFactory(name="Maya Lindqvist", role="Data engineer", company=nordkap)
    PersonFactory(name="Jun Park")
    page = as_researcher.get("/people/suggest/", {"q": "lind"}).content.decode()
    assert f'data-id="{maya.pk}"' in page
    assert 'data-value="Maya Lindqvist"' in page
    assert "Data engineer, Nordkap" in page
    assert "Jun" not in page


def test_who_sees_no_names_searches_pseudonyms(as_viewer):
    PersonFactory(name="Maya Lindqvist", pseudonym="Heron")
    assert "Heron" not in as_viewer.get("/people/suggest/", {"q": "maya"}).content.decode()
    page = as_viewer.get("/people/suggest/", {"q": "her"}).content.decode()
    assert "Heron" in page
    assert "Maya" not in page


def test_archived_records_are_not_offered(as_researcher):
    CompanyFactory(name="Nordkap").archive()
    PersonFactory(name="Nora").archive()
    PainPointFactory(title="No lineage").archive()
    for page in ("people", "companies", "pain-points"):
        assert "option" not in as_researcher.get(f"/{page}/suggest/", {"q": "no"}).content.decode()


def test_pain_points_are_found_by_words_in_any_order_and_by_reference(as_researcher):
    pain = PainPointFactory(title="Backfills are manual and scary")
    PainPointFactory(title="Backfills are slow")
    for q in ("scary backfills", pain.reference, pain.reference.lower()):
        page = as_researcher.get("/pain-points/suggest/", {"q": q}).content.decode()
        assert re.findall(r'data-value="([^"]+)"', page)[0] == pain.title


def test_pain_points_that_sound_alike_come_after_those_that_contain_the_words(as_researcher):
    PainPointFactory(title="Backfills are run by hand")
    page = as_researcher.get("/pain-points/suggest/", {"q": "backfills by hand are slow"}).content.decode()
    assert "Backfills are run by hand" in page


def test_pain_points_say_how_many_people_told_of_them(as_researcher):
    pain = PainPointFactory(title="No lineage")
    same = ParticipantFactory()
    MentionFactory(pain_point=pain, participant=same)
    MentionFactory(pain_point=pain, participant=same)
    MentionFactory(pain_point=pain)
    assert "Heard from 2 people" in as_researcher.get("/pain-points/suggest/", {"q": "lineage"}).content.decode()


def test_pain_points_of_restricted_interviews_are_not_offered_to_strangers(as_stranger):
    MentionFactory(pain_point__title="The secret merger", participant__interview=InterviewFactory(restricted=True))
    assert "merger" not in as_stranger.get("/pain-points/suggest/", {"q": "merger"}).content.decode()


@pytest.mark.parametrize("q", ["", "\0", "%", "PP-99999999999999999999", "PP-²", "'\"<script>", "x" * 10_000, "🙂"])
@pytest.mark.parametrize("page", ["people", "companies", "pain-points"])
def test_odd_input_gives_an_answer(as_researcher, page, q):
    assert as_researcher.get(f"/{page}/suggest/", {"q": q}).status_code == 200


def test_names_are_escaped(as_researcher):
    PersonFactory(name='<b onclick="x">Maya')
    page = as_researcher.get("/people/suggest/", {"q": "maya"}).content.decode()
    assert "<b" not in page


def test_the_order_tells_a_viewer_no_names(as_viewer, as_researcher):
    PersonFactory(name="Anna Lund", pseudonym="Customer Zeta")
    PersonFactory(name="Zoe Lund", pseudonym="Customer Alpha")
    shown = as_viewer.get("/people/suggest/?q=customer").content.decode()
    assert shown.index("Customer Alpha") < shown.index("Customer Zeta")
    named = as_researcher.get("/people/suggest/?q=lund").content.decode()
    assert named.index("Anna Lund") < named.index("Zoe Lund")
