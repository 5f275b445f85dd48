"""The images of documents: stored beside recordings, and cleared out once nothing needs them."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from interviews.models import Act
from interviews.models.history import UNDO_WITHIN

from .models import Document, Image
from .pictures import Picture

FOLDER = "images"


def add_image(document: Document, picture: Picture, description: str, user: Any) -> Image:
    """Store a picture as an image of the document, under a name that says nothing."""
    image = Image(document=document, kind=picture.kind, width=picture.width, height=picture.height)
    image.description, image.created_by = description, user
    image.file.save(f"{uuid.uuid4().hex}.{picture.kind}", ContentFile(picture.data), save=False)
    with Act.by(user, Act.Kind.CREATED) as act:
        image.save()
        act.made(image)
        act.remark(document, "An image was added")
    return image


def markdown_of(image: Image) -> str:
    """What stands in a text where the image is shown."""
    said = "".join(" " if one in "[]\\\n\r" else one for one in image.description)
    return f"![{' '.join(said.split())}]({image.get_absolute_url()})"


def clear_out() -> int:
    """Delete the files that no image has; returns how many. Those on their way are younger than what is deleted."""
    if not default_storage.exists(FOLDER):
        return 0
    named = set(Image.objects.values_list("file", flat=True))
    gone = [
        path
        for path in (f"{FOLDER}/{name}" for name in default_storage.listdir(FOLDER)[1])
        if path not in named and default_storage.get_modified_time(path) < timezone.now() - UNDO_WITHIN
    ]
    for path in gone:
        default_storage.delete(path)
    return len(gone)
