"""What we promised: overdue, due, put off, later, done; ticked off and put off with undo."""

from datetime import timedelta

import pytest
from django.utils import timezone

from interviews import capture
from interviews.models import Act, FollowUp
from tests.factories.interviews import FollowUpFactory, InterviewFactory, PersonFactory
from tests.interviews.talk import talk


def sections(client, query=""):
    """The texts of the list by where they stand; only those that have any."""
    answer = client.get(f"/follow-ups/{query}")
    return {standing.value: [one.text for one in rows] for standing, rows in answer.context["sections"]}


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def one_of_each():
    FollowUpFactory(text="Overdue", due_on=in_days(-3))
    FollowUpFactory(text="Today", due_on=in_days(0))
    FollowUpFactory(text="Rested until today", due_on=in_days(-9), snoozed_until=in_days(0))
    FollowUpFactory(text="Resting", due_on=in_days(-9), snoozed_until=in_days(2))
    FollowUpFactory(text="Resting, without a day", snoozed_until=in_days(1))
    FollowUpFactory(text="Some day", due_on=None)
    FollowUpFactory(text="Next week", due_on=in_days(7), snoozed_until=in_days(-1))
    FollowUpFactory(text="Kept", done_at=timezone.now(), due_on=in_days(-5), snoozed_until=in_days(5))


def test_they_stand_by_when_they_come_up(as_viewer, one_of_each):
    assert sections(as_viewer) == {
        "overdue": ["Overdue"],
        "due": ["Today", "Rested until today"],
        "snoozed": ["Resting, without a day", "Resting"],
        "later": ["Next week", "Some day"],
        "done": ["Kept"],
    }


def test_the_tabs_count_and_choose(as_viewer, one_of_each):
    answer = as_viewer.get("/follow-ups/")
    counts = {tab["label"]: tab["count"] for tab in answer.context["tabs"]}
    assert counts == {"All": 8, "Overdue": 1, "Due today": 2, "Snoozed": 2, "Later": 2, "Done": 1}
    for tab in answer.context["tabs"][1:]:
        rows = [one for section in sections(as_viewer, tab["query"]).values() for one in section]
        assert len(rows) == tab["count"], tab
    assert set(sections(as_viewer, "?when=overdue&when=due")) == {"overdue", "due"}


def test_what_the_queryset_calls_due_the_row_calls_due(as_viewer, one_of_each):
    assert {one.pk for one in FollowUp.objects.due()} == {one.pk for one in FollowUp.objects.all() if one.is_due}


@pytest.mark.parametrize("of", ["person", "interview"])
def test_those_of_an_archived_person_or_interview_come_back_with_it(as_researcher, researcher, of):
    record = PersonFactory() if of == "person" else InterviewFactory()
    one = FollowUpFactory(text="Send it", due_on=in_days(-1), owner=researcher, **{of: record})
    done = FollowUpFactory(text="Sent", done_at=timezone.now(), **{of: record})
    archived = FollowUpFactory(text="Never mind", archived_at=timezone.now(), **{of: record})
    InterviewFactory()

    def shown():
        home = as_researcher.get("/")
        listed = [text for texts in sections(as_researcher).values() for text in texts]
        waits = any("follow-up" in line.label for line in home.context["waiting"])
        return sorted(listed), [due.text for due in home.context["follow_ups"]], waits

    assert shown() == (["Send it", "Sent"], ["Send it"], True)
    record.archive(researcher)
    assert shown() == ([], [], False)
    assert sections(as_researcher, "?status=archived")
    assert "Send it" in as_researcher.get(f"/follow-ups/{one.pk}/", follow=True).text
    assert as_researcher.get(f"/follow-ups/{one.pk}/").headers["Location"] == record.get_absolute_url()
    record.restore(researcher)
    assert shown() == (["Send it", "Sent"], ["Send it"], True)
    assert (one.put_away_with, done.is_archived, archived.is_archived) == (None, False, True)


def test_the_next_contact_with_somebody_stays_when_the_interview_that_planned_it_goes(as_researcher, researcher):
    interview = InterviewFactory()
    one = FollowUpFactory(
        text="Call", due_on=in_days(0), by_cadence=True, interview=interview, person=PersonFactory(), owner=researcher
    )
    interview.archive(researcher)
    assert sections(as_researcher) == {"due": ["Call"]}
    one.person.archive(researcher)
    assert sections(as_researcher) == {}


def test_those_of_one_colleague_and_of_one_person(as_researcher, researcher):
    person = PersonFactory()
    FollowUpFactory(text="Mine", owner=researcher)
    FollowUpFactory(text="Hers", person=person)
    assert sections(as_researcher, f"?owner={researcher.pk}") == {"later": ["Mine"]}
    assert sections(as_researcher, f"?person={person.pk}") == {"later": ["Hers"]}


def test_one_is_ticked_off_and_undo_opens_it_again(as_researcher):
    one = FollowUpFactory(text="Send the query")
    answer = as_researcher.post(f"/follow-ups/{one.pk}/done/", {"next": "/follow-ups/?when=done"}, follow=True)
    undo = Act.objects.get().get_undo_url("/follow-ups/?when=done")
    assert f'action="{undo}"' in answer.text.replace("&amp;", "&")
    assert sections(as_researcher) == {"done": ["Send the query"]}
    as_researcher.post(undo)
    assert sections(as_researcher) == {"later": ["Send the query"]}
    as_researcher.post(f"/follow-ups/{one.pk}/done/")
    as_researcher.post(f"/follow-ups/{one.pk}/open/")
    assert sections(as_researcher) == {"later": ["Send the query"]}


def test_the_line_is_answered_in_place_to_a_script(as_researcher):
    one = FollowUpFactory(text="Send the query", person=PersonFactory(name="Jun Ito"))
    sent = {"next": "/", "named": "1"}
    answer = as_researcher.post(f"/follow-ups/{one.pk}/done/", sent, headers={"HX-Request": "true"})
    assert answer.text.lstrip().startswith("<") and f'<li id="follow-up-{one.pk}" class="done"' in answer.text
    assert "Jun Ito" in answer.text
    assert 'hx-swap-oob="beforeend"' in answer.text, "the toast"
    assert "<html" not in answer.text


@pytest.mark.parametrize(("words", "days"), [("tomorrow", 1), ("in 2 weeks", 14), ("in 3 days", 3)])
def test_one_is_put_off_and_undo_brings_it_back(words, days, as_researcher):
    one = FollowUpFactory(due_on=in_days(-1))
    as_researcher.post(f"/follow-ups/{one.pk}/snooze/", {"until": words})
    one.refresh_from_db()
    assert (one.snoozed_until, one.due_on) == (in_days(days), in_days(-1))
    assert one.standing == "snoozed"
    as_researcher.post(Act.objects.get().get_undo_url("/"))
    one.refresh_from_db()
    assert one.snoozed_until is None


def test_next_week_is_its_monday(as_researcher):
    one = FollowUpFactory()
    as_researcher.post(f"/follow-ups/{one.pk}/snooze/", {"until": "next week"})
    one.refresh_from_db()
    assert one.snoozed_until.weekday() == 0
    assert 1 <= (one.snoozed_until - timezone.localdate()).days <= 7


def test_one_is_put_off_to_a_day_and_brought_back(as_researcher):
    one = FollowUpFactory(due_on=in_days(-1))
    as_researcher.post(f"/follow-ups/{one.pk}/snooze/", {"until": "", "day": in_days(20).isoformat()})
    one.refresh_from_db()
    assert one.snoozed_until == in_days(20)
    as_researcher.post(f"/follow-ups/{one.pk}/snooze/", {"until": "now"})
    one.refresh_from_db()
    assert one.standing == "overdue"


@pytest.mark.parametrize("sent", [{}, {"until": "yesterday"}, {"until": "today"}, {"day": "2020-01-01"}, {"day": "x"}])
def test_a_day_that_is_none_is_refused_in_words(sent, as_researcher):
    one = FollowUpFactory(due_on=in_days(-1))
    answer = as_researcher.post(f"/follow-ups/{one.pk}/snooze/", sent, follow=True)
    assert "Choose a day after today." in answer.text or "Enter a valid date." in answer.text
    one.refresh_from_db()
    assert one.snoozed_until is None


def test_putting_off_is_in_the_history(as_researcher):
    one = FollowUpFactory(due_on=in_days(-1))
    as_researcher.post(f"/follow-ups/{one.pk}/snooze/", {"until": "tomorrow"})
    assert "Snoozed until" in as_researcher.get(one.get_history_url()).text


def test_deleting_the_line_of_one_that_rests_asks_first(researcher):
    interview = talk(researcher, draft=True)
    FollowUp.objects.update(snoozed_until=in_days(3))
    talked = capture.save(interview, capture.Entry(version=interview.version, notes="Nothing any more"), researcher)
    assert talked.lines.get(kind="follow_up").state == "detached"


def test_ticking_twice_keeps_the_first_day(as_researcher):
    one = FollowUpFactory()
    as_researcher.post(f"/follow-ups/{one.pk}/done/")
    first = FollowUp.objects.get().done_at
    as_researcher.post(f"/follow-ups/{one.pk}/done/")
    assert FollowUp.objects.get().done_at == first


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_a_tick_leads_to_no_other_site(as_researcher, address):
    one = FollowUpFactory()
    assert as_researcher.post(f"/follow-ups/{one.pk}/done/", {"next": address}).headers["Location"] == "/follow-ups/"


def test_what_stands_in_the_notes_is_changed_there(as_researcher, researcher):
    talk(researcher)
    one = FollowUp.objects.get()
    form = as_researcher.get(f"/follow-ups/{one.pk}/edit/").context["form"]
    assert form.fields["text"].disabled
    as_researcher.post(
        f"/follow-ups/{one.pk}/edit/", {"text": "Something else", "owner": researcher.pk, "version": one.version}
    )
    one.refresh_from_db()
    assert one.text == "Send her the query"


def test_viewers_tick_nothing(as_viewer):
    one = FollowUpFactory()
    assert as_viewer.post(f"/follow-ups/{one.pk}/done/").status_code == 403
    assert as_viewer.post(f"/follow-ups/{one.pk}/snooze/", {"until": "tomorrow"}).status_code == 403
    shown = as_viewer.get("/follow-ups/").text
    assert "/done/" not in shown
    assert "/snooze/" not in shown
    assert FollowUp.objects.get().done_at is None


def test_they_are_found_by_what_is_owed_and_to_whom(as_researcher, as_viewer, researcher):
    FollowUpFactory(text="Send the query", person=PersonFactory(name="Maya Lindqvist", pseudonym="Customer 9"))
    FollowUpFactory(text="Call back")
    assert sections(as_researcher, "?q=QUERY")["later"] == ["Send the query"]
    assert sections(as_researcher, "?q=lindqvist")["later"] == ["Send the query"]
    assert sections(as_viewer, "?q=lindqvist") == {}
    assert sections(as_viewer, "?q=customer+9")["later"] == ["Send the query"]


def test_the_archive_keeps_them(as_researcher):
    one = FollowUpFactory(text="Never mind")
    as_researcher.post(f"/follow-ups/{one.pk}/archive/")
    assert sections(as_researcher) == {}
    answer = as_researcher.get(f"/follow-ups/{one.pk}/", follow=True)
    assert answer.context["page"].rows == [one]
    assert "/done/" not in answer.text


def test_a_long_list_goes_on_over_what_is_due_later_and_done(as_researcher):
    today = timezone.localdate()
    due = [FollowUpFactory(due_on=today - timedelta(days=number)) for number in range(40)]
    later = [FollowUpFactory(due_on=today + timedelta(days=30 - number)) for number in range(20)]
    some_day = [FollowUpFactory() for _ in range(5)]
    done = [FollowUpFactory(done_at=timezone.now() - timedelta(hours=number), due_on=today) for number in range(60)]
    seen, query = [], ""
    while query or not seen:
        answer = as_researcher.get(f"/follow-ups/{query}")
        seen += [one for _, rows in answer.context["sections"] for one in rows]
        query = answer.context["next_url"]
    assert seen == [*due[::-1], *later[::-1], *some_day, *done]
