"""What somebody may read is put into SQL once; rights that change and days that pass make it another question."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.models import Role
from interviews.models import Consent, Interview, Quote
from interviews.models.kept import Kept, kept
from tests.factories.interviews import InterviewFactory, ParticipantFactory, QuoteFactory


def interviews_of(user) -> set[int]:
    return set(Interview.objects.filter(pk__in=kept(Interview.objects.visible_to, user)).values_list("pk", flat=True))


def test_everybody_is_given_their_own(admin, researcher, viewer, stranger):
    open_to_all = InterviewFactory()
    restricted = InterviewFactory(restricted=True, created_by=researcher)
    named = InterviewFactory(restricted=True)
    named.readers.add(viewer)
    expected = {
        admin: {open_to_all, restricted, named},
        researcher: {open_to_all, restricted},
        viewer: {open_to_all, named},
        stranger: {open_to_all},
    }
    for _ in range(2):  # put together, then from what is kept
        for user, read in expected.items():
            assert interviews_of(user) == {one.pk for one in read}
    assert interviews_of(AnonymousUser()) == set()


def test_rights_that_change_are_asked_anew(viewer):
    kept_back = QuoteFactory(participant=ParticipantFactory(consent=Consent.NONE))
    readable = Quote.objects.filter(pk__in=kept(Quote.objects.visible_to, viewer))
    assert list(readable) == []
    viewer.role = Role.RESEARCHER
    readable = Quote.objects.filter(pk__in=kept(Quote.objects.visible_to, viewer))
    assert list(readable) == [kept_back]


def test_what_is_kept_ends_with_the_day(viewer, monkeypatch):
    today = timezone.localdate()
    quote = QuoteFactory(participant=ParticipantFactory(consent_expires_on=today))
    assert list(Quote.objects.filter(pk__in=kept(Quote.objects.visible_to, viewer))) == [quote]
    tomorrow = today + dt.timedelta(days=1)
    monkeypatch.setattr("interviews.models.kept.localdate", lambda: tomorrow)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: tomorrow)
    assert list(Quote.objects.filter(pk__in=kept(Quote.objects.visible_to, viewer))) == []


def test_the_sql_is_put_together_once_and_a_new_row_is_read(viewer, monkeypatch):
    InterviewFactory()
    before = interviews_of(viewer)
    monkeypatch.setattr(Kept, "_put_together", lambda *_: pytest.fail("put together again"))
    added = InterviewFactory()
    assert interviews_of(viewer) == before | {added.pk}


def test_what_is_narrowed_is_refused(viewer):
    for narrowed in (Interview.objects.live(), InterviewFactory().quotes):
        with pytest.raises(TypeError, match="not a method of the manager of a model"):
            kept(narrowed.visible_to, viewer)
