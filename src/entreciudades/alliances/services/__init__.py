"""What happens to agreements and alliances."""

from entreciudades.alliances.services.recording import (
    DOCUMENT,
    PARTIES,
    Signatory,
    keep_article,
    record_agreement,
    record_alliance,
    slug_words,
    write_article,
)
from entreciudades.alliances.wording import WORDING

__all__ = [
    "DOCUMENT",
    "PARTIES",
    "WORDING",
    "Signatory",
    "keep_article",
    "record_agreement",
    "record_alliance",
    "slug_words",
    "write_article",
]
