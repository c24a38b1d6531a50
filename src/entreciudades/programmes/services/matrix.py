"""A city changes one of its computed matrices, always with a reason."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from entreciudades.accounts.models import User
from entreciudades.core import trail
from entreciudades.core.parts import put_row
from entreciudades.methodologies.pack import Matrix
from entreciudades.programmes.facts import facts_of
from entreciudades.programmes.matrices import matrix_table
from entreciudades.programmes.models import MatrixChange, Programme
from entreciudades.programmes.pack import variant_of

Kind = MatrixChange.Kind


@transaction.atomic
def change_matrix(
    programme: Programme,
    *,
    matrix: str,
    kind: str,
    row: str,
    reason: str,
    by: User,
    titles: Mapping[str, str] | None = None,
    texts: Mapping[str, str] | None = None,
    entry: str = "",
    place: int | None = None,
) -> MatrixChange:
    """Record one change; `row` and `entry` are keys as the matrix gives them, `place` counts from 1.

    Raises ValidationError naming the field: no reason, no such matrix, row or entry, a title or text missing.
    """
    change = MatrixChange(
        programme=programme,
        matrix=matrix,
        kind=kind,
        row=row,
        titles=dict(titles or {}),
        texts=dict(texts or {}),
        entry=entry,
        place=place,
        reason=reason.strip(),
        made_by=by,
    )
    change.clean_fields()
    _check(change, programme)
    put_row(change)
    trail.record(
        "matrix.changed", programme, by=by, scope=programme.network_id, matrix=matrix, change=str(kind), row=row
    )
    return change


@transaction.atomic
def undo_matrix_change(change: MatrixChange, *, by: User) -> None:
    """Take a change back, and with an added row the changes made inside it."""
    programme = change.programme
    trail.record(
        "matrix.change_undone", programme, by=by, scope=programme.network_id, matrix=change.matrix, row=change.row
    )
    if change.kind == Kind.ADD_ROW:
        programme.matrix_changes.filter(matrix=change.matrix, row=change.row).delete()
    else:
        change.delete()


def _check(change: MatrixChange, programme: Programme) -> None:
    matrices = {one.key: one for one in variant_of(programme).matrices}
    if change.matrix not in matrices:
        raise ValidationError({"matrix": _("The methodology has no matrix “%(key)s”.") % {"key": change.matrix}})
    if change.place == 0 or (change.kind == Kind.MOVE_ROW and change.place is None):
        raise ValidationError({"place": _("Say at which place it should stand; the first is 1.")})
    if change.kind == Kind.ADD_ROW:
        _check_new_row(change, programme, matrices[change.matrix])
        return
    rows = {row.key: row for row in matrix_table(facts_of(programme), change.matrix).rows}
    if change.row not in rows:
        raise ValidationError({"row": _("The matrix has no row “%(key)s”.") % {"key": change.row}})
    if change.kind == Kind.ADD_ENTRY and not change.texts:
        raise ValidationError({"texts": _("Write the entry.")})
    if change.kind == Kind.LEAVE_OUT_ENTRY and change.entry not in {item.key for item in rows[change.row].items}:
        raise ValidationError({"entry": _("The row has no such entry.")})


def _check_new_row(change: MatrixChange, programme: Programme, matrix: Matrix) -> None:
    """Check its key, which no row may have, nor one that was left out: a change would touch both; and its title."""
    if slugify(change.row) != change.row:
        raise ValidationError({"row": _("Call the row by small letters, digits and hyphens.")})
    changed = programme.matrix_changes.filter(matrix=matrix.key).values_list("row", flat=True)
    if change.row in {*(row.key for row in matrix.rows), *changed}:
        raise ValidationError({"row": _("There is already a row “%(key)s”.") % {"key": change.row}})
    if not change.titles:
        raise ValidationError({"titles": _("Give the row a title.")})
