"""Templates: a document begins with the sections of its kind, and says which nobody wrote."""

import pytest
from django.urls import reverse

from discovery.models import Document, DocumentTemplate
from discovery.templates import DEFAULTS, outline_of
from tests.factories.discovery import DocumentFactory, RequirementFactory

pytestmark = pytest.mark.django_db


def edit_url(kind):
    return reverse("discovery:document_template_edit", args=[kind])


@pytest.mark.parametrize("kind", Document.Kind.values)
def test_a_new_document_begins_with_the_sections_of_its_kind(kind, as_researcher):
    form = as_researcher.get(f"/documents/new/?kind={kind}").context["form"]
    assert form["kind"].value() == kind
    assert form["body"].value().startswith(DEFAULTS[kind].split("\n")[0])
    assert "(optional)" not in form["body"].value()


def test_sections_that_nobody_wrote_are_listed(as_researcher):
    document = DocumentFactory(kind="one-pager", body="## Problem\n\nIt breaks.\n\n## Risks\n")
    missing = as_researcher.get(document.get_absolute_url()).context["not_written"]
    assert "Risks" in [one.title for one in missing]
    assert "Problem" not in [one.title for one in missing]


def test_requirements_are_written_as_rows(as_researcher):
    document = DocumentFactory(kind="prd")
    titles = lambda: [one.title for one in as_researcher.get(document.get_absolute_url()).context["not_written"]]  # noqa: E731
    assert "Requirements" in titles()
    RequirementFactory(document=document)
    assert "Requirements" not in titles()


def test_admins_word_a_template_and_an_empty_one_is_that_of_the_app(as_admin, as_researcher):
    as_admin.post(edit_url("prd"), {"outline": "## Our own\nWhat we want to know.", "version": 1})
    assert "## Our own" in as_researcher.get("/documents/new/?kind=prd").context["form"]["body"].value()
    assert "Worded here" in as_researcher.get("/documents/templates/").text
    stored = DocumentTemplate.objects.get()
    as_admin.post(edit_url("prd"), {"outline": "", "version": stored.version})
    assert outline_of("prd") == DEFAULTS["prd"]


def test_only_admins_do(as_researcher, as_admin):
    assert as_researcher.post(edit_url("prd"), {"outline": "x"}).status_code == 403
    assert as_admin.get(edit_url("nothing")).status_code == 404
