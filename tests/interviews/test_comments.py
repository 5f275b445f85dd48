"""Comments: written below interviews, pain points and quotes by whoever reads them, and hidden with what they cite."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from interviews.comments import asked_in, questions, rendered
from interviews.models import Act, Comment, Consent, Interview, Participant
from tests.factories.accounts import UserFactory
from tests.factories.discovery import HypothesisFactory
from tests.factories.interviews import (
    CommentFactory,
    InterviewFactory,
    MentionFactory,
    PainPointFactory,
    ParticipantFactory,
    PersonFactory,
    QuoteFactory,
)
from tests.interviews.talk import talk

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def pain_point():
    return PainPointFactory(title="Backfills are manual")


def write(client, record, text, **headers):
    return client.post(f"{record.get_absolute_url()}comments/", {"text": text}, headers=headers)


def act(client, comment, name, **headers):
    return client.post(f"/comments/{comment.pk}/{name}/", headers=headers)


def texts(client, record):
    """What the page of a record shows of comments."""
    return [one.comment.text for one in client.get(record.get_absolute_url()).context["talk"].said]


# Writing


@pytest.mark.parametrize("make", [PainPointFactory, InterviewFactory, QuoteFactory])
def test_a_viewer_comments_and_everybody_reads_it(make, as_viewer, as_researcher, viewer):
    record = make()
    answer = write(as_viewer, record, "We saw\nthis as well")
    comment = Comment.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"{record.get_absolute_url()}#comment-{comment.pk}")
    assert (comment.author, comment.target) == (viewer, record)

    page = as_researcher.get(record.get_absolute_url()).text
    assert "We saw<br>this as well" in page and str(viewer) in page


def test_htmx_gets_the_comments_with_the_new_one_in_hand(as_viewer, pain_point):
    answer = write(as_viewer, pain_point, "As a part", **HTMX)
    assert answer.status_code == 200
    assert "<html" not in answer.text and 'id="comments"' in answer.text
    assert f'id="comment-{Comment.objects.get().pk}" tabindex="-1" data-fresh' in answer.text
    assert "Comment added" in answer.text, "the toast comes with it"


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_what_cannot_be_kept_comes_back_with_what_was_typed(headers, as_viewer, pain_point):
    empty = write(as_viewer, pain_point, "  ", **headers)
    assert (empty.status_code, "Write something first." in empty.text) == (422, True)
    long = write(as_viewer, pain_point, "x" * 5001, **headers)
    assert (long.status_code, "x" * 5001 in long.text) == (422, True)
    assert write(as_viewer, pain_point, "a\0b", **headers).status_code == 422
    assert not Comment.objects.exists()


def test_nothing_is_added_to_what_is_put_away(as_viewer, pain_point):
    pain_point.archive()
    assert write(as_viewer, pain_point, "Too late").status_code == 403
    assert "comment-new-text" not in as_viewer.get(pain_point.get_absolute_url()).text


def test_a_comment_is_about_exactly_one_record(pain_point, viewer):
    for targets in ({}, {"pain_point": pain_point, "interview": InterviewFactory()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Comment.objects.create(text="About what?", created_by=viewer, **targets)


# Reading


def test_references_and_addresses_become_links_and_html_stays_text(as_researcher, pain_point):
    interview, hypothesis = InterviewFactory(), HypothesisFactory()
    text = f"<b>See</b> {interview.reference}, {hypothesis.reference} and PP-9999 (https://x.org/a?b=1&c=2)."
    write(as_researcher, pain_point, text)
    html = str(as_researcher.get(pain_point.get_absolute_url()).context["talk"].said[0].html)
    assert "&lt;b&gt;See&lt;/b&gt;" in html
    assert f'<a class="link" href="{interview.get_absolute_url()}"' in html
    assert f'<a class="link" href="{hypothesis.get_absolute_url()}"' in html
    assert "PP-9999" in html and "PP-9999</a>" not in html
    assert '<a class="link" href="https://x.org/a?b=1&amp;c=2" rel="noreferrer nofollow ugc">' in html
    assert html.endswith("</a>).")


@pytest.mark.parametrize("text", ["javascript:alert(1)", "data:text/html,x", "http://", 'https://x.org/"onclick="y'])
def test_nothing_else_becomes_a_link(text):
    html = str(rendered(text, {}, []))
    assert "javascript:" not in html.replace(text, "") and 'onclick="' not in html
    assert html.count("<a ") == text.startswith("https://")


def test_a_reference_is_no_link_for_who_may_not_read_it(as_researcher, as_stranger, researcher, pain_point):
    secret = InterviewFactory(restricted=True, created_by=researcher)
    write(as_researcher, pain_point, f"As told in {secret.reference}")
    link = f'href="{secret.get_absolute_url()}"'
    assert link in as_researcher.get(pain_point.get_absolute_url()).text
    assert link not in as_stranger.get(pain_point.get_absolute_url()).text


def test_comments_hide_with_a_restricted_interview(as_researcher, as_stranger, researcher, stranger):
    secret = InterviewFactory(restricted=True, created_by=researcher)
    participant = ParticipantFactory(interview=secret)
    told = MentionFactory(participant=participant)
    quote = QuoteFactory(participant=participant)
    for record in (secret, told.pain_point, quote):
        assert write(as_researcher, record, "Between us").status_code == 302
        assert write(as_stranger, record, "Me too").status_code == 404
    assert Comment.objects.visible_to(researcher).count() == 3
    assert not Comment.objects.visible_to(stranger).exists()
    for comment in Comment.objects.all():
        assert as_stranger.get(f"/comments/{comment.pk}/").status_code == 404
        assert act(as_stranger, comment, "resolve").status_code == 404


def test_comments_hide_with_the_words_they_cite_and_leave_a_number(as_researcher, as_admin, researcher, admin):
    interview = talk(researcher)
    quote, pain_point = interview.quotes.first(), interview.mentions.first().pain_point
    for record in (interview, quote, pain_point):
        write(as_researcher, record, "Slack is on fire, she says")
    Participant.objects.update(consent_withdrawn_at=timezone.now())

    for user in (researcher, admin):
        assert not Comment.objects.visible_to(user).exists()
    page = as_admin.get(interview.get_absolute_url())
    assert "1 comment is hidden" in page.text and "she says" not in page.text
    assert write(as_admin, interview, "Another").status_code == 403
    for record in (quote, pain_point):
        assert "she says" not in as_admin.get(record.get_absolute_url()).text

    Participant.objects.update(consent_withdrawn_at=None)
    assert texts(as_admin, interview) == ["Slack is on fire, she says"]


def test_who_only_reads_sees_no_comments_on_what_is_not_for_quoting(as_viewer, as_researcher):
    quote = QuoteFactory(participant__consent=Consent.NONE)
    for record in (quote, quote.interview):
        write(as_researcher, record, "Not to be passed on")
    assert texts(as_researcher, quote) == texts(as_researcher, quote.interview) == ["Not to be passed on"]
    assert "passed on" not in as_viewer.get(quote.get_absolute_url()).text
    assert texts(as_viewer, quote.interview) == []
    assert write(as_viewer, quote.interview, "Why not?").status_code == 403


# Changing


def test_the_author_changes_it_and_nobody_else(as_viewer, as_researcher, as_admin, pain_point):
    write(as_viewer, pain_point, "Once a week")
    comment = Comment.objects.get()
    for client in (as_researcher, as_admin):
        assert client.get(f"/comments/{comment.pk}/edit/").status_code == 403
        assert client.post(f"/comments/{comment.pk}/edit/", {"text": "No", "version": 1}).status_code == 403
    assert as_viewer.get(f"/comments/{comment.pk}/edit/").status_code == 200
    answer = as_viewer.post(f"/comments/{comment.pk}/edit/", {"text": "Twice", "version": 1}, headers=HTMX)
    assert answer.status_code == 200 and "Twice" in answer.text and "edited" in answer.text

    told = as_researcher.get(comment.get_history_url())
    assert [(step.old, step.new) for step in told.context["deeds"][0].steps] == [("Once a week", "Twice")]
    assert not told.context["deeds"][0].can_undo, "it is for the author to take back"
    assert as_researcher.post(f"/history/{Act.objects.first().pk}/undo/").status_code == 404


def test_an_edit_from_an_old_page_answers_with_both_texts(as_viewer, pain_point):
    write(as_viewer, pain_point, "First")
    comment = Comment.objects.get()
    as_viewer.post(f"/comments/{comment.pk}/edit/", {"text": "Second", "version": 1})
    late = as_viewer.post(f"/comments/{comment.pk}/edit/", {"text": "Third", "version": 1}, headers=HTMX)
    assert late.status_code == 409
    assert "Second" in late.text and "Third" in late.text
    comment.refresh_from_db()
    assert comment.text == "Second"


def test_the_author_removes_it_the_toast_brings_it_back(as_viewer, as_researcher, pain_point):
    write(as_viewer, pain_point, "Never mind")
    comment = Comment.objects.get()
    assert act(as_researcher, comment, "archive").status_code == 403
    answer = as_viewer.post(f"/comments/{comment.pk}/archive/", follow=True)
    undo = Act.objects.first().get_undo_url(comment.get_place_url())
    assert f'action="{undo}"'.replace("&", "&amp;") in answer.text
    assert texts(as_researcher, pain_point) == []
    assert "Put it back" in answer.text and "Never mind" not in answer.text
    for address in (comment.get_absolute_url(), comment.get_history_url()):
        assert as_researcher.get(address).status_code == 404

    assert as_viewer.post(undo).status_code == 302
    assert texts(as_researcher, pain_point) == ["Never mind"]


def test_what_was_removed_or_stands_below_the_archive_is_not_changed(as_researcher, researcher, pain_point):
    comment = CommentFactory(pain_point=pain_point, created_by=researcher, text="As it was")
    sent = {"text": "Changed", "version": comment.version}
    pain_point.archive(researcher)
    assert as_researcher.post(f"/comments/{comment.pk}/edit/", sent).status_code == 403
    pain_point.restore(researcher)
    comment.archive(researcher)
    assert as_researcher.post(f"/comments/{comment.pk}/edit/", sent).status_code == 403
    comment.refresh_from_db()
    assert comment.text == "As it was"


def test_an_admin_removes_and_either_of_them_puts_it_back(as_viewer, as_admin, as_researcher, pain_point):
    write(as_viewer, pain_point, "Rude")
    comment = Comment.objects.get()
    for client in (as_admin, as_viewer):
        assert act(as_admin, comment, "archive", **HTMX).status_code == 200
        assert act(as_researcher, comment, "restore").status_code == 404
        assert act(client, comment, "restore", **HTMX).status_code == 200
        assert texts(as_researcher, pain_point) == ["Rude"]


def test_whoever_reads_it_resolves_it_by_name(as_viewer, as_researcher, viewer, pain_point):
    write(as_researcher, pain_point, "Is this still so?")
    comment = Comment.objects.get()
    assert f"Resolved by {viewer}" in act(as_viewer, comment, "resolve", **HTMX).text
    act(as_researcher, comment, "resolve")
    comment.refresh_from_db()
    assert comment.resolved_by == viewer, "resolving twice changes nothing"
    assert "Resolved by" not in act(as_researcher, comment, "reopen", **HTMX).text
    kinds = list(Act.objects.values_list("kind", flat=True))
    assert kinds == ["edited", "edited", "created"]


def test_a_viewer_takes_back_only_what_is_their_own(as_viewer, as_researcher, pain_point):
    as_researcher.post(f"/pain-points/{pain_point.pk}/archive/")
    archived = Act.objects.first()
    assert as_viewer.post(f"/history/{archived.pk}/undo/").status_code == 403


# Who is asked


def test_a_name_after_an_at_sign_asks_a_colleague(researcher, viewer):
    UserFactory(full_name="Inês Duarte Prado")
    assert asked_in(f"What do you think, @{viewer.full_name}?") == [viewer]
    assert asked_in("@mateus and @Inês Duarte: see above") == [researcher, viewer]
    assert asked_in("@Inês: two are called so") == []
    assert asked_in("@Mateusz, mateus@Mateus, me@mateus.org and @nobody") == []
    viewer.is_active = False
    viewer.save()
    assert asked_in("@Mateus Prado left") == []


def test_who_is_asked_finds_it_until_it_is_answered_or_resolved(
    as_researcher, as_viewer, viewer, researcher, pain_point
):
    write(as_researcher, pain_point, "@Mateus Prado, does this fit?")
    first = Comment.objects.get()
    assert [one.pk for one in Comment.objects.waiting_for(viewer)] == [first.pk]
    assert not Comment.objects.waiting_for(researcher).exists()
    line = questions(viewer)[0]
    assert (line.label, line.url) == (pain_point.reference, first.get_place_url())
    assert line.words == f"{researcher} asks: @Mateus Prado, does this fit?"

    act(as_researcher, first, "resolve")
    assert not questions(viewer)
    act(as_researcher, first, "reopen")
    write(as_viewer, pain_point, "It does")
    assert not questions(viewer), "answered"

    write(as_researcher, pain_point, "And now, @Mateus?")
    assert len(questions(viewer)) == 1
    pain_point.archive()
    assert not questions(viewer), "nothing waits below what is put away"


def test_an_edit_changes_who_is_asked(as_researcher, viewer, stranger, pain_point):
    write(as_researcher, pain_point, "@Mateus Prado?")
    comment = Comment.objects.get()
    as_researcher.post(f"/comments/{comment.pk}/edit/", {"text": "@Noor Vance?", "version": 1})
    assert list(comment.asked.all()) == [stranger]
    assert not questions(viewer)


def test_who_may_not_read_it_is_not_asked_and_the_toast_says_so(as_researcher, researcher, viewer):
    secret = InterviewFactory(restricted=True, created_by=researcher)
    answer = as_researcher.post(f"{secret.get_absolute_url()}comments/", {"text": "@Mateus Prado?"}, follow=True)
    assert "Mateus Prado may not read this and will not see it." in answer.text
    assert not questions(viewer)


def test_names_are_offered_while_typing(as_viewer, researcher):
    UserFactory(full_name="Inês Gone", is_active=False)
    answer = as_viewer.get("/comments/colleagues/?q=inês")
    assert "Inês Duarte" in answer.text and "Gone" not in answer.text


# What follows


def test_comments_move_with_a_merge_and_come_back_with_it(as_researcher, as_viewer, viewer):
    keep, gone = PainPointFactory.create_batch(2)
    write(as_viewer, gone, "Mine is here")
    as_researcher.post("/merge/pain-points/", {"id": [keep.pk, gone.pk], "keep": keep.pk})
    assert texts(as_viewer, keep) == ["Mine is here"]
    comment = Comment.objects.get()
    as_viewer.post(f"/comments/{comment.pk}/edit/", {"text": "Mine is there", "version": comment.version})

    as_researcher.post(Act.objects.get(kind="merged").get_undo_url("/merges/"))
    assert texts(as_viewer, keep) == []
    assert texts(as_viewer, gone) == ["Mine is there"]


def test_somebody_else_may_undo_a_merge_that_moved_comments(as_researcher, as_stranger, as_viewer):
    keep, gone = PainPointFactory.create_batch(2)
    write(as_viewer, gone, "Mine is here")
    as_researcher.post("/merge/pain-points/", {"id": [keep.pk, gone.pk], "keep": keep.pk})
    as_stranger.post(Act.objects.get(kind="merged").get_undo_url("/merges/"))
    assert texts(as_viewer, gone) == ["Mine is here"]


def test_lists_say_how_many_there_are(as_viewer, as_researcher, researcher):
    interview = talk(researcher)
    pain_point = interview.mentions.first().pain_point
    for record in (interview, pain_point, pain_point):
        write(as_viewer, record, "Something")
    act(as_viewer, Comment.objects.filter(pain_point=pain_point).first(), "archive")
    assert [row["comments"] for row in as_researcher.get("/interviews/").context["rows"]] == [1]
    shown = as_researcher.get("/pain-points/")
    assert {one.pain_point.pk: one.comments for one in shown.context["rows"]}[pain_point.pk] == 1
    assert f'{pain_point.get_absolute_url()}#comments"' in shown.text


def test_queries_do_not_grow_with_the_comments(as_viewer, researcher, viewer, pain_point, budget):
    """One comment or thirty, each with references and somebody who is asked."""
    for number in range(30):
        comment = CommentFactory(pain_point=pain_point, text=f"@Inês PP-{number + 1} INT-{number + 1} HYP-1")
        comment.asked.add(researcher)
    with budget("pain point page with comments"):
        as_viewer.get(pain_point.get_absolute_url())
    with budget("waiting for me"):
        questions(researcher)


def test_everybody_in_an_interview_has_to_stand_by_their_words(viewer):
    interview = InterviewFactory()
    for _ in range(2):
        ParticipantFactory(interview=interview, person=PersonFactory())
    assert Interview.objects.with_standing_notes(viewer).filter(pk=interview.pk).exists()
    Participant.objects.filter(pk=interview.participants.first().pk).update(consent=Consent.NONE)
    assert not Interview.objects.with_standing_notes(viewer).filter(pk=interview.pk).exists()
