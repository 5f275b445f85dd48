"""Saved views: a list under a name, with what it is narrowed to; never more than the reader may see."""

import re

import pytest
from django.http import QueryDict

from accounts import reading
from interviews.models import Act, SavedView
from interviews.saved import list_named, written
from tests.factories import interviews as made
from tests.factories.discovery import HypothesisFactory
from tests.filled import fill

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def save(client, of, query, name="Mine", **more):
    """Save a view as its form does; returns the answer."""
    return client.post(f"/saved-views/new/?of={of}&{query}", {"name": name, **more})


def counted(client, of=""):
    """What the navigation and the tabs say, by view."""
    text = client.get(f"/saved-views/counts/?of={of}", headers=HTMX).text
    nav = re.findall(r'<span dir="auto">([^<]*)</span>(?:<span class="n">(.*?)</span>)?</a>', text)
    tabs = dict(re.findall(r'id="view-count-(\w+)" hx-swap-oob="true">([^<]*)<', text))
    return dict(nav), tabs


# What an explorer narrows by, and what makes one of each.
CHOICES = {
    "persona": made.PersonaFactory,
    "company": made.CompanyFactory,
    "study": made.StudyFactory,
    "code": made.CodeFactory,
    "tool": made.ToolFactory,
}


# Saving


def test_one_of_very_many_views_still_stands_over_its_list_and_the_rest_is_a_click_away(as_researcher, researcher):
    for number in range(14):
        made.SavedViewFactory(owner=researcher, of="people", query=f"q=name{number:02}", name=f"View {number:02}")
    page = as_researcher.get("/people/").text
    assert page.count('data-view="') == 13 and ">All views</a>" in page
    page = as_researcher.get("/people/?q=name13").text
    assert page.count('data-view="') == 14 and "View 13" in page


def test_a_viewer_saves_what_a_list_shows_under_the_name_it_suggests(as_viewer, viewer):
    persona = made.PersonaFactory(name="Data engineer")
    query = f"severity=5&persona={persona.pk}&severity=4&after=&status=active&sort=people"
    form = as_viewer.get(f"/saved-views/new/?of=pain-points&{query}").context["form"]
    assert form["name"].value() == "Data engineer, Severity 5, Severity 4"

    answer = save(as_viewer, "pain-points", query, name="Engineer blockers")
    view = SavedView.objects.get()
    normal = f"persona={persona.pk}&severity=4&severity=5"
    assert (view.owner, view.of, view.query, view.shared) == (viewer, "pain-points", normal, False)
    assert answer["Location"] == f"/pain-points/?{normal}"
    opened = as_viewer.get(view.get_absolute_url())
    assert opened["Location"] == answer["Location"]
    page = as_viewer.get(opened["Location"]).text
    assert re.search(rf'data-view="{view.pk}" aria-current="page"[^>]*>.*Engineer blockers', page, re.S)


@pytest.mark.parametrize(
    ("of", "query", "name"),
    [
        ("people", "q=maya&status=active", "“maya”"),
        ("companies", "status=archived", "Archived"),
        ("interviews", "status=draft&q=+loads&until=2026-01-02", "“loads”, Draft, Until 2 Jan 2026"),
        ("follow-ups", "q=call", "“call”"),
        ("hypotheses", "q=alerts&status=archived", "“alerts”, Archived"),
        ("documents", "q=plan", "“plan”"),
        ("pain-points", "sort=severity", "Highest severity"),
    ],
)
def test_every_list_says_what_it_is_narrowed_to(of, query, name, as_viewer):
    answer = as_viewer.get(f"/saved-views/new/?of={of}&{query}", headers=HTMX)
    assert answer.context["form"]["name"].value() == name
    assert "<html" not in answer.text
    assert save(as_viewer, of, query).status_code == 302
    view = SavedView.objects.get()
    here = as_viewer.get(list_named(of).address(view.query))
    assert here.context["saved"]["current"] == view


def test_the_same_filter_is_written_in_one_way():
    pairs = [("b", "2"), ("a", "x y"), ("b", "1"), ("b", "2")]
    assert written(pairs) == "a=x+y&b=1&b=2" == written(reversed(pairs))


def test_what_cannot_be_saved_says_why(as_viewer):
    nameless = save(as_viewer, "people", "q=maya", name=" ")
    assert (nameless.status_code, "Give it a name." in nameless.text) == (422, True)
    roles = "&".join(f"role={number}{'x' * 190}" for number in range(12))
    assert "Not saved." in as_viewer.get("/saved-views/new/?of=people&colour=red", follow=True).text
    assert "too long" in as_viewer.get(f"/saved-views/new/?of=pain-points&{roles}", follow=True).text
    assert save(as_viewer, "nothing", "q=1").status_code == 404
    assert not SavedView.objects.exists()


# Who sees and changes them


def test_a_view_is_ones_own_until_it_is_shared(as_viewer, as_researcher, as_admin):
    save(as_viewer, "people", "q=maya", name="Mayas")
    view = SavedView.objects.get()
    for client in (as_researcher, as_admin):
        assert client.get(view.get_absolute_url()).status_code == 404
        assert "Mayas" not in client.get("/people/").text
        assert "Mayas" not in client.get("/saved-views/").text
        assert counted(client, "people") == ({}, {})

    fill(as_viewer, f"/saved-views/{view.pk}/edit/", {"name": "Mayas", "shared": "on"})
    assert "Mayas" in as_researcher.get("/people/").text
    assert as_researcher.get(f"/saved-views/{view.pk}/edit/").status_code == 403
    for act in ("update", "move", "archive", "restore"):
        assert as_researcher.post(f"/saved-views/{view.pk}/{act}/").status_code == 403
    assert fill(as_admin, f"/saved-views/{view.pk}/edit/", {"name": "All Mayas", "shared": "on"}).status_code == 302
    assert "All Mayas" in as_viewer.get("/people/").text


def test_nobody_renames_over_somebody_else_unseen(as_viewer, as_admin, viewer):
    view = made.SavedViewFactory(owner=viewer, shared=True)
    as_admin.post(f"/saved-views/{view.pk}/edit/", {"name": "Theirs", "shared": "on", "version": 1})
    late = as_viewer.post(f"/saved-views/{view.pk}/edit/", {"name": "Ours", "shared": "on", "version": 1})
    assert late.status_code == 409 and "Theirs" in late.text and "Ours" in late.text
    late = as_viewer.post(f"/saved-views/{view.pk}/update/", {"query": "sort=severity", "version": 1}, follow=True)
    assert "Somebody else changed" in late.text
    view.refresh_from_db()
    assert (view.name, view.query) == ("Theirs", "sort=recent")


def test_what_not_everybody_may_know_of_is_not_shared(as_researcher, researcher):
    secret = made.InterviewFactory(restricted=True, created_by=researcher)
    company = made.CompanyFactory(name="Secret plc", created_by=researcher)
    made.ParticipantFactory(interview=secret, company=company)
    query = f"company={company.pk}"
    refused = save(as_researcher, "pain-points", query, name="Them", shared="on")
    assert refused.status_code == 422
    assert "Not everybody may know what it filters by (company)" in refused.text
    assert save(as_researcher, "pain-points", query, name="Them").status_code == 302

    shared = made.SavedViewFactory(owner=researcher, shared=True)
    sent = {"query": query, "version": shared.version}
    assert "Not saved." in as_researcher.post(f"/saved-views/{shared.pk}/update/", sent, follow=True).text
    shared.refresh_from_db()
    assert shared.query == "sort=recent"


def test_the_suggested_name_names_no_customer(as_researcher):
    with reading.with_names():
        person = made.PersonFactory(name="Maya Lindqvist", pseudonym="Customer 7")
    form = as_researcher.get(f"/saved-views/new/?of=interviews&person={person.pk}").context["form"]
    assert form["name"].value() == "Customer 7"


def test_a_view_counts_and_shows_what_its_reader_may_see(as_researcher, as_stranger, researcher):
    made.InterviewFactory()
    made.InterviewFactory(restricted=True, created_by=researcher)
    view = made.SavedViewFactory(owner=researcher, shared=True, of="interviews", query="status=complete", name="Done")
    assert counted(as_researcher, "interviews") == ({"Done": "2"}, {"all": "2", str(view.pk): "2"})
    assert counted(as_stranger, "interviews") == ({"Done": "1"}, {"all": "1", str(view.pk): "1"})


# Changing


def test_save_changes_gives_the_view_the_filter_in_hand_and_undo_takes_it_back(as_viewer, viewer):
    view = made.SavedViewFactory(owner=viewer, name="Mine")
    page = as_viewer.get("/pain-points/?sort=severity")
    assert "Save changes to “Mine”" in page.text
    sent = {"query": page.context["saved"]["query"], "version": view.version}
    answer = as_viewer.post(f"/saved-views/{view.pk}/update/", sent, follow=True)
    assert answer.redirect_chain[-1][0] == "/pain-points/?sort=severity"
    view.refresh_from_db()
    assert view.query == "sort=severity"

    as_viewer.post(Act.objects.first().get_undo_url("/pain-points/"))
    view.refresh_from_db()
    assert view.query == "sort=recent"


def test_removed_views_come_back_by_the_toast_or_from_the_list(as_viewer, as_researcher, viewer):
    view = made.SavedViewFactory(owner=viewer, shared=True, name="Mine")
    for _ in range(2):
        answer = as_viewer.post(f"/saved-views/{view.pk}/archive/", follow=True)
        assert "Removed the view “Mine”" in answer.text
        assert not answer.context["saved"]["views"]
        assert "Mine" not in as_researcher.get("/saved-views/?status=archived").text
        assert "Mine" in as_viewer.get("/saved-views/?status=archived").text
        back = Act.objects.first().get_undo_url("/pain-points/") if _ else f"/saved-views/{view.pk}/restore/"
        assert as_viewer.post(back).status_code == 302
        assert [one.pk for one in as_researcher.get("/pain-points/").context["saved"]["views"]] == [view.pk]


def test_views_stand_as_they_were_put_those_in_front_first(as_viewer, viewer):
    _, two, three = (made.SavedViewFactory(owner=viewer, position=4, name=name) for name in "ABC")

    def order():
        return "".join(view.name for view in as_viewer.get("/pain-points/").context["saved"]["views"])

    assert order() == "ABC"
    as_viewer.post(f"/saved-views/{two.pk}/move/", {"before": ""})
    assert order() == "BAC"
    as_viewer.post(f"/saved-views/{two.pk}/move/", {"before": ""})
    assert order() == "BAC", "it is the first already"
    as_viewer.post(f"/saved-views/{two.pk}/move/", {"behind": ""})
    assert order() == "ABC"
    fill(as_viewer, f"/saved-views/{three.pk}/edit/", {"name": "C", "pinned": "on"})
    assert order() == "CAB"
    assert list(counted(as_viewer)[0]) == ["C", "A", "B"]


# What does not hold any more


def test_a_view_of_what_is_gone_says_which_key_to_drop(as_viewer, as_researcher, viewer):
    gone, kept = made.PersonaFactory(), made.PersonaFactory()
    query = f"persona={gone.pk}&persona={kept.pk}&severity=5"
    view = made.SavedViewFactory(owner=viewer, shared=True, query=query, name="Both")
    assert counted(as_viewer, "pain-points")[0] == {"Both": "0"}
    gone.delete()

    page = as_viewer.get(view.get_absolute_url())
    assert page.status_code == 200
    assert "<b>persona</b>" in page.text and "Drop persona from the view" in page.text
    assert "Drop persona" not in as_researcher.get(view.get_absolute_url()).text
    rest = f"persona={kept.pk}&severity=5"
    assert f'href="/pain-points/?{rest}"'.replace("&", "&amp;") in page.text
    text = as_viewer.get("/saved-views/counts/?of=pain-points", headers=HTMX).text
    assert text.count("does not hold any more") == 2

    as_viewer.post(f"/saved-views/{view.pk}/update/", {"query": page.context["rest"], "version": view.version})
    assert as_viewer.get(view.get_absolute_url())["Location"] == f"/pain-points/?{rest}"


@pytest.mark.parametrize(
    ("of", "query", "key"),
    [("interviews", "study=999&status=draft", "study"), ("people", "colour=red&q=maya", "colour")],
)
def test_every_list_names_the_key(of, query, key, as_viewer, viewer):
    view = made.SavedViewFactory(owner=viewer, of=of, query=query)
    page = as_viewer.get(view.get_absolute_url())
    assert list(page.context["problems"]) == [key]
    assert page.context["rest"] == query.split("&")[1]


def test_a_view_of_a_list_that_is_no_more_is_nothing(as_viewer, viewer):
    view = made.SavedViewFactory(owner=viewer, of="gone")
    assert as_viewer.get(view.get_absolute_url()).status_code == 404
    assert as_viewer.get("/saved-views/").status_code == 200
    assert counted(as_viewer)[0] == {view.name: ""}


# How much is asked


def test_what_a_list_makes_of_a_query_counts_the_rows_that_it_shows(as_viewer, viewer):
    for severity in (5, 5, 2):
        made.MentionFactory(severity=severity)
    with_two = made.SavedViewFactory(owner=viewer, query="severity=5")
    shown = as_viewer.get("/pain-points/?severity=5").context["explorer"].count
    assert counted(as_viewer, "pain-points")[1] == {"all": "3", str(with_two.pk): str(shown)}
    HypothesisFactory(title="Alerts")
    assert list_named("hypotheses").reader()(QueryDict("q=alerts"), viewer).rows.count() == 1


def test_counting_asks_the_same_however_many_views_there_are(as_viewer, viewer, budget):
    personas = made.PersonaFactory.create_batch(12)
    for persona in personas:
        made.SavedViewFactory(owner=viewer, query=f"persona={persona.pk}&severity=5")
    with budget("counts of saved views"):
        counted(as_viewer, "pain-points")
    with budget("saved views"):
        as_viewer.get("/saved-views/")


def test_a_view_that_asks_for_everything_at_once_is_counted_whoever_reads(client_for, researcher, viewer):
    """SQLite reads queries only so deep, and those of readers from whom something is hidden are the deepest."""
    made.MentionFactory(severity=5)
    keys = {key: factory().pk for key, factory in CHOICES.items()}
    ways = "&addressed=nothing&addressed=hypothesis&addressed=document"
    ids = "&".join(f"{key}={pk}" for key, pk in keys.items())
    query = f"q=data&role=engineer&severity=5&grounds=stated&since=2026-01-01&until=2026-12-31&{ids}{ways}"
    for user in (researcher, viewer):
        view = made.SavedViewFactory(owner=user, query=query)
        assert counted(client_for(user), "pain-points")[1] == {"all": "1", str(view.pk): "0"}
