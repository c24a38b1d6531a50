"""The guide for those who write packs says what the software does."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from entreciudades.methodologies.check import check_text
from entreciudades.methodologies.sources import SOURCES, Filter
from entreciudades.methodologies.vocabulary import (
    AFFINITIES,
    AGREEMENT_KINDS,
    BODY_KINDS,
    CALL_RULE_NUMBERS,
    CALL_RULES,
    CLAUSE_TOPICS,
    COMPOSITIONS,
    EXCHANGE_KINDS,
    REQUIREMENT_PARAMETERS,
    REQUIREMENTS,
    SECTION_BLOCKS,
)

GUIDE = (Path(__file__).parents[2] / "docs" / "methodologies.md").read_text(encoding="utf-8")


def between(mark: str) -> list[str]:
    found = re.search(rf"<!-- {mark} -->\n(.*?)<!-- end -->", GUIDE, re.DOTALL)
    assert found is not None
    return found[1].splitlines()


def quoted(words: tuple[str, ...]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def described(one: Filter) -> str:
    return f"`{one.name}`: {'any' if one.several else 'one'} of {quoted(one.values)}"


def test_the_small_pack_of_the_guide_is_good() -> None:
    examples = re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL)

    assert [str(check_text(example, file="guide")) for example in examples] == [""]


def test_every_block_is_in_the_guide() -> None:
    rows = [f"| `{name}` | {means} |" for name, means in SECTION_BLOCKS.items()]

    assert between("blocks") == ["| word | what stands there |", "|---|---|", *rows]


def test_every_source_is_in_the_guide_with_its_filters_and_columns() -> None:
    rows = [
        f"| `{one.name}` | {one.gives} | {'; '.join(map(described, one.filters))} | {quoted(one.columns)} |"
        for one in SOURCES.values()
    ]

    assert between("sources") == ["| source | what it gives | filters | columns |", "|---|---|---|---|", *rows]


def test_every_rule_of_eligibility_is_in_the_guide_with_its_keys() -> None:
    keys = {"population": ("or_group",), "applicant-kind": ("kinds",)}
    rows = [
        f"| `{rule}` | {means} | {quoted((*CALL_RULE_NUMBERS.get(rule, ()), *keys.get(rule, ())))} |"
        for rule, means in CALL_RULES.items()
    ]

    assert between("rules") == ["| rule | what it asks | its keys |", "|---|---|---|", *rows]


def test_every_component_of_affinity_is_in_the_guide() -> None:
    rows = [f"| `{name}` | {means} |" for name, means in AFFINITIES.items()]

    assert between("affinities") == ["| component | what it tells |", "|---|---|", *rows]


def test_every_requirement_is_in_the_guide_with_its_keys() -> None:
    rows = [
        f"| `{kind}` | {means} | {quoted(REQUIREMENT_PARAMETERS.get(kind, ()))} |"
        for kind, means in REQUIREMENTS.items()
    ]

    assert between("requirements") == ["| requirement | what it asks | its keys |", "|---|---|---|", *rows]


@pytest.mark.parametrize(
    ("mark", "words"),
    [
        ("agreements", AGREEMENT_KINDS),
        ("exchanges", EXCHANGE_KINDS),
        ("bodies", BODY_KINDS),
        ("compositions", COMPOSITIONS),
        ("topics", CLAUSE_TOPICS),
    ],
)
def test_every_word_of_an_alliance_is_in_the_guide(mark: str, words: Mapping[str, str]) -> None:
    _head, _line, *rows = between(mark)

    assert rows == [f"| `{word}` | {means} |" for word, means in words.items()]
