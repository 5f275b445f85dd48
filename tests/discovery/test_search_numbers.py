"""The number beside a search is that of the hits that are shown: it tells nothing of words that may not be read."""

import pytest
from django.utils import timezone

from accounts.models import Role
from discovery import misread
from discovery.searchable import KINDS
from interviews.models import Consent, Interview, Participant
from tests.discovery.test_search import kinds_in, page, palette
from tests.factories import discovery as decided
from tests.factories import interviews as made
from tests.interviews.test_saved_views import counted

pytestmark = pytest.mark.django_db
SAID = "We find out because the chat is on fire at seven"
FIRST = {
    "comment": lambda text: made.CommentFactory(text=text),
    "hypothesis": lambda text: decided.HypothesisFactory(audience=text),
    "document": lambda text: decided.DocumentFactory(body=text),
    "requirement": lambda text: decided.RequirementFactory(acceptance=text),
    "data_check": lambda text: decided.DataCheckFactory(result=text),
    "data_product": lambda text: decided.DataProductFactory(purpose=text),
    "weekly_update": lambda text: decided.WeeklyUpdateFactory(title=text, published=True),
}
TYPED = [kind.name for kind in KINDS if kind.typed]
HIDDEN = {
    "withdrawn": lambda: Participant.objects.update(consent_withdrawn_at=timezone.now()),
    "not for quoting": lambda: Participant.objects.update(consent=Consent.NONE),
    "restricted": lambda: Interview.objects.update(restricted=True),
}


@pytest.fixture
def quote():
    mention = made.MentionFactory()
    return made.QuoteFactory(participant=mention.participant, text=SAID, speaks_for=mention)


@pytest.fixture(params=[Role.VIEWER, Role.RESEARCHER, Role.ADMIN])
def reads(request, as_viewer, as_researcher, as_admin, viewer, researcher, admin):
    """Somebody who reads, and their client."""
    return {
        Role.VIEWER: (viewer, as_viewer),
        Role.RESEARCHER: (researcher, as_researcher),
        Role.ADMIN: (admin, as_admin),
    }[request.param]


def numbers(user, client, query: str) -> list[str]:
    """What is said beside a search of one kind: on its page, in the list of kinds, and of it as a saved view."""
    view = made.SavedViewFactory(owner=user, of="search", query=query)
    told = counted(client, "search")[1][str(view.pk)]
    view.archive(user)
    beside = page(client, f"?{query}").context["counts"]
    return [told, *(count for _, count in beside)]


def test_every_kind_in_which_such_words_may_stand_is_asked_here():
    assert set(FIRST) == set(TYPED)


@pytest.mark.parametrize("name", TYPED)
@pytest.mark.parametrize("how", HIDDEN)
def test_the_number_is_that_of_the_hits(reads, quote, name, how):
    user, client = reads
    for n in range(7):  # more than are shown at first
        FIRST[name](f"{n}: {SAID}")
    open_ones = [FIRST[name](f"Whoever is on fire, {n}") for n in range(2)]
    HIDDEN[how]()
    texts = name in ("comment", "document")  # which are read as whoever writes may; lines as everybody may
    shown = 9 if texts and how == "not for quoting" and user.can_edit else 2
    query = f"kind={name}&q=fire"
    assert len(kinds_in(page(client, f"?{query}"))[name]) == shown
    assert numbers(user, client, query) == [str(shown)] * 2
    everywhere = page(client, "?q=fire+seven").context["counts"] if shown == 2 else ()
    assert name not in {kind.name for kind, _ in everywhere}
    assert {kind.name: count for kind, count in page(client, "?q=fire").context["counts"]}[name] == str(shown)
    scopes = {kind.name: said for kind, said in palette(client, "fire").context["scopes"]}
    assert scopes[name] == ("3+" if shown == 9 else "2")
    for one in open_ones:
        one.delete()
    assert numbers(user, client, query) == ["7" if shown == 9 else "0"] * 2
    assert (name in kinds_in(page(client, f"?{query}"))) == (shown == 9)
    assert (name in kinds_in(palette(client, "fire"))) == (shown == 9)


def test_of_more_than_are_counted_it_is_said_that_there_are_more(as_viewer, viewer, quote, monkeypatch):
    HIDDEN["withdrawn"]()
    monkeypatch.setattr(misread, "MOST", 3)
    monkeypatch.setattr(misread, "SPARE", 2)
    for n in range(4):
        made.CommentFactory(text=f"{n}: fire")
    for hidden in range(3):  # as many as are looked through beyond, and one more; the number is the same
        assert page(as_viewer, "?kind=comment&q=fire").context["counts"][0][1] == "3+"
        made.CommentFactory(text=f"{hidden}: {SAID}")
    assert page(as_viewer, "?kind=comment&q=fire").context["counts"][0][1] == "", "too many are hidden to know"
    assert numbers(viewer, as_viewer, "kind=comment&q=fire") == ["", ""]
    assert numbers(viewer, as_viewer, "kind=comment&q=nowhere") == ["0", "0"]


def test_without_words_all_of_a_kind_is_listed_without_what_is_hidden(as_viewer, viewer, quote):
    made.CommentFactory(text=SAID)
    HIDDEN["withdrawn"]()
    answer = page(as_viewer, "?kind=comment")
    assert len(kinds_in(answer)["comment"]) == 1 and "on fire" not in answer.text
    assert numbers(viewer, as_viewer, "kind=comment") == ["1", "1"]


def test_counting_searches_asks_the_same_however_many_there_are(as_viewer, viewer, quote, budget):
    made.CommentFactory(text=SAID)
    HIDDEN["withdrawn"]()
    for words in (("fire", "seven"), ("chat", "find", "nowhere", "because")):
        for one in words:
            made.SavedViewFactory(owner=viewer, of="search", query=f"q={one}")
        with budget("counts of saved searches"):
            counted(as_viewer, "search")
