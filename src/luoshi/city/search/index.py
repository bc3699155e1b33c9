"""Keeping the index with the records, and change request it.

A package above says once what of its records is found: ``follow(Task, ("key", "title", "words"))``. From then
on every ``save`` and ``delete`` keeps the index in the transaction of the write; after ``bulk_create`` or
``update`` call ``index_rows``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from django.db import models, transaction
from django.db.models import QuerySet
from django.db.models.signals import post_delete, post_save

from luoshi.city.search.bigrams import bigrams, terms
from luoshi.city.search.models import Document

_CHUNK = 500
_FOLLOWED: dict[type[models.Model], tuple[str, ...]] = {}


def follow(model: type[models.Model], fields: Sequence[str]) -> None:
    """Index the words of ``fields`` of every ``model`` from now on."""
    _FOLLOWED[model] = tuple(fields)
    post_save.connect(_saved, sender=model, dispatch_uid=f"search.{kind_of(model)}.saved")
    post_delete.connect(_deleted, sender=model, dispatch_uid=f"search.{kind_of(model)}.deleted")


def kind_of(model: type[models.Model]) -> str:
    """The kind under which records of ``model`` stand in the index."""
    return str(model._meta.model_name)


def index_rows(rows: Iterable[models.Model]) -> int:
    """Index records of followed models anew; how many."""
    count, left = 0, iter(rows)
    while chunk := list(islice(left, _CHUNK)):
        documents = [
            Document(kind=kind_of(type(row)), ref=row.pk, tokens=bigrams(_text_of(row))) for row in chunk
        ]
        Document.objects.bulk_create(
            documents, update_conflicts=True, unique_fields=["kind", "ref"], update_fields=["tokens"]
        )
        count += len(documents)
    return count


def hits(model: type[models.Model], query: str) -> QuerySet[Document, int]:
    """Keys of the records of ``model`` in which every word of ``query`` is found: for ``pk__in``.

    A query without letter or digit finds nothing.
    """
    wanted = terms(query)
    documents = Document.objects.filter(kind=kind_of(model))
    documents = documents.filter(tokens__found=wanted) if wanted else documents.none()
    return documents.values_list("ref", flat=True)


@transaction.atomic
def rebuild() -> dict[str, int]:
    """Make the whole index anew; how many records of each kind."""
    Document.objects.all().delete()
    return {
        kind_of(model): index_rows(model._default_manager.order_by("pk").iterator(chunk_size=_CHUNK))
        for model in _FOLLOWED
    }


def _text_of(row: models.Model) -> str:
    return "\n".join(str(getattr(row, field)) for field in _FOLLOWED[type(row)])


def _saved(sender: type[models.Model], instance: models.Model, **given: Any) -> None:
    changed = given.get("update_fields")
    if changed is None or set(changed) & set(_FOLLOWED[sender]):
        index_rows([instance])


def _deleted(sender: type[models.Model], instance: models.Model, **_: Any) -> None:
    Document.objects.filter(kind=kind_of(sender), ref=instance.pk).delete()
