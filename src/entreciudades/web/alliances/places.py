"""Who is where: an alliance seen from a party's desk, or from the office of its network."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from django.http import HttpRequest
from django.urls import reverse

from entreciudades.accounts.models import User
from entreciudades.actors.models import Organisation
from entreciudades.alliances.models import Alliance, Seat
from entreciudades.alliances.states import SeatState
from entreciudades.core.access import Rule
from entreciudades.web.desk.doors import person

#: What an alliance is opened with: by what it lives, and what founded it.
FOUNDING: Final = (
    "network",
    "methodology",
    "proposed_by",
    "pair__call",
    "pair__a__applicant",
    "pair__b__applicant",
)


@dataclass(frozen=True, slots=True)
class Space:
    """A desk or an office: who reads there, who decides, and how a place in it is found."""

    name: str
    reads: Rule[Organisation]
    decides: Rule[Organisation]
    opens: Callable[..., "Place"]


@dataclass(frozen=True)
class Place:
    """A request about an alliance. `owner` is the party at whose desk it comes, or the network; `seat` the party.

    `about` is what the template around the page needs.
    """

    request: HttpRequest
    space: str
    owner: Organisation
    alliance: Alliance
    seat: Seat | None
    is_decider: bool
    about: dict[str, Any] = field(default_factory=dict)

    @property
    def by(self) -> User:
        """Who asks."""
        return person(self.request)

    @property
    def works(self) -> bool:
        """Whether one acts here at all: at the desk of a party that takes part, or as the secretariat."""
        return self.is_decider if self.seat is None else self.seat.state == SeatState.PRESENT

    @property
    def decides(self) -> bool:
        """Whether whoever asks decides here for a party that takes part, or as the secretariat."""
        return self.works and self.is_decider

    def at(self, name: str, *keys: object) -> str:
        """The address of a page of this alliance: "alliance", "alliance-stage"."""
        return reverse(f"{self.space}:{name}", args=[self.owner.slug, self.alliance.slug, *keys])
