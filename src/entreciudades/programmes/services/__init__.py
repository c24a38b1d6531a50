"""What happens to programmes, a verb at a time."""

from entreciudades.programmes.services.adoption import adopt_programme
from entreciudades.programmes.services.life import (
    change_programme,
    close,
    create_programme,
    has_newer_texts,
    publish,
    reopen,
    withdraw,
)
from entreciudades.programmes.services.matrix import change_matrix, undo_matrix_change
from entreciudades.programmes.services.parts import keep_part, remove_part
from entreciudades.programmes.services.reminder import remind, to_remind
from entreciudades.programmes.services.sections import write_form, write_section

__all__ = [
    "adopt_programme",
    "change_matrix",
    "change_programme",
    "close",
    "create_programme",
    "has_newer_texts",
    "keep_part",
    "publish",
    "remind",
    "remove_part",
    "reopen",
    "to_remind",
    "undo_matrix_change",
    "withdraw",
    "write_form",
    "write_section",
]
