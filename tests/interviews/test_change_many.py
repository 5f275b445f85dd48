"""Changing many rows of a list at once: those chosen or all that fit, in one act that is taken back as one."""

import re

import pytest

from interviews.models import Act, Interview, Mention, PainPoint, Person
from tests.factories import interviews as made
from tests.interviews.talk import talk


def chosen(*rows) -> list[str]:
    return [f"{row.pk}.{row.version}" for row in rows]


def change(client, address: str, **data):
    """What is said after the change, and the address that undoes it."""
    answer = client.post(f"/change/{address}", data, follow=True)
    assert answer.status_code == 200, answer.text[:500]
    *_, message = answer.context["messages"]
    return str(message), message.extra_tags


def test_a_persona_is_set_for_the_chosen_people_and_taken_back(as_researcher):
    engineer, analyst = made.PersonaFactory(), made.PersonaFactory()
    first, second, other = made.PersonFactory(), made.PersonFactory(persona=analyst), made.PersonFactory()
    said, undo = change(as_researcher, "people/", row=chosen(first, second), act="set", persona=engineer.pk)

    assert said == "Persona set for 2 people"
    assert set(Person.objects.filter(persona=engineer)) == {first, second}
    assert Act.objects.get().kind == "many"
    as_researcher.post(undo)
    assert list(Person.objects.order_by("pk").values_list("persona", flat=True)) == [None, analyst.pk, None]
    other.refresh_from_db()
    assert other.version == 1

    second.refresh_from_db()
    change(as_researcher, "people/", row=chosen(second), act="set", persona="none")
    assert Person.objects.get(pk=second.pk).persona is None


def test_all_that_fit_the_filter_are_changed_on_every_page(as_researcher):
    study = made.StudyFactory()
    drafts = made.InterviewFactory.create_batch(30, status="draft")
    complete = made.InterviewFactory()
    said, undo = change(as_researcher, "interviews/?status=draft", all="1", act="set", study=study.pk)

    assert said == "Study set for 30 interviews"
    assert Interview.objects.filter(study=study).count() == len(drafts)
    assert not Interview.objects.get(pk=complete.pk).study
    assert "next=%2Finterviews%2F%3Fstatus%3Ddraft" in undo


def test_a_code_is_added_and_taken_off(as_researcher):
    code = made.CodeFactory()
    with_it, without = made.PainPointFactory(), made.PainPointFactory()
    with_it.codes.add(code)
    rows = chosen(with_it, without)
    said, undo = change(as_researcher, "pain-points/", row=rows, act="add", code=code.pk)
    assert said == "Code added to 1 pain point"
    assert set(code.pain_points.all()) == {with_it, without}
    as_researcher.post(undo)
    assert set(code.pain_points.all()) == {with_it}

    said, _ = change(as_researcher, "pain-points/", all="1", act="take", code=code.pk)
    assert said == "Code taken off 1 pain point"
    assert not code.pain_points.exists()


def test_mentions_are_rated_in_the_text_that_tells_them_and_taken_back(as_researcher, researcher):
    noted, bare = talk(researcher), made.MentionFactory()
    notes, told = noted.notes, noted.mentions.order_by("pk").first()
    pains = [told.pain_point, bare.pain_point]
    said, undo = change(as_researcher, "pain-points/", row=chosen(*pains), act="rate", severity="2")

    assert said == "Severity set for 2 mentions"
    assert set(Mention.objects.filter(pain_point__in=pains).values_list("severity", flat=True)) == {2}
    noted.refresh_from_db()
    assert noted.notes == notes.replace("! Schema changes break loads 5", "! Schema changes break loads 2")
    as_researcher.post(undo)
    noted.refresh_from_db()
    assert noted.notes == notes
    assert [one.severity for one in Mention.objects.order_by("pk")] == [5, 3, None]


def rated_and_edited(client, noted, edit):
    """Rate the first pain of the conversation 2, save its notes edited, and take the rating back; what is said then."""
    told = noted.mentions.order_by("pk").first()
    _, undo = change(client, "pain-points/", row=chosen(told.pain_point), act="rate", severity="2")
    noted.refresh_from_db()
    client.post(f"/interviews/{noted.pk}/log/", {"notes": edit(noted.notes), "version": noted.version})
    answer = client.post(undo, follow=True)
    noted.refresh_from_db()
    told.refresh_from_db()
    return str([*answer.context["messages"]][-1]), told


def test_a_rating_is_taken_back_in_notes_that_were_edited_since(as_researcher, researcher):
    noted = talk(researcher)
    notes = noted.notes
    said, told = rated_and_edited(as_researcher, noted, lambda text: text.replace("break loads", "break all loads"))
    assert said == "Undone" and told.severity == 5
    assert noted.notes == notes.replace("break loads 5", "break all loads 5")
    as_researcher.post(f"/interviews/{noted.pk}/log/", {"notes": noted.notes + "\nMore", "version": noted.version})
    told.refresh_from_db()
    assert told.severity == 5, "the notes and the mention say the same"


def test_a_rating_that_somebody_changed_since_stays(as_researcher, researcher):
    noted = talk(researcher)
    said, told = rated_and_edited(as_researcher, noted, lambda text: text.replace("loads 2", "loads 4"))
    assert told.severity == 4 and "loads 4" in noted.notes
    assert "changed since and stay" in said


def test_a_rating_whose_line_was_removed_since_is_taken_back_where_it_stands(as_researcher, researcher):
    noted = talk(researcher)
    pain = noted.mentions.order_by("pk").first().pain_point
    made.MentionFactory(pain_point=pain, severity=5)
    pain.codes.add(made.CodeFactory())
    _, told = rated_and_edited(
        as_researcher, noted, lambda text: text.replace("! Schema changes break loads 2\n", "Nothing\n")
    )
    assert told.severity == 5 and "Nothing" in noted.notes and "loads" not in noted.notes


def test_a_tab_that_is_open_notices_that_many_were_rated_and_that_it_was_undone(as_researcher, researcher):
    noted = talk(researcher, draft=True)
    log, told = f"/interviews/{noted.pk}/log/", noted.mentions.order_by("pk").first()
    as_researcher.post(log, {"notes": noted.notes, "version": noted.version, "tab": "A", "tab_number": 1})
    noted.refresh_from_db()
    seen = noted.version
    _, undo = change(as_researcher, "pain-points/", row=chosen(told.pain_point), act="rate", severity="2")
    stale = {"notes": noted.notes + "\nMore", "version": seen, "tab": "A", "tab_number": 2}
    assert as_researcher.post(log, stale).status_code == 409
    as_researcher.post(undo)
    assert as_researcher.post(log, {**stale, "tab_number": 3}).status_code == 409


def test_what_somebody_changed_meanwhile_is_left_and_said(as_researcher):
    kept, stale = made.PersonFactory(), made.PersonFactory()
    rows = chosen(kept, stale)
    Person.objects.filter(pk=stale.pk).update(version=2, role="Lead")
    said, _ = change(as_researcher, "people/", row=rows, act="archive")

    assert said == "Archived 1 person. 1 was changed by somebody meanwhile and left as is"
    assert list(Person.objects.live()) == [stale]


def test_many_are_archived_and_restored(as_researcher):
    pains = made.PainPointFactory.create_batch(3)
    said, undo = change(as_researcher, "pain-points/", row=chosen(*pains), act="archive")
    assert said == "Archived 3 pain points" and not PainPoint.objects.live().exists()
    as_researcher.post(undo)
    assert PainPoint.objects.live().count() == 3

    change(as_researcher, "pain-points/", all="1", act="archive")
    said, _ = change(as_researcher, "pain-points/?status=archived", all="1", act="restore")
    assert said == "Restored 3 pain points" and PainPoint.objects.live().count() == 3


def test_nobody_changes_what_they_may_not_read(as_stranger, as_viewer, researcher):
    secret = made.InterviewFactory(restricted=True, created_by=researcher)
    change(as_stranger, "interviews/", row=chosen(secret), act="archive")
    change(as_stranger, "interviews/", all="1", act="archive")
    assert Interview.objects.live().get() == secret
    assert as_viewer.post("/change/interviews/", {"row": chosen(secret), "act": "archive"}).status_code == 403


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"act": "archive"}, "Choose at least one row"),
        ({"act": "archive", "row": ["x", "1", "1.x", "9" * 30 + ".1"]}, "Choose at least one row"),
        ({"act": "set", "row": ["1.1"]}, "Choose a persona"),
        ({"act": "set", "row": ["1.1"], "persona": "9" * 40}, "Choose a persona"),
        ({"act": "archive", "row": ["424242.1"]}, "Archived 0 people"),
    ],
)
def test_what_cannot_be_done_is_said(as_researcher, data, says):
    said, undo = change(as_researcher, "people/", **data)
    assert says in said and not undo.startswith("/")


def test_odd_changes_are_not_there(as_researcher):
    assert as_researcher.post("/change/people/", {"act": "explode"}).status_code == 404
    assert as_researcher.post("/change/nothing/", {"act": "archive"}).status_code == 404
    assert as_researcher.post("/change/people/?colour=red", {"act": "archive", "all": "1"}).status_code == 400


@pytest.mark.parametrize("address", ["people", "interviews", "pain-points"])
def test_only_those_who_write_choose_rows(address, as_researcher, as_viewer):
    made.MentionFactory()
    page = as_researcher.get(f"/{address}/").text
    assert re.search(r'name="row" value="\d+\.1" form="many"', page) and "All 1 that fit" in page
    seen = as_viewer.get(f"/{address}/").text
    assert 'name="row"' not in seen and 'id="many"' not in seen


def test_asking_costs_the_same_for_many_rows(as_researcher, budget):
    persona = made.PersonaFactory()
    made.PersonFactory.create_batch(3)
    with budget("change many"):
        as_researcher.post("/change/people/", {"all": "1", "act": "set", "persona": persona.pk})
    made.PersonFactory.create_batch(30)
    with budget("change many"):
        as_researcher.post("/change/people/", {"all": "1", "act": "set", "persona": persona.pk})
