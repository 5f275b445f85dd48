"""Data products: written down, found, changed and archived, with the documents about each."""

import pytest

from discovery.models import DataProduct
from tests.factories.discovery import DataProductFactory, DocumentFactory

pytestmark = pytest.mark.django_db


def test_one_is_written_down_with_an_owner_and_read_by_everybody(as_researcher, as_viewer, researcher):
    told = {"name": "Contract registry", "owner": researcher.pk, "area": "platform", "purpose": "Who reads what"}
    as_researcher.post("/data-products/new/", told)
    product = DataProduct.objects.get()
    page = as_viewer.get(product.get_absolute_url()).text
    for words in ("Contract registry", "Platform", "Who reads what", "Inês Duarte", product.reference):
        assert words in page
    assert as_viewer.post("/data-products/new/", told).status_code == 403


def test_it_shows_the_documents_about_it_and_they_lead_to_it(as_researcher):
    product = DataProductFactory(name="Contract registry")
    document = DocumentFactory(title="Notices", data_product=product)
    DocumentFactory(title="Gone", data_product=product).archive()
    page = as_researcher.get(product.get_absolute_url()).text
    assert "Notices" in page and "Gone" not in page
    assert product.get_absolute_url() in as_researcher.get(document.get_absolute_url()).text


def test_the_list_is_by_name_and_searched(as_researcher):
    for name in ("Zebra", "Ähre", "Bus"):
        DataProductFactory(name=name)
    rows = as_researcher.get("/data-products/").context["page"].rows
    assert [one.name for one in rows] == ["Ähre", "Bus", "Zebra"]
    assert [one.name for one in as_researcher.get("/data-products/?q=zeb").context["page"].rows] == ["Zebra"]


def test_its_reference_becomes_a_link_and_it_can_be_exported(as_researcher):
    product = DataProductFactory(name="Contract registry")
    document = DocumentFactory(body=f"## Problem\n\nSee {product.reference}")
    assert f'href="{product.get_absolute_url()}"' in as_researcher.get(document.get_absolute_url()).text
    export = b"".join(as_researcher.get("/export/data-products.csv").streaming_content).decode()
    assert "Contract registry" in export
