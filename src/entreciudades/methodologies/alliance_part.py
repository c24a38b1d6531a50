"""Read the part of a pack that says who goes together: parties, gates, forms with their stages, bodies, clauses."""

from collections.abc import Sequence
from decimal import Decimal

from entreciudades.methodologies.alliance_pack import (
    AllianceBody,
    AlliancePart,
    Caps,
    Clause,
    Composition,
    PartyRole,
    Requirement,
    Seats,
)
from entreciudades.methodologies.alliance_requirements import MOST, read_requirements
from entreciudades.methodologies.alliance_stages import LONGEST, read_forms
from entreciudades.methodologies.reader import Table, each_once
from entreciudades.methodologies.vocabulary import AGREEMENT_KINDS, BODY_KINDS, CLAUSE_TOPICS, COMPOSITIONS
from entreciudades.taxonomy.codelists import load

_AN_ALLIANCE = 2
_PERCENT = 100
_HALF = Decimal(50)
_PERCENTAGES = ("women", "men")


def read_alliance(part: Table) -> AlliancePart:
    """The part ``[alliance]``: at least one form."""
    months = part.whole("months", most=LONGEST)
    seats = _read_seats(part)
    roles = _read_roles(part)
    caps = _read_caps(part)
    tables = part.tables("requirement")
    requirements = read_requirements(tables, roles)
    alliance = AlliancePart(
        title=part.labels("title"),
        months=months,
        seats=seats,
        roles=roles,
        caps=caps,
        requirements=requirements,
        forms=read_forms(part, requirements, months=months),
        bodies=_read_bodies(part),
        clauses=_read_clauses(part),
    )
    part.close()
    _check_asked(tables, alliance)
    for table, requirement in zip(tables, requirements, strict=True):
        _check_possible(table, requirement, alliance)
    return alliance


def _read_seats(part: Table) -> Seats:
    table = part.table("seats", example="{ min = 2, max = 7 }")
    if table is None:
        return Seats(_AN_ALLIANCE, None, ())
    seats = Seats(
        min=table.whole("min", most=MOST, default=_AN_ALLIANCE),
        max=_limit(table, "max"),
        kinds=table.choices("kinds", [term.code for term in load().codelists["actor"].terms]),
    )
    if table.close():
        if seats.min < _AN_ALLIANCE:
            table.wrong("min", found=f"an alliance of {seats.min}", expected="at least 2 parties")
        if seats.max is not None and seats.max < seats.min:
            table.wrong("max", found=f"at most {seats.max} parties", expected=f"no less than min, {seats.min}")
    return seats


def _read_roles(part: Table) -> tuple[PartyRole, ...]:
    tables = part.tables("role")
    roles = []
    for table in tables:
        roles.append(PartyRole(table.key(), table.labels("title")))
        table.close()
    each_once(tables, "key", (one.key for one in roles))
    return tuple(roles)


def _read_caps(part: Table) -> Caps:
    table = part.table("caps", example="{ travellers = 5, visits_min = 2, visits_max = 3 }")
    if table is None:
        return Caps(None, None, None)
    caps = Caps(_limit(table, "travellers"), _limit(table, "visits_min"), _limit(table, "visits_max"))
    if table.close():
        for name in ("travellers", "visits_max"):
            if getattr(caps, name) == 0:
                table.wrong(name, found="0", expected="at least 1, or nothing where there is no limit")
        if caps.visits_min and caps.visits_max and caps.visits_min > caps.visits_max:
            found = f"at least {caps.visits_min} visits"
            table.wrong("visits_min", found=found, expected=f"no more than visits_max, {caps.visits_max}")
    return caps


def _limit(table: Table, key: str, *, most: int = MOST) -> int | None:
    """A whole number, or none where nothing is said."""
    number = table.whole(key, most=most)
    return number if key in table else None


def _read_bodies(part: Table) -> tuple[AllianceBody, ...]:
    tables = part.tables("body")
    bodies = []
    for table in tables:
        body = AllianceBody(
            key=table.key(),
            kind=table.choice("kind", BODY_KINDS, required=True),
            title=table.labels("title"),
            meets=table.labels("meets", required=False),
            every_months=_months(table),
            quorum=int(table.number("quorum", most=_PERCENT, default=_HALF)),
            composition=_read_composition(table),
        )
        table.close()
        bodies.append(body)
    each_once(tables, "key", (one.key for one in bodies))
    return tuple(bodies)


def _months(body: Table) -> int | None:
    """How many months from one meeting to the next; none where nothing is said."""
    months = _limit(body, "every_months", most=LONGEST)
    if months == 0:
        body.wrong("every_months", found="0", expected="at least 1, or nothing where it meets when it is needed")
    return months


def _read_composition(body: Table) -> tuple[Composition, ...]:
    tables = body.tables("composition")
    rules = []
    for table in tables:
        one = Composition(
            table.choice("rule", COMPOSITIONS, required=True), table.whole("at_least", most=MOST, required=True)
        )
        rules.append(one)
        if table.close() and one.rule in _PERCENTAGES and one.at_least > _PERCENT:
            table.wrong("at_least", found=f"at least {one.at_least} percent", expected="100 or less")
    each_once(tables, "rule", (one.rule for one in rules))
    shares = sum(one.at_least for one in rules if one.rule in _PERCENTAGES)
    if shares > _PERCENT and all(one.at_least <= _PERCENT for one in rules):
        body.wrong(
            "composition", found=f"shares of women and men of {shares} percent", expected="100 together, or less"
        )
    return tuple(rules)


def _read_clauses(part: Table) -> tuple[Clause, ...]:
    tables = part.tables("clause")
    clauses = []
    for table in tables:
        clause = Clause(
            key=table.key(),
            topic=table.choice("topic", CLAUSE_TOPICS, required=True),
            heading=table.labels("heading"),
            text=table.labels("text"),
            kinds=table.choices("kinds", AGREEMENT_KINDS),
        )
        table.close()
        clauses.append(clause)
    each_once(tables, "key", (one.key for one in clauses))
    return tuple(clauses)


def _check_asked(tables: Sequence[Table], alliance: AlliancePart) -> None:
    """What is declared is asked for at some gate; where a gate names something unknown, it may have meant this."""
    if any(".requires[" in problem.path for table in tables for problem in table.notes.problems):
        return
    asked = {key for form in alliance.forms for stage in form.stages for key in stage.requires}
    for table, requirement in zip(tables, alliance.requirements, strict=True):
        if requirement.key and requirement.key not in asked:
            expected = f'a stage with requires = ["{requirement.key}"]'
            table.wrong("key", found=f'"{requirement.key}", which no stage asks for', expected=expected)


def _check_possible(table: Table, requirement: Requirement, alliance: AlliancePart) -> None:
    """A gate asks for no more parties or visits than there may be."""
    parties, visits = alliance.seats.max, alliance.caps.visits_max
    if requirement.kind == "parties-joined" and parties is not None and requirement.at_least > parties:
        found = f"at least {requirement.at_least} parties"
        table.wrong("at_least", found=found, expected=f"no more than max of [alliance.seats], {parties}")
    only_visits = requirement.kind == "exchanges-held" and requirement.kinds == ("visit",)
    if only_visits and visits is not None and requirement.at_least > visits:
        found = f"at least {requirement.at_least} visits"
        table.wrong("at_least", found=found, expected=f"no more than visits_max of [alliance.caps], {visits}")
