"""What somebody with little time must know, on one page: a few lists under a title.

The page on the phone and the printed one are made from the same brief. A receipt is one too, and runs on over pages.
"""

from dataclasses import dataclass

from entreciudades.documents.book import Listing, Words


@dataclass(frozen=True, slots=True)
class Brief:
    """A brief in one language. `place` and `occasion` stand above the title; `foot` says when and where it was made.

    Each part is a list; what did not fit into it is said as its last item, by whoever assembles it. One that `runs_on`
    may take several pages, in small type.
    """

    language: str
    title: Words
    place: str
    occasion: str
    parts: tuple[Listing, ...]
    foot: str
    address: str = ""
    runs_on: bool = False
