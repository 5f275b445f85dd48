"""Every act on a document, or its undo, leaves a version that can be read, compared and brought back."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from accounts.versions import Stale, claim
from interviews.models import Act, follow

from .models import Document, DocumentVersion, Evidence, Requirement
from .models.our_words import as_typed
from .models.versions import KEPT

SITTING = timedelta(minutes=15)
ROW = ("number", "text", "acceptance", "priority")


def rows_of(requirements: Iterable[Requirement]) -> list[dict[str, Any]]:
    """Requirements as a version keeps them, in their order."""
    return [{"pk": one.pk, **as_typed(one, ROW)} for one in requirements]


def links_of(document: Document) -> list[dict[str, Any]]:
    """The links that a document and its requirements stand on, whoever may read them: keys and stances, no words."""
    of_rows = Q(requirement__document=document, requirement__archived_at__isnull=True)
    rows = Evidence.objects.live().filter(Q(document=document) | of_rows)
    return list(rows.order_by("pk").values("pk", "stance"))


def rows_in(version: DocumentVersion) -> list[Requirement]:
    """The requirements of a version as they were; not to be saved."""
    document = version.document
    return [Requirement(document=document, **row) for row in version.requirements]


def links_in(version: DocumentVersion, user: Any) -> list[Evidence]:
    """The links that a version stood on, with the stance of then, as far as `user` may know of their sources."""
    stances = {one["pk"]: one["stance"] for one in version.evidence}
    readable = Evidence.objects.visible_to(user)
    found = {link.pk: link for link in readable.filter(pk__in=stances)}
    for old, new in taken_over(stances.keys() - found.keys()).items():
        if new not in stances:  # else it stood there itself
            stances[new] = stances[old]
    found |= {link.pk: link for link in readable.filter(pk__in=stances.keys() - found.keys())}
    for link in found.values():
        link.stance = stances[link.pk]
    return list(found.values())


def taken_over(keys: Collection[int]) -> dict[int, int]:
    """Of those links by their keys whose source was merged into one that had the same link already, that link."""
    found: dict[int, int] = {}
    for source in ("pain_point", "root_cause"):
        stands = Evidence.objects.filter(**{source: OuterRef(f"{source}__merged_into")}).filter(
            Q(document=OuterRef("document")) | Q(requirement=OuterRef("requirement"))
        )
        clashed = Evidence.objects.filter(pk__in=keys, **{f"{source}__merged_into__isnull": False})
        rows = clashed.annotate(stands=Subquery(stands.values("pk")[:1])).values_list("pk", "stands")
        found |= {pk: link for pk, link in rows if link} if keys else {}
    return found


def as_it_is(document: Document, user: Any) -> DocumentVersion:
    """The document as it stands now, as a version that is not stored."""
    standing = Requirement.objects.live().filter(document=document)
    told = as_typed(document, KEPT)
    stands_on = {"requirements": rows_of(standing), "evidence": links_of(document)}
    return DocumentVersion(document=document, **told, **stands_on, saved_by=user)


@transaction.atomic
def keep(document: Document, user: Any, *, apart: bool = False) -> DocumentVersion:
    """Keep the document as a version. Saves of one person that follow each other within minutes are one version, unless
    it has a name or was approved, or this one is kept `apart`; a save that changed nothing makes none.

    A document that is approved and reads otherwise than its approved copy is a draft again.
    """
    document = Document.objects.select_for_update().get(pk=document.pk)
    now = as_it_is(document, user)
    if document.status == Document.Status.APPROVED:
        go_on_as_draft(document, now, user)
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
    by = user.pk if user else None
    return not last.is_fixed and last.saved_by_id == by and last.saved_at > timezone.now() - SITTING


def go_on_as_draft(document: Document, now: DocumentVersion, user: Any) -> None:
    """Let the document be a draft where its approved copy says something else than it says `now`."""
    approved = document.versions.approved().first()
    if approved is not None and approved.reads_the_same(now):
        return
    with Act.by(user, Act.Kind.EDITED) as act:
        act.watch(document)
        document.status = Document.Status.DRAFT
        document.version += 1
        document.save(update_fields=["status", "updated_at", "version"])


def seal(version: DocumentVersion) -> str:
    """What a version says, in short: with another word, another line or another link it differs."""
    told = [list(as_typed(version, KEPT).values()), version.requirements, version.evidence]
    return sha256(json.dumps(told, default=str).encode()).hexdigest()


@transaction.atomic
def approve(document: Document, user: Any, *, seen: str) -> tuple[DocumentVersion, Act]:
    """Freeze the document as it was `seen`: this version stays as it is, and whoever edits goes on in the next one.

    Returns the version, and the act that can be undone. Raises Stale where text, requirements or
    evidence are not what the seal says.
    """
    with Act.by(user, Act.Kind.EDITED) as act:
        document = Document.objects.select_for_update().get(pk=document.pk)
        if seal(as_it_is(document, user)) != seen:
            raise Stale(document)
        act.watch(document)
        version = keep(document, user)
        act.watch(version)
        if version.approved_at is None:
            version.approved_at, version.approved_by = timezone.now(), user
            version.save(update_fields=["approved_at", "approved_by"])
        document.refresh_from_db(fields=["status", "version"])  # keeping may have made it a draft
        document.status = Document.Status.APPROVED
        document.version += 1
        document.save(update_fields=["status", "updated_at", "version"])
        act.remark(document, f"Version {version.number} was approved")
    return version, act


@transaction.atomic
def call(version: DocumentVersion, name: str) -> None:
    """Give a version a name, or take it away; it stays as it is as long as it has one."""
    Document.objects.select_for_update().get(pk=version.document_id)  # a save that goes on in this version waits
    version.name = name
    version.save(update_fields=["name"])


@transaction.atomic
def bring_back(version: DocumentVersion, user: Any, *, seen: int) -> tuple[DocumentVersion, Act]:
    """Let the document say again what it said in `version`, requirements too; what it says now stays a version. Its
    evidence, which people linked, stays as it is.

    Returns the new version, and the act that can be undone. Raises Stale where the document is no longer at the version
    that was `seen`.
    """
    with Act.by(user, Act.Kind.EDITED) as act:
        document = Document.objects.select_for_update().get(pk=version.document_id)
        claim(document, seen)
        keep(document, user)
        document.refresh_from_db(fields=["status", "version"])  # keeping may have made it a draft
        act.watch(document, Requirement.objects.filter(document=document))
        told = as_typed(version, KEPT)
        for field in KEPT:
            setattr(document, field, told[field])
        document.save()
        bring_rows_back(version, user)
        act.remark(document, f"Version {version.number} was brought back")
        now = keep(document, user, apart=True)
    return now, act


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


def keep_what_changed(rows: Collection[tuple[type[Any], int]], user: Any) -> None:
    """Keep a version of every document that an act, or its undo, was about: itself, its lines or its evidence."""
    keys: defaultdict[type[Any], set[int]] = defaultdict(set)
    for model, pk in rows:
        keys[model].add(pk)
    about = Q(pk__in=keys[Document]) | Q(requirements__in=keys[Requirement])
    if keys[Evidence]:
        about |= Q(evidence__in=keys[Evidence]) | Q(requirements__evidence__in=keys[Evidence])
    for document in Document.objects.filter(about).order_by("pk").distinct().only("pk"):
        keep(document, user)


def offer() -> None:
    """Follow the journal."""
    follow((Document, Requirement, Evidence), keep_what_changed)
