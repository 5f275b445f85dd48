from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The shell around the apps: navigation, shared template parts, error pages."""

    name = "config"
