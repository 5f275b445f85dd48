"""The documents of the demo with requirements, versions, approvals and reviews, and what data product each is about."""

from __future__ import annotations

from typing import Any

from interviews.models import Act, Change, Mention

from ..models import DataProduct, Document, DocumentVersion, Hypothesis, Requirement, Review
from ..versions import approve, as_it_is, keep, seal
from .charts import add_chart
from .decisions import backdate, days_before, in_turn, links_of, mention_at, with_references
from .files import Page, pages, table
from .world import World


def add_papers(world: World, hypotheses: dict[str, Hypothesis]) -> None:
    """Make data products and documents with all that belongs to them."""
    told, stands = table("papers"), table("decisions")["documents"]
    products = {key: add_product(world, facts) for key, facts in told["products"].items()}
    for facts in told["consequences"]:
        mention = mention_at(world, facts.pop("mention"))
        Mention.objects.filter(pk=mention.pk).update(**facts)
    for page in pages("documents"):
        key, days_ago = page.facts["key"], page.facts["days_ago"]
        facts = told["papers"][key]
        document = add_document(world, page, hypotheses)
        document.data_product = products[facts["product"]]
        if "chart" in facts:
            add_chart(world, document, facts["chart"])
        document.save()
        document.hypotheses.set(hypotheses[name] for name in facts["hypotheses"])
        in_turn(links_of(world, document, stands[key]["stance_on"], days_ago))
        for row in facts.get("requirements", ()):
            add_requirement(world, document, row, days_ago)
        add_versions(world, document, facts, days_ago)
        for review in facts.get("reviews", ()):
            add_review(world, document, review)
        backdate(world, document, min(days_ago, facts.get("approved", page.facts)["days_ago"]))
        Document.objects.filter(pk=document.pk).update(created_at=days_before(days_ago))


def add_product(world: World, facts: dict[str, Any]) -> DataProduct:
    owner = world.users[facts.pop("owner")]
    return DataProduct.objects.create(**facts, owner=owner, created_by=owner)


def add_document(world: World, page: Page, hypotheses: dict[str, Hypothesis]) -> Document:
    owner = world.users[page.facts["owner"]]
    told = {field: page.facts[field] for field in ("title", "summary", "kind", "status")}
    body = with_references(world, page.text, hypotheses)
    return Document.objects.create(**told, body=body, owner=owner, created_by=owner)


def add_requirement(world: World, document: Document, facts: dict[str, Any], days_ago: int) -> None:
    """The next line of a document, with its evidence."""
    told = {field: facts[field] for field in ("text", "acceptance", "priority") if field in facts}
    one = Requirement(document=document, created_by=document.owner, **told)
    one.number_next()
    one.save()
    in_turn(links_of(world, one, facts["evidence"], days_ago))
    backdate(world, one, days_ago)


def add_versions(world: World, document: Document, facts: dict[str, Any], days_ago: int) -> None:
    """Earlier versions, which lack what was written later, then the one that stands, approved where that was done."""
    whole = document.body
    for step in facts.get("earlier", ()):
        Document.objects.filter(pk=document.pk).update(body=whole[: whole.index(step["without"])])
        stamp(keep(document, world.users[step["by"]], apart=True), step["days_ago"], step.get("name", ""))
    Document.objects.filter(pk=document.pk).update(body=whole)
    stamp(keep(document, document.owner, apart=True), min(days_ago, 6))
    if "approved" in facts:
        at = days_before(facts["approved"]["days_ago"])
        user = world.users[facts["approved"]["by"]]
        version, _ = approve(document, user, seen=seal(as_it_is(Document.objects.get(pk=document.pk), user)))
        DocumentVersion.objects.filter(pk=version.pk).update(approved_at=at)
        Act.objects.filter(changes__in=Change.objects.of(document), at__gt=at).update(at=at)


def stamp(version: DocumentVersion, days_ago: int, name: str = "") -> None:
    """Saved that many days ago."""
    at = days_before(days_ago)
    DocumentVersion.objects.filter(pk=version.pk).update(began_at=at, saved_at=at, name=name)


def add_review(world: World, document: Document, facts: dict[str, Any]) -> None:
    """Somebody was asked, and answered or not."""
    at = days_before(facts["days_ago"])
    answered = days_before(facts["answered_days_ago"]) if "outcome" in facts else None
    Review.objects.create(
        document=document,
        reviewer=world.users[facts["of"]],
        created_by=world.users[facts["by"]],
        created_at=at,
        question=facts.get("question", ""),
        outcome=facts.get("outcome", ""),
        answer=facts.get("answer", ""),
        answered_at=answered,
    )
