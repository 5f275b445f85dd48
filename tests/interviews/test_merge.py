"""Merging by page: choose, see what moves and what clashes, merge, be led to the survivor, undo; and splitting."""

import pytest

from interviews.models import Act, Company, Mention, PainPoint, Person, ToolUse
from interviews.references import readable
from tests.budgets import budget
from tests.factories.interviews import (
    CodeFactory,
    CompanyFactory,
    FollowUpFactory,
    InterviewFactory,
    MentionFactory,
    PainPointFactory,
    ParticipantFactory,
    PersonFactory,
    RootCauseFactory,
    ToolFactory,
    ToolUseFactory,
)
from tests.interviews.talk import talk

pytestmark = pytest.mark.django_db
MAKERS = {
    "pain-points": PainPointFactory,
    "people": PersonFactory,
    "companies": CompanyFactory,
    "codes": CodeFactory,
    "tools": ToolFactory,
    "root-causes": RootCauseFactory,
}


def merge_by_page(client, room, keep, *gone):
    ids = [keep.pk, *(one.pk for one in gone)]
    return client.post(f"/merge/{room}/", {"id": ids, "keep": keep.pk}, follow=True)


@pytest.mark.parametrize("room", MAKERS)
def test_two_become_one_the_old_address_leads_there_and_undo_brings_both_back(room, as_researcher, as_viewer):
    keep, gone = MAKERS[room].create_batch(2)
    answer = merge_by_page(as_researcher, room, keep, gone)
    assert answer.redirect_chain[-1][0] == keep.get_absolute_url()
    assert "Merged 1" in answer.text

    led = as_viewer.get(gone.get_absolute_url())
    assert (led.status_code, led.headers["Location"]) == (301, keep.get_absolute_url())
    led = as_viewer.get(gone.get_history_url())
    assert (led.status_code, led.headers["Location"]) == (301, keep.get_history_url())
    assert str(gone) not in as_researcher.get(f"/{room}/?status=archived").text

    act = Act.objects.get()
    undo = act.get_undo_url("/merges/")
    assert f"/history/{act.pk}/undo/" in answer.text
    assert "Undone" in as_researcher.post(undo, follow=True).text
    assert as_viewer.get(gone.get_absolute_url()).status_code == 200


def test_the_preview_counts_follow_ups_as_everybody_writes_them(as_researcher):
    keep, gone = PersonFactory.create_batch(2)
    FollowUpFactory.create_batch(2, interview=None, person=gone)
    page = as_researcher.get("/merge/people/", {"id": [keep.pk, gone.pk]}).text
    assert "2 follow-ups" in page


def test_the_preview_says_what_moves_what_clashes_and_what_stays(as_researcher):
    keep, gone = ToolFactory(name="Airflow", description="Ours"), ToolFactory(name="Apache Airflow", description="Old")
    both = ParticipantFactory()
    for tool in (keep, gone):
        ToolUseFactory(participant=both, tool=tool)
    ToolUseFactory(tool=gone)
    html = as_researcher.get(f"/merge/tools/?id={keep.pk}&id={gone.pk}").text
    assert ": 1 tool use<" in html
    assert "1 tool use would be there twice" in html
    assert "Description stays" in html and "Old" in html

    merge_by_page(as_researcher, "tools", keep, gone)
    assert ToolUse.objects.live().filter(tool=keep).count() == 2
    assert not ToolUse.objects.live().filter(tool=gone).exists()


def test_the_other_one_is_found_by_what_it_sounds_like_or_by_search(as_researcher):
    one, alike, other = (
        PainPointFactory(title=title)
        for title in ("Backfills are manual", "Backfill is manual work", "Nobody owns the table")
    )
    assert as_researcher.get(f"/merge/pain-points/?id={one.pk}").context["others"] == [alike]
    assert list(as_researcher.get(f"/merge/pain-points/?id={one.pk}&find=owns").context["others"]) == [other]
    assert as_researcher.post("/merge/pain-points/", {"id": one.pk, "keep": one.pk}).status_code == 422


def test_restricted_mentions_are_not_counted_for_a_stranger(as_stranger, researcher):
    keep, gone = PainPointFactory.create_batch(2)
    secret = InterviewFactory(restricted=True, created_by=researcher)
    MentionFactory(pain_point=gone)
    MentionFactory(pain_point=gone, participant__interview=secret)
    assert ": 1 mention<" in as_stranger.get(f"/merge/pain-points/?id={keep.pk}&id={gone.pk}").text


def test_two_people_of_one_interview_become_one_participant(as_researcher):
    interview = InterviewFactory()
    first, second = (ParticipantFactory(interview=interview, position=place) for place in (0, 1))
    mention = MentionFactory(participant=second)
    merge_by_page(as_researcher, "people", first.person, second.person)
    assert list(interview.participants.all()) == [first]
    assert Mention.objects.get(pk=mention.pk).participant == first
    assert interview.next_position() == 2


def test_a_name_that_was_merged_means_the_survivor(as_researcher, researcher):
    keep, gone = CompanyFactory(name="Nordkap AS"), CompanyFactory(name="Nordkap")
    merge_by_page(as_researcher, "companies", keep, gone)
    interview = talk(researcher, "Maya Lind", "", company="NORDKAP")
    assert interview.participants.get().company == keep
    assert Company.objects.count() == 1


def test_a_history_names_what_was_merged_since(as_researcher):
    keep, gone = CompanyFactory(name="Nordkap AS"), CompanyFactory(name="Nordkap")
    person = PersonFactory(company=gone)
    merge_by_page(as_researcher, "companies", keep, gone)
    step = as_researcher.get(person.get_history_url()).context["deeds"][0].steps[0]
    assert (step.old, step.new) == ("Nordkap", "Nordkap AS")


def test_undo_is_refused_when_another_took_the_name(as_researcher):
    keep, gone = CompanyFactory(name="Nordkap AS"), CompanyFactory(name="Nordkap")
    person = PersonFactory(company=gone)
    merge_by_page(as_researcher, "companies", keep, gone)
    CompanyFactory(name="nordkap")
    answer = as_researcher.post(Act.objects.get().get_undo_url("/merges/"), follow=True)
    assert "Not undone: another record has taken the name" in answer.text
    assert Person.objects.get(pk=person.pk).company == keep


def test_merges_are_listed_with_the_way_back(as_researcher):
    assert "Nothing was merged yet" in as_researcher.get("/merges/").text
    for number in range(3):
        merge_by_page(as_researcher, "codes", CodeFactory(), CodeFactory(name=f"Gone {number}"))
    with budget("list of merges"):
        html = as_researcher.get("/merges/").text
    assert all(f"Gone {number}" in html for number in range(3))
    survivor = Act.objects.first().changes.get(field="")
    assert "Took over" in as_researcher.get(f"/codes/{survivor.key}/history/").text


def test_a_pain_point_is_split_to_a_new_one_and_back(as_researcher):
    pain = PainPointFactory(title="Loads are slow and nobody knows")
    stays, goes = MentionFactory.create_batch(2, pain_point=pain)
    address = f"/pain-points/{pain.pk}/split/"
    everything = as_researcher.post(address, {"mentions": [stays.pk, goes.pk], "title": "Nobody knows"})
    assert everything.status_code == 422 and "Leave at least one" in everything.text

    answer = as_researcher.post(address, {"mentions": [goes.pk], "title": "Nobody knows"}, follow=True)
    new = PainPoint.objects.get(title="Nobody knows")
    assert list(new.mentions.all()) == [goes] and list(pain.mentions.all()) == [stays]
    assert "Moved 1 mention" in answer.text

    act = Act.objects.get(kind=Act.Kind.SPLIT)
    as_researcher.post(act.get_undo_url("/"))
    assert pain.mentions.count() == 2
    assert PainPoint.objects.get(pk=new.pk).is_archived


def test_mentions_are_split_off_to_a_pain_point_we_know(as_researcher):
    pain, known = PainPointFactory(), PainPointFactory(title="Nobody knows")
    goes, _ = MentionFactory.create_batch(2, pain_point=pain)
    sent = {"mentions": [goes.pk], "title": known.reference}
    as_researcher.post(f"/pain-points/{pain.pk}/split/", sent)
    assert list(known.mentions.all()) == [goes]


def test_a_reference_that_leads_nowhere_is_no_title_of_a_new_pain_point(as_researcher):
    pain = PainPointFactory()
    goes, _ = MentionFactory.create_batch(2, pain_point=pain)
    for reference in (pain.reference, "PP-999999", "pp-999999"):
        answer = as_researcher.post(f"/pain-points/{pain.pk}/split/", {"mentions": [goes.pk], "title": reference})
        assert answer.status_code == 422 and "is no other pain point" in answer.text
    assert PainPoint.objects.count() == 1


@pytest.mark.parametrize("room", MAKERS)
def test_rows_are_chosen_in_the_list(room, as_researcher, as_viewer):
    row = MAKERS[room]()
    assert f'action="/merge/{room}/choose/"' in as_researcher.get(f"/{room}/").text
    assert f'name="row" value="{row.pk}.1"' in as_researcher.get(f"/{room}/").text
    assert 'name="row"' not in as_viewer.get(f"/{room}/").text


def test_chosen_rows_of_a_list_are_merged(as_researcher):
    keep, gone = PersonFactory.create_batch(2)
    answer = as_researcher.post("/merge/people/choose/", {"row": [f"{keep.pk}.1", f"{gone.pk}.1", "x"]}, follow=True)
    assert {one.pk for one in answer.context["chosen"]} == {keep.pk, gone.pk}


def test_a_reference_of_what_was_merged_leads_to_the_survivor(as_researcher, researcher):
    keep, gone = PainPointFactory(title="Reports are slow"), PainPointFactory()
    written = gone.reference
    merge_by_page(as_researcher, "pain-points", keep, gone)
    assert readable([written], researcher) == {written: keep}
    assert keep.title in as_researcher.get(f"/pain-points/suggest/?q={written}").text


def test_what_is_merged_is_what_is_shown_and_the_address_of_the_preview_can_be_shared(as_researcher):
    one, two = PainPointFactory.create_batch(2)
    html = as_researcher.get(f"/merge/pain-points/?id={one.pk}&id={two.pk}&keep={two.pk}").text
    choosing, merging = html.split('<form method="get" class="form record-form merge-form"')[1].split("<form method=")[
        :2
    ]
    assert "csrfmiddlewaretoken" not in choosing
    assert f'name="keep" value="{two.pk}"' in merging and f"Merge into {two.reference}" in merging
