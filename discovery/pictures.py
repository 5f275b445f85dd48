"""Files that say they are pictures: decoded, and written anew without anything but what is seen."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import Image, ImageOps, ImageSequence

MOST_MB = 10
MOST_PIXELS = 40_000_000  # of one frame
MOST_IN_ALL = 200_000_000  # of all frames
FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
# Of what a file tells beside its colours this alone is kept: how it is drawn. Places, cameras and comments go.
DRAWN = ("transparency", "duration", "loop", "disposal", "background")
BROKEN = (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError, Image.DecompressionBombWarning)


class Refused(Exception):
    """The file is not kept; says why."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is stored."""

    kind: str
    data: bytes
    width: int
    height: int


def cleaned(data: bytes) -> Picture:
    """The picture that is in a file, without metadata and upright.

    Raises Refused for what is none of PNG, JPEG, WebP and GIF, is broken, or is larger than a page can show.
    """
    if len(data) > MOST_MB * 1024 * 1024:
        raise Refused(f"An image may have {MOST_MB} MB.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data), formats=FORMATS) as found:
                return written_anew(found)
    except Image.UnidentifiedImageError as error:
        raise Refused("This is no image. Choose a PNG, JPEG, WebP or GIF file.") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused("This image is too large to be shown on a page.") from error
    except BROKEN as error:
        raise Refused("This image is broken: it cannot be read to its end.") from error


def written_anew(found: Any) -> Picture:
    """The frames of an opened file as a new file of the same kind."""
    kind, frames = found.format, getattr(found, "n_frames", 1)
    pixels = found.width * found.height
    if pixels > MOST_PIXELS or pixels * frames > MOST_IN_ALL:
        raise Refused("This image is too large to be shown on a page.")
    shown = [bare(frame, kind) for frame in ImageSequence.Iterator(found)]
    more: dict[str, Any] = {"save_all": True, "append_images": shown[1:]} if len(shown) > 1 else {}
    if len(shown) > 1 and "duration" in found.info:
        more |= {"duration": [frame.info.get("duration", 100) for frame in shown], "loop": found.info.get("loop", 0)}
    out = BytesIO()
    shown[0].save(out, format=kind, **more)
    return Picture(kind.lower(), out.getvalue(), shown[0].width, shown[0].height)


def bare(frame: Any, kind: str) -> Any:
    """One frame as it is seen, with nothing told beside."""
    seen = ImageOps.exif_transpose(frame)
    if kind == "JPEG" and seen.mode not in ("L", "RGB"):
        seen = seen.convert("RGB")
    seen = seen.copy()
    seen.info = {name: value for name, value in frame.info.items() if name in DRAWN}
    return seen
