"""What a city reads of the decision on its application, once the admission is published: never who reviewed it."""

from dataclasses import dataclass
from decimal import Decimal

from entreciudades.calls import scoring
from entreciudades.calls.models import Admission, Application, Score
from entreciudades.calls.standings import standing_of
from entreciudades.calls.terms import terms_of
from entreciudades.methodologies.call_pack import Criterion


@dataclass(frozen=True, slots=True)
class Opinion:
    """A criterion with the score of each review that was sent, in the order in which they were sent."""

    criterion: Criterion
    scores: tuple[Score, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """The decision that counts and what it rests on; `total` out of `most`, None where no review was sent."""

    admission: Admission
    opinions: tuple[Opinion, ...]
    reviews: int
    total: Decimal | None
    most: Decimal


def told_of(application: Application) -> Told | None:
    """The result of an application; None before the admission of its call is published."""
    if application.call.decided_at is None:
        return None
    admission = application.admissions.last()
    if admission is None:
        return None
    criteria = terms_of(application.call).criteria
    sent = application.reviews.sent().order_by("sent_at", "pk").prefetch_related("scores")
    sheets = [{one.criterion: one for one in review.scores.all()} for review in sent]
    standing = standing_of(application)
    return Told(
        admission=admission,
        opinions=tuple(Opinion(one, tuple(sheet[one.key] for sheet in sheets if one.key in sheet)) for one in criteria),
        reviews=len(sheets),
        total=scoring.shown(scoring.mean(standing.shares), criteria) if standing.shares else None,
        most=scoring.rounded(scoring.weights(criteria)),
    )
