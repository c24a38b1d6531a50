"""What the methodology says of one programme."""

from entreciudades.core.labels import label
from entreciudades.methodologies.models import Methodology
from entreciudades.methodologies.pack import Field, Section, Variant
from entreciudades.methodologies.slots import Slot, slot_of
from entreciudades.programmes.models import Programme
from entreciudades.taxonomy.models import Term


def variant_of(programme: Programme) -> Variant:
    """The variant of its methodology that the programme follows, in the version with which it began."""
    part = programme.methodology.pack.programme
    if part is None:
        raise LookupError(f"{programme.methodology} has no programme part")
    return part.variant(programme.variant)


def variants_of_alliances(methodology: Methodology | None) -> tuple[Variant, ...]:
    """The variants of a methodology that an alliance holds."""
    part = methodology.pack.programme if methodology else None
    return tuple(one for one in part.variants if one.held_by == "alliance") if part else ()


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


def heading(section: Section) -> str:
    """As in "1.2. Context", in the active language."""
    title = label(section.title).text
    return f"{section.number}. {title}" if section.number else title


def slots_of(section: Section, programme: Programme) -> tuple[Slot, ...]:
    """The texts of a section: those of a vocabulary's rows are asked for the terms that the programme has chosen."""
    own = (Slot(section.key, label(section.title), label(section.asks), section.words),) if section.words else ()
    if not section.parts_from:
        return own + tuple(slot_of(section.text_key(part.key), part) for part in section.parts if part.words)
    titles = part_keys(section)
    chosen = programme.axes.filter(codelist=section.parts_from).values_list("code", flat=True)
    codes = list(chosen) or list(titles)
    none = label({})
    return own + tuple(Slot(section.text_key(code), label(titles[code]), none, section.part_words) for code in codes)
