"""Which calls, applications and reviews: by reader, by day, by city."""

import datetime as dt
from typing import TYPE_CHECKING, Self, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery

from entreciudades.accounts.models import User
from entreciudades.actors.models import Organisation

if TYPE_CHECKING:
    from entreciudades.calls.models import (  # noqa: F401 - the bases below name them
        Application,
        Call,
        Meeting,
        MendRequest,
        Pair,
        Review,
        ShortListEntry,
    )

Two = TypeVar("Two", bound=models.Model)


class CallQuerySet(models.QuerySet["Call"]):
    """Chainable questions about calls."""

    def open_at(self, moment: dt.datetime) -> Self:
        """Those that take applications at that moment; the second of the deadline itself is still in time."""
        return self.filter(state="open", opens_at__lte=moment, closes_at__gte=moment.replace(microsecond=0))

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Published ones; drafts for the secretariat and the auditor of their network and for the city that holds."""
        if not user.is_authenticated:
            return self.exclude(state="draft")
        run = Organisation.objects.with_role(user, "secretary", "auditor").values("pk")
        mine = Organisation.objects.with_role(user, "coordinator", "colleague").values("pk")
        return self.filter(~Q(state="draft") | Q(network__in=run) | Q(holder__in=mine))


class ApplicationQuerySet(models.QuerySet["Application"]):
    """Chainable questions about applications."""

    def submitted(self) -> Self:
        """Those that arrived and were not withdrawn."""
        return self.filter(state="submitted")

    def with_outcome(self) -> Self:
        """Annotated with `outcome`: the last admission, or None."""
        admissions = self.model.admissions.rel.related_model._base_manager
        last = admissions.filter(application=OuterRef("pk")).order_by("-id").values("outcome")[:1]
        return self.annotate(outcome=Subquery(last))

    def admitted(self) -> Self:
        """Those that were selected, by their last admission."""
        return self.submitted().with_outcome().filter(outcome="selected")

    def of_city(self, city: Organisation) -> Self:
        """Those in which the city applies, or belongs to the group."""
        group = self.model.members.rel.related_model._base_manager.filter(
            application=OuterRef("pk"), organisation=city, refused_at=None
        )
        return self.filter(Q(applicant=city) | Exists(group))

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """One's city's own and those of its groups; in the office what was submitted; a reviewer's own.

        A draft is its cities' alone. A reviewer sees one after declaring that no interest of theirs is in it.
        """
        if not user.is_authenticated:
            return self.none()
        mine = Organisation.objects.with_role(user, "coordinator", "colleague").values("pk")
        run = Organisation.objects.with_role(user, "secretary", "auditor").values("pk")
        group = self.model.members.rel.related_model._base_manager.filter(
            application=OuterRef("pk"), organisation__in=mine, refused_at=None
        )
        reviews = self.model.reviews.rel.related_model._base_manager.filter(
            application=OuterRef("pk"), reviewer=user, conflict=False
        )
        arrived = Q(submitted_at__isnull=False)
        return self.filter(
            Q(applicant__in=mine)
            | Exists(group)
            | (arrived & (Q(call__network__in=run) | Q(call__holder__in=mine) | Exists(reviews)))
        )


class MendRequestQuerySet(models.QuerySet["MendRequest"]):
    """Chainable questions about requests to mend. The second that a term names is in time."""

    def open_at(self, moment: dt.datetime) -> Self:
        """Those that the city may still answer."""
        return self.filter(submission=None, due_at__gte=moment.replace(microsecond=0))

    def lapsed_at(self, moment: dt.datetime) -> Self:
        """Those whose term passed without an answer."""
        return self.filter(submission=None, due_at__lt=moment.replace(microsecond=0))


class ReviewQuerySet(models.QuerySet["Review"]):
    """Chainable questions about reviews."""

    def standing(self) -> Self:
        """Those not ended by a conflict of interest."""
        return self.exclude(conflict=True)

    def sent(self) -> Self:
        """Those that their reviewer has sent."""
        return self.filter(sent_at__isnull=False)

    def waiting(self) -> Self:
        """Those for which their call still waits."""
        under_review = Q(application__state="submitted", application__call__state="under-review")
        return self.standing().filter(under_review, sent_at=None)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """One's own; the office and its auditor know of all in their network, and read what was sent."""
        if not user.is_authenticated:
            return self.none()
        run = Organisation.objects.with_role(user, "secretary", "auditor").values("pk")
        return self.filter(Q(reviewer=user) | Q(application__call__network__in=run))


class ShortListQuerySet(models.QuerySet["ShortListEntry"]):
    """Chainable questions about short lists."""

    def standing(self) -> Self:
        """Those that the secretariat did not strike."""
        return self.filter(struck="")

    def within(self, call: "Call") -> Self:
        """Those of one call."""
        return self.filter(application__call=call)

    def shown(self) -> Self:
        """Those of calls whose lists the cities may see."""
        return self.filter(application__call__matchmaking__shown_at__isnull=False)


class OfTwoQuerySet(models.QuerySet[Two]):
    """Chainable questions about what two applications, `a` and `b`, have together."""

    def of(self, application: "Application") -> Self:
        """Those in which the application is one of the two."""
        return self.filter(Q(a=application) | Q(b=application))

    def with_cities(self) -> Self:
        """With both applicants at hand."""
        return self.select_related("a__applicant", "b__applicant")


class MeetingQuerySet(OfTwoQuerySet["Meeting"]):
    """Chainable questions about bilateral meetings."""

    def over(self, starts_at: dt.datetime, ends_at: dt.datetime) -> Self:
        """Those that share some time with a span; what ends as it begins does not."""
        return self.filter(starts_at__lt=ends_at, ends_at__gt=starts_at)


class PairQuerySet(OfTwoQuerySet["Pair"]):
    """Chainable questions about pairs."""

    def standing(self) -> Self:
        """Those that were proposed and wait for an answer, and those accepted by both."""
        return self.filter(state__in=("proposed", "accepted"))

    def accepted(self) -> Self:
        """Those accepted by both cities, which everybody may know."""
        return self.filter(state="accepted")

    def overdue(self, moment: dt.datetime) -> Self:
        """Those whose term passed without both answers; the second that it names is in time."""
        return self.filter(state="proposed", due_at__lt=moment.replace(microsecond=0))

    def fixed(self) -> Self:
        """Those that a further run keeps: accepted by both, or proposed by the secretariat against a run."""
        return self.filter(Q(state="accepted") | (Q(state="proposed") & ~Q(override="")))

    def declined(self) -> Self:
        """Those that a further run does not bring back. One that lapsed may come again: nobody said no."""
        return self.filter(state="declined")
