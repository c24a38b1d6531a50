"""What may go wrong with an import, beside the refusals of core."""

from entreciudades.core.errors import EntreciudadesError
from entreciudades.spreadsheets.faults import BookRefused

__all__ = ["BookRefused", "ColumnsRefused", "NotReady", "Outdated"]


class ColumnsRefused(EntreciudadesError):
    """The columns said cannot be read so: ``twice`` names those of the kind said twice, ``missing`` those required."""

    def __init__(self, *, twice: list[str], missing: list[str]) -> None:
        super().__init__(f"columns said twice: {twice}, missing: {missing}")
        self.twice = twice
        self.missing = missing


class NotReady(EntreciudadesError):
    """Rows with a problem or a likely double wait for somebody's word; nothing was written."""

    def __init__(self, waiting: int) -> None:
        super().__init__(f"{waiting} rows wait for a word")
        self.waiting = waiting


class Outdated(EntreciudadesError):
    """Rows were changed here since the dry run; nothing was written, and it is to be made anew."""

    def __init__(self, rows: list[int]) -> None:
        super().__init__(f"{len(rows)} rows of the file meet others than they met in the dry run")
        self.rows = rows
