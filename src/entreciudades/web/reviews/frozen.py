"""What an application said when it was submitted, for whoever assesses it: its frozen copy, no rows changed since."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language
from moneyed import Money

from entreciudades.actors.countries import country_titles
from entreciudades.actors.models import Need, Person
from entreciudades.calls.eligibility import Finding, judge
from entreciudades.calls.frozen import snapshot_of, terms_then
from entreciudades.calls.models import Application, FrozenDocument, Submission
from entreciudades.calls.snapshot import Party, Snapshot
from entreciudades.core.figures import format_figure
from entreciudades.core.labels import Localized, label
from entreciudades.methodologies.call_pack import CallPart
from entreciudades.taxonomy.models import Term


@dataclass(frozen=True, slots=True)
class Answer:
    """A question and what was answered, in the reader's language where the city wrote in it."""

    title: Localized
    text: Localized


@dataclass(frozen=True, slots=True)
class Municipality:
    """A party with the name of its country and its population, as it was told; whether it consents no more."""

    party: Party
    country: str
    population: str
    refuses: bool


@dataclass(frozen=True, slots=True)
class Frozen:
    """An application as its last submission has it."""

    submission: Submission
    snapshot: Snapshot
    findings: tuple[Finding, ...]
    parties: tuple[Municipality, ...]
    side: Localized
    themes: list[Term]
    needs: list[tuple[Term, str]]
    offers: list[tuple[Term, str]]
    priorities: list[Term]
    posts: list[Localized]
    answers: list[Answer]
    documents: list[tuple[Localized, FrozenDocument]]
    asked: Money | None
    total: Money | None

    @property
    def missed(self) -> list[Finding]:
        """The rules that it does not meet, or of which the data do not tell."""
        return [one for one in self.findings if not one.met]


def frozen_of(application: Application, submission: Submission | None = None) -> Frozen | None:
    """A submission in words, by default the last; None where there is none. About seven queries."""
    rows = application.submissions.prefetch_related("documents__file")
    submission = rows.filter(pk=submission.pk).first() if submission else rows.last()
    if submission is None:
        return None
    submission.application = application
    terms, snapshot = terms_then(submission), snapshot_of(submission)
    keys = {*snapshot.themes, *snapshot.needs, *snapshot.offers, *snapshot.priorities}
    known = Term.objects.in_bulk(keys)
    budget = snapshot.budget
    people = Person.objects.filter(pk__in=snapshot.people).order_by("pk")
    return Frozen(
        submission=submission,
        snapshot=snapshot,
        findings=judge(terms, snapshot),
        parties=_municipalities(application, snapshot),
        side=label(next((side.title for side in terms.sides if side.key == snapshot.side), {})),
        themes=[known[key] for key in snapshot.themes if key in known],
        needs=_levels(snapshot.needs, known),
        offers=_levels(snapshot.offers, known),
        priorities=[known[key] for key in snapshot.priorities if key in known],
        posts=[label(one.posts) for one in people],
        answers=_answers(terms, snapshot),
        documents=[(_document_title(terms, one), one) for one in submission.documents.all()],
        asked=Money(Decimal(budget.asked), budget.currency) if budget.asked and budget.currency else None,
        total=Money(Decimal(budget.total), budget.currency) if budget.total and budget.currency else None,
    )


def _municipalities(application: Application, snapshot: Snapshot) -> tuple[Municipality, ...]:
    refusing: set[int] = set()
    if snapshot.members:
        refusing.update(application.members.exclude(refused_at=None).values_list("organisation", flat=True))
    language = get_language() or "es"
    countries = country_titles((one.country for one in snapshot.parties), language)
    return tuple(
        Municipality(one, countries[one.country], _population(one, language), one.organisation in refusing)
        for one in snapshot.parties
    )


def _population(party: Party, language: str) -> str:
    told = party.population
    if told is None:
        return ""
    return format_figure(Decimal(told.value), told.qualifier, language)


def _levels(levels: Mapping[str, int], known: Mapping[str, Term]) -> list[tuple[Term, str]]:
    """Subjects with how much, the most wanted first."""
    ranked = sorted(levels.items(), key=lambda one: (-one[1], one[0]))
    return [(known[key], str(Need.Level(level).label)) for key, level in ranked if key in known]


def _answers(terms: CallPart, snapshot: Snapshot) -> list[Answer]:
    return [Answer(label(one.title), label(snapshot.answers.get(one.key))) for one in terms.questions]


def _document_title(terms: CallPart, document: FrozenDocument) -> Localized:
    title = next((one.title for one in terms.documents if one.key == document.key), None)
    return label(title) if title else Localized(document.name, "")
