"""Which records have links of their own: rows that point at them and that the notes did not make.

Read from the models' metadata, so that links of apps above this one count without being named here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.db import models
from django.db.models import Q

EVERY = Q(pk__isnull=False)

# Rows that taking notes makes, by model and field that points at the record: they are no links of its own.
MADE_BY_NOTES: dict[tuple[str, str], Q] = {
    ("workaround", "mention"): EVERY,
    ("why", "mention"): EVERY,
    ("why", "parent"): EVERY,
    ("quotelink", "mention"): Q(from_notes=True),
    ("quotelink", "quote"): Q(from_notes=True),
    ("mention", "pain_point"): EVERY,
    ("painpoint", "stated_for"): EVERY,
    ("rootcause", "named_for"): EVERY,
    ("mention_kept_apart", "mention"): EVERY,
    ("mention_kept_apart", "painpoint"): EVERY,
    ("quotespan", "quote"): EVERY,
    ("quoterun", "quote"): EVERY,
    ("painpoint", "merged_into"): EVERY,
    ("person", "merged_into"): EVERY,
    ("company", "merged_into"): EVERY,
    ("tool", "merged_into"): EVERY,
}


def relations(model: type[models.Model]) -> Iterator[models.ForeignKey]:
    """The foreign keys that point at `model`, of every app, those of many-to-many tables included."""
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ForeignObjectRel) and (relation.one_to_many or relation.one_to_one):
            yield relation.field


def linked(model: type[models.Model], ids: Collection[int], without: Collection[models.Model | None] = ()) -> set[int]:
    """Those of `ids` that a live row not made by the notes points at, the rows `without` left out of account.

    One query, whatever the number of relations.
    """
    asked = []
    for field in relations(model) if ids else ():
        rows = field.model._base_manager.filter(**{f"{field.name}__in": ids})
        made = MADE_BY_NOTES.get((field.model._meta.model_name or "", field.name))
        if made is EVERY:
            continue
        if made is not None:
            rows = rows.exclude(made)
        own = [row.pk for row in without if isinstance(row, field.model)]
        if own:
            rows = rows.exclude(pk__in=own)
        if any(column.name == "archived_at" for column in field.model._meta.fields):
            rows = rows.filter(archived_at__isnull=True)
        asked.append(rows.order_by().values_list(field.attname, flat=True))
    return set(asked[0].union(*asked[1:])) if asked else set()
