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
    for key, chosen in (("company", company), ("code", theme)):
        page = as_researcher.get(f"{LIST}?{key}={chosen.pk}")
        shown = next(one for one in page.context["facets"] if one.key == key)
        labels = [one.label for one in shown.shown]
        assert labels[-1] == chosen.name and len(labels) == 7, "behind the first, which stay where they are"
        assert shown.more == 5
    assert [one.label for one in page.context["heat"].columns if one.chosen] == [theme.name]


def test_a_theme_unfolds_where_it_stands(as_researcher, many):
    theme = many[2].pain_point.codes.get()
    below = made.CodeFactory(name="Below", parent=theme)
    before = as_researcher.get(LIST).context["facets"]
    labels = [one.label for one in next(one for one in before if one.key == "code").shown]
    for code in (theme, below):
        facets = as_researcher.get(f"{LIST}?code={code.pk}").context["facets"]
        after = [one.label for one in next(one for one in facets if one.key == "code").shown]
        assert after == [one for label in labels for one in ([label, "Below"] if label == theme.name else [label])]


def test_rows_and_columns_without_people_are_left_out_of_the_map_and_told(as_researcher, many):
    company = many[0].participant.company
    page = as_researcher.get(f"{LIST}?company={company.pk}")
    heat = page.context["heat"]
    assert [(row.label, row.people) for row in heat.rows] == [(many[0].participant.persona.name, 1)]
    assert [one.label for one in heat.columns] == ["Theme 00"]
    assert "All 12 personas and 12 themes, 22 without people" in page.text
    whole = as_researcher.get(f"{LIST}{heat.url}").context["heat"]
    assert (len(whole.rows), len(whole.columns)) == (12, 12)
    other = many[5].participant.persona
    chosen = as_researcher.get(f"{LIST}?company={company.pk}&persona={other.pk}").context["heat"]
    assert [(row.label, row.chosen) for row in chosen.rows] == [(heat.rows[0].label, False), (other.name, True)]


def test_what_is_shown_whole_is_no_part_of_a_view(as_researcher, many):
    assert as_researcher.get(f"{LIST}?whole=map").context["saved"]["query"] == ""
    assert as_researcher.get(f"{LIST}?whole=company&severity=5").context["saved"]["query"] == "severity=5"
