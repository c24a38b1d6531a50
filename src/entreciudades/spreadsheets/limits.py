"""How large a spreadsheet may be. What is larger is refused while it is read, before it takes memory."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Each is the most that is read."""

    bytes: int = 25_000_000
    unpacked: int = 300_000_000
    """Bytes of all parts of the archive together."""
    ratio: int = 250
    """How many times larger a part of over a megabyte may be than its compressed form."""
    parts: int = 2_000
    sheets: int = 50
    rows: int = 100_000
    """The number of the last row with a value, in each sheet."""
    columns: int = 500
    cells: int = 2_500_000
    characters: int = 100_000
    """Of one cell: three times what Excel keeps, for long texts in ODS and CSV."""
    text: int = 40_000_000
    """Characters of a whole XLSX's table of texts."""


LIMITS = Limits()
