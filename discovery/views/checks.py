"""Data checks: claims that were tested on data, what they settled, and where they are used."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import reader, researcher_required
from interviews.models import Why
from interviews.panels import panels_of
from interviews.views.edit import edit_record
from interviews.views.listing import list_records

from ..candidates import readable
from ..forms.checks import DataCheckForm
from ..lists import DATA_CHECKS
from ..models import DataCheck
from .evidence import home_of

EDIT = "discovery/data_check_edit.html"


@require_safe
def data_check_list(request: HttpRequest) -> HttpResponse:
    """What was tested on data, the latest first."""
    return list_records(request, DATA_CHECKS, template="discovery/data_check_list.html")


@require_safe
def data_check_read(request: HttpRequest, pk: int) -> HttpResponse:
    """One data check: what was asked and what came out, the why it settles, and what stands on it."""
    check = get_object_or_404(DataCheck.objects.visible_to(request.user).with_why().select_related("created_by"), pk=pk)
    context = {"check": check, "why": heard(request, check.why_id), "panels": panels_of("data_check", pk)}
    return TemplateResponse(request, "discovery/data_check_read.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@researcher_required
def data_check_new(request: HttpRequest) -> HttpResponse:
    """Write down what data said to a claim."""
    form = DataCheckForm(request.POST or None)
    return edit_record(request, form, template=EDIT, done=DataCheck.get_absolute_url, said="Data check added")


@require_http_methods(["GET", "HEAD", "POST"])
@researcher_required
def data_check_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a data check; the why it is about follows."""
    check = get_object_or_404(DataCheck.objects.visible_to(request.user), pk=pk)
    form = DataCheckForm(request.POST or None, instance=check)
    return edit_record(request, form, template=EDIT, done=DataCheck.get_absolute_url, why=heard(request, check.why_id))


@require_http_methods(["GET", "HEAD", "POST"])
def why_data_checks(request: HttpRequest, pk: int) -> HttpResponse:
    """The data checks of one why, the latest first, and the form that adds one."""
    why = get_object_or_404(readable(Why, request.user).select_related("mention", "interview"), pk=pk)
    checks = why.data_checks.live().visible_to(request.user).select_related("created_by")
    context = {"why": why, "checks": checks, "home": home_of(why)}
    template = "discovery/why_data_checks.html"
    if request.method != "POST" and not reader(request).can_edit:
        return TemplateResponse(request, template, context)
    return add_to(request, why, template, context)


@researcher_required
def add_to(request: HttpRequest, why: Why, template: str, context: dict) -> HttpResponse:
    """Show or save the form of a check of `why`."""
    form = DataCheckForm(request.POST or None, instance=DataCheck(why=why))
    return edit_record(
        request, form, template=template, done=lambda _: home_of(why), said="Data check added", **context
    )


def heard(request: HttpRequest, pk: int | None) -> Why | None:
    """The why a check settles, as long as its words may be read."""
    whys = readable(Why, request.user).select_related("mention__pain_point", "interview")
    return whys.filter(pk=pk).first() if pk else None
