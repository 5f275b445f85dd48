"""Finding out who hurts where: the page, its filters, its addresses."""

from datetime import timedelta

import pytest
from django.utils import timezone

from interviews import panels
from interviews.filters import PainPointFilter
from interviews.models import Mention, PainPoint
from tests.factories import interviews as made

LIST = "/pain-points/"


@pytest.fixture
def schema(db):
    """A pain two data engineers of one company told, with a quote and a workaround."""
    engineer = made.PersonaFactory(name="Data engineer")
    company = made.CompanyFactory(name="Nordkap")
    pain = made.PainPointFactory(title="Schema changes break loads")
    pain.codes.add(made.CodeFactory(name="Renames", parent=made.CodeFactory(name="Breaking changes")))
    for severity in (5, 3):
        one = made.ParticipantFactory(persona=engineer, company=company, role="Senior data engineer")
        mention = made.MentionFactory(pain_point=pain, participant=one, severity=severity)
        made.QuoteFactory(participant=one, text=f"Slack is on fire, level {severity}", speaks_for=mention)
        made.WorkaroundFactory(mention=mention, text="A cron job that compares columns")
    return pain


@pytest.fixture
def cost(db):
    """A pain an analyst told once."""
    analyst = made.ParticipantFactory(persona=made.PersonaFactory(name="Data analyst"), role="Analyst")
    pain = made.PainPointFactory(title="Cost spikes have no owner")
    made.MentionFactory(pain_point=pain, participant=analyst, severity=2)
    return pain


def shown(answer):
    return [one.pain_point.title for one in answer.context_data["rows"]]


def test_a_row_says_who_hurts_how_much_and_in_whose_words(as_researcher, schema):
    page = as_researcher.get(LIST)

    assert "1 pain point from 2 interviews with 2 people." in page.text
    (one,) = page.context["rows"]
    assert (one.row.people, one.row.companies, one.row.severity, one.grounds) == (2, 1, 5, "stated")
    assert one.quote.text == "Slack is on fire, level 5"
    assert one.only == "All from Nordkap"
    assert one.themes == ["Breaking changes"]
    assert one.heard_when == "Heard today"


def test_a_viewer_reads_pseudonyms(as_viewer, schema):
    page = as_viewer.get(LIST)
    assert "Person Number" not in page.text
    assert "Customer" in page.text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Schema changes break loads", "Cost spikes have no owner"]),
        ("q=slack+fire", ["Schema changes break loads"]),
        ("q=CRON", ["Schema changes break loads"]),
        ("q=owner", ["Cost spikes have no owner"]),
        ('q="has no"', []),
        ("q=level+5+cost", []),
        ("role=ANALYST", ["Cost spikes have no owner"]),
        ("role=analyst&role=senior DATA engineer", ["Schema changes break loads", "Cost spikes have no owner"]),
        ("severity=5", ["Schema changes break loads"]),
        ("grounds=intuition", ["Cost spikes have no owner"]),
        ("status=archived", []),
        ("sort=severity", ["Schema changes break loads", "Cost spikes have no owner"]),
        ("persona=&q=&since=", ["Schema changes break loads", "Cost spikes have no owner"]),
        ("code=none", ["Cost spikes have no owner"]),
    ],
)
def test_an_address_is_a_filter(as_researcher, schema, cost, query, found):
    assert shown(as_researcher.get(f"{LIST}?{query}")) == found


def test_all_keys_have_to_fit_one_and_the_same_mention(as_researcher, schema):
    analyst = made.ParticipantFactory(persona=made.PersonaFactory(name="Data analyst"), company=made.CompanyFactory())
    made.MentionFactory(pain_point=schema, participant=analyst, title="Columns vanish")
    persona, company = analyst.persona_id, analyst.company_id

    assert shown(as_researcher.get(f"{LIST}?persona={persona}&company={company}")) == [schema.title]
    assert shown(as_researcher.get(f"{LIST}?persona={persona}&q=slack")) == []


def test_people_are_counted_under_the_filter_severity_is_not(as_researcher, schema):
    company = schema.mentions.last().participant.company_id
    stranger = made.ParticipantFactory(company=made.CompanyFactory())
    made.MentionFactory(pain_point=schema, participant=stranger, severity=1)

    (one,) = as_researcher.get(f"{LIST}?company={company}").context["rows"]
    assert (one.row.people, one.row.severity) == (2, 3)


def test_a_code_includes_what_is_below_it(as_researcher, schema, cost):
    theme = schema.codes.get().parent
    assert shown(as_researcher.get(f"{LIST}?code={theme.pk}")) == [schema.title]


def test_days_include_both_ends(as_researcher, cost):
    day = timezone.localtime(cost.mentions.get().participant.interview.held_at).date()
    before, after = day - timedelta(days=1), day + timedelta(days=1)

    assert shown(as_researcher.get(f"{LIST}?since={day}&until={day}")) == [cost.title]
    assert shown(as_researcher.get(f"{LIST}?since={after}")) == []
    assert shown(as_researcher.get(f"{LIST}?until={before}")) == []


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("colour=red", "colour: there is no such filter. Allowed: q, persona,"),
        ("persona=999999", "persona: “999999” is not known. Allowed: "),
        ("persona=99999999999999999999999", "persona:"),
        ("company=abc", "company: “abc” is not known."),
        ("severity=9", "severity: “9” is not known. Allowed: 1 (Annoyance)"),
        ("grounds=proven", "grounds: “proven” is not known. Allowed: confirmed, stated, intuition."),
        ("status=gone", "status:"),
        ("sort=name", "sort: “name” is not known. Allowed: people"),
        ("sort=people&sort=recent", "sort: give it once."),
        ("since=yesterday", "since: Allowed: a day such as 2026-05-31."),
        ("until=0001-01-01", "until: Allowed: days from 1900"),
        ("until=2026-02-30", "until: Allowed: a day"),
        ("after=5", "after: It is no place in this list."),
        ("addressed=magic", "addressed: “magic” is not known."),
        ("q=%00", "q:"),
        ("role=%00", "role:"),
        ("q=" + "x" * 300, "q:"),
        ("q=" + "+".join("abcdefghijklmnopqrst"), "q: Allowed: up to 12 words."),
        ("persona=<script>", "persona: “&lt;script&gt;”"),
    ],
)
def test_an_address_nobody_understands_is_refused_with_what_is_allowed(as_viewer, cost, query, said):
    page = as_viewer.get(f"{LIST}?{query}")
    assert page.status_code == 400
    assert said in page.text
    assert "See all pain points" in page.text


def test_a_place_of_another_order_is_refused(as_researcher, cost):
    for n in range(30):
        made.PainPointFactory(title=f"Pain {n}")
    more = as_researcher.get(f"{LIST}?sort=recent").context["more_url"]
    assert as_researcher.get(f"{LIST}{more.replace('recent', 'severity')}").status_code == 400


def test_a_list_goes_on_and_keeps_the_filter(as_researcher, db):
    made_up = [made.PainPointFactory(title=f"Late loads {n}").title for n in range(30)]
    first = as_researcher.get(f"{LIST}?q=late")
    assert "q=late" in first.context["more_url"]
    rest = as_researcher.get(
        f"{LIST}{first.context['more_url']}", headers={"HX-Request": "true", "HX-Target": "more-pains"}
    )

    assert "<html" not in rest.text
    assert sorted(shown(first) + shown(rest)) == sorted(made_up)
    assert rest.context_data["more_url"] == ""


def test_a_row_that_comes_meanwhile_moves_nobody_to_another_page(as_researcher, db):
    for n in range(30):
        made.PainPointFactory(title=f"Loads {n}")
    first = as_researcher.get(LIST)
    made.MentionFactory(pain_point__title="Loudest of all")
    rest = as_researcher.get(f"{LIST}{first.context['more_url']}")
    assert not set(shown(first)) & set(shown(rest))
    assert len(shown(first) + shown(rest)) == 30


def facet(answer, key):
    (found,) = (one for one in answer.context["facets"] if one.key == key)
    return {option.label: option.count for option in found.shown}


def test_a_facet_is_not_narrowed_by_its_own_choice_and_keeps_what_has_none(as_researcher, schema, cost):
    made.PersonaFactory(name="Head of data")
    persona = schema.mentions.first().participant.persona_id
    page = as_researcher.get(f"{LIST}?persona={persona}")

    assert facet(page, "persona") == {"Data engineer": 1, "Data analyst": 1, "Head of data": 0}
    assert facet(page, "severity")["Friction"] == 0
    before = as_researcher.get(LIST)
    assert list(facet(page, "persona")) == list(facet(before, "persona")), "what is chosen does not jump"


def test_every_cell_of_the_heat_map_leads_to_the_people_it_counts(as_researcher, schema, cost):
    heat = as_researcher.get(LIST).context["heat"]
    for row in heat.rows:
        for cell in row.cells:
            narrowed = as_researcher.get(f"{LIST}{cell.url}").context
            people = set()
            for one in narrowed["rows"]:
                told = Mention.objects.filter(pk__in=one.row.mentions)
                people |= set(told.values_list("participant__person", flat=True))
            assert len(people) == cell.people, cell.label
    assert {row.label: row.people for row in heat.rows} == {"Data engineer": 2, "Data analyst": 1}
    assert [(column.label, column.people) for column in heat.columns] == [("Breaking changes", 2), ("No theme", 1)]
    assert heat.people == 3


def test_filters_in_use_can_be_taken_off_one_by_one(as_researcher, schema):
    page = as_researcher.get(f"{LIST}?severity=5&severity=4&q=slack&role=Analyst")
    assert {chip.label: chip.url for chip in page.context["chips"]} == {
        "“slack”": "?role=Analyst&severity=5&severity=4".replace(
            "role=Analyst&severity=5&severity=4", "severity=5&severity=4&role=Analyst"
        ),
        "Analyst": "?q=slack&severity=5&severity=4",
        "Severity 5": "?q=slack&severity=4&role=Analyst",
        "Severity 4": "?q=slack&severity=5&role=Analyst",
    }
    assert "Clear all" in page.text


def test_a_choice_swaps_what_it_changes_and_cleans_the_address(as_researcher, schema):
    part = as_researcher.get(f"{LIST}?q=&persona=&severity=5&sort=people", headers={"HX-Request": "true"})

    assert "<html" not in part.text
    assert 'id="results"' in part.text
    assert 'id="facet-fields" class="facet-fields" hx-swap-oob="true"' in part.text
    assert part["HX-Push-Url"] == f"{LIST}?severity=5"
    assert "HX-Request" in part["Vary"]


def test_an_empty_database_says_how_to_begin(as_researcher, as_viewer):
    assert "No pain has been heard yet." in as_researcher.get(LIST).text
    assert "Log an interview" not in as_viewer.get(LIST).context["rows"]


def test_a_filter_without_a_match_names_the_one_to_drop(as_researcher, schema, cost):
    page = as_researcher.get(f"{LIST}?severity=5&q=owner&status=active")
    assert page.context["drop"] == {"label": "Search", "count": 1, "url": "?severity=5&status=active"}
    assert "Nothing matches all of this." in page.text

    hopeless = as_researcher.get(f"{LIST}?severity=4&q=nowhere")
    assert hopeless.context["drop"] is None
    assert "Dropping one filter is not enough." in hopeless.text


def test_what_was_told_in_a_restricted_interview_counts_only_for_its_readers(
    as_researcher, as_stranger, researcher, cost
):
    interview = cost.mentions.get().participant.interview
    interview.restricted, interview.created_by = True, researcher
    interview.save()

    assert shown(as_researcher.get(LIST)) == [cost.title]
    assert shown(as_stranger.get(LIST)) == []
    assert "Cost spikes" not in as_stranger.get(LIST).text


def test_a_withdrawn_person_counts_nowhere_and_their_words_are_not_found(as_researcher, schema):
    person = schema.mentions.first().participant.person
    person.consent_withdrawn_at = timezone.now()
    person.save()

    (one,) = as_researcher.get(LIST).context["rows"]
    assert (one.row.people, one.row.severity, one.quote.text) == (1, 3, "Slack is on fire, level 3")
    assert shown(as_researcher.get(f"{LIST}?q=level+5")) == []


def test_words_not_for_quoting_are_neither_shown_to_viewers_nor_found_by_them(as_researcher, as_viewer, cost):
    one = cost.mentions.get().participant
    one.consent = 0
    one.save()
    made.QuoteFactory(participant=one, text="Confidentially, it is me", speaks_for=cost.mentions.get())

    assert shown(as_researcher.get(f"{LIST}?q=confidentially")) == [cost.title]
    assert shown(as_viewer.get(f"{LIST}?q=confidentially")) == []
    assert "Confidentially" not in as_viewer.get(LIST).text


def test_other_apps_say_how_a_pain_point_is_addressed(as_researcher, schema, cost, monkeypatch):
    monkeypatch.setattr(panels, "_addressed", {})
    deed = panels.Deed("The plan", "/plan/")
    panels.register_addressed(
        "plan", "A plan", lambda user: PainPoint.objects.filter(pk=schema.pk), lambda user: {schema.pk: [deed]}
    )
    panels.register_addressed("nothing", "Nothing yet", lambda user: PainPoint.objects.exclude(pk=schema.pk), rest=True)

    page = as_researcher.get(f"{LIST}?addressed=nothing")
    assert shown(page) == [cost.title]
    assert facet(page, "addressed") == {"A plan": 1, "Nothing yet": 1}
    assert "Not addressed" in page.text


def test_the_number_of_queries_does_not_grow(as_researcher, schema, cost, budget):
    as_researcher.get(LIST)
    with budget("explorer"):
        as_researcher.get(LIST)
    for _ in range(10):
        mention = made.MentionFactory(
            participant__company=made.CompanyFactory(), participant__persona=made.PersonaFactory()
        )
        made.QuoteFactory(participant=mention.participant, speaks_for=mention)
        mention.pain_point.codes.add(made.CodeFactory())
    with budget("explorer"):
        assert len(as_researcher.get(LIST).context["rows"]) == 12


def test_names_that_look_like_markup_stay_text(as_researcher, db):
    person = made.PersonFactory(name="<b>Rudi</b> رودي 😀")
    company = made.CompanyFactory(name="<script>alert(1)</script>")
    mention = made.MentionFactory(
        pain_point__title="<img src=x onerror=alert(1)>", participant__person=person, participant__company=company
    )
    made.QuoteFactory(participant=mention.participant, text="<i>so</i> " + "long " * 3000, speaks_for=mention)
    page = as_researcher.get(LIST)
    assert "<img src=x" not in page.text
    assert "<script>alert" not in page.text
    assert "<i>so" not in page.text


def test_a_filter_leaves_nothing_of_a_request_behind(as_researcher):
    """What all filters are copied from would keep the columns of one request alive."""
    assert as_researcher.get("/pain-points/?persona=none").status_code == 200
    assert not [name for name, one in PainPointFilter.base_filters.items() if hasattr(one, "parent")]
