"""How far the assessment of each application is: who reviews it, what was sent, what it adds up to. Reads only."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import QuerySet

from entreciudades.calls import scoring
from entreciudades.calls.models import Application, Call, Review, Score
from entreciudades.calls.terms import terms_of
from entreciudades.methodologies.call_pack import CallPart


@dataclass(frozen=True, slots=True)
class Standing:
    """The assessment of one application. `shares` are those of the reviews that were sent, in the order of sending.

    `needed` counts a third review where the first ones differ by more than the call allows. Reviews that ended by a
    conflict of interest count for nothing here.
    """

    needed: int
    assigned: int
    declared: int
    shares: tuple[Fraction, ...]
    disputed: bool

    @property
    def sent(self) -> int:
        """How many reviews have arrived."""
        return len(self.shares)

    @property
    def lacks(self) -> int:
        """How many reviewers are to be found yet."""
        return max(0, self.needed - self.assigned)

    @property
    def is_complete(self) -> bool:
        """Whether every review that it needs was sent, and nobody still writes."""
        return self.needed > 0 and self.sent == self.assigned >= self.needed

    @property
    def share(self) -> Fraction | None:
        """What it adds up to, from 0 to 1; None until it is complete."""
        return scoring.mean(self.shares) if self.is_complete else None

    @property
    def spread(self) -> Fraction | None:
        """How far its reviews differ, from 0 to 1; None until it is complete."""
        return scoring.spread(self.shares) if self.is_complete else None

    @property
    def spread_percent(self) -> Decimal | None:
        """The same in percent, as people read it."""
        return None if self.spread is None else scoring.percent(self.spread)


def standings(
    call: Call, applications: Iterable[Application] | QuerySet[Application] | None = None
) -> dict[int, Standing]:
    """The standing of these applications of a call, by default of all that were submitted; three queries.

    Where the call has no assessment nothing is needed of anybody.
    """
    rows = call.applications.submitted() if applications is None else applications
    keys = [one.pk for one in rows]
    terms = terms_of(call)
    reviews: dict[int, list[Review]] = defaultdict(list)
    for review in Review.objects.standing().filter(application__in=keys):
        reviews[review.application_id].append(review)
    points = points_of([one.pk for some in reviews.values() for one in some if one.sent_at])
    return {key: _standing(terms, reviews[key], points) for key in keys}


def standing_of(application: Application) -> Standing:
    """The standing of one application."""
    return standings(application.call, [application])[application.pk]


def points_of(reviews: Iterable[int]) -> dict[int, dict[str, int]]:
    """Review -> the points that it gives, by criterion."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for score in Score.objects.filter(review__in=reviews):
        if score.points is not None:
            found[score.review_id][score.criterion] = score.points
    return found


def _standing(terms: CallPart, reviews: list[Review], points: dict[int, dict[str, int]]) -> Standing:
    asked = terms.assessment
    if asked is None:
        return Standing(0, len(reviews), 0, (), disputed=False)
    sent = sorted((one for one in reviews if one.sent_at), key=lambda one: (one.sent_at, one.pk))
    share = {one.pk: scoring.share(points.get(one.pk, {}), terms.criteria) for one in sent}
    first = [share[one.pk] for one in sent if not one.is_third]
    disputed = len(first) >= asked.reviewers and scoring.differ(first, asked.third_over)
    return Standing(
        needed=asked.reviewers + disputed,
        assigned=len(reviews),
        declared=sum(one.declared_at is not None for one in reviews),
        shares=tuple(share[one.pk] for one in sent),
        disputed=disputed,
    )
