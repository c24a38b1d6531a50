"""Tabs around an object: pages in a row, those of one kind in groups, the one lit where the reader is."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Tab:
    """A page: its title, its address, and the names of views that are its own.

    A name that ends in "-" stands for all that begin with it; where several tabs fit, the longest name wins.
    """

    title: str
    address: str
    names: frozenset[str]
    is_lit: bool = False

    def fit(self, here: str) -> int:
        """How much of a view's name one of `names` says; 0 where none fits."""
        fits = (len(one) for one in self.names if one == here or (one[-1] == "-" and here.startswith(one)))
        return max(fits, default=0)


@dataclass(frozen=True, slots=True)
class Group:
    """Tabs of one kind under a title, which leads to the first of them; a group of one is that tab."""

    title: str
    tabs: tuple[Tab, ...]

    @property
    def address(self) -> str:
        """Of its first page."""
        return self.tabs[0].address

    @property
    def is_lit(self) -> bool:
        """Whether the reader is on one of its pages."""
        return any(tab.is_lit for tab in self.tabs)


def tabs_of(request: HttpRequest, *entries: Tab | Group) -> list[Tab | Group]:
    """The entries in their order, with the page where the reader is lit."""
    here = str(request.resolver_match.url_name) if request.resolver_match else ""
    pages = [tab for entry in entries for tab in _pages(entry)]
    best = max((tab.fit(here) for tab in pages), default=0)

    def lit(tab: Tab) -> Tab:
        return Tab(tab.title, tab.address, tab.names, is_lit=bool(best) and tab.fit(here) == best)

    return [lit(one) if isinstance(one, Tab) else Group(one.title, tuple(map(lit, one.tabs))) for one in entries]


def _pages(entry: Tab | Group) -> Sequence[Tab]:
    return entry.tabs if isinstance(entry, Group) else (entry,)
