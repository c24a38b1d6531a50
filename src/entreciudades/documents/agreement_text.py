"""An agreement assembled for printing and signing: its articles in several languages side by side, room to sign.

Nothing here knows cities: an agreement has parties, articles and a version. What the reader is told around it
(`labels`) is in one language; the text itself is in those of the agreement.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from entreciudades.documents.book import Words
from entreciudades.documents.prose import Block

AGREEMENT_LABELS = ("act", "between", "date", "draft", "name", "office", "signatures", "unwritten", "version")
"""What `AgreementText.labels` must hold; "draft" is printed across the pages of one that is not to be signed yet."""


@dataclass(frozen=True, slots=True)
class PartyText:
    """A party: the name of its signature field, what it and its country are called, who signs as what where known.

    `field_title` says to screen readers whose signature a field is for.
    """

    field: str
    name: Words
    country: str
    field_title: str
    signed_by: str = ""
    signed_as: str = ""


@dataclass(frozen=True, slots=True)
class Wording:
    """An article in one language: "Article 3" (`number`), its heading, its text; no blocks where it is not written."""

    language: str
    number: str
    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class AgreementText:
    """An agreement as it is printed. `articles` hold one wording for each language, all in the same order.

    `languages` says which of them bind, in words; `version` and `digest` (SHA-256 of its content) which text it is;
    `dated` is the day of that version; `foot` names where it belongs. A `draft` cannot be signed.
    """

    language: str
    kind: str
    titles: tuple[Words, ...]
    parties: tuple[PartyText, ...]
    languages: str
    articles: tuple[tuple[Wording, ...], ...]
    version: str
    digest: str
    dated: dt.date
    draft: bool
    foot: str
    labels: Mapping[str, str]
