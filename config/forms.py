"""How forms look: one field template for the whole house."""

from django.forms.renderers import TemplatesSetting


class FieldRenderer(TemplatesSetting):
    """Renders each field as label, control, hint and error, joined for assistive technology."""

    field_template_name = "_parts/field.html"
    form_template_name = "_parts/form.html"
