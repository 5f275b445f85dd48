"""The settings of the site, with the admin beside it and addresses of the benchmark."""

from config.settings import *  # noqa: F403
from config.settings import INSTALLED_APPS as OWN

INSTALLED_APPS = [*OWN, "django.contrib.admin"]
ROOT_URLCONF = "benchmarks.explorer.site"
