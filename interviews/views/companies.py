"""Companies: the list, a company's page, and its record."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import researcher_required

from ..forms.companies import CompanyForm
from ..lists import COMPANIES
from ..models import Company, Person
from ..panels import panels_of
from ..portraits import portrait
from ..reach import taking_part
from .edit import edit_record
from .listing import list_records
from .survivors import leads_to_survivor


@require_safe
def company_list(request: HttpRequest) -> HttpResponse:
    """Where our customers work, with how many of them we heard."""
    return list_records(request, COMPANIES, template="interviews/company_list.html")


@require_safe
@leads_to_survivor(Company)
def company_read(request: HttpRequest, pk: int) -> HttpResponse:
    """One company: who we know there, what hurts them, in their words."""
    company = get_object_or_404(Company.objects.visible_to(request.user), pk=pk)
    mine = taking_part(request.user).filter(company=company).select_related("interview", "person", "persona")
    people = Person.objects.live().visible_to(request.user).filter(company=company).select_related("persona")
    return TemplateResponse(
        request,
        "interviews/company_read.html",
        {
            "company": company,
            "portrait": portrait(request.user, Q(company=company), of_one_company=True),
            "people": people.in_order(),
            "conversations": mine.order_by("-interview__held_at", "-interview_id", "position"),
            "panels": panels_of("company", company.pk),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@researcher_required
def company_new(request: HttpRequest) -> HttpResponse:
    """Add a company."""
    form = CompanyForm(request.POST or None, user=request.user)
    return edit_record(request, form, template="interviews/company_edit.html", done=Company.get_absolute_url)


@require_http_methods(["GET", "HEAD", "POST"])
@researcher_required
def company_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a company's record."""
    company = get_object_or_404(Company.objects.visible_to(request.user), pk=pk)
    form = CompanyForm(request.POST or None, user=request.user, instance=company)
    return edit_record(request, form, template="interviews/company_edit.html", done=Company.get_absolute_url)
