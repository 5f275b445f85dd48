"""Every address, read by those from whom something is hidden: none of the hidden words or names is on any page.

All hidden texts of the small world that they read begin alike, so that every search is asked for them without the
question itself giving one away.
"""

import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from urllib.parse import urlencode
from zipfile import ZipFile

import pytest
from django.db.models import Value
from django.db.models.functions import Concat
from django.http import HttpResponseBase
from django.urls import URLPattern, reverse

from accounts import reading
from discovery.models import (
    DataCheck,
    DataProduct,
    Document,
    DocumentTemplate,
    DocumentVersion,
    Evidence,
    Hypothesis,
    Requirement,
    WeeklyUpdate,
)
from discovery.searchable import KINDS
from interviews import models
from interviews.filters import LONG, MAP
from interviews.saved import counts
from tests.addresses import POST_ONLY, SIGNED_IN, WRITERS, WRITERS_POST
from tests.architecture.test_every_address import TABLE, VIEWS
from tests.factories import interviews as made
from tests.hidden import START, hidden_world

SPACES = ("interviews:", "discovery:")
# Pages that answer a part of themselves to a script.
PARTS = re.compile(r"used-in|transcript|comments/|saved-views/counts|pain-points/(\?|$)")
# The model whose key the address takes, by how its name begins; the first that fits.
KEYS = {
    "interviews:import_": None,
    "interviews:act_undo": None,
    "interviews:duplicate_together": None,
    "interviews:interview_": models.Interview,
    "interviews:log_": models.Interview,
    "interviews:transcript_": models.Interview,
    "interviews:quote_new": models.Interview,
    "interviews:quote_": models.Quote,
    "interviews:participant_": models.Participant,
    "interviews:person_": models.Person,
    "interviews:comment_": models.Comment,
    "interviews:passage_": models.Passage,
    "interviews:saved_view_": models.SavedView,
    "interviews:company_": models.Company,
    "interviews:persona_": models.Persona,
    "interviews:study_": models.Study,
    "interviews:guide_": models.Guide,
    "interviews:code_": models.Code,
    "interviews:tool_": models.Tool,
    "interviews:pain_point_": models.PainPoint,
    "interviews:mention_": models.Mention,
    "interviews:root_cause_": models.RootCause,
    "interviews:why_": models.Why,
    "interviews:follow_up_": models.FollowUp,
    "discovery:interview_": models.Interview,
    "discovery:pain_point_": models.PainPoint,
    "discovery:mention_": models.Mention,
    "discovery:quote_": models.Quote,
    "discovery:root_cause_": models.RootCause,
    "discovery:person_": models.Person,
    "discovery:participant_": models.Participant,
    "discovery:hypothesis_": Hypothesis,
    "discovery:requirement_new": Document,
    "discovery:passage_new": Document,
    "discovery:image_list": Document,
    "discovery:image_": None,
    "discovery:review_": None,
    "discovery:data_product_": DataProduct,
    "discovery:document_template_": DocumentTemplate,
    "discovery:requirement_": Requirement,
    "discovery:document_": Document,
    "discovery:evidence_": Evidence,
    "discovery:data_check_": DataCheck,
    "discovery:weekly_update_": WeeklyUpdate,
    "discovery:why_": models.Why,
}
WHOLE = f"?{urlencode([('whole', one) for one in (MAP, *LONG)])}"  # the explorer with all it has around its rows
QUERIES = {
    "_list": (f"?q={START}", "?status=archived"),
    # also spelled a little otherwise than what is hidden, and every kind on its own
    "discovery:search": (
        *(f"?q={START}*", f"?q={START}restricte", f"?q={START}gon", f"?q={START}nme", "?q=said", "?q=name"),
        *(f"?q={START}*&kind={kind.name}" for kind in KINDS),
        *(f"?kind={kind.name}" for kind in KINDS),
    ),
    "_suggest": (f"?q={START}", "?q="),
    "_similar": (f"?q={START}&title={START}",),
    "_used_in": (f"?find={START}",),
    "_evidence": (f"?find={START}", "?find=INT-1"),
    "_compare": ("?old=1", "?old=1&new=2"),
    **{f"export{end}": ("?people=pseudonyms",) for end in ("", "_md", "_html", "_zip")},
    "quote_new": ("?segment=1",),
    "pain_point_list": ("?person=0", "?company=0", "?tool=0", WHOLE),
}


# What a search asks, by how the name of its address ends; in the place of {} stands a hidden text.
SEARCHES = {
    "_list": "?q={}",
    "discovery:search": "?q={}",
    "_suggest": "?q={}",
    "_similar": "?title={}+pain",
    "_evidence": "?find={}",
}
KEYS_OF = {
    "discovery:hypothesis_evidence": Hypothesis.objects.get,
    "discovery:document_evidence": Document.objects.get,
    "discovery:image_list": Document.objects.get,
    "discovery:requirement_evidence": Requirement.objects.get,
}


# What somebody types into the palette: beginnings, from which words are completed, and what is spelled alike.
PALETTE = {"HX-Request": "true", "HX-Target": "hits"}
TYPED = (
    "q",
    "qua",
    START,
    f"{START}re",
    f"{START}restricte",
    f"{START}gon",
    f"{START}nam",
    "Company o",
    "PP-1",
    "INT-1",
)


@pytest.fixture
def world(researcher):
    return hidden_world(researcher)


def arguments(name: str, pattern: URLPattern) -> Iterator[dict]:
    """The arguments of an address, for every record it can be about."""
    wanted = set(pattern.pattern.regex.groupindex)
    if "key" in wanted:  # stands for whom it was made, whoever asks: tests/discovery/test_update_feed.py
        return
    if "pk" not in wanted:
        yield from (one.make() for one in TABLE if one.name == name)
        return
    model = next((model for start, model in KEYS.items() if name.startswith(start)), None)
    if model is None or "token" in wanted:
        return
    others = {"question": 1, "participant": 1, "pain_point": 1, "number": 1}
    for pk in model.objects.values_list("pk", flat=True):
        yield {"pk": pk, **{key: others[key] for key in wanted - {"pk"}}}


def addresses() -> Iterator[tuple[str, dict[str, str]]]:
    """Every address that answers to GET, for every record; the first of each also as a part and with every search."""
    for name, pattern in VIEWS.items():
        if not name.startswith(SPACES) or name in changes():
            continue
        for place, kwargs in enumerate(arguments(name, pattern)):
            address = reverse(name, kwargs=kwargs)
            queries = [query for end, some in QUERIES.items() if name.endswith(end) for query in some]
            if name == "discovery:search":
                yield from ((f"{address}?q={text}", PALETTE) for text in TYPED)
            for query in ("", *(queries if place == 0 else ())):
                yield address + query, {}
                if place == 0 and PARTS.search(address):
                    yield address + query, {"HX-Request": "true"}


@cache
def changes() -> frozenset[str]:
    """The addresses that only take changes, as the tables of rights say."""
    only_post = (POST_ONLY, WRITERS_POST)
    return frozenset(one.name for one in TABLE if one.rights in only_post)


def shown(client, hidden: tuple[str, ...]) -> str:
    """Where one of the hidden texts is, on a page or, where there is one, its part."""
    found = []
    for address, headers in addresses():
        text = body(client.get(address, headers=headers))
        found += [f"{address} shows {word}" for word in hidden if START + word in text]
    return "\n".join(found)


def body(answer: HttpResponseBase) -> str:
    """What was answered, with the name of a file; a file as far as it is text, of an archive every file in it."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if answer.get("Content-Type") == "application/zip":
        with ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
            content = b"\n".join([*(name.encode() for name in names), *map(archive.read, names)])
    return content.decode(errors="replace") + answer.get("Content-Disposition", "")


def test_a_viewer_reads_nothing_hidden_and_no_name(as_viewer, world):
    notes_and_words = ("unquotable prose", "unquotable quote", "unquotable said", "unquotable typed")
    assert not shown(as_viewer, ("restricted", "gone", "over", "name", *notes_and_words))


def test_a_stranger_reads_nothing_restricted_and_nothing_taken_back(as_stranger, world):
    assert not shown(as_stranger, ("restricted", "gone", "over", "name restricted"))


def test_nobody_reads_what_was_taken_back(as_researcher, as_admin, world):
    assert not shown(as_researcher, ("gone", "over"))
    assert not shown(as_admin, ("gone", "over"))


def test_no_search_finds_what_was_taken_back(as_viewer, as_researcher, as_admin, world):
    """Whoever asks for the words is answered as if they had asked for words that nobody ever said."""
    for client in (as_viewer, as_researcher, as_admin):
        for search in searches():
            answers = {word: body(client.get(search.format(START + word))) for word in ("gone", "over", "nowhere")}
            assert len({said(text, START + word) for word, text in answers.items()}) == 1, search


def test_no_number_beside_a_search_tells_what_was_taken_back(viewer, researcher, admin, world):
    """What stands beside saved searches, over everything and over each kind."""
    kinds = ("", *(f"&kind={kind.name}" for kind in KINDS))
    asked = [f"q={START}{word}{kind}" for word in ("gone", "over", "nowhere") for kind in kinds]
    views = [made.SavedViewFactory(of="search", query=query) for query in asked]
    for user in (viewer, researcher, admin):
        with reading.by(user):
            told = counts(views, None, user)[0]
        assert {view.query: told[view.pk] for view in views} == dict.fromkeys(asked, "0"), user


def searches() -> Iterator[str]:
    """Every address that can be asked for words."""
    for one in TABLE:
        query = next((query for end, query in SEARCHES.items() if one.name.endswith(end)), "")
        if query and one.rights in (SIGNED_IN, WRITERS):
            yield reverse(one.name, kwargs={"pk": KEYS_OF[one.name]().pk} if one.name in KEYS_OF else {}) + query


def test_no_palette_finds_what_was_taken_back(as_viewer, as_researcher, as_admin, world):
    for client in (as_viewer, as_researcher, as_admin):
        address = f"{reverse('discovery:search')}?q={START}"
        answers = {word: body(client.get(address + word, headers=PALETTE)) for word in ("gone", "over", "nowhere")}
        assert len({said(text, START + word) for word, text in answers.items()}) == 1


def said(text: str, word: str) -> str:
    """A page without the word it was asked for, and without what is new on every page."""
    return re.sub(r'csrfmiddlewaretoken" value="[^"]*"', "", text).replace(word, "…")


EXPORTS = [name for name in VIEWS if name.startswith("discovery:document_") and "_export" in name]


def exported(client, query: str) -> dict[str, str]:
    """Every file of the document and its first version, and what is said before they are taken."""
    addresses = {reverse(name, kwargs=kwargs) for name in EXPORTS for kwargs in arguments(name, VIEWS[name])}
    answers = {address: client.get(address + query) for address in addresses}
    assert {answer.status_code for answer in answers.values()} == {200}
    return {address: body(answer) for address, answer in answers.items()}


def test_no_file_holds_what_is_not_for_quoting(as_researcher, as_admin, world):
    for client in (as_researcher, as_admin):
        for address, text in exported(client, "").items():
            assert f"{START}unquotable said" not in text and f"{START}unquotable quote" not in text, address


def test_no_file_under_pseudonyms_names_anybody(as_admin, world):
    """Nor does what we wrote about them: the text, its title, its lines, and why something matters."""
    names = f"{START}name restricted of Company of restricted, {START}name@example.org, {START.upper()}NAME GONE"
    Document.objects.update(title=names, body=Concat("body", Value(f"\n\n## {names}\n\n> {names}")), summary=names)
    Requirement.objects.update(text=names, acceptance=names)
    Evidence.objects.update(reason=names)
    DocumentVersion.objects.filter(number=1).update(title=names, body=names, name=names)
    for address, text in exported(as_admin, "?people=pseudonyms").items():
        assert not re.search(rf"{START}-?name|Company.of", text, re.IGNORECASE), address
    assert any(f"{START}name restricted" in text for text in exported(as_admin, "?people=names").values())


def test_the_walk_would_find_it(as_admin, world):
    """Guards the walk itself: somebody who may read all of it is shown the words."""
    for hidden in ("restricted", "name", "unquotable quote"):
        assert (
            START + hidden
            in as_admin.get(
                world["restricted" if hidden != "unquotable quote" else "unquotable"].get_absolute_url()
            ).text
        )
    bundle = reverse("discovery:document_version_export_zip", args=[Document.objects.get().pk, 1])
    for hidden in ("restricted said", "restricted why", "name restricted"):
        assert START + hidden in body(as_admin.get(bundle))
