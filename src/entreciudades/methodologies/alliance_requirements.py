"""Read what the gates of an alliance ask: each kind with the parameters that it takes, and no others."""

from collections.abc import Collection, Mapping
from typing import Final, cast

from entreciudades.methodologies.alliance_pack import Attester, Evidence, PartyRole, Requirement
from entreciudades.methodologies.reader import Table, each_once
from entreciudades.methodologies.vocabulary import (
    AGREEMENT_KINDS,
    BODY_KINDS,
    CLOSERS,
    EVIDENCES,
    EXCHANGE_KINDS,
    REQUIREMENT_PARAMETERS,
    REQUIREMENTS,
)

MOST: Final = 1000
"""Of parties, visits, endorsements or anything else that is counted: at no gate are more asked for."""

_KINDS: Mapping[str, Collection[str]] = {
    "agreement-agreed": AGREEMENT_KINDS,
    "agreement-signed": AGREEMENT_KINDS,
    "exchanges-held": EXCHANGE_KINDS,
    "body-met": BODY_KINDS,
}
"""Out of which list the `kinds` of a requirement are, by the requirement's own kind."""

_NEEDED = {"agreement-agreed": "kinds", "agreement-signed": "kinds"}
"""What a kind cannot do without beside the role and the document, which are always needed where they are taken."""

_ALL = tuple(dict.fromkeys(name for names in REQUIREMENT_PARAMETERS.values() for name in names))


def read_requirements(tables: tuple[Table, ...], roles: tuple[PartyRole, ...]) -> tuple[Requirement, ...]:
    """Every ``[[alliance.requirement]]``. Its key is its kind where it has none of its own."""
    requirements = tuple(_read_requirement(table, roles) for table in tables)
    each_once(tables, "key", (one.key for one in requirements))
    return requirements


def _read_requirement(table: Table, roles: tuple[PartyRole, ...]) -> Requirement:
    kind = table.choice("kind", REQUIREMENTS, required=True)
    takes = REQUIREMENT_PARAMETERS.get(kind, ())
    if not kind:
        for name in _ALL:  # whether they belong here depends on the kind, which is told already
            if name in table:
                table.allow(name)
    requirement = Requirement(
        key=table.key(required=not kind) or kind,
        kind=kind,
        says=table.labels("says"),
        at_least=table.whole("at_least", most=MOST, default=1) if "at_least" in takes else 1,
        per_seat=table.flag("per_seat", default=False) if "per_seat" in takes else False,
        kinds=table.choices("kinds", _KINDS[kind]) if "kinds" in takes else (),
        key_of=_key_of(table, takes, roles),
        by=cast("Attester", _word(table, "by", CLOSERS, takes) or "coordinator"),
        evidence=cast("Evidence", _word(table, "evidence", EVIDENCES, takes) or "note"),
    )
    if table.close():
        if not requirement.at_least:
            table.wrong("at_least", found="at least 0, which always holds", expected="1 or more")
        needed = _NEEDED.get(kind)
        if needed and needed not in table:
            table.wrong(needed, found="nothing", expected="the kinds of agreements that count")
    return requirement


def _word(table: Table, name: str, allowed: Collection[str], takes: tuple[str, ...]) -> str:
    return table.choice(name, allowed) if name in takes else ""


def _key_of(table: Table, takes: tuple[str, ...], roles: tuple[PartyRole, ...]) -> str:
    if "role" in takes:
        return table.choice("role", [role.key for role in roles], required=True)
    return table.key("document") if "document" in takes else ""
