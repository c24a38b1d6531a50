"""What a call in preparation still lacks before everybody may read it, each with the page that mends it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from django.utils import timezone
from django.utils.translation import gettext as _

from entreciudades.calls.models import Call
from entreciudades.calls.presentation import SUMMARY, languages_of
from entreciudades.calls.terms import terms_of
from entreciudades.core.models import Text
from entreciudades.taxonomy.languages import language_name

Where = Literal["facts", "texts", "parameters", "countries"]


@dataclass(frozen=True, slots=True)
class Lack:
    """What is missing or wrong, where it is mended, and in which language, where it is of one."""

    where: Where
    says: str
    language: str = ""


def lacks_of(call: Call, reader: str) -> tuple[Lack, ...]:
    """All that keeps a call from being published, in the active language; `reader` names languages."""
    return (*_of_dates(call), *_of_texts(call, reader), *_of_numbers(call))


def _of_dates(call: Call) -> Iterator[Lack]:
    if call.closes_at <= timezone.now():
        yield Lack("facts", _("The deadline is over already."))


def _of_texts(call: Call, reader: str) -> Iterator[Lack]:
    written = set(
        Text.objects.of(call).filter(section=SUMMARY).exclude(body="").values_list("language", flat=True).distinct()
    )
    for language in languages_of(call):
        name = {"language": language_name(language, reader)}
        if not call.titles.get(language, "").strip():
            yield Lack("facts", _("The title in %(language)s") % name, language)
        if language not in written:
            yield Lack("texts", _("The summary in %(language)s") % name, language)


def _of_numbers(call: Call) -> Iterator[Lack]:
    terms = terms_of(call)
    if terms.criteria and not any(one.weight for one in terms.criteria):
        yield Lack("parameters", _("A criterion with a weight above 0"))
    if terms.pairing and not any(terms.pairing.weights.values()):
        yield Lack("parameters", _("A component of affinity with a weight above 0"))
    named = [one.countries for one in terms.sides if one.countries]
    if len(named) > 1 and frozenset.intersection(*named):
        yield Lack("countries", _("A country stands on both sides: choose one."))
    known = frozenset[str]().union(*named)
    if call.quota and len(named) == len(terms.sides) and terms.sides and not call.quota.keys() <= known:
        yield Lack("countries", _("A quota is of a country on neither side."))
