"""Companies: the list, a company's page, and its record."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import researcher_required

from ..conversations import conversations, of_many
from ..departments import departments
from ..forms.companies import CompanyForm
from ..lists import COMPANIES, PEOPLE
from ..models import Company, FollowUp
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
    user = request.user
    people = list(PEOPLE.rows(user).live().filter(company=company))
    talks = conversations(taking_part(user).filter(company=company), user)
    planned = FollowUp.objects.coming_up().visible_to(user).next_contacts().filter(person__company=company)
    return TemplateResponse(
        request,
        "interviews/company_read.html",
        {
            "company": company,
            "portrait": portrait(user, Q(company=company), of_one_company=True),
            "people": people,
            "deciders": [one for one in people if one.decision_maker],
            "departments": departments(company, people, user),
            "conversations": talks,
            "timeline": of_many(talks, planned, timezone.localdate()),
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
