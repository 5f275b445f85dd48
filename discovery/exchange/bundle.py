"""The evidence bundle: a document with what it stands on, in one file that opens without an account."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict
from shutil import copyfileobj
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.text import slugify

from .as_html import BESIDE, STYLE, STYLE_NAME, as_html
from .as_markdown import as_markdown
from .paper import Paper

FORMAT, FORMAT_VERSION = "groundwork-evidence-bundle", 1
IN_MEMORY = 2 * 1024 * 1024
PIECE = 64 * 1024
LONGEST = 60  # letters of the title in the name of a file


def as_json(paper: Paper) -> str:
    """The paper as docs/evidence-bundle.md describes it."""
    told = {"format": FORMAT, "format_version": FORMAT_VERSION, "quotes": paper.quotes, "hidden": paper.hidden}
    images = [{"name": one.name, "width": one.width, "height": one.height} for one in paper.images]
    return json.dumps({**told, **asdict(paper), "images": images}, ensure_ascii=False, indent=2) + "\n"


# What is in it, by the name of the file. One after the other, so that no more than one of them is in memory.
CONTENTS: dict[str, Callable[[Paper], str]] = {
    "index.html": lambda paper: as_html(paper, BESIDE),
    STYLE_NAME: lambda _: STYLE,
    "bundle.json": as_json,
    "document.md": lambda paper: as_markdown(paper, alone=False),
}


def bundle_pieces(paper: Paper) -> Iterator[bytes]:
    """The bytes of the bundle. It is whole before the first leaves; what is large waits on disk."""
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as file:
        made, folder = timezone.localtime(), stem(paper)
        with ZipFile(file, "w", ZIP_DEFLATED) as archive:
            for name, write in CONTENTS.items():
                entry = ZipInfo(f"{folder}/{name}", made.timetuple()[:6])
                entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o644 << 16
                archive.writestr(entry, write(paper))
            for image in paper.images:
                entry = ZipInfo(f"{folder}/{image.name}", made.timetuple()[:6])
                entry.external_attr = 0o644 << 16  # it is compressed already
                with default_storage.open(image.path) as source, archive.open(entry, "w") as to:
                    copyfileobj(source, to, PIECE)
        file.seek(0)
        yield from iter(lambda: file.read(PIECE), b"")


def stem(paper: Paper) -> str:
    """The name of its files without an ending: letters, digits and hyphens, whatever the title is."""
    version = f"version-{paper.version.number}" if paper.version else ""
    title, people = slugify(paper.title)[:LONGEST].strip("-_"), "pseudonyms" if paper.pseudonyms else ""
    return "-".join(filter(None, (paper.reference, title, version, people)))
