"""Read the part of a pack that says how partners find each other: who may apply, with what, how it is judged."""

import re
from decimal import Decimal
from typing import Literal

from entreciudades.methodologies.call_pack import (
    AskedDocument,
    Assessment,
    CallKind,
    CallPart,
    CallStep,
    Commitment,
    Component,
    Criterion,
    Eligible,
    Grant,
    Pairing,
    Region,
    Side,
    Support,
    Themes,
)
from entreciudades.methodologies.fields import read_fields
from entreciudades.methodologies.reader import Table, each_once
from entreciudades.methodologies.vocabulary import (
    AFFINITIES,
    CALL_KINDS,
    CALL_RECORDS,
    CALL_RULE_NUMBERS,
    CALL_RULES,
    FIRST_AIMS,
)
from entreciudades.taxonomy.codelists import load

COUNTRY = re.compile(r"[A-Z]{2}")
CURRENCY = re.compile(r"[A-Z]{3}")
_PERCENT = 100
_TWO_SIDES = 2


def read_call(part: Table) -> CallPart:
    """The part ``[call]``."""
    kind = _kind(part.choice("kind", CALL_KINDS, required=True))
    sides = _read_sides(part)
    grant = _read_grant(part)
    call = CallPart(
        title=part.labels("title"),
        kind=kind,
        components=_read_components(part),
        sides=sides,
        themes=_read_themes(part),
        questions=read_fields(part, "question"),
        documents=_read_documents(part),
        eligible=_read_eligible(part, has_sides=bool(sides), has_grant=grant is not None),
        criteria=_read_criteria(part),
        assessment=_read_assessment(part),
        pairing=_read_pairing(part),
        supports=_read_supports(part),
        grant=grant,
        steps=_read_steps(part),
        commitments=_read_commitments(part),
        group=part.flag("group", default=False),
        mend_days=part.whole("mend_days", default=10),
    )
    part.close()
    _check_whole(part, call)
    return call


def _kind(word: str) -> CallKind:
    return "pairing" if word == "pairing" else "search" if word == "search" else "proposals"


def _check_whole(part: Table, call: CallPart) -> None:
    """What belongs together is there together."""
    if call.kind == "pairing" and call.pairing is None and "pairing" not in part:
        part.wrong("pairing", found="nothing", expected='[call.pairing], since kind = "pairing"')
    if call.kind != "pairing" and "pairing" in part:
        part.wrong("pairing", found=f'a pairing in a call of kind "{call.kind}"', expected="no [call.pairing]")
    if call.assessment is not None and not call.criteria and "criterion" not in part:
        part.wrong("assessment", found="reviewers without a criterion", expected="at least one [[call.criterion]]")


def _read_components(part: Table) -> tuple[Component, ...]:
    tables = part.tables("component")
    components = []
    for table in tables:
        components.append(Component(table.key(), table.labels("title"), table.flag("open", default=True)))
        table.close()
    each_once(tables, "key", (one.key for one in components))
    return tuple(components)


def _read_sides(part: Table) -> tuple[Side, ...]:
    tables = part.tables("side")
    sides = []
    for table in tables:
        key, title = table.key(), table.labels("title")
        sides.append(Side(key, title, _read_regions(table)))
        table.close()
    each_once(tables, "key", (one.key for one in sides))
    if tables and len(tables) != _TWO_SIDES:
        part.wrong("side", found=f"{len(tables)} side", expected="two [[call.side]], or none for one pool")
    return tuple(sides)


def _read_regions(side: Table) -> tuple[Region, ...]:
    regions = []
    for table in side.tables("region"):
        codes = table.strings("countries", "countries as two capital letters", pattern=COUNTRY)
        regions.append(Region(table.labels("title"), codes))
        table.close()
    return tuple(regions)


def _read_themes(part: Table) -> Themes:
    table = part.table("themes", example='{ codelist = "iuc", min = 1, max = 3 }')
    if table is None:
        return Themes("", 0, 0)
    themes = Themes(
        codelist=table.choice("codelist", sorted(load().codelists), required=True),
        min=table.whole("min", default=1),
        max=table.whole("max", default=3),
    )
    table.close()
    if themes.min > themes.max:
        table.wrong("max", found=f"at most {themes.max} themes", expected=f"no less than min, {themes.min}")
    return themes


def _read_documents(part: Table) -> tuple[AskedDocument, ...]:
    tables = part.tables("document")
    documents = []
    for table in tables:
        asks = table.labels("asks", required=False)
        documents.append(AskedDocument(table.key(), table.labels("title"), asks, table.flag("required", default=True)))
        table.close()
    each_once(tables, "key", (one.key for one in documents))
    return tuple(documents)


def _read_eligible(part: Table, *, has_sides: bool, has_grant: bool) -> tuple[Eligible, ...]:
    tables = part.tables("eligible")
    actors = [term.code for term in load().codelists["actor"].terms]
    rules = []
    for table in tables:
        rule = table.choice("rule", CALL_RULES, required=True)
        names = CALL_RULE_NUMBERS.get(rule, ())
        rules.append(
            Eligible(
                key=table.key(required="rule" not in table) or rule,
                rule=rule,
                says=table.labels("says"),
                numbers={name: table.whole(name, required=True) for name in names},
                kinds=table.choices("kinds", actors) if rule == "applicant-kind" else (),
                or_group=table.flag("or_group", default=False) if rule == "population" else False,
            )
        )
        table.close()
        if rule == "applicant-kind" and "kinds" not in table:
            table.wrong("kinds", found="nothing", expected='kinds of actors, such as kinds = ["municipal"]')
        if rule == "country-on-side" and not has_sides:
            table.wrong("rule", found="a rule on sides in a call without any", expected="[[call.side]] in this part")
        if rule == "cost-share" and not has_grant:
            table.wrong("rule", found="a rule on the grant in a call without one", expected="[call.grant]")
    each_once(tables, "key", (one.key for one in rules))
    return tuple(rules)


def _read_criteria(part: Table) -> tuple[Criterion, ...]:
    tables = part.tables("criterion")
    criteria = []
    for table in tables:
        criterion = Criterion(
            key=table.key(),
            title=table.labels("title"),
            asks=table.labels("asks", required=False),
            weight=table.number("weight", required=True),
            scale=table.whole("scale", default=5),
        )
        criteria.append(criterion)
        if table.close() and not criterion.scale:
            table.wrong("scale", found="a scale of 0", expected="at least 1")
    each_once(tables, "key", (one.key for one in criteria))
    if tables and all(table.values.get("weight") == 0 for table in tables):
        part.wrong("criterion", found="weights that are all 0", expected="at least one above 0")
    return tuple(criteria)


def _read_assessment(part: Table) -> Assessment | None:
    table = part.table("assessment", example="{ reviewers = 2, third_over = 20 }")
    if table is None:
        return None
    assessment = Assessment(
        reviewers=table.whole("reviewers", default=2),
        third_over=table.number("third_over", most=_PERCENT, default=Decimal(20)),
    )
    if table.close() and not assessment.reviewers:
        table.wrong("reviewers", found="no reviewer", expected="at least 1")
    return assessment


def _read_pairing(part: Table) -> Pairing | None:
    table = part.table("pairing")
    if table is None:
        return None
    weights = table.table("weights", example="{ complementarity = 50, language = 10 }")
    first: Literal["total", "most_cities"] = (
        "most_cities" if table.choice("first_aim", FIRST_AIMS) == "most_cities" else "total"
    )
    pairing = Pairing(
        weights={name: weights.number(name) for name in AFFINITIES if name in weights} if weights else {},
        min_score=table.number("min_score", most=1),
        first_aim=first,
        capacity=table.whole("capacity", default=1),
        quota_per_country=table.whole("quota_per_country") if "quota_per_country" in table else None,
        short_list=table.whole("short_list", default=5),
        rounds=table.whole("rounds", default=2),
        meeting_minutes=table.whole("meeting_minutes", default=30),
        accept_days=table.whole("accept_days", default=15),
    )
    table.allow("quota_per_country")
    if weights:
        for name in AFFINITIES:
            if name not in weights:
                weights.allow(name)
        weights.close()
    if table.close() and not any(pairing.weights.values()):
        table.wrong("weights", found="no weight above 0", expected="weights = { complementarity = 50, language = 10 }")
    return pairing


def _read_supports(part: Table) -> tuple[Support, ...]:
    tables = part.tables("support")
    supports = []
    for table in tables:
        at_least = table.whole("at_least") if "at_least" in table else None
        table.allow("at_least")
        support = Support(table.key(), table.labels("title"), at_least, table.whole("at_most", required=True))
        supports.append(support)
        if table.close() and at_least is not None and at_least > support.at_most:
            table.wrong("at_least", found=f"at least {at_least}", expected=f"no more than at_most, {support.at_most}")
    each_once(tables, "key", (one.key for one in supports))
    return tuple(supports)


def _read_grant(part: Table) -> Grant | None:
    table = part.table("grant")
    if table is None:
        return None
    grant = Grant(
        ceiling=table.number("ceiling", required=True),
        currency=table.text("currency", 'a currency as three capital letters, such as "EUR"', pattern=CURRENCY),
        share=table.number("share", most=_PERCENT, default=Decimal(_PERCENT)),
        months=table.whole("months", required=True),
        extension_months=table.whole("extension_months"),
    )
    table.close()
    return grant


def _read_commitments(part: Table) -> tuple[Commitment, ...]:
    tables = part.tables("commitment")
    commitments = []
    for table in tables:
        commitments.append(Commitment(table.key(), table.labels("title")))
        table.close()
    each_once(tables, "key", (one.key for one in commitments))
    return tuple(commitments)


def _read_steps(part: Table) -> tuple[CallStep, ...]:
    tables = part.tables("step")
    steps = []
    for table in tables:
        record: Literal["note", "list", "visit", "decision"] = "note"
        match table.choice("record", CALL_RECORDS):
            case "list":
                record = "list"
            case "visit":
                record = "visit"
            case "decision":
                record = "decision"
        steps.append(CallStep(table.key(), table.labels("title"), table.labels("asks", required=False), record))
        table.close()
    each_once(tables, "key", (one.key for one in steps))
    return tuple(steps)
