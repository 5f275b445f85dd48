"""Comments on passages of a document: where they stand, what becomes of them when the text changes, who reads them."""

import pytest
from django.urls import reverse
from django.utils import timezone

from discovery.models import DocumentPassage
from interviews.models import Act, Comment
from tests.budgets import budget
from tests.factories.accounts import UserFactory
from tests.factories.discovery import DocumentFactory
from tests.factories.interviews import InterviewFactory, QuoteFactory

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
BODY = """Before all headings.

## Problem

Loads fail **at night**. Nobody is told. In the morning nobody is told either.

## Solution

A notice, sent before.
"""


@pytest.fixture
def document(researcher):
    return DocumentFactory(body=BODY, owner=researcher)


def say(client, document, words="Loads fail at night", text="How often?", section="s-problem", **around):
    told = {"words": words, "text": text, "section": section, "before": "", "after": "", **around}
    return client.post(reverse("discovery:passage_new", args=[document.pk]), told)


def page(client, document):
    return client.get(document.get_absolute_url())


def threads(client, document, part):
    return [one["thread"] for one in page(client, document).context["parts"][part]["threads"]]


def test_approving_says_how_many_comments_are_not_resolved_and_leads_to_the_first(as_researcher, as_viewer, document):
    approve = reverse("discovery:document_approve", args=[document.pk])
    assert "not resolved" not in as_researcher.get(approve).text
    for words in ("Nobody is told", "sent before"):
        say(as_viewer, document, words=words, section="s-problem" if words[0] == "N" else "s-solution")
    first, second = Comment.objects.order_by("pk")
    asked = as_researcher.get(approve).text
    assert f'href="{document.get_absolute_url()}#passage-{first.passage_id}">2 comments on passages</a>' in asked
    Comment.objects.filter(pk=first.pk).update(resolved_at=timezone.now())
    asked = as_researcher.get(approve).text
    assert f'#passage-{second.passage_id}">1 comment on passages</a>' in asked
    Comment.objects.filter(pk=second.pk).update(archived_at=timezone.now())
    assert "not resolved" not in as_researcher.get(approve).text


# Writing


def test_a_viewer_comments_on_words_and_everybody_reads_it_beside_them(as_viewer, as_researcher, viewer, document):
    answer = say(as_viewer, document)
    comment = Comment.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"{document.get_absolute_url()}#comment-{comment.pk}")
    assert (comment.author, comment.target.words) == (viewer, "Loads fail at night")

    html = page(as_researcher, document).text
    key = comment.passage_id
    assert f'<mark class="passage" data-passages="{key}">Loads fail </mark>' in html
    assert f'<strong><mark class="passage" data-passages="{key}">at night</mark>' in html
    assert f'class="margin-mark" href="#passage-{key}"' in html
    assert "How often?" in html
    assert [one.words for one in threads(as_researcher, document, 1)] == ["Loads fail at night"]


def test_a_comment_without_words_is_about_the_section(as_viewer, document):
    say(as_viewer, document, words="", section="s-solution")
    thread = threads(as_viewer, document, 2)[0]
    assert (thread.passage.heading, thread.words) == ("Solution", "")
    assert "<mark" not in page(as_viewer, document).text


def test_the_form_stands_alone_for_browsers_without_script(as_viewer, document):
    url = reverse("discovery:passage_new", args=[document.pk])
    assert f'action="{url}"' in page(as_viewer, document).text
    alone = as_viewer.get(f"{url}?section=s-problem")
    assert 'value="s-problem"' in alone.text and alone.status_code == 200


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"words": "Loads never fail"}, "These words are not in this section."),
        ({"words": "A notice"}, "These words are not in this section."),
        ({"words": "oads fai"}, "These words are not in this section."),
        ({"text": " "}, "Write something first."),
        ({"section": "s-gone"}, "This section is no longer in the document."),
        ({"words": "…"}, "These words are not in this section."),
    ],
)
def test_what_cannot_be_kept_comes_back_with_what_was_typed(as_viewer, document, told, said):
    answer = say(as_viewer, document, **told)
    assert (answer.status_code, said in answer.text) == (422, True)
    assert not Comment.objects.exists() and not DocumentPassage.objects.exists()


def test_what_is_refused_beside_its_section_keeps_the_names_of_that_form(as_viewer, document):
    url = reverse("discovery:passage_new", args=[document.pk])
    answer = as_viewer.post(url, {"text": "", "section": "s-problem"}, headers=HTMX)
    assert answer.status_code == 422 and 'id="say-s-problem-text"' in answer.text


@pytest.mark.parametrize("section", ["%s", "%d", "100%", "%(x)s", "s-problem%s", "", "{}"])
def test_a_section_that_the_document_has_not_is_refused_in_words(as_viewer, document, section):
    url = reverse("discovery:passage_new", args=[document.pk])
    answer = as_viewer.post(url, {"text": "How often?", "section": section}, headers=HTMX)
    assert answer.status_code == 422
    assert "This section is no longer in the document." in answer.text and "How often?" in answer.text


def test_the_same_words_have_one_thread(as_viewer, as_researcher, document):
    say(as_viewer, document)
    say(as_researcher, document, text="Twice a week")
    thread = threads(as_viewer, document, 1)[0]
    assert [one.comment.text for one in thread.talk.said] == ["How often?", "Twice a week"]


def test_a_passage_is_answered_in_place(as_viewer, as_researcher, document):
    say(as_viewer, document)
    passage = DocumentPassage.objects.get()
    url = reverse("interviews:passage_comments", args=[passage.pk])
    answer = as_researcher.post(url, {"text": "Twice a week"}, headers=HTMX)
    assert answer.status_code == 200 and "<html" not in answer.text
    assert f'id="talk-{passage.pk}"' in answer.text and "Twice a week" in answer.text
    assert as_researcher.post(url, {"text": ""}, headers=HTMX).status_code == 422
    assert as_researcher.get(url)["Location"] == f"{document.get_absolute_url()}#passage-{passage.pk}"


def test_nothing_is_added_to_an_archived_document(as_viewer, document):
    say(as_viewer, document)
    document.archive()
    assert say(as_viewer, document).status_code == 403
    passage = DocumentPassage.objects.get()
    assert as_viewer.post(reverse("interviews:passage_comments", args=[passage.pk]), {"text": "x"}).status_code == 403
    assert "How often?" in page(as_viewer, document).text


# Settling


def test_a_thread_is_resolved_as_a_whole_undone_and_opened_again(as_viewer, as_researcher, document):
    say(as_viewer, document)
    say(as_researcher, document, text="Twice a week")
    passage = DocumentPassage.objects.get()
    as_researcher.post(passage.get_resolve_url())
    assert not Comment.objects.open().exists()
    thread = threads(as_viewer, document, 1)[0]
    assert not thread.is_open and "<mark" not in page(as_viewer, document).text

    act = Act.objects.filter(kind=Act.Kind.EDITED).latest("pk")
    as_researcher.post(reverse("interviews:act_undo", args=[act.pk]))
    assert Comment.objects.open().count() == 2
    as_researcher.post(passage.get_resolve_url())
    as_viewer.post(passage.get_reopen_url())
    assert threads(as_viewer, document, 1)[0].is_open


def test_a_removed_comment_comes_back_for_who_wrote_it(as_viewer, as_researcher, document):
    say(as_viewer, document)
    comment = Comment.objects.get()
    as_viewer.post(reverse("interviews:comment_archive", args=[comment.pk]))
    assert not threads(as_researcher, document, 1)
    assert "Your comment was removed." in page(as_viewer, document).text
    as_viewer.post(reverse("interviews:comment_restore", args=[comment.pk]))
    assert threads(as_researcher, document, 1)


# When the text changes


def test_a_comment_stays_with_its_words(as_viewer, document):
    say(as_viewer, document)
    document.body = "## Start\n\nNew.\n\n" + BODY.replace("**at night**", "*at night*").replace("Nobody is told. ", "")
    document.save()
    thread = threads(as_viewer, document, 1)[0]
    assert thread.place and page(as_viewer, document).text.count("<mark") == 2


def test_a_comment_whose_words_are_gone_says_so_with_the_old_words(as_viewer, document):
    say(as_viewer, document)
    document.body = BODY.replace("Loads fail **at night**", "Pipelines stop")
    document.save()
    html = page(as_viewer, document).text
    assert "The passage was changed. It said: " in html and "Loads fail at night</q>" in html
    assert "<mark" not in html
    document.body = "## Other\n\nNothing of it."
    document.save()
    assert "Comments on what is no longer here" in page(as_viewer, document).text


# What may be read


def test_a_comment_on_pasted_words_hides_with_them(as_viewer, as_researcher, document):
    quote = QuoteFactory(text="We find out because the chat is on fire at seven")
    document.body += f"\n> {quote.text.upper()}\n"
    document.save()
    say(as_viewer, document, words="chat is ON FIRE", text="So they said on fire", section="s-solution")
    assert "So they said" in page(as_researcher, document).text

    quote.participant.consent_withdrawn_at = timezone.now()
    quote.participant.save()
    document.body = BODY  # even when somebody took the words out
    document.save()
    for client in (as_viewer, as_researcher):
        html = page(client, document).text
        assert "fire" not in html.lower() and "1 comment is hidden" in html
    assert not Comment.objects.visible_to(UserFactory(role="admin")).exists()


# Waiting


def waiting(client):
    return [(one.label, one.words) for one in client.get("/").context["waiting"]]


def test_home_says_who_is_asked_and_whose_documents_are_talked_about(as_viewer, as_researcher, document):
    InterviewFactory()
    say(as_viewer, document, text="Is it so, @Inês Duarte?")
    assert waiting(as_researcher) == [
        (document.reference, "Mateus Prado asks: Is it so, @Inês Duarte?"),
        (document.reference, "has an open comment"),
        (document.reference, "stands on no evidence yet"),
    ]
    say(as_researcher, document, text="It is, @Mateus Prado", words="", section="s-solution")
    assert waiting(as_viewer) == [(document.reference, "Inês Duarte asks: It is, @Mateus Prado")]
    assert as_viewer.get("/").text.count(f"{document.get_absolute_url()}#comment-") == 1

    as_researcher.post(DocumentPassage.objects.order_by("pk").first().get_resolve_url())
    assert waiting(as_researcher) == [(document.reference, "stands on no evidence yet")]
    document.archive()
    assert waiting(as_viewer) == []


def test_ten_more_passages_ask_no_more_queries(as_researcher, document):
    def talk(number):
        document.body += f"\n\nPassage number {number} of the whole text here."
        document.save()
        say(as_researcher, document, words=f"Passage number {number} of the whole", section="s-solution")

    talk(0)
    page(as_researcher, document)
    with budget("document page with comments"):
        page(as_researcher, document)
    for number in range(1, 11):
        talk(number)
    with budget("document page with comments"):
        html = page(as_researcher, document).text
    assert html.count('class="margin-mark"') == 11
