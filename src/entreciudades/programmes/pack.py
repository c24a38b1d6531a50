"""What the methodology says of one programme."""

from entreciudades.methodologies.pack import Field, Section, Variant
from entreciudades.programmes.models import Programme
from entreciudades.taxonomy.models import Term


def variant_of(programme: Programme) -> Variant:
    """The variant of its methodology that the programme follows, in the version with which it began."""
    part = programme.methodology.pack.programme
    if part is None:
        raise LookupError(f"{programme.methodology} has no programme part")
    return part.variant(programme.variant)


def part_keys(section: Section) -> dict[str, dict[str, str]]:
    """Key -> labels of the parts of a section: those written in the pack, or the terms of a vocabulary."""
    if section.parts_from:
        return {term.code: term.labels for term in Term.objects.in_codelist(section.parts_from).order_by("position")}
    return {part.key: dict(part.title) for part in section.parts}


def text_keys(programme: Programme) -> dict[str, Section]:
    """Every key under which the programme may keep a text -> the section that it belongs to."""
    keys: dict[str, Section] = {}
    for section in variant_of(programme).sections:
        if section.words is not None or not (section.parts or section.parts_from):
            keys[section.text_key()] = section
        for part in part_keys(section):
            keys[section.text_key(part)] = section
    return keys


def form_keys(programme: Programme) -> dict[str, Field]:
    """Every key under which an activity may keep a text of its form -> the field: "action/antecedentes"."""
    return {
        f"{form.key}/{field.key}": field
        for form in variant_of(programme).forms
        for field in form.fields
        if field.words is not None
    }
