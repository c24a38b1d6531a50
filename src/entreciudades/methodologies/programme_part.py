"""Read the part of a pack that says what a programme contains: its variants with all that stands in them."""

from collections import Counter
from typing import cast

from entreciudades.methodologies.fields import read_fields, read_words
from entreciudades.methodologies.matrices import read_matrices, read_synergy
from entreciudades.methodologies.pack import Chapter, Form, HeldBy, ProgrammePart, Section, Variant
from entreciudades.methodologies.reader import NUMBER, Table, each_once
from entreciudades.methodologies.vocabulary import FORM_BLOCKS, FORM_PER, HOLDERS, PARTS_FROM, SECTION_BLOCKS

_A_NUMBER = 'a number between quotes, such as "1" or "3.11"'


def read_programme(part: Table) -> ProgrammePart:
    """The part ``[programme]``: at least one variant."""
    tables = part.tables("variant", required=True)
    variants = tuple(_read_variant(table) for table in tables)
    each_once(tables, "key", (variant.key for variant in variants))
    part.close()
    return ProgrammePart(variants)


def _read_variant(table: Table) -> Variant:
    held_by = cast("HeldBy", table.choice("held_by", HOLDERS, default="city", required=True))
    chapters = table.tables("chapter")
    sections = table.tables("section", required=True)
    variant = Variant(
        key=table.key(),
        title=table.labels("title"),
        held_by=held_by,
        chapters=tuple(_read_chapter(chapter) for chapter in chapters),
        sections=tuple(_read_section(section) for section in sections),
        matrices=read_matrices(table, held_by),
        synergy=read_synergy(table),
        forms=_read_forms(table),
    )
    table.close()
    each_once(chapters, "number", (chapter.number for chapter in variant.chapters))
    each_once(sections, "key", (section.key for section in variant.sections))
    _check_chapters(variant, chapters, sections)
    _check_shown(table, variant, sections)
    return variant


def _read_chapter(table: Table) -> Chapter:
    chapter = Chapter(number=table.text("number", _A_NUMBER, pattern=NUMBER), title=table.labels("title"))
    table.close()
    return chapter


def _read_section(table: Table) -> Section:
    number = table.text("number", _A_NUMBER, pattern=NUMBER, required=False)
    section = Section(
        key=table.key(required="number" not in table) or number,
        number=number,
        title=table.labels("title"),
        asks=table.labels("asks", required=False),
        words=read_words(table),
        shows=table.choices("shows", SECTION_BLOCKS),
        required=table.flag("required", default=True),
        parts=read_fields(table, "part"),
        parts_from=table.choice("parts_from", PARTS_FROM),
        part_words=read_words(table, "parts_text"),
    )
    if table.close() and not {"text", "shows", "part", "parts_from"} & set(table.values):
        expected = "text, shows, a [[programme.variant.section.part]] or parts_from"
        table.wrong("text", found="nothing to fill", expected=expected, suggestion="Write text = { max_words = 600 }")
    if "parts_from" in table and "part" in table:
        table.wrong("parts_from", found="parts_from beside parts of its own", expected="one of the two")
    if ("parts_from" in table) != ("parts_text" in table):
        found = "one without the other"
        table.wrong("parts_from", found=found, expected="parts_from and parts_text = { max_words = … } together")
    return section


def _read_forms(variant: Table) -> tuple[Form, ...]:
    tables = variant.tables("form")
    forms = []
    for table in tables:
        table.choice("per", FORM_PER, required=True)
        fields = read_fields(table, "field", blocks=FORM_BLOCKS, required=True)
        forms.append(Form(key=table.key(), title=table.labels("title"), per="activity", fields=fields))
        table.close()
    each_once(tables, "key", (form.key for form in forms))
    return tuple(forms)


def _check_chapters(variant: Variant, chapters: tuple[Table, ...], sections: tuple[Table, ...]) -> None:
    """A section numbered 3.11 stands in chapter 3, and a chapter holds something."""
    numbers = [chapter.number for chapter in variant.chapters]
    for section, table in zip(variant.sections, sections, strict=True):
        if section.chapter and section.chapter not in numbers:
            header = "[[programme.variant.chapter]]"
            found = f'"{section.number}", but no chapter "{section.chapter}"'
            table.wrong("number", found=found, expected=f'a {header} with number = "{section.chapter}"')
    if any("number" in table and not section.number for section, table in zip(variant.sections, sections, strict=True)):
        return  # a number that could not be read may be the one that a chapter waits for
    held = {section.chapter for section in variant.sections}
    for number, table in zip(numbers, chapters, strict=True):
        if number and number not in held:
            table.wrong("number", found=f'"{number}" without a section', expected=f'a section "{number}.1"')


def _check_shown(table: Table, variant: Variant, sections: tuple[Table, ...]) -> None:
    """What is declared has its place in the document, in one section; what is shown is declared."""
    declared = {
        "matrices": ("matrix", bool(variant.matrices)),
        "synergy-matrix": ("synergy", variant.synergy is not None),
        "action-forms": ("form", bool(variant.forms)),
    }
    shown = Counter(block for section in variant.sections for block in section.shows)
    for block, (key, there) in declared.items():
        if there and not shown[block]:
            table.wrong(
                key,
                found="something that no section shows",
                expected=f'a section with shows = ["{block}"]',
            )
        if not there and shown[block] and key not in table:
            holder = next(s for s, read in zip(sections, variant.sections, strict=True) if block in read.shows)
            header = f"[[programme.variant.{key}]]" if key != "synergy" else "[programme.variant.synergy]"
            holder.wrong("shows", found=f'"{block}", but none is declared', expected=f"{header} in this variant")
