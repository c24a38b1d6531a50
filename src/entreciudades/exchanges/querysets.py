"""Which exchanges, products and givings."""

import datetime as dt
from typing import TYPE_CHECKING, Self, TypeVar

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q

from entreciudades.accounts.models import User
from entreciudades.actors.models import Organisation
from entreciudades.core.models import Attachment, Text
from entreciudades.core.refs import kind_of

if TYPE_CHECKING:
    from entreciudades.alliances.models import Alliance
    from entreciudades.exchanges.models import Exchange, Giving, Product  # noqa: F401 - the bases below name them

Row = TypeVar("Row", bound=models.Model)


class OfAllianceQuerySet(models.QuerySet[Row]):
    """Chainable questions about what belongs to an alliance."""

    def of(self, alliance: "Alliance") -> Self:
        """Those of one alliance."""
        return self.filter(alliance=alliance)

    def _within(self, user: User) -> Q:
        """Of alliances in which an organisation of theirs takes part or took part, or whose network they run."""
        seats = apps.get_model("alliances", "Seat")._base_manager
        mine = Organisation.objects.with_role(user, "coordinator", "colleague", "secretary", "auditor").values("pk")
        run = Organisation.objects.with_role(user, "secretary", "auditor").values("pk")
        near = seats.filter(alliance=OuterRef("alliance"), organisation__in=mine, state__in=("present", "left"))
        return Exists(near) | Q(alliance__network__in=run)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Those of one's own alliances, and of those of the networks that one runs."""
        return self.filter(self._within(user)) if user.is_authenticated else self.none()


class ExchangeQuerySet(OfAllianceQuerySet["Exchange"]):
    """Chainable questions about exchanges."""

    def planned(self) -> Self:
        """Those to come, and those of which nobody has said yet whether they were held."""
        return self.filter(state="planned")

    def held(self) -> Self:
        """Those that took place."""
        return self.filter(state="held")

    def standing(self) -> Self:
        """Those that were not cancelled."""
        return self.exclude(state="cancelled")

    def ahead(self, day: dt.date) -> Self:
        """Planned ones that are not over by that day."""
        return self.planned().filter(Q(ends__gte=day) | Q(ends=None, starts__gte=day))

    def with_party(self, organisation: Organisation) -> Self:
        """Those to which an organisation is host or comes."""
        guests = self.model.guests.rel.related_model._base_manager.filter(
            exchange=OuterRef("pk"), organisation=organisation
        )
        return self.filter(Q(host=organisation) | Exists(guests))

    def with_parties(self) -> Self:
        """With host, guests and whoever is named; in the order of their days."""
        return self.select_related("host").prefetch_related("guests__organisation", "guests__travellers__person")

    def unsettled(self, day: dt.date) -> Self:
        """Those over by that day of which nobody said that they were held, or that lack their minute."""
        over = Q(ends__lt=day) | Q(ends=None, starts__lt=day)
        lacking = Q(state="planned") | Q(state="held", has_minute=False)
        return self.with_minute().filter(over & lacking, alliance__state="running")

    def with_minute(self) -> Self:
        """Annotated with `has_minute`: whether a minute was written or attached."""
        about = {"object_kind": kind_of(self.model), "object_id": OuterRef("pk")}
        text = Text.objects.filter(section="minute", **about).exclude(body="")
        return self.annotate(
            has_minute=Exists(text) | Exists(Attachment.objects.filter(purpose="minute", **about)),
        )

    def minuted(self) -> Self:
        """Those that have a minute."""
        return self.with_minute().filter(has_minute=True)

    def unminuted(self) -> Self:
        """Those that lack one."""
        return self.with_minute().filter(has_minute=False)


class ProductQuerySet(OfAllianceQuerySet["Product"]):
    """Chainable questions about products."""

    def with_parties(self) -> Self:
        """With who made them, who receives them, the exchange they come of, and their themes."""
        named = ("makers", "receptions__organisation", "receptions__answered_by", "consents", "themes")
        return self.select_related("exchange", "practice", "handed_in_by").prefetch_related(*named)

    def validated(self) -> Self:
        """Those that every city that receives them has validated."""
        return self.filter(state="validated")

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Public ones of organisations that one may know; those of one's alliances, and of networks that one runs."""
        known = Organisation.objects.visible_to(user).values("pk")
        makers = self.model.makers.through._base_manager.filter(product=OuterRef("pk"))
        receptions = self.model.receptions.rel.related_model._base_manager.filter(product=OuterRef("pk"))
        public = (
            Q(published=True, network__in=known)
            & ~Exists(makers.exclude(organisation__in=known))
            & ~Exists(receptions.exclude(organisation__in=known))
        )
        if not user.is_authenticated:
            return self.filter(public)
        run = Organisation.objects.with_role(user, "secretary", "auditor").values("pk")
        return self.filter(public | self._within(user) | Q(network__in=run))


class GivingQuerySet(OfAllianceQuerySet["Giving"]):
    """Chainable questions about what was given."""

    def confirmed(self) -> Self:
        """Those that both sides say."""
        return self.filter(state="confirmed")
