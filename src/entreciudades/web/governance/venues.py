"""Where bodies are governed: an alliance at a party's desk or in its network's office, a network's own bodies."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest, QueryDict
from django.urls import reverse

from entreciudades.accounts.models import User
from entreciudades.actors.models import Body, BodyMember, Organisation, Person
from entreciudades.actors.rules import EDIT, FOLLOW, OFFICE
from entreciudades.alliances.models import Alliance, BodyDecision, BodyMeeting
from entreciudades.alliances.querysets import bodies_read_by
from entreciudades.alliances.states import SeatState
from entreciudades.core.access import Rule
from entreciudades.core.errors import NotFound
from entreciudades.web.desk import doors
from entreciudades.web.desk.about import about_organisation
from entreciudades.web.desk.alliances.about import desk_place
from entreciudades.web.desk.doors import person
from entreciudades.web.office.about import about_network
from entreciudades.web.office.alliances.about import office_place

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Space:
    """One of the four: who reads there, who writes, where its addresses lie, and how a request opens it.

    `home` names its list of bodies; `writes` is None where one only reads.
    """

    name: str
    prefix: str
    home: str
    route: str
    reads: Rule[Organisation]
    writes: Rule[Organisation] | None
    opens: Callable[..., "Venue"]


@dataclass(frozen=True)
class Venue:
    """A request in a space. `owner` acts there, and its trail tells of it.

    `alliance` is None for a network's own bodies; `about` is what the template around the page needs.
    """

    request: HttpRequest
    space: Space
    owner: Organisation
    network: Organisation | None
    alliance: Alliance | None
    may_write: bool
    rows: QuerySet[Body]
    about: dict[str, Any] = field(default_factory=dict)

    @property
    def by(self) -> User:
        """Who asks."""
        return person(self.request)

    @property
    def posted(self) -> QueryDict | None:
        """What a form sent; None where it is only shown."""
        return self.request.POST if self.request.method == "POST" else None

    @property
    def act(self) -> dict[str, Any]:
        """Who acts, and in whose trail, as services ask it."""
        return {"by": self.by, "scope": self.owner.pk}

    def at(self, page: str = "", *keys: object) -> str:
        """The address of a page: "body", "meeting"; of the list of bodies without one."""
        name = f"{self.space.prefix}-{page}" if page else self.space.home
        of = [self.alliance.slug] if self.alliance else []
        return reverse(f"{self.space.name}:{name}", args=[self.owner.slug, *of, *keys])

    def body(self, pk: int) -> Body:
        """A body of this place. Raises NotFound."""
        return _found(self.rows.filter(pk=pk), "body", pk)

    def meeting(self, pk: int) -> BodyMeeting:
        """A meeting of one of its bodies. Raises NotFound."""
        rows = BodyMeeting.objects.filter(body__in=self.rows.values("pk")).select_related("body__network")
        return _found(rows.filter(pk=pk), "meeting", pk)

    def decision(self, pk: int) -> BodyDecision:
        """A decision of one of its bodies. Raises NotFound."""
        rows = BodyDecision.objects.filter(body__in=self.rows.values("pk")).select_related("body", "meeting")
        return _found(rows.filter(pk=pk), "decision", pk)

    def member(self, pk: int) -> BodyMember:
        """Somebody who sits in one of its bodies. Raises NotFound."""
        rows = BodyMember.objects.filter(body__in=self.rows.values("pk"))
        return _found(rows.select_related("body", "organisation", "person").filter(pk=pk), "member", pk)

    def parties(self) -> QuerySet[Organisation]:
        """Who may sit in its bodies: the parties of the alliance, the members of the network."""
        if self.alliance is not None:
            return Organisation.objects.filter(seats__alliance=self.alliance, seats__state=SeatState.PRESENT)
        return Organisation.objects.members_of(self.owner)

    def charged(self) -> QuerySet[Organisation]:
        """Who may carry a decision out: who may sit, and the network with its secretariat."""
        parties = self.parties().values("pk")
        if self.network is None:
            return Organisation.objects.filter(pk__in=parties)
        return Organisation.objects.filter(pk__in=parties) | Organisation.objects.filter(pk=self.network.pk)

    def people(self) -> QuerySet[Person]:
        """People of those organisations, with or without an account."""
        return Person.objects.filter(organisation__in=self.charged().values("pk")).select_related("organisation")


def desk_alliance(request: HttpRequest, slug: str, alliance: str, *, may: Rule[Organisation]) -> Venue:
    """The bodies of an alliance as a party sees them."""
    place = desk_place(request, slug, alliance, may=may)
    found = place.alliance
    if place.seat is None or place.seat.state == SeatState.INVITED:
        raise NotFound("alliance", alliance)  # one that is asked to join reads its invitation
    rows = Body.objects.filter(alliance_body__alliance=found)
    return Venue(request, DESK_ALLIANCE, place.owner, found.network, found, place.works, rows, place.about)


def office_alliance(request: HttpRequest, slug: str, alliance: str, *, may: Rule[Organisation]) -> Venue:
    """The same as the secretariat of its network does."""
    place = office_place(request, slug, alliance, may=may)
    found = place.alliance
    rows = Body.objects.filter(alliance_body__alliance=found)
    return Venue(request, OFFICE_ALLIANCE, place.owner, found.network, found, place.works, rows, place.about)


def office_network(request: HttpRequest, slug: str, *, may: Rule[Organisation]) -> Venue:
    """A network's own bodies in its office; those of alliances are none of them."""
    network = doors.organisation(request, slug, may=may)
    rows = Body.objects.filter(network=network, alliance_body=None)
    about = about_network(request, network, is_secretary=True if may is OFFICE else None)
    return Venue(request, OFFICE_NETWORK, network, network, None, about["is_secretary"], rows, about)


def desk_network(request: HttpRequest, slug: str, *, may: Rule[Organisation]) -> Venue:
    """The bodies of networks in which an organisation sits, or of which it carries a decision out, to read."""
    owner = doors.organisation(request, slug, may=may)
    rows = Body.objects.filter(pk__in=bodies_read_by(Organisation.objects.filter(pk=owner.pk)), alliance_body=None)
    about = about_organisation(request, owner)
    return Venue(request, DESK_NETWORK, owner, None, None, may_write=False, rows=rows, about=about)


def _found(rows: QuerySet[M], kind: str, pk: int) -> M:
    row = rows.first()
    if row is None:
        raise NotFound(kind, pk)
    return row


DESK_ALLIANCE: Final = Space(
    "desk",
    "alliance-governance",
    "alliance-governance",
    "alliances/<slug:alliance>/governance/",
    reads=EDIT,
    writes=EDIT,
    opens=desk_alliance,
)
OFFICE_ALLIANCE: Final = Space(
    "office",
    "alliance-governance",
    "alliance-governance",
    "alliances/<slug:alliance>/governance/",
    reads=FOLLOW,
    writes=OFFICE,
    opens=office_alliance,
)
OFFICE_NETWORK: Final = Space(
    "office", "governance", "bodies", "bodies/", reads=FOLLOW, writes=OFFICE, opens=office_network
)
DESK_NETWORK: Final = Space("desk", "governance", "governance", "bodies/", reads=EDIT, writes=None, opens=desk_network)
