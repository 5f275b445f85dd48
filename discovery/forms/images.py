"""Images of documents as people give them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ..images import add_image
from ..models import Document, Image
from ..pictures import MOST_MB, Refused, cleaned


class ImageForm(forms.ModelForm):
    """A file, and what it shows for those who do not see it."""

    file = forms.FileField(
        label="Image",
        help_text=f"PNG, JPEG, WebP or GIF, up to {MOST_MB} MB. Where and with what it was taken is removed.",
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp,image/gif"}),
        error_messages={"required": "Choose an image."},
    )

    class Meta:
        model = Image
        fields = ("file", "description")
        help_texts = {"description": "One sentence, for those who do not see it."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["description"].required = True
        self.fields["description"].error_messages["required"] = "Say what the image shows."

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_MB * 1024 * 1024:
            raise ValidationError(f"An image may have {MOST_MB} MB.")
        try:
            self.picture = cleaned(file.read())
        except Refused as refused:
            raise ValidationError(str(refused)) from refused
        return file

    def save_for(self, document: Document, user: Any) -> Image:
        """Store the valid image as one of the document."""
        return add_image(document, self.picture, self.cleaned_data["description"], user)
