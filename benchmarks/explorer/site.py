"""The addresses of the benchmark: those of the site, an empty page, the page of the plain ORM and the admin's list."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from interviews.models import Mention

from .peers import plain


def empty(request: HttpRequest) -> HttpResponse:
    """Nothing, for somebody who signed in: what every page costs."""
    return HttpResponse(f"{request.user.pk}")


class Everybody(admin.AdminSite):
    """An admin that lets everybody in: rights are not what is measured."""

    def has_permission(self, request: HttpRequest) -> bool:
        return True


class MentionAdmin(admin.ModelAdmin):
    """The list as it is declared in ten lines, without counts of facets."""

    list_display = ("title", "pain_point", "participant", "severity")
    list_filter = ("participant__persona", "participant__company", "interview__study", "severity", "pain_point__codes")
    list_select_related = ("pain_point", "participant__person")
    search_fields = ("title", "pain_point__title")
    list_per_page = 25

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return True


site = Everybody("admin")
site.register(Mention, MentionAdmin)
urlpatterns = [
    path("bench/empty/", empty),
    path("bench/plain/", plain),
    path("bench/admin/", site.urls),
    path("", include("config.urls")),
]
