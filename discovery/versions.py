"""Every save of a document is a version that can be read, compared and brought back."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.versions import Stale
from interviews.models import Act

from .models import Document, DocumentVersion, Requirement
from .models.versions import KEPT

SITTING = timedelta(minutes=15)
ROW = ("number", "text", "acceptance", "priority")


def rows_of(requirements: Iterable[Requirement]) -> list[dict[str, Any]]:
    """Requirements as a version keeps them, in their order."""
    return [{"pk": one.pk, **{field: getattr(one, field) for field in ROW}} for one in requirements]


def rows_in(version: DocumentVersion) -> list[Requirement]:
    """The requirements of a version as they were; not to be saved."""
    document = version.document
    return [Requirement(document=document, **row) for row in version.requirements]


def as_it_is(document: Document, user: Any) -> DocumentVersion:
    """The document as it stands now, as a version that is not stored."""
    standing = Requirement.objects.live().filter(document=document)
    told = {field: getattr(document, field) for field in KEPT}
    return DocumentVersion(document=document, **told, requirements=rows_of(standing), saved_by=user)


@transaction.atomic
def keep(document: Document, user: Any, *, apart: bool = False) -> DocumentVersion:
    """Keep the document as a version. Saves of one person that follow each other within minutes are one version, unless
    it has a name or was approved, or this one is kept `apart`; a save that changed nothing makes none."""
    now = as_it_is(Document.objects.select_for_update().get(pk=document.pk), user)
    last = DocumentVersion.objects.filter(document=document).first()
    if last is not None and last.says_the_same(now):
        return last
    if last is not None and not apart and goes_on(last, user):
        now.pk, now.number, now.began_at = last.pk, last.number, last.began_at
    else:
        now.number = DocumentVersion.objects.next_number(document)
    now.save()
    return now


def goes_on(last: DocumentVersion, user: Any) -> bool:
    """Whether a save of `user` now belongs to the last version."""
    return not last.is_fixed and last.saved_by_id == user.pk and last.saved_at > timezone.now() - SITTING


def seal(version: DocumentVersion) -> str:
    """What a version says, in short: with another word, or another line of its requirements, it differs."""
    told = [[getattr(version, field) for field in KEPT], version.requirements]
    return sha256(json.dumps(told, default=str).encode()).hexdigest()


@transaction.atomic
def approve(document: Document, user: Any, *, seen: str) -> DocumentVersion:
    """Freeze the document as it was `seen`: this version stays as it is, and whoever edits goes on in the next one.

    Raises Stale where text or requirements are not what the seal says.
    """
    with Act.by(user, Act.Kind.EDITED) as act:
        document = Document.objects.select_for_update().get(pk=document.pk)
        if seal(as_it_is(document, user)) != seen:
            raise Stale(document)
        act.watch(document)
        version = keep(document, user)
        if version.approved_at is None:
            version.approved_at, version.approved_by = timezone.now(), user
            version.save(update_fields=["approved_at", "approved_by"])
        document.status = Document.Status.APPROVED
        document.version += 1
        document.save(update_fields=["status", "updated_at", "version"])
        act.remark(document, f"Version {version.number} was approved")
    return version


def bring_back(version: DocumentVersion, user: Any) -> DocumentVersion:
    """Let the document say again what it said in `version`, requirements too; what it says now stays a version."""
    with Act.by(user, Act.Kind.EDITED) as act:
        document = Document.objects.select_for_update().get(pk=version.document_id)
        keep(document, user)
        act.watch(document, Requirement.objects.filter(document=document))
        for field in KEPT:
            setattr(document, field, getattr(version, field))
        document.version += 1
        document.save()
        bring_rows_back(version, user)
        act.remark(document, f"Version {version.number} was brought back")
    return keep(document, user, apart=True)


def bring_rows_back(version: DocumentVersion, user: Any) -> None:
    """The requirements of `version` stand again as they were; those that came later go to the archive."""
    told = {row["pk"]: (place, row) for place, row in enumerate(version.requirements, 1)}
    for one in Requirement.objects.filter(document=version.document_id):
        if one.pk not in told:
            if not one.is_archived:
                one.archive(user)
            continue
        one.position, row = told[one.pk]
        one.archived_at = one.archived_by = None
        for field in ROW:
            setattr(one, field, row[field])
        one.version += 1
        one.save()
