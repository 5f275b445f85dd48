"""Weekly updates by mail: to each subscriber once, nothing lost, nothing swallowed."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.urls import reverse
from django.utils import timezone

from discovery.mailing import FEED, LEAVE, read_key, send, signed
from discovery.models import UpdateMail, UpdateSubscription
from discovery.updates import draft
from interviews.models import Act, Change
from tests.discovery.test_publish_update import go
from tests.discovery.weekly import MONDAY, WORDS, heard
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
SUBSCRIBE = "discovery:weekly_update_subscribe"


class Refusing(EmailBackend):
    """A server that does not know viewer@example.org until `knows` is set."""

    knows = False

    def send_messages(self, messages):
        if not Refusing.knows and messages[0].to == ["viewer@example.org"]:
            raise SMTPRecipientsRefused({"viewer@example.org": (550, b"no such user")})
        return super().send_messages(messages)


@pytest.fixture
def update(researcher, viewer, admin):
    heard()
    for user in (viewer, admin):
        UpdateSubscription.objects.create(user=user, by_mail=True)
    return draft(MONDAY, researcher)


@pytest.fixture
def refused(settings):
    settings.EMAIL_BACKEND = "tests.discovery.test_update_mail.Refusing"
    Refusing.knows = False


def test_subscribers_get_it_as_text_and_html(as_researcher, update, mailoutbox):
    assert "Published. 2 mails were sent." in go(as_researcher, "publish", update).text
    assert sorted(mail.to for mail in mailoutbox) == [["admin@example.org"], ["viewer@example.org"]]
    mail = mailoutbox[0]
    [(html, kind)] = mail.alternatives
    assert kind == "text/html"
    for body in (mail.body, html):
        assert WORDS in body
        assert f"http://testserver/updates/{update.pk}/" in body
        assert "/updates/unsubscribe/" in body and "{leave}" not in body


def test_each_reads_in_it_what_they_may_read(as_researcher, update, mailoutbox):
    go(as_researcher, "publish", update)
    by_address = {mail.to[0]: mail for mail in mailoutbox}
    assert "Maya Lindqvist, Data engineer at Nordkap" in by_address["admin@example.org"].body
    for body in (by_address["viewer@example.org"].body, by_address["viewer@example.org"].alternatives[0][0]):
        assert "Maya" not in body and "Lindqvist" not in body
        assert "Engineer 14" in body


def test_one_click_in_the_mail_ends_the_mails(client, as_researcher, update, viewer, mailoutbox):
    go(as_researcher, "publish", update)
    mail = next(mail for mail in mailoutbox if mail.to == [viewer.email])
    link = mail.extra_headers["List-Unsubscribe"].strip("<>")
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link in mail.body

    assert "Stop the mails?" in client.get(link).text
    assert UpdateSubscription.objects.get(user=viewer).by_mail  # looking changes nothing
    answer = type(client)(enforce_csrf_checks=True).post(link, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert not UpdateSubscription.objects.get(user=viewer).by_mail


@pytest.mark.parametrize("key", ["", "1.1:no", "1.1"])
def test_a_link_that_we_did_not_sign_ends_nothing(client, update, key):
    assert client.post(f"/updates/unsubscribe/{key}/").status_code == 404
    assert UpdateSubscription.objects.filter(by_mail=True).count() == 2


def test_a_key_stands_for_one_purpose(viewer):
    assert read_key(LEAVE, signed(LEAVE, viewer)) == (viewer, 0)
    assert read_key(FEED, signed(FEED, viewer, 2)) == (viewer, 2)
    assert read_key(LEAVE, signed(FEED, viewer)) == (None, 0)


def test_a_refused_address_is_shown_and_sent_again(as_researcher, update, viewer, refused, mailoutbox):
    page = go(as_researcher, "publish", update).text
    assert [mail.to for mail in mailoutbox] == [["admin@example.org"]]
    assert str(viewer) in page and "no such user" in page and "Send again" in page

    Refusing.knows = True
    page = go(as_researcher, "send", update, again="1").text
    assert [mail.to for mail in mailoutbox] == [["admin@example.org"], ["viewer@example.org"]]
    assert "All sent" in page and "Send again" not in page


class Absent(EmailBackend):
    """No server at all."""

    def send_messages(self, messages):
        raise ConnectionRefusedError("nobody there")


def test_without_a_server_the_first_says_why_and_the_others_wait(as_researcher, update, settings, mailoutbox):
    settings.EMAIL_BACKEND = "tests.discovery.test_update_mail.Absent"
    page = go(as_researcher, "publish", update).text
    assert "nobody there" in page and "1 waiting" in page
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    go(as_researcher, "send", update, again="1")
    assert len(mailoutbox) == 2


def test_what_was_begun_and_not_finished_is_not_repeated_unasked(as_researcher, update, viewer, mailoutbox):
    go(as_researcher, "publish", update)
    UpdateMail.objects.filter(user=viewer).update(status="begun", at=timezone.now() - timedelta(hours=1))
    go(as_researcher, "send", update)
    assert len(mailoutbox) == 2
    assert "not known whether it left" in as_researcher.get(update.get_absolute_url()).text
    go(as_researcher, "send", update, again="1")
    assert len(mailoutbox) == 3


def test_a_mail_is_taken_in_hand_by_one(as_researcher, update, mailoutbox):
    go(as_researcher, "publish", update)
    mail = UpdateMail.objects.first()
    UpdateMail.objects.update(status="waiting")
    assert mail.take()
    assert not mail.take()
    assert not mail.take(again=True)


def test_a_mail_that_is_just_being_sent_is_not_sent_again(as_researcher, update, viewer, mailoutbox):
    go(as_researcher, "publish", update)
    own = UpdateMail.objects.filter(user=viewer)
    own.update(status="waiting", at=timezone.now() - timedelta(hours=1))
    assert own.get().take()
    page = go(as_researcher, "send", update, again="1").text
    assert len(mailoutbox) == 2
    assert "1 being sent" in page
    assert "in doubt" not in page and "Send again" not in page and "All sent" not in page


def test_published_again_it_goes_to_nobody_twice(as_researcher, update, mailoutbox, researcher):
    go(as_researcher, "publish", update)
    go(as_researcher, "take_back", update)
    UpdateSubscription.objects.create(user=researcher, by_mail=True)
    go(as_researcher, "publish", update)
    assert sorted(mail.to[0] for mail in mailoutbox) == [
        "admin@example.org",
        "researcher@example.org",
        "viewer@example.org",
    ]


@pytest.mark.parametrize("way", ["undo", "publish"])
def test_mails_that_waited_when_it_was_taken_back_leave_once_it_is_published(
    as_researcher, update, mailoutbox, monkeypatch, way
):
    monkeypatch.setattr("discovery.mailing.AT_ONCE", 1)
    go(as_researcher, "publish", update)
    go(as_researcher, "take_back", update)
    go(as_researcher, "send", update)
    assert len(mailoutbox) == 1
    if way == "undo":
        act = Act.objects.filter(changes__in=Change.objects.of(update)).latest("pk")
        as_researcher.post(reverse("interviews:act_undo", args=[act.pk]))
        assert "1 waiting" in as_researcher.get(update.get_absolute_url()).text
        go(as_researcher, "send", update)
    else:
        go(as_researcher, "publish", update)
    assert sorted(mail.to for mail in mailoutbox) == [["admin@example.org"], ["viewer@example.org"]]


def test_those_who_left_or_were_let_go_get_none(as_researcher, update, viewer, admin, mailoutbox):
    viewer.is_active = False
    viewer.save()
    UpdateSubscription.objects.filter(user=admin).update(by_mail=False)
    go(as_researcher, "publish", update)
    assert mailoutbox == []


def test_what_waits_is_sent_by_the_next_press(as_researcher, update, mailoutbox, monkeypatch):
    monkeypatch.setattr("discovery.mailing.AT_ONCE", 1)
    page = go(as_researcher, "publish", update).text
    assert len(mailoutbox) == 1 and "1 waiting" in page
    go(as_researcher, "send", update)
    assert len(mailoutbox) == 2


def test_a_draft_is_sent_to_nobody(update, viewer, mailoutbox):
    UpdateMail.objects.create(update=update, user=viewer)
    assert send(update, "http://testserver") == 0


def test_somebody_subscribes_and_ends_it(as_viewer, viewer):
    page = as_viewer.post(reverse(SUBSCRIBE), follow=True).text
    assert "They go to viewer@example.org" in page
    page = as_viewer.post(reverse(SUBSCRIBE), {"stop": "1"}, follow=True).text
    assert "Send them to me" in page
    assert not UpdateSubscription.objects.get(user=viewer).by_mail


def test_a_title_on_two_lines_is_a_subject_on_one(as_researcher, update, mailoutbox):
    type(update).objects.update(title="One\nTwo")
    go(as_researcher, "publish", update)
    assert mailoutbox[0].subject.startswith("One Two: Week 24")


def test_more_subscribers_ask_the_same_of_each(as_researcher, update, django_assert_max_num_queries):
    for _ in range(5):
        UpdateSubscription.objects.create(user=UserFactory(), by_mail=True)
    with django_assert_max_num_queries(120):
        go(as_researcher, "publish", update)
