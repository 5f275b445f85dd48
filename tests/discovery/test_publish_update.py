"""Publishing a weekly update: what is read from then on stays, until it is taken back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from discovery.heard import monday_of
from discovery.models import UpdateLine, UpdateSubscription, WeeklyUpdate
from discovery.update_reading import read
from discovery.updates import draft, publish, take_back
from interviews.models import Act, Change, PainPoint
from tests.budgets import budget
from tests.discovery.test_write_update import fields
from tests.discovery.weekly import MONDAY, WORDS, heard
from tests.factories.accounts import UserFactory
from tests.factories.discovery import HypothesisFactory, UpdateLineFactory, WeeklyUpdateFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def update(researcher):
    heard()
    return draft(MONDAY, researcher)


def at(name, update):
    return reverse(f"discovery:weekly_update_{name}", args=[update.pk])


def subscribe(name, **user):
    UpdateSubscription.objects.create(user=UserFactory(full_name=name, **user), by_mail=True)


def go(client, name, update, **more):
    update.refresh_from_db()
    return client.post(at(name, update), {"version": update.version, **more}, follow=True)


def test_one_button_saves_and_asks_and_the_next_publishes(as_researcher, as_viewer, update, researcher, mailoutbox):
    subscribe("Ada Marl")
    subscribe("Nobody Now", is_active=False)
    asked = as_researcher.post(update.get_edit_url(), fields(update, title="Read this", publish="1"), follow=True)
    assert "Mails <b>1 subscriber</b>: Ada Marl" in asked.text and "Nobody Now" not in asked.text
    update.refresh_from_db()
    assert not update.is_published and not mailoutbox
    answer = as_researcher.post(at("publish", update), {"version": asked.context["update"].version}, follow=True)
    assert "Published. 1 mail was sent." in answer.text
    update.refresh_from_db()
    assert (update.published_by, update.title) == (researcher, "Read this")
    page = as_viewer.get(update.get_absolute_url()).text
    assert "Read this" in page and WORDS in page
    assert "1</b> conversation" in page


def test_what_changed_since_it_was_read_is_read_again_before_it_is_published(as_researcher, update):
    read_at = update.version
    as_researcher.post(update.get_edit_url(), fields(update, title="Changed"))
    assert as_researcher.get(at("publish", update), {"version": read_at}).url == update.get_absolute_url()


def test_who_had_a_mail_of_it_is_not_named_again(as_researcher, update):
    subscribe("Ada Marl")
    go(as_researcher, "publish", update)
    go(as_researcher, "take_back", update)
    subscribe("Bo Marl")
    asked = as_researcher.get(at("publish", update)).text
    assert "Mails <b>1 subscriber</b>: Bo Marl" in asked and "1 had a mail of it before" in asked


def test_what_is_published_stays_as_it_is(as_researcher, update):
    line = UpdateLine.objects.get(section="gained")
    go(as_researcher, "publish", update)
    shown = as_researcher.get(update.get_absolute_url()).text
    assert as_researcher.post(update.get_edit_url(), fields(update, title="Other")).url == update.get_absolute_url()
    assert as_researcher.post(at("autosave", update), fields(update, title="Other")).status_code == 404
    UpdateLine.objects.filter(pk=line.pk).update(text="slipped in", shown=False, position=0, facts={"people": 99})
    WeeklyUpdate.objects.update(title="slipped in", lead="slipped in", named=False)
    again = as_researcher.get(update.get_absolute_url()).text
    assert without_tokens(again) == without_tokens(shown)


def without_tokens(page):
    return [line for line in page.split("\n") if "csrf" not in line]


def test_undoing_an_earlier_edit_does_not_change_what_was_published(as_researcher, update, researcher):
    as_researcher.post(update.get_edit_url(), fields(update, title="As published"))
    act = Act.objects.filter(changes__in=Change.objects.of(update)).latest("pk")
    go(as_researcher, "publish", update)
    as_researcher.post(reverse("interviews:act_undo", args=[act.pk]))
    update.refresh_from_db()
    assert update.title != "As published"
    assert read(update).title == str(update) == "As published"


def test_a_corrected_pain_point_is_read_in_its_new_words(as_researcher, update):
    go(as_researcher, "publish", update)
    PainPoint.objects.update(title="Columns vanish without a word")
    assert "Columns vanish without a word" in as_researcher.get(update.get_absolute_url()).text


def test_taken_back_it_is_a_draft_that_only_those_who_write_see(as_researcher, as_viewer, update):
    go(as_researcher, "publish", update)
    answer = go(as_researcher, "take_back", update)
    assert "Taken back" in answer.text
    assert as_viewer.get(update.get_absolute_url()).status_code == 404
    assert as_researcher.post(update.get_edit_url(), fields(update, title="Better")).status_code == 302


def test_publishing_is_in_the_history_and_can_be_undone(as_researcher, update):
    go(as_researcher, "publish", update)
    act = Act.objects.filter(changes__in=Change.objects.of(update)).latest("pk")
    assert "Published" in as_researcher.get(at("history", update)).text
    as_researcher.post(reverse("interviews:act_undo", args=[act.pk]))
    update.refresh_from_db()
    assert not update.is_published


@pytest.mark.parametrize("do", [publish, take_back])
def test_nobody_publishes_or_takes_back_what_they_did_not_see(as_researcher, update, do):
    if do is take_back:
        go(as_researcher, "publish", update)
    update.refresh_from_db()
    WeeklyUpdate.objects.update(version=update.version + 1)
    before = WeeklyUpdate.objects.values().get()
    name = "publish" if do is publish else "take_back"
    answer = as_researcher.post(at(name, update), {"version": update.version}, follow=True)
    assert "Somebody changed the update meanwhile" in answer.text
    assert WeeklyUpdate.objects.values().get() == before


@pytest.mark.parametrize("name", ["publish", "take_back", "redraw", "send", "archive"])
def test_those_who_only_read_do_none_of_it(as_viewer, update, name):
    assert as_viewer.post(at(name, update), {"version": update.version}).status_code == 403


def test_what_is_used_says_which_updates_cite_it(as_researcher, as_viewer, update):
    quote = UpdateLine.objects.get(section="said").quote
    pages = {"interview": quote.interview_id, "quote": quote.pk, "person": quote.participant.person_id}
    for page, pk in {**pages, "pain_point": quote.mentions.get().pain_point_id}.items():
        url = reverse(f"discovery:{page}_used_in", args=[pk])
        assert update.title in as_researcher.get(url).text, page
        assert update.title not in as_viewer.get(url).text  # a draft
    go(as_researcher, "publish", update)
    assert update.title in as_viewer.get(reverse("discovery:quote_used_in", args=[quote.pk])).text
    UpdateLine.objects.filter(quote=quote).update(shown=False)
    UpdateLine.objects.filter(interview=quote.interview).update(shown=False)
    assert update.title not in as_viewer.get(reverse("discovery:quote_used_in", args=[quote.pk])).text


def test_a_draft_that_waits_is_named_on_the_home_page(as_researcher, update):
    assert "waits to be published" in as_researcher.get("/").text
    go(as_researcher, "publish", update)
    assert "waits to be published" not in as_researcher.get("/").text


def test_the_empty_list_says_what_to_do(as_researcher, as_viewer):
    page = as_researcher.get(reverse("discovery:weekly_update_list")).text
    assert "No weekly update yet." in page and "Choose a week" in page
    assert "Once one is published it stands here." in as_viewer.get(reverse("discovery:weekly_update_list")).text


def test_typed_html_and_scripts_are_text(as_researcher, update):
    typed = "<script>alert(1)</script> [x](javascript:alert(1))"
    as_researcher.post(update.get_edit_url(), fields(update, lead=typed, title=typed, new_text=typed))
    for url in (update.get_absolute_url(), at("mail", update)):
        page = as_researcher.get(url).text
        assert "<script>alert" not in page and 'href="javascript' not in page


def test_more_lines_ask_no_more_queries(as_researcher, researcher):
    update = WeeklyUpdateFactory(monday=MONDAY, created_by=researcher)
    fill(update, 2)
    pages = {
        "update": update.get_absolute_url(),
        "update edit": update.get_edit_url(),
        "update mail": at("mail", update),
    }
    for name, url in pages.items():
        with budget(name):
            as_researcher.get(url)
    fill(update, 8)
    for name, url in pages.items():
        with budget(name):
            as_researcher.get(url)


def fill(update, count):
    for number in range(count):
        quote = heard(f"Person {update.lines.count()} {number}")
        told = {"joined": [quote.participant.person_id], "people": 1}
        UpdateLine.objects.create(update=update, section="heard", interview=quote.interview)
        UpdateLine.objects.create(update=update, section="said", quote=quote)
        pain = quote.mentions.get().pain_point
        UpdateLineFactory(update=update, pain_point=pain, facts=told)
        UpdateLine.objects.create(update=update, section="moved", hypothesis=HypothesisFactory())


def test_what_is_next_says_what_was_late_when_it_was_told(as_researcher, as_viewer, researcher):
    today, day = timezone.localdate(), timedelta(days=1)
    late, due = (HypothesisFactory(status="testing", decide_by=at) for at in (today - day, today))
    update = draft(monday_of(today), researcher)

    def told(client, update):
        page = client.get(update.get_absolute_url()).text
        return [
            f"{by} by {one.decide_by.day} {one.decide_by:%B}. Right if" in page
            for by, one in (("Overdue: it was to be decided", late), (">To be decided", due))
        ]

    assert told(as_researcher, update) == [True, True]
    go(as_researcher, "publish", update)
    assert told(as_viewer, update) == [True, True]
    WeeklyUpdate.objects.update(published_at=timezone.now() - day * 2)
    assert told(as_viewer, update) == [False, True], "it was not late on the day on which it was published"
