"""Data products: the list, one of them with the documents about it, and the form."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import researcher_required
from interviews.views.edit import edit_record
from interviews.views.listing import list_records

from ..coverage import with_coverage
from ..forms.products import DataProductForm
from ..lists import DATA_PRODUCTS
from ..models import DataProduct, Document


@require_safe
def data_product_list(request: HttpRequest) -> HttpResponse:
    """What the team offers, by name."""
    return list_records(request, DATA_PRODUCTS, template="discovery/data_product_list.html")


@require_safe
def data_product_read(request: HttpRequest, pk: int) -> HttpResponse:
    """One data product, and the documents that are about it."""
    product = get_object_or_404(DataProduct.objects.visible_to(request.user).select_related("owner"), pk=pk)
    documents = Document.objects.live().visible_to(request.user).filter(data_product=product)
    rows = with_coverage(list(documents.select_related("owner").defer("body")), request.user)
    return TemplateResponse(request, "discovery/data_product_read.html", {"product": product, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@researcher_required
def data_product_new(request: HttpRequest) -> HttpResponse:
    """Write down a data product."""
    form = DataProductForm(request.POST or None, initial={"owner": request.user})
    template = "discovery/data_product_edit.html"
    return edit_record(request, form, template=template, done=DataProduct.get_absolute_url, said="Data product added")


@require_http_methods(["GET", "HEAD", "POST"])
@researcher_required
def data_product_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a data product."""
    product = get_object_or_404(DataProduct.objects.visible_to(request.user), pk=pk)
    form = DataProductForm(request.POST or None, instance=product)
    return edit_record(request, form, template="discovery/data_product_edit.html", done=DataProduct.get_absolute_url)
