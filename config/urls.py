"""All addresses of Groundwork; each app keeps its own."""

from django.urls import include, path

from config.views import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("", include("accounts.urls")),
    path("", include("interviews.urls")),
    path("", include("discovery.urls")),
]

handler400 = "config.views.bad_request"
