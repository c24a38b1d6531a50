"""Read the forms of an alliance: their stages, put in the order that `after` says."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final, cast

from entreciudades.methodologies.alliance_pack import (
    AllianceForm,
    Closer,
    Deliverable,
    Requirement,
    Stage,
    StageDocument,
)
from entreciudades.methodologies.pack import Labels
from entreciudades.methodologies.problems import described, listed, nearest, write_instead
from entreciudades.methodologies.reader import NUMBER, Table, each_once
from entreciudades.methodologies.vocabulary import CLOSERS

LONGEST: Final = 240
"""Months of an alliance, or of a stage: calendars end somewhere."""


def read_forms(part: Table, requirements: Sequence[Requirement], *, months: int) -> tuple[AllianceForm, ...]:
    """Every ``[[alliance.form]]``; *months* is how long the alliance lasts, 0 where nothing is said."""
    tables = part.tables("form", required=True)
    forms = tuple(_read_form(table, requirements, months) for table in tables)
    each_once(tables, "key", (form.key for form in forms))
    return forms


def _read_form(table: Table, requirements: Sequence[Requirement], months: int) -> AllianceForm:
    tables = table.tables("stage", required=True)
    key, title = table.key(), table.labels("title")
    stages = [_read_stage(one, [requirement.key for requirement in requirements]) for one in tables]
    table.close()
    each_once(tables, "key", (stage.key for stage in stages))
    each_once(tables, "number", (stage.number for stage in stages))
    ordered = _ordered(tables, stages)
    _check_documents(tables, ordered, requirements)
    _check_months(table, stages, months)
    return AllianceForm(key, title, tuple(ordered or stages))


def _read_stage(table: Table, requirements: list[str]) -> Stage:
    table.allow("after")
    stage = Stage(
        key=table.key(),
        number=table.text("number", 'a number between quotes, such as "1" or "2.1"', pattern=NUMBER),
        title=table.labels("title"),
        purpose=table.labels("purpose"),
        months=table.whole("months", most=LONGEST),
        optional=table.flag("optional", default=False),
        closes=cast("Closer", table.choice("closes", CLOSERS, default="coordinator")),
        requires=table.choices("requires", requirements),
        deliverables=tuple(Deliverable(*one) for one in _read_titled(table, "deliverable")),
        documents=tuple(StageDocument(*one) for one in _read_titled(table, "document")),
    )
    table.close()
    return stage


def _read_titled(stage: Table, name: str) -> list[tuple[str, Labels]]:
    tables = stage.tables(name)
    titled = []
    for table in tables:
        titled.append((table.key(), table.labels("title")))
        table.close()
    each_once(tables, "key", (key for key, _title in titled))
    return titled


def _ordered(tables: Sequence[Table], stages: Sequence[Stage]) -> list[Stage]:
    """The stages as they follow each other; empty, and told, when they do not."""
    keys = [stage.key for stage in stages]
    if "" in keys or len(set(keys)) < len(keys):
        return []
    follows: dict[str, Stage] = {}
    first: Stage | None = None
    good = True
    for table, stage, previous in zip(tables, stages, ["", *keys], strict=False):
        before = table.values.get("after", previous)
        if before == "" and "after" not in table:
            first = stage
        elif before not in keys:
            table.wrong("after", found=described(before), expected=listed(keys), suggestion=_write(before, keys))
            good = False
        elif before in follows:
            found = f'"{stage.key}" after "{before}", like "{follows[before].key}"'
            table.wrong("after", found=found, expected="one stage after another")
            good = False
        else:
            follows[before] = stage
    return _chained(tables, stages, first, follows) if good else []


def _chained(
    tables: Sequence[Table], stages: Sequence[Stage], first: Stage | None, follows: Mapping[str, Stage]
) -> list[Stage]:
    """From the first stage to the last; those that are not on the way go round in circles, which is told."""
    ordered = _chain(first, follows) if first else []
    reached = {stage.key for stage in ordered}
    circles = False
    for table, stage in zip(tables, stages, strict=True):
        if stage.key in reached:
            continue
        circles = True
        circle = [one.key for one in _chain(stage, follows)]
        reached.update(circle)
        found = f"a circle of stages: {', '.join([*circle, stage.key])}"
        table.wrong("after", found=found, expected="one way from a first stage to a last")
    return [] if circles else ordered


def _chain(first: Stage, follows: Mapping[str, Stage]) -> list[Stage]:
    chain = [first]
    while (after := follows.get(chain[-1].key)) and after is not first:
        chain.append(after)
    return chain


def _check_documents(tables: Sequence[Table], ordered: Sequence[Stage], requirements: Sequence[Requirement]) -> None:
    """A gate asks only for a document that its stage, or one before it, keeps; each document has one stage."""
    asked = {one.key: one.key_of for one in requirements if one.kind == "document-kept"}
    by_key = {table.values.get("key"): table for table in tables}
    kept: dict[str, str] = {}
    for stage in ordered:
        table = by_key[stage.key]
        for document in stage.documents:
            if kept.setdefault(document.key, stage.key) != stage.key:
                found = f'"{document.key}", which "{kept[document.key]}" keeps already'
                table.wrong("document", found=found, expected="a document that no stage before keeps")
        for key in stage.requires:
            if asked.get(key, "") and asked[key] not in kept:
                found = f'"{key}", which asks for the document "{asked[key]}"'
                expected = f"a document that stands in this stage or before it ({listed(kept)})"
                table.wrong("requires", found=found, expected=expected, suggestion=_write(asked[key], kept))


def _check_months(table: Table, stages: Sequence[Stage], months: int) -> None:
    needed = sum(stage.months for stage in stages if not stage.optional)
    if months and needed > months:
        found = f"stages of {needed} months in all, without the optional ones"
        table.wrong("stage", found=found, expected=f"no more than the {months} months of [alliance]")


def _write(found: object, allowed: Collection[str]) -> str:
    return write_instead(nearest(found, allowed))
