from django.apps import AppConfig

from .forms import speak_plainly


class ConfigConfig(AppConfig):
    """The shell around the apps: navigation, shared template parts, error pages."""

    name = "config"

    def ready(self) -> None:
        speak_plainly()
