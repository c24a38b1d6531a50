"""Rows that hang on a programme are kept and removed: lines, activities, partners, beneficiaries."""

from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from entreciudades.accounts.models import User
from entreciudades.core import trail
from entreciudades.core.parts import Links, Opened, owner_of, put_row
from entreciudades.core.texts import delete_texts
from entreciudades.programmes.carriers import is_carried_by
from entreciudades.programmes.indexing import index_programme
from entreciudades.programmes.models import CitedAgreement, Partner, Programme, SynergyAction

Row = TypeVar("Row", bound=models.Model)

#: Fields that must point into the same programme, and those that must point into who carries it.
_SAME_PROGRAMME = ("line", "project", "actor")
_OF_HOLDER = ("department", "plan", "focal_point")


@transaction.atomic
def keep_part(row: Row, *, by: User | None, links: Links | None = None, opened: Opened | None = None) -> Row:
    """Add or change a row that hangs on a programme; `links` gives the rows of its many-to-many fields.

    Raises ValidationError naming each field at fault, also where a line, project, department or plan belongs to
    another programme or city, or where the holder is to be its own partner; RowConflict and RowGone as `put_row`.
    Nothing is stored then.
    """
    programme = _programme_of(row)
    _check_same_owner(row, programme)
    verb = put_row(row, links, opened=opened)
    trail.record(f"{row._meta.model_name}.{verb}", row, by=by, scope=programme.network_id, programme=programme.pk)
    index_programme(programme)
    return row


@transaction.atomic
def remove_part(row: models.Model, *, by: User | None) -> None:
    """Take a row away from its programme. Raises ProtectedError while another row rests on it."""
    programme = _programme_of(row)
    trail.record(f"{row._meta.model_name}.removed", row, by=by, scope=programme.network_id, programme=programme.pk)
    delete_texts(row, by=by, scope=programme.network_id)
    row.delete()
    index_programme(programme)


def _programme_of(row: models.Model) -> Programme:
    if isinstance(row, SynergyAction):
        return row.line.programme
    return owner_of(row, Programme)


def _check_same_owner(row: models.Model, programme: Programme) -> None:
    errors = {}
    for name in _SAME_PROGRAMME:
        other = getattr(row, name, None)
        if other is not None and other.programme_id != programme.pk:
            errors[name] = _("It belongs to another programme.")
    for name in _OF_HOLDER:
        other = getattr(row, name, None)
        if other is not None and not is_carried_by(programme, other.organisation_id):
            errors[name] = _("It belongs to another organisation.")
    if isinstance(row, CitedAgreement) and row.article and row.article.agreement_id != row.agreement_id:
        errors["article"] = _("It belongs to another agreement.")
    if isinstance(row, Partner) and is_carried_by(programme, row.organisation_id):
        errors["organisation"] = _("Who holds the programme is no partner of its own.")
    if errors:
        raise ValidationError(errors)
