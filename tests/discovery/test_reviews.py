"""Reviews: a colleague is asked, finds it on home, and answers once."""

import pytest
from django.urls import reverse
from django.utils import timezone

from discovery.models import Review
from interviews.waiting import waiting_for
from tests.factories.discovery import DocumentFactory
from tests.factories.interviews import InterviewFactory

pytestmark = pytest.mark.django_db


def ask(client, document, who, question="Is it true?"):
    told = {"reviewer": who.pk, "question": question}
    return client.post(reverse("discovery:review_ask", args=[document.pk]), told)


def answer(client, review, **told):
    return client.post(reverse("discovery:review_answer", args=[review.pk]), {"outcome": "agreed", **told})


def test_who_is_asked_finds_it_on_home_until_they_answer(as_researcher, as_admin, admin):
    document = DocumentFactory()
    InterviewFactory()
    ask(as_researcher, document, admin)
    review = Review.objects.get()
    document.refresh_from_db()
    assert document.status == "review"
    assert "waits for your review at the request of Inês Duarte" in as_admin.get("/").text
    assert "Is it true?" in as_admin.get(document.get_absolute_url()).text

    answer(as_admin, review, outcome="changes", answer="Not for suppliers")
    page = as_researcher.get(document.get_absolute_url()).text
    assert "Asks for changes" in page and "Not for suppliers" in page
    assert "waits for your review" not in as_admin.get("/").text


def test_only_who_was_asked_answers_and_once(as_researcher, as_admin, as_viewer, admin):
    ask(as_researcher, DocumentFactory(), admin)
    review = Review.objects.get()
    assert answer(as_researcher, review).status_code == 403
    assert answer(as_viewer, review).status_code == 403
    answer(as_admin, review, outcome="nonsense")
    answer(as_admin, review)
    answer(as_admin, review, outcome="changes")
    assert Review.objects.get().outcome == "agreed"


def test_nobody_is_asked_twice_at_a_time_nor_asks_themselves(as_researcher, researcher, admin, viewer):
    document = DocumentFactory()
    for who in (admin, admin, researcher, viewer):
        ask(as_researcher, document, who)
    assert [one.reviewer for one in Review.objects.all()] == [admin]


def test_a_request_is_taken_back_and_restored(as_researcher, admin):
    ask(as_researcher, DocumentFactory(), admin)
    review = Review.objects.get()
    as_researcher.post(reverse("discovery:review_archive", args=[review.pk]))
    assert not Review.objects.open().exists()
    as_researcher.post(reverse("discovery:review_restore", args=[review.pk]))
    assert Review.objects.open().exists()


def test_many_requests_are_told_in_one_line(as_researcher, admin):
    for _ in range(5):
        ask(as_researcher, DocumentFactory(), admin)
    told = [one for one in waiting_for(admin, timezone.localdate()) if "review" in one.words]
    assert sum(one.count for one in told) == 5


def test_a_document_in_the_archive_waits_for_nobody(as_researcher, admin):
    document = DocumentFactory()
    ask(as_researcher, document, admin)
    document.archive()
    assert not Review.objects.open().exists()
