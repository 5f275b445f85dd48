"""What is done with a hypothesis: begun, decided, parked, opened again; a test that has begun changes with a reason."""

import re
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from discovery.models import Hypothesis
from interviews.models import Act, Change
from tests.factories.discovery import EvidenceFactory, HypothesisFactory
from tests.factories.interviews import MentionFactory, QuoteFactory

pytestmark = pytest.mark.django_db
SOON = timezone.localdate() + timedelta(days=30)
TEST = {"measure": "broken loads", "threshold": "6 or less", "decide_by": SOON.isoformat()}


def post(client, hypothesis, act, **sent):
    sent.setdefault("version", Hypothesis.objects.get(pk=hypothesis.pk).version)
    return client.post(reverse(f"discovery:hypothesis_{act}", args=[hypothesis.pk]), sent)


def stored(hypothesis):
    return Hypothesis.objects.get(pk=hypothesis.pk)


def undo(client, act):
    return client.post(act.get_undo_url("/"))


def last():
    return Act.objects.latest("pk")


def test_the_verdict_is_written_with_the_words_in_view(as_researcher):
    hypothesis = HypothesisFactory(status="testing", **TEST)
    words = {"supports": "Slack is on fire", "challenges": "I never read notices"}
    for stance, text in words.items():
        quote = QuoteFactory(text=text)
        EvidenceFactory(hypothesis=hypothesis, pain_point=None, quote=quote, stance=stance, reason=f"It {stance}")
    page = as_researcher.get(reverse("discovery:hypothesis_decide", args=[hypothesis.pk])).text
    assert all(text in page for text in words.values())
    assert "1 person for" in page and "1 person against" in page
    assert "/unlink/" not in page  # what is typed would be lost
    answer = post(as_researcher, hypothesis, "decide", decision="supported", verdict="")
    assert answer.status_code == 422 and "Slack is on fire" in answer.text


def test_what_is_read_beside_the_verdict_opens_in_a_new_tab(as_researcher):
    hypothesis = HypothesisFactory(status="testing", **TEST)
    told = MentionFactory().pain_point  # a pain point is linked by its title and by its number
    EvidenceFactory(hypothesis=hypothesis, pain_point=told)
    link = re.compile(rf'<a [^>]*href="{told.get_absolute_url()}"[^>]*>.*?</a>')
    beside = link.findall(as_researcher.get(reverse("discovery:hypothesis_decide", args=[hypothesis.pk])).text)
    assert len(beside) == 2
    assert all('target="_blank" rel="noopener"' in one and "(in a new tab)" in one for one in beside)
    alone = link.findall(as_researcher.get(hypothesis.get_absolute_url()).text)
    assert alone and not any("_blank" in one or "new tab" in one for one in alone)


@pytest.mark.parametrize(("turn", "status", "field"), [("test", "draft", "measure"), ("decide", "testing", "verdict")])
def test_a_turn_opens_with_its_first_text_in_hand(as_researcher, turn, status, field):
    hypothesis = HypothesisFactory(status=status, **(TEST if status == "testing" else {}))
    page = as_researcher.get(reverse(f"discovery:hypothesis_{turn}", args=[hypothesis.pk])).text
    assert re.findall(r'name="(\w+)"[^>]* autofocus', page) == [field]
    assert "autofocus" not in post(as_researcher, hypothesis, turn).text  # what is wrong is told first


def test_a_test_begins_with_a_measure_a_threshold_and_a_day(as_researcher):
    hypothesis = HypothesisFactory()
    answer = post(as_researcher, hypothesis, "test")

    page = answer.content.decode()
    assert answer.status_code == 422
    for text in ("Say what is measured.", "Say from which value on we are right.", "Give the day"):
        assert text in page
    assert stored(hypothesis).status == "draft"

    assert post(as_researcher, hypothesis, "test", **TEST).url == hypothesis.get_absolute_url()
    assert (stored(hypothesis).status, stored(hypothesis).decide_by) == ("testing", SOON)


def test_a_test_does_not_begin_with_a_day_that_has_passed(as_researcher):
    hypothesis = HypothesisFactory()
    answer = post(as_researcher, hypothesis, "test", **{**TEST, "decide_by": "2020-01-01"})
    assert answer.status_code == 422
    assert "This day has passed" in answer.content.decode()


def test_the_database_holds_that_a_test_is_measured_and_a_decision_has_a_verdict():
    for status, facts in (("testing", {"decide_by": None}), ("testing", {"measure": ""}), ("refuted", {"verdict": ""})):
        with pytest.raises(IntegrityError), transaction.atomic():
            HypothesisFactory(status=status, **facts)


def test_a_decision_needs_a_written_verdict(as_researcher, researcher):
    hypothesis = HypothesisFactory(status="testing")
    answer = post(as_researcher, hypothesis, "decide", decision="supported", verdict=" ")
    assert answer.status_code == 422
    assert "Write the verdict" in answer.content.decode()
    assert "Choose supported or refuted" in post(as_researcher, hypothesis, "decide", verdict="It did").content.decode()

    post(as_researcher, hypothesis, "decide", decision="refuted", verdict="Nobody read it")
    found = stored(hypothesis)
    assert (found.status, found.verdict, found.decided_by) == ("refuted", "Nobody read it", researcher)
    assert found.decided_at
    assert "Nobody read it" in as_researcher.get(found.get_absolute_url()).content.decode()


def test_the_toast_takes_a_decision_back(as_researcher):
    hypothesis = HypothesisFactory(status="testing")
    post(as_researcher, hypothesis, "decide", decision="supported", verdict="It did")
    page = as_researcher.get(hypothesis.get_absolute_url()).content.decode()
    assert f'action="{last().get_undo_url(hypothesis.get_absolute_url()).replace("&", "&amp;")}"' in page

    undo(as_researcher, last())
    found = stored(hypothesis)
    assert (found.status, found.verdict, found.decided_at, found.decided_by) == ("testing", "", None, None)


def test_it_is_parked_with_a_reason_and_goes_back_to_where_it_was(as_researcher):
    for status in ("draft", "testing"):
        hypothesis = HypothesisFactory()
        if status == "testing":
            post(as_researcher, hypothesis, "test", **TEST)
        assert post(as_researcher, hypothesis, "park").status_code == 422
        post(as_researcher, hypothesis, "park", reason="No time before autumn")
        assert stored(hypothesis).status == "parked"

        post(as_researcher, hypothesis, "reopen", reason="Autumn came", decide_by=SOON)
        assert stored(hypothesis).status == status


def test_opening_again_asks_for_a_new_day_and_keeps_the_old_verdict_readable(as_researcher):
    hypothesis = HypothesisFactory(status="testing")
    post(as_researcher, hypothesis, "decide", decision="refuted", verdict="Nobody read it")
    answer = post(as_researcher, hypothesis, "reopen", reason="New notices", decide_by="2020-01-01")
    assert answer.status_code == 422

    post(as_researcher, hypothesis, "reopen", reason="New notices", decide_by=SOON)
    found = stored(hypothesis)
    assert (found.status, found.verdict, found.decided_by) == ("testing", "", None)
    page = as_researcher.get(found.get_absolute_url()).content.decode()
    assert "Decided: refuted. Nobody read it" in page
    assert f"Opened again, to be decided by {SOON.day} {SOON:%b %Y}. New notices" in page
    assert "Nobody read it" in as_researcher.get(found.get_history_url()).content.decode()


@pytest.mark.parametrize(
    ("status", "act"), [("draft", "decide"), ("testing", "test"), ("supported", "park"), ("testing", "reopen")]
)
def test_what_does_not_fit_the_status_is_refused_and_nothing_typed_is_lost(as_researcher, status, act):
    hypothesis = HypothesisFactory(status=status)
    url = reverse(f"discovery:hypothesis_{act}", args=[hypothesis.pk])
    answer = as_researcher.get(url, follow=True)
    assert "not now" in answer.content.decode()

    sent = {**TEST, "decision": "supported", "verdict": "My long verdict", "reason": "My reason"}
    answer = post(as_researcher, hypothesis, act, **sent)
    assert answer.status_code == 422
    assert "Nothing was saved" in answer.content.decode()
    assert stored(hypothesis).status == status


def test_what_is_archived_is_not_decided(as_researcher):
    hypothesis = HypothesisFactory(status="testing")
    hypothesis.archive()
    answer = post(as_researcher, hypothesis, "decide", decision="supported", verdict="It did")
    assert answer.status_code == 422
    assert "is in the archive" in answer.content.decode()


def test_who_decides_from_an_old_page_sees_what_changed(as_researcher):
    hypothesis = HypothesisFactory(status="testing", version=3)
    answer = post(as_researcher, hypothesis, "decide", decision="supported", verdict="My verdict", version=2)
    assert answer.status_code == 409
    assert "My verdict" in answer.content.decode()
    assert stored(hypothesis).status == "testing"


def edited(client, hypothesis, **sent):
    found = stored(hypothesis)
    test = {name: getattr(found, name) or "" for name in Hypothesis.LOCKED}
    return post(client, hypothesis, "edit", **{"title": found.title, **test, **sent})


def test_a_draft_changes_its_test_freely(as_researcher):
    hypothesis = HypothesisFactory(measure="loads")
    assert edited(as_researcher, hypothesis, measure="broken loads").status_code == 302
    assert stored(hypothesis).measure == "broken loads"


@pytest.mark.parametrize(
    ("field", "value"), [("measure", "complaints"), ("threshold", "9 or less"), ("decide_by", SOON.isoformat())]
)
def test_a_test_that_has_begun_changes_with_a_reason_that_is_kept(as_researcher, field, value):
    hypothesis = HypothesisFactory(status="testing")
    answer = edited(as_researcher, hypothesis, **{field: value})
    assert answer.status_code == 422
    assert "Say why the test changes" in answer.content.decode()

    assert edited(as_researcher, hypothesis, **{field: value}, reason="The count was wrong").status_code == 302
    assert str(getattr(stored(hypothesis), field)) == value
    for address in (hypothesis.get_absolute_url(), hypothesis.get_history_url()):
        assert "The count was wrong" in as_researcher.get(address).content.decode()


def test_a_test_that_has_begun_cannot_lose_its_measure(as_researcher):
    hypothesis = HypothesisFactory(status="testing")
    answer = edited(as_researcher, hypothesis, measure="", reason="We do not know")
    assert answer.status_code == 422
    assert "Say what is measured." in answer.content.decode()


def test_the_words_of_a_test_that_has_begun_change_without_a_reason(as_researcher):
    hypothesis = HypothesisFactory(status="testing")
    assert edited(as_researcher, hypothesis, outcome="fewer calls").status_code == 302
    assert not Change.objects.of(hypothesis).filter(field="").exists()


def test_undoing_the_beginning_of_what_was_parked_since_breaks_nothing(as_researcher):
    hypothesis = HypothesisFactory()
    post(as_researcher, hypothesis, "test", **TEST)
    begun = last()
    post(as_researcher, hypothesis, "park", reason="Later")
    parked = last()
    undo(as_researcher, begun)
    assert (stored(hypothesis).status, stored(hypothesis).measure) == ("parked", "")

    assert undo(as_researcher, parked).status_code == 302
    assert stored(hypothesis).status == "draft", "what it was before both"


def test_overdue_is_what_is_tested_and_past_its_day():
    past = date(2020, 1, 1)
    assert HypothesisFactory(status="testing", decide_by=past).is_overdue
    assert not HypothesisFactory(status="draft", decide_by=past).is_overdue
    assert not HypothesisFactory(status="testing").is_overdue
