"""Two versions of a document, compared part by part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from interviews.pasted import Pastings

from .models import DocumentVersion, Requirement
from .outline import with_heads
from .versions import links_in
from .weighing import weigh
from .wording import HEADS, Piece, compared, headed, shortened


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a document that differs."""

    label: str
    pieces: Sequence[Piece]


def differences(old: DocumentVersion, new: DocumentVersion, user: Any) -> list[Part]:
    """The parts in which two versions differ, as `user` may read them, in the order in which a document is read. What
    they stood on is compared as far as `user` may know of it."""
    stood_on = ("", "")
    if old.evidence != new.evidence:
        stood_on = links_as_text(old, user), links_as_text(new, user)
    texts = (
        ("Title", old.title, new.title),
        ("Kind", old.get_kind_display(), new.get_kind_display()),
        ("Summary", old.summary, new.summary),
        ("Text", old.body, new.body),
        ("Requirements", rows_as_text(old), rows_as_text(new)),
        ("Evidence", *stood_on),
    )
    readable = Pastings([text for _, *both in texts for text in both], user).readable

    def pieces(label: str, *both: str) -> list[Piece]:
        shown = [readable(text) for text in both]
        old, new = (with_heads(text, HEADS) for text in shown) if label == "Text" else shown
        return headed(shortened(compared(old, new)))

    return [Part(label, pieces(label, one, other)) for label, one, other in texts if one != other]


def rows_as_text(version: DocumentVersion) -> str:
    """The requirements, one below the other."""
    priorities = dict(Requirement.Priority.choices)
    lines = []
    for row in version.requirements:
        lines.append(f"R{row['number']} {row['text']} ({priorities[row['priority']].lower()})\n")
        if row["acceptance"]:
            lines.append(f"Accepted when: {row['acceptance']}\n")
    return "".join(lines)


def links_as_text(version: DocumentVersion, user: Any) -> str:
    """What a version stood on, one link a line: by reference, without anybody's words."""
    labels = {row["pk"]: f"R{row['number']}" for row in version.requirements}
    lines = [
        f"{labels.get(one.evidence.requirement_id, 'The document')}: {one.evidence.get_stance_display().lower()}, "
        f"{one.label.lower()} {one.reference} (no. {one.evidence.pk})\n"
        for one in weigh(links_in(version, user), user)
    ]
    return "".join(sorted(lines))
