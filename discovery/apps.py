from django.apps import AppConfig
from django.utils.module_loading import import_string

from interviews import panels

PAGES = ("interview", "pain_point", "quote", "person", "root_cause", "mention", "why", "data_check")


class DiscoveryConfig(AppConfig):
    """What we conclude and promise because of what people said."""

    name = "discovery"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Add to the pages of the evidence where it is used, and to the explorer what is being done."""
        for page in PAGES:
            panels.register(page, f"discovery:{page}_used_in", "Used in")
        for page in ("interview", "person", "participant"):
            panels.register(page, f"discovery:{page}_withdrawal", "If withdrawn")
        panels.register("why", "discovery:why_data_checks", "Data checks", "microscope")
        panels.register("persona", "discovery:persona_hypotheses", "Hypotheses")
        import_string("discovery.waiting.have_passages")()
        import_string("discovery.lists.offer")()
        import_string("discovery.sheets.offer")()
        import_string("discovery.waiting.offer")()
        import_string("discovery.versions.offer")()
        import_string("discovery.models.checks.offer")()
        import_string("discovery.addressed.register")()  # needs models, which are not there when this module is read
