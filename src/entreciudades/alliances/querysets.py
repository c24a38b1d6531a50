"""Which agreements and alliances, meetings and decisions of bodies."""

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from entreciudades.accounts.models import User
from entreciudades.actors.models import Body, BodyMember, NetworkMember, Organisation
from entreciudades.alliances.states import AgreementState, SeatState
from entreciudades.core.models import Attachment, Text
from entreciudades.core.periods import not_over

if TYPE_CHECKING:
    from entreciudades.alliances.models import (  # noqa: F401 - the bases below name them
        Agreement,
        Alliance,
        BodyDecision,
        BodyMeeting,
        Position,
    )

#: States of the seats of those who take part in an alliance, or did.
PARTIES = (SeatState.PRESENT, SeatState.LEFT)
#: Section of the text, and purpose of the files, that are the minutes of a meeting.
MINUTES = "minutes"


class AgreementQuerySet(models.QuerySet["Agreement"]):
    """Chainable questions about agreements."""

    def of(self, organisation: Organisation) -> Self:
        """Those to which the organisation is a party."""
        return self.filter(parties__organisation=organisation)

    def told(self) -> Self:
        """Those that a register or a source tells; the others are negotiated, and signed, here."""
        return self.filter(state=AgreementState.RECORDED)

    def in_register_of(self, network: Organisation) -> Self:
        """Those that lie in the network's register, or in none and have one of its members as a party."""
        members = NetworkMember.objects.present().filter(network=network).values("organisation")
        near = self.model.parties.rel.related_model._base_manager.filter(agreement=OuterRef("pk"))
        of_members = Q(network=None) & Exists(near.filter(organisation__in=members))
        return self.filter(Q(network=network) | of_members)

    def in_force(self, day: dt.date) -> Self:
        """Those that are signed, have begun, and have not ended by that day; one without an end holds until denounced.

        One that was denounced holds until the term of notice is over.
        """
        signed = self.filter(state__in=(AgreementState.RECORDED, AgreementState.SIGNED, AgreementState.DENOUNCED))
        begun = signed.filter(Q(starts=None) | Q(starts__lte=f"{day.isoformat()}~"))
        return not_over(begun, "ends", day)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Public ones of parties that one may know; those of one's own organisations; those of one's network.

        Of a network: those in its register, and of its members those that lie in no register.
        """
        known = Organisation.objects.visible_to(user).values("pk")
        public = self.model.objects.filter(published=True, parties__organisation__in=known).values("pk")
        if not user.is_authenticated:
            return self.filter(pk__in=public)
        mine = Organisation.objects.with_role(user).values("pk")
        run = Organisation.objects.with_role(user, "secretary", "auditor")
        near = NetworkMember.objects.present().filter(network__in=run).values("organisation")
        of_members = Q(network=None, parties__organisation__in=near)
        of_register = Q(network__in=run.values("pk"))
        own = self.model.objects.filter(Q(parties__organisation__in=mine) | of_register | of_members)
        return self.filter(Q(pk__in=public) | Q(pk__in=own.values("pk")))


class AllianceQuerySet(models.QuerySet["Alliance"]):
    """Chainable questions about alliances."""

    def of(self, organisation: Organisation) -> Self:
        """Those in which the organisation takes part, or did."""
        return self.filter(seats__organisation=organisation, seats__state__in=PARTIES)

    def in_force(self, day: dt.date) -> Self:
        """Those that have not ended by that day."""
        return not_over(self, "ends", day)

    def under_way_in(self, year: int) -> Self:
        """Those whose dates say that they were under way in that year: they had begun, and their end was not over.

        One without any date is none of them, for nobody knows.
        """
        dated = self.exclude(starts=None, ends=None)
        begun = dated.filter(Q(starts=None) | Q(starts__lt=str(year + 1)))
        return not_over(begun, "ends", dt.date(year, 1, 1))

    def undated(self) -> Self:
        """Those of which no source states when."""
        return self.filter(starts=None, ends=None)

    def with_parties(self) -> Self:
        """With what names them: parties in order, and themes; three queries for all."""
        return self.prefetch_related("seats__organisation", "themes")

    def with_public_parties(self) -> Self:
        """The same with those parties alone that take part, or did; who is invited is nobody's business yet."""
        seats = self.model.seats.rel.related_model._base_manager.filter(state__in=PARTIES)
        ordered = seats.order_by("position", "id").select_related("organisation")
        return self.prefetch_related(models.Prefetch("seats", ordered), "themes")

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Public ones of parties that one may all know; those of one's own organisations, and of one's networks.

        Whoever is invited knows of it, until they decline.
        """
        known = Organisation.objects.visible_to(user).values("pk")
        seats = self.model.seats.rel.related_model._base_manager.filter(alliance=OuterRef("pk"))
        public = Q(published=True) & ~Exists(seats.filter(state__in=PARTIES).exclude(organisation__in=known))
        if not user.is_authenticated:
            return self.filter(public)
        mine = Organisation.objects.with_role(user).values("pk")
        run = Organisation.objects.with_role(user, "secretary", "auditor").values("pk")
        near = seats.filter(organisation__in=mine).exclude(state=SeatState.DECLINED)
        return self.filter(public | Exists(near) | Q(network__in=run))


class PositionQuerySet(models.QuerySet["Position"]):
    """Chainable questions about positions."""

    def public(self) -> Self:
        """Those that everybody may read; one that its drafters withdrew is put to nobody any more."""
        return self.filter(published_at__isnull=False).exclude(agreement__state=AgreementState.WITHDRAWN)

    def concerning(self, organisation: Organisation) -> Self:
        """Those that the organisation drafts, and those to which it is invited."""
        drafted = Q(agreement__parties__organisation=organisation)
        return self.filter(drafted | Q(endorsements__organisation=organisation)).distinct()

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Public ones; those of who drafts, who is invited, and the network's secretariat and auditors."""
        public = Q(pk__in=self.model.objects.public().values("pk"))
        if not user.is_authenticated:
            return self.filter(public)
        mine = Organisation.objects.with_role(user).values("pk")
        run = Organisation.objects.with_role(user, "secretary", "auditor").values("pk")
        drafted = self.model.objects.filter(agreement__parties__organisation__in=mine).values("pk")
        invited = self.model.objects.filter(endorsements__organisation__in=mine).values("pk")
        return self.filter(public | Q(pk__in=drafted) | Q(pk__in=invited) | Q(agreement__network__in=run))


def bodies_read_by(organisations: "models.QuerySet[Any, Any]") -> "models.QuerySet[Any, Any]":
    """The keys of bodies in which organisations sit, or of which they carry a decision out."""
    sits = not_over(BodyMember.objects.filter(organisation__in=organisations), "until", timezone.localdate())
    charged = Body.objects.filter(decisions__tasks__organisation__in=organisations)
    return Body.objects.filter(Q(pk__in=sits.order_by().values("body")) | Q(pk__in=charged.values("pk"))).values("pk")


class BodyMeetingQuerySet(models.QuerySet["BodyMeeting"]):
    """Chainable questions about meetings."""

    def of_alliance(self, alliance: "Alliance") -> Self:
        """Those of the bodies of an alliance."""
        return self.filter(body__alliance_body__alliance=alliance)

    def of_network(self, network: Organisation) -> Self:
        """Those of the network's own bodies."""
        return self.filter(body__network=network, body__alliance_body=None)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Those of alliances of one's organisations, of bodies that these may read, and of one's networks."""
        if not user.is_authenticated:
            return self.none()
        mine = Organisation.objects.with_role(user).values("pk")
        run = Organisation.objects.with_role(user, "secretary", "auditor").values("pk")
        seats = "body__alliance_body__alliance__seats"
        part = {f"{seats}__organisation__in": mine, f"{seats}__state__in": ("present", "left")}
        of_parties = self.model.objects.filter(**part).values("pk")
        read = Q(body__alliance_body=None) & Q(body__in=bodies_read_by(mine))
        return self.filter(Q(body__network__in=run) | Q(pk__in=of_parties) | read)

    def held(self) -> Self:
        """Those that took place."""
        return self.filter(state="held")

    def with_quorum(self) -> Self:
        """Those held that had their quorum: an exact fraction, as `BodyMeeting.has_quorum`."""
        enough = Q(hundredfold__gte=F("entitled") * F("quorum"))
        return self.held().filter(counted__gt=0).alias(hundredfold=F("counted") * 100).filter(enough)

    def with_minutes(self) -> Self:
        """Those whose minutes are written, or kept as a file."""
        about = {"object_kind": self.model._meta.label_lower, "object_id": OuterRef("pk")}
        written = Text.objects.filter(**about, section=MINUTES).exclude(body="")
        return self.filter(Exists(written) | Exists(Attachment.objects.filter(**about, purpose=MINUTES)))

    def ahead(self, now: dt.datetime) -> Self:
        """Those still called for later, the next first."""
        return self.filter(state="called", starts_at__gte=now).order_by("starts_at", "id")


class BodyDecisionQuerySet(models.QuerySet["BodyDecision"]):
    """Chainable questions about decisions."""

    def to_ratify(self) -> Self:
        """Those on which a later meeting has still to say whether they stand."""
        return self.filter(needs_ratification=True, ratified_by=None)
