"""What somebody typed or pasted into a document obeys in its files too: customers' words, and images."""

import base64
import io
import json
import re
from zipfile import ZipFile

import pytest
from django.urls import reverse
from django.utils import timezone

from discovery.exchange import as_html
from discovery.versions import keep
from interviews.models import Consent, Interview, Participant
from tests.discovery.test_export_document import bundle, taken
from tests.factories.discovery import DocumentFactory, ImageFactory, RequirementFactory
from tests.factories.interviews import MentionFactory, QuoteFactory

pytestmark = pytest.mark.django_db
SAID = "We find out because the chat is on fire at seven"


@pytest.fixture
def quote():
    mention = MentionFactory()
    return QuoteFactory(participant=mention.participant, text=SAID, speaks_for=mention)


@pytest.fixture
def document(quote, researcher):
    """One that repeats the words wherever somebody types."""
    document = DocumentFactory(title=f"Notices: {SAID}", summary=SAID.lower(), body=f"## Problem\n\nShe said “{SAID}.”")
    RequirementFactory(document=document, text=f"No more “{SAID}”", acceptance=SAID)
    keep(document, researcher)
    return document


def files(client, document):
    return {**bundle(client, document), **{to: taken(client, document, to) for to in ("md", "html")}}


def take_back():
    Participant.objects.update(consent_withdrawn_at=timezone.now())


def unquote():
    Participant.objects.update(consent=Consent.NONE)


def restrict():
    Interview.objects.update(restricted=True)


@pytest.mark.parametrize(
    ("act", "mark"), [(take_back, "taken back"), (unquote, "for quoting"), (restrict, "everybody")]
)
def test_words_that_may_not_be_shown_leave_in_no_file(act, mark, as_admin, document):
    for name, text in files(as_admin, document).items():
        assert name == "bundle.css" or "fire at seven" in text.lower(), name
    act()
    for name, text in files(as_admin, document).items():
        assert "on fire" not in text.lower(), name
        assert name == "bundle.css" or mark in text, name
    listed = as_admin.get(reverse("discovery:document_export_zip", args=[document.pk]))
    assert "fire" not in listed["Content-Disposition"]
    frozen = reverse("discovery:document_version_export_md", args=[document.pk, 1])
    assert "on fire" not in as_admin.get(frozen).text.lower()


def test_words_that_stand_leave_as_they_were_typed(as_viewer, document):
    assert SAID in taken(as_viewer, document, "md")


# Images


@pytest.fixture
def drawn():
    """A document that shows one of its two images, and one from elsewhere."""
    document = DocumentFactory(title="Drawn")
    shown, unseen = ImageFactory(document=document), ImageFactory(document=document)
    elsewhere = "![Theirs](https://tracker.example/a.png)"
    code = f"`![Code]({unseen.get_absolute_url()})`"
    document.body = f"Look: ![The board at seven]({shown.get_absolute_url()}) and {elsewhere}\n\n{code}"
    document.save()
    return document, shown


def test_the_bundle_holds_the_images_that_the_text_shows(as_researcher, drawn):
    document, image = drawn
    content = as_researcher.get(reverse("discovery:document_export_zip", args=[document.pk])).getvalue()
    with ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        held = {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}
    name = f"images/{image.pk}.png"
    assert [one for one in held if one.startswith("images/")] == [name]
    with image.file.open("rb") as file:
        assert held[name] == file.read()
    page, text = held["index.html"].decode(), held["document.md"].decode()
    assert re.findall(r"<img[^>]*>", page) == [f'<img alt="The board at seven" src="{name}" width="2" height="2">']
    assert f"![The board at seven]({name}) and [Image not shown: Theirs]" in text
    assert json.loads(held["bundle.json"])["images"] == [{"name": name, "width": 2, "height": 2}]
    assert b"tracker.example" not in held["index.html"] + held["document.md"]


def test_the_page_holds_its_images_itself_as_far_as_it_has_room(as_researcher, drawn, monkeypatch):
    document, image = drawn
    page = taken(as_researcher, document, "html")
    with image.file.open("rb") as file:
        assert f'src="data:image/png;base64,{base64.b64encode(file.read()).decode()}"' in page
    monkeypatch.setattr(as_html, "MOST_WITHIN", 10)
    page = taken(as_researcher, document, "html")
    assert "<img" not in page and "1 image is too large for one page" in page
    assert "[Image not shown: The board at seven]" in page


def test_a_link_to_what_is_no_address_is_none(as_researcher, drawn):
    document, _ = drawn
    type(document).objects.update(body=f"{document.body} [x](data:image/png;base64,AAAA)")
    assert 'href="data:' not in taken(as_researcher, document, "html")


def test_markdown_alone_says_what_an_image_shows(as_researcher, drawn):
    text = taken(as_researcher, drawn[0], "md")
    assert "Look: [Image not shown: The board at seven] and" in text and "`![Code](" in text


def test_under_pseudonyms_images_stay_here(as_researcher, drawn):
    document, _ = drawn
    held = bundle(as_researcher, document, people="pseudonyms")
    assert not [name for name in held if name.endswith(".png")] and "<img" not in held["index.html"]
    assert "1 image is not shown, because names in images cannot be replaced." in held["index.html"]
    offered = as_researcher.get(reverse("discovery:document_export", args=[document.pk]), {"people": "pseudonyms"}).text
    assert "1 image left out" in offered


def test_a_removed_image_is_in_no_file(as_researcher, drawn, researcher):
    document, image = drawn
    image.archive(researcher)
    assert "<img" not in bundle(as_researcher, document)["index.html"]
