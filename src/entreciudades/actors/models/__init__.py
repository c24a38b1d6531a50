"""The tables of the room, one file per idea."""

from entreciudades.actors.models.bodies import Body, BodyMember
from entreciudades.actors.models.cooperation import CooperationInstrument, MappedActor, Need, Offer, Priority
from entreciudades.actors.models.fees import Fee
from entreciudades.actors.models.government import Department, Person, Plan
from entreciudades.actors.models.membership import Membership, Role
from entreciudades.actors.models.network import Adoption, NetworkMember, NetworkPost
from entreciudades.actors.models.organisation import CityProfile, LanguageShare, Organisation, OrganisationFigure

__all__ = [
    "Adoption",
    "Body",
    "BodyMember",
    "CityProfile",
    "CooperationInstrument",
    "Department",
    "Fee",
    "LanguageShare",
    "MappedActor",
    "Membership",
    "Need",
    "NetworkMember",
    "NetworkPost",
    "Offer",
    "Organisation",
    "OrganisationFigure",
    "Person",
    "Plan",
    "Priority",
    "Role",
]
