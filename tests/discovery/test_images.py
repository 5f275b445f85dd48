"""Images in documents: only what can be decoded, without metadata, served to who reads the document."""

from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from PIL import Image as Pillow
from PIL import PngImagePlugin

from discovery import pictures
from discovery.markdown import render
from discovery.models import Image
from discovery.pictures import Refused, cleaned
from tests.factories.discovery import DocumentFactory, ImageFactory

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}
SECRET = b"Lisbon, second floor"


def picture(kind="PNG", size=(8, 4), **more):
    out = BytesIO()
    Pillow.new("RGB", size, "teal").save(out, format=kind, **more)
    return out.getvalue()


def send(client, document, data, description="The board at seven", name="board.png", **headers):
    file = SimpleUploadedFile(name, data)
    told = {"file": file, "description": description}
    return client.post(reverse("discovery:image_list", args=[document.pk]), told, headers=headers)


# What is kept


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_each_kind_is_written_anew(kind):
    found = cleaned(picture(kind))
    assert (found.kind, found.width, found.height) == (kind.lower(), 8, 4)
    assert Pillow.open(BytesIO(found.data)).format == kind


def test_where_and_with_what_it_was_taken_is_removed():
    exif = Pillow.Exif()
    exif[0x010E] = SECRET.decode()
    exif[0x0112] = 6  # lies on its side
    exif.get_ifd(0x8825)[1] = "N"
    told = PngImagePlugin.PngInfo()
    told.add_text("Comment", SECRET.decode())
    for data in (
        picture("JPEG", exif=exif, comment=SECRET, icc_profile=SECRET, xmp=SECRET),
        picture("PNG", exif=exif, pnginfo=told, icc_profile=SECRET),
        picture("WEBP", exif=exif, xmp=SECRET, icc_profile=SECRET),
        picture("GIF", comment=SECRET),
    ):
        assert SECRET in data or b"iCCP" in data
        found = cleaned(data)
        again = Pillow.open(BytesIO(found.data))
        assert SECRET not in found.data and not again.getexif()
        assert not {"comment", "Comment", "icc_profile", "xmp"} & again.info.keys()
    assert cleaned(picture("JPEG", exif=exif)).width == 4, "it stands upright"


def test_what_moves_goes_on_moving():
    frames = [Pillow.new("P", (4, 4), n) for n in range(3)]
    out = BytesIO()
    for n, frame in enumerate(frames):
        frame.putpalette([n * 40, 0, 0] * 256)
    frames[0].save(out, format="GIF", save_all=True, append_images=frames[1:], duration=80, loop=0)
    again = Pillow.open(BytesIO(cleaned(out.getvalue()).data))
    assert (again.n_frames, again.info["duration"]) == (3, 80)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "This is no image."),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "This is no image."),
        (b"GIF89a<script>alert(1)</script>", "This is no image."),
        (picture(size=(64, 64))[:-30], "This image is broken"),
        (picture("JPEG", (64, 64))[:-200], "This image is broken"),
        (picture("BMP"), "This is no image."),
        (picture("TIFF"), "This is no image."),
    ],
)
def test_what_is_no_image_is_refused(data, said):
    with pytest.raises(Refused) as refused:
        cleaned(data)
    assert str(refused.value).startswith(said)


def test_what_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(pictures, "MOST_PIXELS", 31)
    with pytest.raises(Refused, match="too large"):
        cleaned(picture())
    monkeypatch.setattr(pictures, "MOST_MB", 0)
    with pytest.raises(Refused, match="0 MB"):
        cleaned(picture())
    monkeypatch.undo()
    bomb = picture(size=(9000, 20000))
    with pytest.raises(Refused, match="too large"):
        cleaned(bomb)


# Adding


def test_the_editor_is_answered_what_to_write(as_researcher, researcher):
    document = DocumentFactory()
    answer = send(as_researcher, document, picture(), description="The [board]\nat seven", **JSON)
    image = Image.objects.get()
    assert answer.json()["markdown"] == f"![The board at seven](/documents/{document.pk}/images/{image.pk}/)"
    assert (image.document, image.created_by, image.width) == (document, researcher, 8)
    assert "seven" not in image.file.name


@pytest.mark.parametrize(
    ("told", "field", "said"),
    [
        ({"data": b"no image at all"}, "file", "This is no image. Choose a PNG, JPEG, WebP or GIF file."),
        ({"data": picture(), "description": " "}, "description", "Say what the image shows."),
    ],
)
def test_the_editor_is_told_what_is_wrong(as_researcher, told, field, said):
    document = DocumentFactory()
    answer = send(as_researcher, document, **told, **JSON)
    assert (answer.status_code, answer.json()) == (422, {"errors": {field: [said]}})
    page = send(as_researcher, document, **told)
    assert (page.status_code, said in page.text) == (422, True)
    assert not Image.objects.exists()


def test_without_script_the_page_of_images_does_it(as_researcher):
    document = DocumentFactory()
    send(as_researcher, document, picture())
    html = as_researcher.get(reverse("discovery:image_list", args=[document.pk])).text
    assert f"![The board at seven]({Image.objects.get().get_absolute_url()})" in html


def test_those_who_only_read_add_nothing(as_viewer):
    assert send(as_viewer, DocumentFactory(), picture()).status_code == 403


# Showing


def test_it_is_served_as_what_it_is(as_viewer, client):
    image = ImageFactory()
    answer = as_viewer.get(image.get_absolute_url())
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.content.startswith(b"\x89PNG")
    again = as_viewer.get(image.get_absolute_url(), headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert client.get(image.get_absolute_url()).status_code == 302
    other = reverse("discovery:image_read", args=[DocumentFactory().pk, image.pk])
    assert as_viewer.get(other).status_code == 404


def test_a_text_shows_images_of_ours_alone(as_viewer, viewer):
    image = ImageFactory()
    html = str(render(f"![Seen <b>so</b>]({image.get_absolute_url()})", viewer))
    assert f'src="{image.get_absolute_url()}"' in html
    assert 'alt="Seen &lt;b&gt;so&lt;/b&gt;"' in html and 'width="2"' in html
    for address in ("https://elsewhere.example/x.png", "//elsewhere.example/x.png", "/accounts/logout/", "data:,x"):
        html = str(render(f"![Seen]({address})", viewer))
        assert "<img" not in html
    away = f"![Seen](https://elsewhere.example{image.get_absolute_url()})"
    assert "<img" not in str(render(away, viewer)) and "[Image not shown: Seen]" in str(render(away, viewer))


def test_an_image_is_removed_and_put_back(as_researcher):
    image = ImageFactory()
    image.document.body = f"![Seen]({image.get_absolute_url()})"
    image.document.save()
    page = image.document.get_absolute_url()
    assert "<img" in as_researcher.get(page).text
    as_researcher.post(reverse("discovery:image_archive", args=[image.pk]))
    assert as_researcher.get(image.get_absolute_url()).status_code == 404
    assert "[Image not shown: Seen]" in as_researcher.get(page).text
    as_researcher.post(reverse("discovery:image_restore", args=[image.pk]))
    assert "<img" in as_researcher.get(page).text


def test_files_that_nothing_needs_are_cleared(monkeypatch):
    kept = ImageFactory()
    gone = default_storage.save("images/gone.png", ContentFile(b"x"))
    out = StringIO()
    call_command("clear_files", stdout=out)
    assert default_storage.exists(gone), "it may be on its way"
    later = timezone.now() + timedelta(days=31)
    monkeypatch.setattr("discovery.images.timezone.now", lambda: later)
    call_command("clear_files", stdout=out)
    assert not default_storage.exists(gone) and default_storage.exists(kept.file.name)
    default_storage.delete(kept.file.name)
