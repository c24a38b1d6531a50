"""What the documentation draws is what the code does."""

import re
import tomllib
from pathlib import Path

from entreciudades.alliances.states import AGREEMENT, ALLIANCE, MEETING, SEAT, STAGE
from entreciudades.calls.states import APPLICATION, CALL, PAIR, RUN
from entreciudades.exchanges.states import EXCHANGE, GIVING, PRODUCT
from entreciudades.imports.states import LIFE as LIFE_OF_IMPORTS
from entreciudades.programmes.states import LIFE

ROOT = Path(__file__).parents[2]
ARCHITECTURE = (ROOT / "docs/ARCHITECTURE.md").read_text(encoding="utf-8")


def test_the_diagrams_of_lives_are_their_tables():
    drawn = re.findall(r"```mermaid\n(.*?)```", ARCHITECTURE, re.DOTALL)
    tables = (
        LIFE,
        LIFE_OF_IMPORTS,
        CALL,
        APPLICATION,
        RUN,
        PAIR,
        ALLIANCE,
        SEAT,
        STAGE,
        AGREEMENT,
        MEETING,
        EXCHANGE,
        PRODUCT,
        GIVING,
    )
    assert [one.rstrip() for one in drawn] == [table.mermaid() for table in tables]


def test_the_picture_of_the_floors_is_what_import_linter_holds():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    held = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    picture = ARCHITECTURE.split("```")[1].strip().splitlines()
    drawn = [[room.strip() for room in re.split(r"\s{2,}|PURE", line)[0].split("|")] for line in picture]
    # A room that nobody has built yet may be drawn or not.
    assert _built(drawn) == _built([[room.strip() for room in floor.split("|")] for floor in held])


def test_every_link_between_documents_leads_somewhere():
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
        for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#]+)", page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert broken == []


def _built(floors: list[list[str]]) -> list[list[str]]:
    built = [[room for room in floor if not room.startswith("(")] for floor in floors]
    return [floor for floor in built if floor]
