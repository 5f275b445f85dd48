"""How forms look and speak: one field template and one wording for the whole house."""

from django.forms import Field
from django.forms.renderers import TemplatesSetting

TOO_LONG = "This has %(show_value)d characters; %(limit_value)d is the most."


def speak_plainly() -> None:
    """Let every field say in our words what is too long for it; a field may still say it in its own."""
    Field.default_error_messages["max_length"] = TOO_LONG


class FieldRenderer(TemplatesSetting):
    """Renders each field as label, control, hint and error, joined for assistive technology."""

    field_template_name = "_parts/field.html"
    form_template_name = "_parts/form.html"
