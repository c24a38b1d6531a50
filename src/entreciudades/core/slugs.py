"""Slugs: ASCII, set once; where one must change, the former address leads to the present one."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils.text import slugify

from entreciudades.core.errors import NotFound
from entreciudades.core.models import FormerSlug
from entreciudades.core.refs import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

M = TypeVar("M", bound=Model)

LENGTH = 80


def free_slug(model: type[Model], text: str) -> str:
    """Return an ASCII slug for ``text`` that no row of ``model`` has or had: "la-paz", then "la-paz-2"."""
    kind = kind_of(model)
    for slug in _candidates(slugify(text)[:LENGTH].strip("-") or "x"):
        taken = model._base_manager.filter(slug=slug).exists()
        if not taken and not FormerSlug.objects.filter(object_kind=kind, slug=slug).exists():
            return slug
    raise AssertionError("candidates never end")


def give_slugs(model: type[M], rows: Iterable[tuple[M, str]]) -> None:
    """Give rows that have no slug one made from their text, each another; two queries, however many."""
    nameless = [(row, text) for row, text in rows if not row.slug]  # type: ignore[attr-defined]
    if not nameless:
        return
    taken = set(model._base_manager.values_list("slug", flat=True))
    taken |= set(FormerSlug.objects.filter(object_kind=kind_of(model)).values_list("slug", flat=True))
    for row, text in nameless:
        slug = next(one for one in _candidates(slugify(text)[: LENGTH - 6].strip("-") or "x") if one not in taken)
        row.slug = slug  # type: ignore[attr-defined]
        taken.add(slug)


@transaction.atomic
def change_slug(obj: Model, slug: str) -> None:
    """Give a stored object another slug; the one it had redirects from now on.

    A slug that another object has or had raises ValueError.
    """
    kind, former = kind_of(obj), obj.slug  # type: ignore[attr-defined]
    if slug == former:
        return
    FormerSlug.objects.filter(object_kind=kind, slug=slug, object_id=obj.pk).delete()
    if free_slug(type(obj), slug) != slug:
        raise ValueError(f"slug {slug!r} is not ASCII or is taken")
    type(obj)._base_manager.filter(pk=obj.pk).update(slug=slug)
    FormerSlug.objects.create(object_kind=kind, slug=former, object_id=obj.pk)
    obj.slug = slug  # type: ignore[attr-defined]


def find(queryset: QuerySet[M], slug: str) -> M:
    """Return the row that has or had a slug; where ``row.slug`` differs, the address has moved.

    Raises NotFound when ``queryset`` holds no such row.
    """
    found = queryset.filter(slug=slug).first()
    if found is None:
        kind = kind_of(queryset.model)
        former = FormerSlug.objects.filter(object_kind=kind, slug=slug).values("object_id")
        found = queryset.filter(pk__in=former).first()
        if found is None:
            raise NotFound(kind, slug)
    return found


def _candidates(slug: str) -> Iterator[str]:
    yield slug
    number = 2
    while True:
        yield f"{slug}-{number}"
        number += 1
