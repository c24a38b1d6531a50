"""The tables of the room, one file per idea."""

from entreciudades.actors.models.bodies import Body, BodyMember
from entreciudades.actors.models.cooperation import CooperationInstrument, MappedActor, Need, Offer, Priority
from entreciudades.actors.models.demand import SecondFactorDemand
from entreciudades.actors.models.elections import Election
from entreciudades.actors.models.fees import Fee
from entreciudades.actors.models.government import Department, Plan
from entreciudades.actors.models.languages import GlossaryTerm, ReturnedTranslation, WorkingLanguage
from entreciudades.actors.models.membership import Membership, Role
from entreciudades.actors.models.network import Adoption, NetworkMember, NetworkPost
from entreciudades.actors.models.organisation import CityProfile, LanguageShare, Organisation, OrganisationFigure
from entreciudades.actors.models.people import AddressedAs, Consent, Person
from entreciudades.actors.models.team import Absence, Handover, Invitation, Promise

__all__ = [
    "Absence",
    "AddressedAs",
    "Adoption",
    "Body",
    "BodyMember",
    "CityProfile",
    "Consent",
    "CooperationInstrument",
    "Department",
    "Election",
    "Fee",
    "GlossaryTerm",
    "Handover",
    "Invitation",
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
    "Promise",
    "ReturnedTranslation",
    "Role",
    "SecondFactorDemand",
    "WorkingLanguage",
]
