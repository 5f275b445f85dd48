"""Images of a document: shown, added from the editor or by a form, removed and put back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import researcher_required
from interviews.views.edit import archive_record, restore_record
from interviews.views.limits import upload_up_to

from ..forms.images import ImageForm
from ..images import markdown_of
from ..models import Document, Image
from ..pictures import MOST_MB

TOO_LARGE = f"An image may have {MOST_MB} MB. Nothing was saved."


@require_safe
def image_read(request: HttpRequest, pk: int, image: int) -> HttpResponse:
    """The image itself, for whoever may read its document."""
    document = get_object_or_404(Document.objects.visible_to(request.user).only("pk"), pk=pk)
    found = get_object_or_404(Image.objects.live().filter(document=document), pk=image)
    headers = {
        "Cache-Control": "private, no-cache",
        "ETag": f'"{found.file.name}"',
        "Content-Disposition": f'inline; filename="image-{found.pk}.{found.kind}"',
    }
    if request.headers.get("If-None-Match") == headers["ETag"]:
        return HttpResponse(status=304, headers=headers)
    with found.file.open("rb") as file:
        return HttpResponse(file.read(), content_type=found.media_type, headers=headers)


@upload_up_to(MOST_MB * 1024 * 1024, TOO_LARGE)
@researcher_required
@require_http_methods(["GET", "HEAD", "POST"])
def image_list(request: HttpRequest, pk: int) -> HttpResponse:
    """The images of a document and what names them in its text; POST adds one. Scripts are answered in JSON."""
    document = get_object_or_404(Document.objects.live().visible_to(request.user), pk=pk)
    form = ImageForm(request.POST or None, request.FILES or None)
    asked_by_script = request.headers.get("Accept") == "application/json"
    if form.is_valid():
        image = form.save_for(document, request.user)
        if asked_by_script:
            return JsonResponse({"markdown": markdown_of(image), "url": image.get_absolute_url()})
        messages.success(request, "Image added. Copy the line beside it into the text.")
        return redirect("discovery:image_list", pk)
    status = 422 if form.is_bound else 200
    if asked_by_script:
        return JsonResponse({"errors": {name: list(told) for name, told in form.errors.items()}}, status=status)
    rows = [(one, markdown_of(one)) for one in document.images.select_related("created_by")]
    context = {"document": document, "form": form, "rows": rows}
    return TemplateResponse(request, "discovery/image_list.html", context, status=status)


@require_POST
@researcher_required
def image_archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove an image; where it stood its words are left, and the toast brings it back."""
    image = own(request, pk)
    undo = reverse("discovery:image_restore", args=[pk])
    return archive_record(request, image, to=reverse("discovery:image_list", args=[image.document_id]), undo=undo)


@require_POST
@researcher_required
def image_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a removed image back."""
    image = own(request, pk)
    return restore_record(request, image, to=reverse("discovery:image_list", args=[image.document_id]))


def own(request: HttpRequest, pk: int) -> Image:
    """An image of a document that is not archived."""
    documents = Document.objects.live().visible_to(request.user)
    return get_object_or_404(Image.objects.filter(document__in=documents), pk=pk)
