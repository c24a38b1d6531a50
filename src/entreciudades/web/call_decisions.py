"""The decisions on a published call in words: what it said before, what it says now, why."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from entreciudades.actors.countries import country_titles
from entreciudades.calls.models import Call, CallDecision
from entreciudades.calls.presentation import slots
from entreciudades.calls.states import CallState
from entreciudades.calls.terms import parameters_of, part_of
from entreciudades.core.labels import label
from entreciudades.core.moments import moment_in_words
from entreciudades.web.templatetags.words import language_name, number

#: Verb of a decision -> its words.
WORDS = {
    "extend": gettext_lazy("The deadline was extended"),
    "change": gettext_lazy("The call was changed"),
    "texts": gettext_lazy("Texts of the call were changed"),
    "cancel": gettext_lazy("The call was cancelled"),
    "finish": gettext_lazy("The call has finished"),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """What was changed, what it said before and what it says now; long where both are texts."""

    what: str
    before: str
    after: str
    is_long: bool = False


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision: when, what, why, by whom, and what it changed."""

    at: dt.datetime
    what: str
    why: str
    by: str
    differences: tuple[Difference, ...]


def decisions_of(call: Call) -> list[Decided]:
    """The decisions on a call, the latest first; one query, and one for the names of fictional countries."""
    rows = call.decisions.select_related("made_by").order_by("-pk")
    return [
        Decided(
            row.made_at,
            str(WORDS.get(row.verb, row.verb)),
            row.reason,
            row.made_by.get_full_name() if row.made_by else "",
            tuple(_differences(call, row)),
        )
        for row in rows
    ]


def _differences(call: Call, row: CallDecision) -> Iterator[Difference]:
    for name in row.after:
        before, after = row.before.get(name), row.after[name]
        match name:
            case "closes_at":
                yield Difference(_("Deadline"), _moment(call, before), _moment(call, after))
            case "titles":
                yield Difference(_("Title"), label(before).text, label(after).text)
            case "languages":
                yield Difference(_("Languages of applications"), _languages(before), _languages(after))
            case "parameters":
                yield from _numbers(call, before, after)
            case "countries":
                yield from _countries(call, before, after)
            case "quota":
                yield Difference(_("Pairs by country"), _quota(before), _quota(after))
            case "state":
                yield Difference(_("State"), str(CallState(before).label), str(CallState(after).label))
            case _:
                yield _text(name, before, after)


def _moment(call: Call, written: str) -> str:
    return moment_in_words(dt.datetime.fromisoformat(written), call.zone, get_language() or "es")


def _languages(codes: list[str]) -> str:
    return ", ".join(language_name(code) for code in codes)


def _numbers(call: Call, before: dict[str, str], after: dict[str, str]) -> Iterator[Difference]:
    for one in parameters_of(call):
        former, present = (kept.get(one.path, str(one.default)) for kept in (before, after))
        if former != present:
            before_said, after_said = (number(type(one.default)(said)) for said in (former, present))
            yield Difference(one.title, before_said, after_said)


def _countries(call: Call, before: dict[str, Any], after: dict[str, Any]) -> Iterator[Difference]:
    for side in part_of(call).sides:
        former, present = (kept.get(side.key, sorted(side.countries)) for kept in (before, after))
        if former != present:
            yield Difference(label(side.title).text, _named(former), _named(present))


def _named(keys: list[str]) -> str:
    return ", ".join(sorted(country_titles(keys, get_language() or "es").values()))


def _quota(kept: dict[str, int]) -> str:
    titles = country_titles(kept, get_language() or "es")
    return ", ".join(sorted(f"{titles[key]} {pairs}" for key, pairs in kept.items())) or "—"


def _text(name: str, before: str, after: str) -> Difference:
    key, _slash, language = name.partition("/")
    title = next((one.title.text for one in slots() if one.key == key), key)
    return Difference(f"{title} ({language_name(language)})", before, after, is_long=True)
