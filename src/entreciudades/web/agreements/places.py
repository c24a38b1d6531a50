"""Who is where: an agreement seen from a party's desk, or from the office in whose register it lies."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from entreciudades.accounts.models import User
from entreciudades.actors.models import Organisation
from entreciudades.alliances.models import Agreement, AgreementParty
from entreciudades.alliances.signatures import bound_parties
from entreciudades.core.access import Rule
from entreciudades.core.errors import NotAllowed, NotFound
from entreciudades.web.desk.doors import person


@dataclass(frozen=True, slots=True)
class Space:
    """A desk or an office: who reads there, who works, who decides, and how a place in it is found."""

    name: str
    reads: Rule[Organisation]
    works: Rule[Organisation]
    decides: Rule[Organisation]
    opens: Callable[..., "Place"]


@dataclass(frozen=True)
class Place:
    """A request about an agreement. `owner` is the party at whose desk it comes, or the network.

    `is_worker`: whoever asks writes here at all; `is_decider`: decides; an auditor only reads. `about` is what the
    template around the page needs.
    """

    request: HttpRequest
    space: str
    owner: Organisation
    agreement: Agreement
    is_worker: bool
    is_decider: bool
    about: dict[str, Any] = field(default_factory=dict)

    @property
    def by(self) -> User:
        """Who asks."""
        return person(self.request)

    @cached_property
    def parties(self) -> list[AgreementParty]:
        """Those that have to sign or have signed, in order."""
        return bound_parties(self.agreement)

    def acts_for(self, party: AgreementParty) -> bool:
        """Whether one may write for a party here: at its own desk, or in the office for all."""
        return self.is_worker and (self.space == "office" or party.organisation_id == self.owner.pk)

    def party(self, pk: int) -> AgreementParty:
        """The party of that key, for which one may write here; else NotFound or NotAllowed."""
        party = next((one for one in self.parties if one.pk == pk), None)
        if party is None:
            raise NotFound("party", pk)
        party.agreement = self.agreement
        if not self.acts_for(party):
            raise NotAllowed("party:sign", "party", pk)
        return party

    def at(self, name: str, *keys: object) -> str:
        """The address of a page of this agreement: "agreement", "agreement-approvals"."""
        return reverse(f"{self.space}:{name}", args=[self.owner.slug, self.agreement.pk, *keys])
