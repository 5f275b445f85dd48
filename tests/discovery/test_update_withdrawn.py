"""Words that are taken back, restricted or no longer for quoting leave the page, the feed and the mail of an update."""

import pytest
from django.urls import reverse

from discovery.mailing import feed_key
from discovery.updates import draft
from interviews.models import Consent, Mention, PainPoint, Participant
from tests.discovery.test_publish_update import go
from tests.discovery.test_write_update import fields
from tests.discovery.weekly import MONDAY, WORDS, heard, restrict, withdraw

pytestmark = pytest.mark.django_db
PAIN = "Nobody tells us which of the columns will be gone by Monday"


def unquote(quote):
    Participant.objects.filter(pk=quote.participant_id).update(consent=Consent.NONE)


@pytest.fixture
def quote():
    heard("Bo Lind", text="The other one has another thing to say about it")
    said = heard()
    told = said.mentions.get()
    Mention.objects.filter(pk=told.pk).update(title=PAIN)
    PainPoint.objects.filter(pk=told.pain_point_id).update(title=PAIN)
    return said


@pytest.fixture
def update(researcher, as_researcher, quote):
    """Published, with the words pasted into every place where an author writes."""
    made = draft(MONDAY, researcher)
    typed = f"As one of them put it: **{WORDS[:20]}**{WORDS[20:]}! And {PAIN.upper()}."
    line = made.lines.get(quote=quote)
    own = {f"text_{line.pk}": "She meant it: the dashboard is empty at nine, she said"}
    as_researcher.post(made.get_edit_url(), fields(made, lead=typed, new_text=WORDS, **own))
    go(as_researcher, "publish", made)
    return made


def everywhere(client, update, user):
    """All that shows the update, its history and drafts included."""
    names = ["read", "mail", "history"]
    if not user.can_edit:
        names = ["read", "history"]
    pages = [reverse(f"discovery:weekly_update_{name}", args=[update.pk]) for name in names]
    pages += [f"{pages[1]}?as=text"] if user.can_edit else []
    pages += [reverse("discovery:weekly_update_list"), reverse("discovery:weekly_update_feed"), "/"]
    pages += [reverse("discovery:weekly_update_feed_of", args=[feed_key(user)])]
    return {url: client.get(url).text for url in pages}


def shows(text):
    plain = text.replace("<strong>", "").replace("</strong>", "").replace("**", "").casefold()
    return [words for words in (WORDS, PAIN, "the dashboard is empty at nine") if words.casefold() in plain]


def test_as_long_as_they_stand_they_are_shown(as_researcher, update, researcher):
    pages = everywhere(as_researcher, update, researcher)
    assert shows(pages[update.get_absolute_url()]) == [WORDS, PAIN, "the dashboard is empty at nine"]


@pytest.mark.parametrize("take", [withdraw, restrict, unquote])
def test_taken_back_they_are_nowhere_for_nobody(take, as_viewer, as_researcher, as_admin, update, quote, request):
    take(quote)
    for role, client in (("viewer", as_viewer), ("researcher", as_researcher), ("admin", as_admin)):
        for url, text in everywhere(client, update, request.getfixturevalue(role)).items():
            if url != "/" or role == "viewer":
                said = [words for words in shows(text) if words != PAIN or take is not unquote]
                assert not said, f"{role} reads it at {url}"


def test_what_was_taken_back_is_marked(as_viewer, update, quote):
    withdraw(quote)
    page = as_viewer.get(update.get_absolute_url()).text
    assert "Withdrawn: the words are not shown." in page
    assert '<mark class="taken-back">words taken back</mark>' in page
    assert "She meant it" not in page
    assert "The other one has another thing to say" in page


def test_a_draft_and_its_preview_do_not_show_them_either(as_researcher, update, quote):
    go(as_researcher, "take_back", update)
    withdraw(quote)
    page = as_researcher.get(update.get_absolute_url()).text
    mail = as_researcher.get(reverse("discovery:weekly_update_mail", args=[update.pk])).text
    assert not shows(page) and not shows(mail)


def test_a_title_holds_no_words_of_theirs(as_researcher, researcher, quote):
    made = draft(MONDAY, researcher)
    answer = as_researcher.post(made.get_edit_url(), fields(made, title=WORDS))
    assert answer.status_code == 422
    assert "These are a customer’s words" in answer.text


def test_given_back_they_are_shown_again(as_viewer, update, quote):
    withdraw(quote)
    Participant.objects.update(consent_withdrawn_at=None)
    assert WORDS in as_viewer.get(update.get_absolute_url()).text
