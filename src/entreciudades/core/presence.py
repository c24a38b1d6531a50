"""Who else has the same text open, so that two people see each other before they collide."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from entreciudades.core.models import Editing
from entreciudades.core.refs import kind_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser
    from django.db.models import Model

PRESENT = timedelta(seconds=30)


def touch(obj: Model, section: str, language: str, by: AbstractBaseUser) -> None:
    """Note that a person has a text open now; the editor calls it every few seconds."""
    Editing.objects.update_or_create(
        object_kind=kind_of(obj),
        object_id=obj.pk,
        section=section,
        language=language,
        user_id=by.pk,
        defaults={"at": timezone.now()},
    )


def others_editing(obj: Model, section: str, language: str, by: AbstractBaseUser) -> list[AbstractBaseUser]:
    """Return the other people who had the text open within PRESENT, in the order they were last seen."""
    rows = Editing.objects.filter(
        object_kind=kind_of(obj),
        object_id=obj.pk,
        section=section,
        language=language,
        at__gte=timezone.now() - PRESENT,
    )
    return [row.user for row in rows.exclude(user_id=by.pk).select_related("user").order_by("-at")]


def forget_absent() -> int:
    """Delete what says nothing any more; return how many rows."""
    return Editing.objects.filter(at__lt=timezone.now() - PRESENT).delete()[0]
