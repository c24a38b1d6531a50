"""Numbers as spreadsheet programs keep them, without the artefacts of their binary form."""

import decimal
import re
from decimal import Decimal

#: Excel and LibreOffice keep this many digits of a number.
DIGITS = 15
_KEPT = decimal.Context(prec=DIGITS, rounding=decimal.ROUND_HALF_EVEN)
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_LONGEST = 400


def kept_number(text: str) -> Decimal:
    """Return the number that a file writes, to 15 digits: 0.30000000000000004 is 0.3. Raises ValueError."""
    if len(text) > _LONGEST or not _NUMBER.fullmatch(text):
        raise ValueError(f"no number: {text[:40]!r}")
    return Decimal(text) if len(text) <= DIGITS else _KEPT.create_decimal(text)


def lost_digits(text: str) -> bool:
    """Whether a whole number is written with more digits than are kept, as a long code is."""
    return len(text) > DIGITS and len(text.partition(".")[0].lstrip("+-0")) > DIGITS and "e" not in text.lower()
