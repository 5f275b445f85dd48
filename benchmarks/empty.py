"""The addresses of Groundwork and one more: a page that is the shell and nothing in it."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path

from config.urls import urlpatterns as of_groundwork

ADDRESS = "/empty/"


def empty(request: HttpRequest) -> HttpResponse:
    """The shell for who is signed in, without content."""
    return TemplateResponse(request, "base.html")


urlpatterns = [path(ADDRESS[1:], empty), *of_groundwork]
