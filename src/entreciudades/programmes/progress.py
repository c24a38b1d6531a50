"""How much of what the methodology asks for is there, and what is missing, in words."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from entreciudades.core.labels import label
from entreciudades.core.models import Text
from entreciudades.core.texts import word_count
from entreciudades.methodologies.completeness import Missing, Why, completeness, fields_completeness
from entreciudades.methodologies.pack import Form, Section
from entreciudades.programmes.facts import Facts, facts_of
from entreciudades.programmes.models import (
    Activity,
    Beneficiary,
    Channel,
    Credit,
    Programme,
    StrategicLine,
    SynergyActor,
    SynergyLine,
    Territory,
)

#: Block of data -> (whether the programme holds any, what a person calls it).
BLOCKS: dict[str, tuple[Callable[[Facts], object], str | Promise]] = {
    "action-forms": (lambda facts: facts.activities, gettext_lazy("activities")),
    "activities": (lambda facts: facts.activities, gettext_lazy("activities")),
    "actor-map": (lambda facts: facts.mapped_actors, gettext_lazy("map of actors")),
    "agreements": (lambda facts: facts.cited_agreements, gettext_lazy("agreements cited")),
    "beneficiaries": (lambda facts: facts.labelled(Beneficiary), gettext_lazy("beneficiaries")),
    "channels": (lambda facts: facts.labelled(Channel), gettext_lazy("channels of communication")),
    "city-sheets": (lambda facts: facts.described_cities, gettext_lazy("cities")),
    "credits": (lambda facts: facts.labelled(Credit), gettext_lazy("credits")),
    "cross-cutting-axes": (lambda facts: facts.terms["axis"], gettext_lazy("cross-cutting axes")),
    "figures": (lambda facts: facts.figures, gettext_lazy("figures")),
    "matrices": (lambda facts: facts.variant.matrices, gettext_lazy("matrices")),
    "organisations": (lambda facts: facts.holder, gettext_lazy("organisations")),
    "partners": (lambda facts: facts.partners, gettext_lazy("partners")),
    "plan-alignment": (lambda facts: facts.alignments, gettext_lazy("alignment with plans")),
    "practice-sheets": (lambda facts: facts.practices, gettext_lazy("good practices")),
    "sdg-focus": (lambda facts: facts.terms["sdg"], gettext_lazy("Sustainable Development Goals")),
    "strategic-lines": (lambda facts: facts.labelled(StrategicLine), gettext_lazy("strategic lines")),
    "synergy-matrix": (
        lambda facts: facts.labelled(SynergyLine) and facts.labelled(SynergyActor),
        gettext_lazy("synergy matrix"),
    ),
    "territories": (lambda facts: facts.labelled(Territory), gettext_lazy("territories")),
}


@dataclass(frozen=True, slots=True)
class MissingPart:
    """One thing to be done: where in the document, what, and the keys that lead there.

    For a form, `section` is its key with the activity's: "action:12".
    """

    section: str
    part: str
    block: str
    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Progress:
    """Of `required` things, `done` are there."""

    done: int
    required: int
    missing: tuple[MissingPart, ...]


def progress_of(programme: Programme, *, facts: Facts | None = None) -> Progress:
    """What the programme still lacks, in the order of its document and in the active language."""
    facts = facts or facts_of(programme)
    sections = {section.key: section for section in facts.variant.sections}
    shown = {block for section in sections.values() for block in section.shows}
    vocabularies = {section.parts_from for section in sections.values()} - {""}
    result = completeness(
        facts.variant,
        words=_words(facts.texts_of(programme)),
        present={block for block in shown if BLOCKS[block][0](facts)},
        terms={codelist: [term.code for term in facts.terms[codelist]] for codelist in vocabularies},
    )
    missing = tuple(
        MissingPart(one.section, one.part, one.block, _where(facts, sections[one.section], one), _what(one))
        for one in result.missing
    )
    forms = [_form_progress(facts, form, activity) for form in facts.variant.forms for activity in facts.activities]
    return Progress(
        done=result.done + sum(form.done for form in forms),
        required=result.required + sum(form.required for form in forms),
        missing=(*missing, *(one for form in forms for one in form.missing)),
    )


def _form_progress(facts: Facts, form: Form, activity: Activity) -> Progress:
    words = _words(facts.texts_of(activity))
    result = fields_completeness(form.fields, words=words, present={"activity"}, section=form.key)
    heading = f"{label(form.title).text} – {label(activity.titles).text}"
    titles = {field.key: label(field.title).text for field in form.fields}
    missing = tuple(
        MissingPart(f"{form.key}:{activity.pk}", one.part, one.block, f"{heading} – {titles[one.part]}", _what(one))
        for one in result.missing
    )
    return Progress(result.done, result.required, missing)


def _words(texts: Iterable[Text]) -> dict[str, dict[str, int]]:
    words: dict[str, dict[str, int]] = {}
    for text in texts:
        words.setdefault(text.section, {})[text.language] = word_count(text.body)
    return words


def _where(facts: Facts, section: Section, missing: Missing) -> str:
    title = label(section.title).text
    heading = f"{section.number}. {title}" if section.number else title
    if not missing.part:
        return heading
    return f"{heading} – {label(facts.parts_of(section)[missing.part]).text}"


def _what(missing: Missing) -> str:
    if missing.why == Why.NO_DATA:
        return _("nothing entered yet: %(what)s") % {"what": BLOCKS[missing.block][1]}
    if missing.why == Why.EMPTY:
        return ngettext(
            "no text yet (at least %(count)d word)", "no text yet (at least %(count)d words)", missing.expected
        ) % {"count": missing.expected}
    if missing.why == Why.TOO_SHORT:
        return _("%(found)d words of at least %(expected)d") % {"found": missing.found, "expected": missing.expected}
    return _("%(found)d words where at most %(expected)d fit") % {"found": missing.found, "expected": missing.expected}
