"""May this application be submitted, and if not, why: every rule with what was found and what would make it pass.

Two kinds of findings: rules of the pack (`[[call.eligible]]`), and what any application must hold to be complete.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from entreciudades.actors.countries import country_titles
from entreciudades.calls.snapshot import Party, Snapshot
from entreciudades.core.errors import EntreciudadesError
from entreciudades.core.figures import Qualifier, format_figure
from entreciudades.core.labels import label
from entreciudades.documents import prose
from entreciudades.methodologies.call_pack import CallPart, Eligible
from entreciudades.methodologies.pack import Field
from entreciudades.taxonomy.codelists import load

Part = Literal["", "budget", "documents", "figures", "group", "people", "texts", "themes"]
"""Which part of an application, or of the city's profile, mends what is not met; empty: none can."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule and what was found. `met` is None where the data do not tell, which does not pass.

    `says`, `found`, `needed` are in the active language; `sources` names where figures come from; `subject` is the
    key of the question or document, where the finding is about one.
    """

    key: str
    says: str
    met: bool | None
    found: str
    needed: str
    mend: Part
    sources: tuple[str, ...] = ()
    subject: str = ""


class NotEligible(EntreciudadesError):
    """The application was not submitted: a rule is not met, or cannot be told. ``findings`` are all of them."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        unmet = ", ".join(f"{one.key} {one.subject}".strip() for one in findings if not one.met)
        super().__init__(f"not met: {unmet}")
        self.findings = findings


_Verdict = tuple[bool | None, str, str, Part, tuple[str, ...]]


def judge(terms: CallPart, snapshot: Snapshot) -> tuple[Finding, ...]:
    """Every finding, those of the pack's rules first, in its order."""
    rules = tuple(_apply(rule, terms, snapshot) for rule in terms.eligible)
    return rules + tuple(_completeness(terms, snapshot))


def is_eligible(findings: tuple[Finding, ...]) -> bool:
    """Whether every rule is met."""
    return all(one.met for one in findings)


def _apply(rule: Eligible, terms: CallPart, snapshot: Snapshot) -> Finding:
    met, found, needed, mend, sources = _RULES[rule.rule](rule, terms, snapshot)
    return Finding(rule.key, label(rule.says).text, met, found, needed, "" if met else mend, sources)


def _population(rule: Eligible, _terms: CallPart, snapshot: Snapshot) -> _Verdict:
    """Source 003: more than 100,000 inhabitants, or a group that has them together."""
    parties = snapshot.parties if rule.or_group else (snapshot.applicant,)
    limit = rule.numbers["more_than"]
    told = [one.population for one in parties if one.population is not None]
    total = sum(one.value for one in told)
    sources = tuple(dict.fromkeys(one.source for one in told))
    unknown = [one for one in parties if one.population is None]
    unsure = any(one.qualifier == Qualifier.UNDER for one in told)
    if total > limit and not unsure:
        met: bool | None = True
    else:
        met = None if unknown or (unsure and total > limit) else False
    found = _("%(number)s inhabitants") % {"number": _written(total)} if told else _("no population with its source")
    if unknown and told:
        found = _("%(found)s, without %(cities)s") % {"found": found, "cities": _names(unknown)}
    if unknown:
        needed = _("Enter the population, with its source, of: %(cities)s") % {"cities": _names(unknown)}
        return met, found, "" if met else needed, "figures", sources
    if rule.or_group:
        missing = {"number": _written(limit + 1 - total)}
        needed = (
            _("Inhabitants that are missing: %(number)s. Add municipalities with whom you share the problem") % missing
        )
        return met, found, "" if met else needed, "group", sources
    return met, found, "" if met else _("more than %(number)s") % {"number": _written(limit)}, "", sources


def _applicant_kind(rule: Eligible, _terms: CallPart, snapshot: Snapshot) -> _Verdict:
    """Source 003: no provincial councils; a group that names a municipality to represent it may apply."""
    met = snapshot.applicant.kind in rule.kinds
    needed = _("A municipality applies in its own name, or for a group that it represents") if not met else ""
    return met, _kind_title(snapshot.applicant), needed, "", ()


def _country_on_side(_rule: Eligible, terms: CallPart, snapshot: Snapshot) -> _Verdict:
    country = snapshot.applicant.country
    language = get_language() or "es"
    if not country:
        return None, _("no country is known"), _("The country of the city, in its profile"), "", ()
    named = country_titles([country], language)[country]
    side = next((one for one in terms.sides if one.key == snapshot.side), None)
    if side is not None:
        return True, f"{named}: {label(side.title).text}", "", "", ()
    every = [code for one in terms.sides for code in sorted(one.countries)]
    titles = country_titles(every, language)
    needed = _("One of these countries: %(countries)s") % {"countries": ", ".join(sorted(titles.values()))}
    return False, named, needed, "", ()


def _people_assigned(rule: Eligible, _terms: CallPart, snapshot: Snapshot) -> _Verdict:
    wanted, there = rule.numbers["at_least"], len(snapshot.people)
    needed = _("%(number)s more") % {"number": wanted - there} if there < wanted else ""
    return there >= wanted, _("%(number)s assigned") % {"number": there}, needed, "people", ()


def _cost_share(_rule: Eligible, terms: CallPart, snapshot: Snapshot) -> _Verdict:
    """Mercociudades 2023: at most US$ 10,000 and half of the cost, 12 months and at most 6 more."""
    grant, budget = terms.grant, snapshot.budget
    if grant is None:
        return True, "", "", "", ()
    if budget.asked is None or budget.total is None or budget.months is None:
        return None, _("not entered yet"), _("The amount asked for, the total cost and the months"), "budget", ()
    asked, total = Decimal(budget.asked), Decimal(budget.total)
    share = _("%(share)s %% of the cost") % {"share": _written(asked * 100 / total)} if total else _("without a cost")
    amount = f"{_written(asked)} {grant.currency}"
    found = ", ".join((amount, share, _("%(number)s months") % {"number": budget.months}))
    wanted = []
    if asked > grant.ceiling:
        wanted.append(_("at most %(amount)s") % {"amount": f"{_written(grant.ceiling)} {grant.currency}"})
    if asked * 100 > total * grant.share or not total:
        wanted.append(_("at most %(share)s %% of the cost") % {"share": _written(grant.share)})
    if budget.months > grant.months + grant.extension_months or not budget.months:
        wanted.append(_("from 1 to %(number)s months") % {"number": grant.months + grant.extension_months})
    return not wanted, found, ", ".join(wanted), "budget", ()


def _proposals_per_city(rule: Eligible, _terms: CallPart, snapshot: Snapshot) -> _Verdict:
    over = [
        one
        for one in snapshot.parties
        if one.coordinates > rule.numbers["coordinates"] or one.joins > rule.numbers["joins"]
    ]
    if not over:
        return True, "", "", "", ()
    found = "; ".join(
        _("%(city)s coordinates %(coordinates)s and joins %(joins)s")
        % {"city": label(one.names).text, "coordinates": one.coordinates, "joins": one.joins}
        for one in over
    )
    needed = _("At most %(coordinates)s coordinated and %(joins)s joined") % {
        "coordinates": rule.numbers["coordinates"],
        "joins": rule.numbers["joins"],
    }
    return False, found, needed, "group", ()


_RULES: Mapping[str, Callable[[Eligible, CallPart, Snapshot], _Verdict]] = {
    "population": _population,
    "applicant-kind": _applicant_kind,
    "country-on-side": _country_on_side,
    "people-assigned": _people_assigned,
    "cost-share": _cost_share,
    "proposals-per-city": _proposals_per_city,
}
"""Rule of the closed list -> how it is decided; a test holds that they are the same."""


def _completeness(terms: CallPart, snapshot: Snapshot) -> list[Finding]:
    """What every application holds: themes, answers, documents, and the word of each municipality of its group."""
    findings = [_themes(terms, snapshot)] if terms.themes.codelist else []
    findings += [_answer(question, snapshot) for question in terms.questions if question.words]
    handed_in = {one.key for one in snapshot.documents}
    for document in terms.documents:
        if document.required:
            there = document.key in handed_in
            found = _("handed in") if there else _("missing")
            title = label(document.title).text
            needed = "" if there else _("Hand it in as a file")
            mend: Part = "" if there else "documents"
            findings.append(Finding("document", title, there, found, needed, mend, subject=document.key))
    return findings + (_group(snapshot) if snapshot.members else [])


def _themes(terms: CallPart, snapshot: Snapshot) -> Finding:
    number, themes = len(snapshot.themes), terms.themes
    met = themes.min <= number <= themes.max
    says = _("From %(min)s to %(max)s themes") % {"min": themes.min, "max": themes.max}
    found = _("%(number)s chosen") % {"number": number}
    return Finding("themes", says, met, found, "" if met else says, "" if met else "themes")


def _answer(question: Field, snapshot: Snapshot) -> Finding:
    """An answer in the language of the application, within its words; one that is not required may be empty."""
    assert question.words is not None  # noqa: S101 - the caller asks for no others
    body = snapshot.answers.get(question.key, {}).get(snapshot.language, "")
    words = prose.word_count(prose.parse(body)) if body.strip() else 0
    least, most = question.words.min, question.words.max
    met = least <= words <= most or (not words and not question.required)
    empty = _("not written yet") if question.required else _("not written; it is optional")
    found = _("%(number)s words") % {"number": words} if words else empty
    needed = "" if met else _("From %(min)s to %(max)s words") % {"min": least, "max": most}
    title = label(question.title).text
    return Finding("answer", title, met, found, needed, "" if met else "texts", subject=question.key)


def _group(snapshot: Snapshot) -> list[Finding]:
    """Source 003: a group shows that it has a problem in common, and each municipality agrees."""
    shown = bool(label(snapshot.common_problem).text)
    problem = Finding(
        "common-problem",
        _("The group shows the problem that it has in common"),
        shown,
        _("written") if shown else _("not written yet"),
        "" if shown else _("Say which problem the municipalities share"),
        "" if shown else "group",
    )
    silent = [one for one in snapshot.members if not one.has_consented]
    found = _("%(number)s of %(all)s agreed") % {
        "number": len(snapshot.members) - len(silent),
        "all": len(snapshot.members),
    }
    needed = _("The consent of: %(cities)s") % {"cities": _names(silent)} if silent else ""
    says = _("Every municipality of the group agrees")
    return [problem, Finding("consent", says, not silent, found, needed, "group" if silent else "")]


def _names(parties: list[Party]) -> str:
    return ", ".join(label(one.names).text for one in parties)


def _kind_title(party: Party) -> str:
    return label(load().terms[f"actor:{party.kind}"].labels).text


def _written(number: int | Decimal) -> str:
    return format_figure(Decimal(number), Qualifier.EXACT, get_language() or "es")
