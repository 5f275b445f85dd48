"""What sounds like a name that is typed is offered before a second record is made."""

import pytest

from tests.factories import interviews as made

KINDS = {
    "people": (made.PersonFactory, "name"),
    "companies": (made.CompanyFactory, "name"),
    "tools": (made.ToolFactory, "name"),
    "codes": (made.CodeFactory, "name"),
    "root-causes": (made.RootCauseFactory, "title"),
    "personas": (made.PersonaFactory, "name"),
    "journeys": (made.JourneyFactory, "title"),
    "studies": (made.StudyFactory, "title"),
    "guides": (made.GuideFactory, "title"),
}


@pytest.mark.parametrize("room", KINDS)
def test_the_one_we_know_is_offered_while_another_is_typed(room, as_researcher):
    make, field = KINDS[room]
    known = make(**{field: "Nordkap Lighthouse"})
    html = as_researcher.get(f"/{room}/similar/", {field: "nordkap lighthose"}).text
    assert known.get_absolute_url() in html
    assert f'hx-get="/{room}/similar/"' in as_researcher.get(f"/{room}/new/").text
    assert not as_researcher.get(f"/{room}/similar/", {field: "Something else"}).text.strip()


def test_names_are_not_found_by_those_who_may_not_see_them(as_viewer):
    made.PersonFactory(name="Maya Lind")
    assert not as_viewer.get("/people/similar/?name=Maya Lind").text.strip()
