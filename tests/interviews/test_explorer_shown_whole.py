"""The explorer shows what hurts most; the rest of the map and of long facets is a line away."""

import pytest

from tests.factories import interviews as made

LIST = "/pain-points/"


@pytest.fixture
def many(db):
    """Twelve companies, themes and personas, each with a pain of its own; the last of them with two."""
    told = []
    for number in range(12):
        theme = made.CodeFactory(name=f"Theme {number:02}")
        who = {"company": made.CompanyFactory(name=f"Company {number:02}"), "persona": made.PersonaFactory()}
        for _ in range(2 if number == 11 else 1):
            mention = made.MentionFactory(participant=made.ParticipantFactory(**who))
            mention.pain_point.codes.add(theme)
            told.append(mention)
    return told


def test_a_long_facet_shows_the_first_and_the_rest_on_demand(as_researcher, many):
    page = as_researcher.get(LIST)
    short = next(one for one in page.context["facets"] if one.key == "company")
    assert (len(short.shown), short.more, short.url) == (6, 6, "?whole=company")
    assert short.shown[0].label == "Company 11"
    assert "Company 08" not in page.text

    whole = as_researcher.get(f"{LIST}{short.url}")
    long = next(one for one in whole.context["facets"] if one.key == "company")
    assert (len(long.shown), long.more, long.url) == (12, 0, "?")
    assert "Company 08" in whole.text

    part = as_researcher.get(f"{LIST}{short.url}", headers={"HX-Request": "true", "HX-Target": "facet-company"})
    assert part.text.strip().startswith('<fieldset id="facet-company">')
    assert '<input type="hidden" name="whole" value="company">' in part.text
    assert part["HX-Replace-Url"] == f"{LIST}?whole=company"


def test_the_heat_map_shows_what_hurts_most_and_all_of_it_on_demand(as_researcher, many):
    heat = as_researcher.get(LIST).context["heat"]
    assert (len(heat.rows), len(heat.columns)) == (10, 8)
    assert (heat.personas, heat.themes, heat.url) == (12, 12, "?whole=map")
    assert heat.columns[0].label == "Theme 11"

    part = as_researcher.get(f"{LIST}{heat.url}", headers={"HX-Request": "true", "HX-Target": "map"})
    assert part.text.strip().startswith('<section id="map"')
    assert (len(part.context["heat"].rows), len(part.context["heat"].columns)) == (12, 12)
    assert part.context["heat"].url == "?"


def test_what_is_chosen_is_always_among_what_is_shown(as_researcher, many):
    mention = many[9]
    theme, company = mention.pain_point.codes.get(), mention.participant.company
    page = as_researcher.get(f"{LIST}?code={theme.pk}&company={company.pk}")
    facets = {one.key: one for one in page.context["facets"]}
    assert facets["company"].shown[0].label == company.name
    assert facets["code"].shown[0].label == theme.name
    assert [one.label for one in page.context["heat"].columns if one.chosen] == [theme.name]


def test_what_is_shown_whole_is_no_part_of_a_view(as_researcher, many):
    assert as_researcher.get(f"{LIST}?whole=map").context["saved"]["query"] == ""
    assert as_researcher.get(f"{LIST}?whole=company&severity=5").context["saved"]["query"] == "severity=5"
