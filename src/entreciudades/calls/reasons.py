"""Why two cities go together, in words: what each learns from the other. No affinity, no total."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from entreciudades.actors.models import Organisation
from entreciudades.calls.models import Application, Pair
from entreciudades.core.labels import Localized, label
from entreciudades.taxonomy.models import Term

#: Terms that a notice names; pages name all.
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Reasons:
    """A pair by its cities, and the labels of the terms that each learns, those that weigh most first."""

    a: Organisation
    b: Organisation
    a_learns: tuple[Localized, ...]
    b_learns: tuple[Localized, ...]


def reasons_of(pairs: Iterable[Pair], language: str | None = None) -> dict[int, Reasons]:
    """The reasons of pairs by their keys, for a reader of a language (default: the active one); one query for all."""
    pairs = list(pairs)
    terms = _terms(code for pair in pairs for code in (*pair.a_learns, *pair.b_learns))

    def labels(codes: Iterable[str]) -> tuple[Localized, ...]:
        return tuple(label(terms[code].labels, language) for code in codes if code in terms)

    return {
        pair.pk: Reasons(pair.a.applicant, pair.b.applicant, labels(pair.a_learns), labels(pair.b_learns))
        for pair in pairs
    }


def reasons_in_words(pair: Pair, language: str | None = None) -> Reasons:
    """The reasons of one pair."""
    return reasons_of([pair], language)[pair.pk]


def labels_of(codes: Iterable[str]) -> dict[str, Localized]:
    """Terms by their codes, in the active language; a code that no list has any more is left out."""
    return {code: label(term.labels) for code, term in _terms(codes).items()}


def learnt_by(application: Application, pair: Pair) -> tuple[list[str], list[str]]:
    """Codes of the terms that this side of a pair learns, and of those that it shares."""
    both = pair.a_learns, pair.b_learns
    return both if application.pk == pair.a_id else (both[1], both[0])


def few_in_words(codes: Iterable[str]) -> dict[str, str]:
    """The first few terms as one text by language, for a notice; it says so where there are none."""
    codes = list(codes)[:_NAMED]
    terms, said = _terms(codes), {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            named = [label(terms[code].labels).text for code in codes if code in terms]
            said[language] = ", ".join(named) or _("what you agree with it")
    return said


def _terms(codes: Iterable[str]) -> dict[str, Term]:
    return Term.objects.in_bulk(set(codes))
