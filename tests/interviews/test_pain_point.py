"""One pain point: everybody who told it side by side, its record, and what turns out to be another pain."""

import re

import pytest
from django.utils import timezone

from interviews import panels
from interviews.models import Code, Grounds, Mention, PainPoint, WhyTree
from tests.factories import interviews as made
from tests.filled import fill


@pytest.fixture
def told(db):
    """A mention with words, a workaround, and a chain that ends in a root cause."""
    one = made.ParticipantFactory(
        role="Senior data engineer",
        company=made.CompanyFactory(name="Nordkap"),
        persona=made.PersonaFactory(name="Engineer"),
    )
    mention = made.MentionFactory(
        pain_point__title="Schema changes break loads",
        participant=one,
        severity=5,
        title="Columns go",
        so_what="Nights lost",
    )
    made.QuoteFactory(participant=one, text="Slack is on fire at seven", speaks_for=mention)
    made.WorkaroundFactory(mention=mention, text="A cron job compares columns")
    top = made.WhyFactory(mention=mention, text="Nobody tells us", grounds=Grounds.CONFIRMED, source="query 7")
    made.WhyFactory(
        mention=mention, parent=top, text="Nobody knows we read it", root_cause=made.RootCauseFactory(title="No owner")
    )
    WhyTree(mention).weigh()
    return mention


def address(mention):
    return f"/pain-points/{mention.pain_point_id}/"


def text_of(answer):
    """What a reader sees, without markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


def test_a_mention_shows_who_said_what_and_why(as_researcher, told):
    text = text_of(as_researcher.get(address(told)))
    for words in (
        "Person Number", "Senior data engineer at Nordkap", "Slack is on fire at seven", "A cron job compares columns",
        "Nights lost", "Columns go", "Nobody tells us", "Nobody knows we read it", "No owner", "1 person at 1 company",
        f"INT-{told.participant.interview_id}", "Costs money or trust", "Stated",
    ):  # fmt: skip
        assert words in text, words


def test_several_people_of_one_company_are_named_as_such(as_researcher, told):
    assert "All from Nordkap" not in text_of(as_researcher.get(address(told)))
    made.MentionFactory(pain_point=told.pain_point, participant__company=told.participant.company)
    assert "All from Nordkap" in text_of(as_researcher.get(address(told)))


def test_interviews_of_one_interviewer_are_named_as_such(as_researcher, researcher, told):
    other = made.MentionFactory(pain_point=told.pain_point, participant__company=made.CompanyFactory())
    for mention in (told, other):
        mention.participant.interview.interviewers.add(researcher)
    assert f"All heard by {researcher}" in text_of(as_researcher.get(address(told)))


def test_withdrawn_words_leave_a_number(as_researcher, told):
    told.participant.consent_withdrawn_at = timezone.now()
    told.participant.save()
    text = text_of(as_researcher.get(address(told)))

    assert "1 withdrawn" in text
    for words in ("Slack", "cron", "Nobody tells us", "Columns go", "Nordkap"):
        assert words not in text


def test_a_restricted_interview_is_not_there_for_strangers(as_researcher, as_stranger, researcher, told):
    interview = told.participant.interview
    interview.restricted, interview.created_by = True, researcher
    interview.save()

    assert as_researcher.get(address(told)).status_code == 200
    assert as_stranger.get(address(told)).status_code == 404

    made.MentionFactory(pain_point=told.pain_point)
    page = as_stranger.get(address(told))
    assert page.context["pain_point"].people == 1
    assert "Slack" not in page.text


def test_one_nobody_told_yet_says_so(as_researcher, db):
    text = text_of(as_researcher.get(f"/pain-points/{made.PainPointFactory().pk}/"))
    assert "Not heard yet" in text
    assert "No one has told it yet." in text


def test_other_apps_add_panels(as_researcher, told, monkeypatch):
    monkeypatch.setattr(panels, "_panels", {})
    panels.register("pain_point", "interviews:pain_point_read", "Used in")
    page = as_researcher.get(address(told))
    assert f'hx-get="{address(told)}" hx-trigger="load"' in page.text
    assert f'<a class="link" href="{address(told)}">Used in</a>' in page.text


def test_the_number_of_queries_does_not_grow(as_researcher, told, budget):
    as_researcher.get(address(told))
    with budget("pain point page"):
        as_researcher.get(address(told))
    for _ in range(10):
        mention = made.MentionFactory(pain_point=told.pain_point, participant__persona=made.PersonaFactory())
        made.QuoteFactory(participant=mention.participant, speaks_for=mention)
        made.WhyFactory(mention=mention, root_cause=made.RootCauseFactory())
    with budget("pain point page"):
        assert len(as_researcher.get(address(told)).context["hurts"]) == 11


def test_it_is_stated_and_changed_with_its_codes(as_researcher, db):
    code = made.CodeFactory()
    answer = as_researcher.post("/pain-points/new/", {"title": " Late   loads ", "codes": [code.pk]})
    pain = PainPoint.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/pain-points/{pain.pk}/")
    assert (pain.title, list(pain.codes.all())) == ("Late loads", [code])

    as_researcher.post(f"/pain-points/{pain.pk}/edit/", {"title": "Loads are late", "version": pain.version})
    pain.refresh_from_db()
    assert (pain.title, pain.codes.count()) == ("Loads are late", 0)


@pytest.mark.parametrize("title", ["", "   ", "x" * 501, "\0"])
def test_a_title_that_is_none_is_refused_and_kept(as_researcher, db, title):
    answer = as_researcher.post("/pain-points/new/", {"title": title, "description": "What I typed"})
    assert answer.status_code == 422
    assert "What I typed" in answer.text


def test_two_who_edit_at_once_both_keep_their_text(as_researcher, told):
    pain = told.pain_point
    url, version = f"/pain-points/{pain.pk}/edit/", pain.version
    as_researcher.post(url, {"title": "Theirs", "version": version})
    answer = as_researcher.post(url, {"title": "Mine", "version": version})
    assert answer.status_code == 409
    assert "Mine" in answer.text
    assert "Theirs" in answer.text


def test_what_sounds_the_same_is_shown_before_it_is_stated_twice(as_researcher, told):
    page = as_researcher.get("/pain-points/new/", {"title": "schema changes break"})
    assert "Sounds like" in page.text


def test_archiving_can_be_undone(as_researcher, told):
    pain = told.pain_point
    page = as_researcher.post(f"/pain-points/{pain.pk}/archive/", follow=True)
    assert f'action="/pain-points/{pain.pk}/restore/"' in page.text
    assert as_researcher.get("/pain-points/").context["rows"] == []

    as_researcher.post(f"/pain-points/{pain.pk}/restore/")
    assert len(as_researcher.get("/pain-points/").context["rows"]) == 1


def test_a_mention_moves_to_another_pain_point_and_back(as_researcher, told):
    before, other = told.pain_point, made.PainPointFactory(title="Nobody tells us")
    answer = fill(as_researcher, f"/mentions/{told.pk}/move/", {"name": other.reference}, follow=True)
    told.refresh_from_db()
    assert told.pain_point == other
    assert before in told.kept_apart.all()
    back = re.search(r'action="(/mentions/[^"]+)"', answer.text)[1].replace("&amp;", "&")

    as_researcher.post(back)
    told.refresh_from_db()
    before.refresh_from_db()
    assert (told.pain_point, told.same_pain, before.is_archived) == (before, False, False)
    assert not told.kept_apart.exists()


def test_a_mention_that_somebody_else_moved_stays_where_they_put_it(as_researcher, as_admin, told):
    one, other = made.PainPointFactory(title="Nobody tells us"), made.PainPointFactory(title="Types change")
    address = f"/mentions/{told.pk}/move/"
    late = as_admin.get(address).context["form"]["version"].value()
    fill(as_researcher, address, {"name": one.reference})
    answer = as_admin.post(address, {"name": other.reference, "version": late})
    assert answer.status_code == 409
    assert f"{one.reference} Nobody tells us" in answer.text
    assert Mention.objects.get(pk=told.pk).pain_point == one


def test_a_mention_gets_a_pain_point_of_its_own(as_researcher, told):
    other = made.MentionFactory(pain_point=told.pain_point, title="Types change", same_pain=True)
    fill(as_researcher, f"/mentions/{other.pk}/move/", {"own": "1"})
    other.refresh_from_db()
    assert (other.pain_point.title, other.same_pain) == ("Types change", False)
    assert Mention.objects.get(pk=told.pk).pain_point == told.pain_point


@pytest.mark.parametrize("typed", ["", "PP-999999", "No such thing", "PP-99999999999999999999999", "PP-²"])
def test_a_place_that_is_none_is_refused(as_researcher, told, typed):
    answer = as_researcher.post(f"/mentions/{told.pk}/move/", {"name": typed})
    assert answer.status_code == 422
    assert "There is no other pain point like that." in answer.text
    assert Mention.objects.get(pk=told.pk).pain_point == told.pain_point


def test_its_only_mention_is_its_own_already(as_researcher, told):
    assert as_researcher.post(f"/mentions/{told.pk}/move/", {"own": "1"}).status_code == 422


def test_words_taken_back_cannot_be_moved(as_researcher, told):
    told.participant.consent_withdrawn_at = timezone.now()
    told.participant.save()
    assert as_researcher.get(f"/mentions/{told.pk}/move/").status_code == 404
    assert as_researcher.post(f"/mentions/{told.pk}/back/{told.pain_point_id}/").status_code == 404


def test_viewers_change_nothing(as_viewer, told):
    pain = told.pain_point
    for url in (f"{address(told)}edit/", f"{address(told)}archive/", f"/mentions/{told.pk}/move/", "/pain-points/new/"):
        assert as_viewer.post(url, {"title": "x", "own": "1"}).status_code == 403
    pain.refresh_from_db()
    assert (pain.title, pain.is_archived) == ("Schema changes break loads", False)
    assert Code.objects.count() == 0
