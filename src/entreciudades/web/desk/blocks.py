"""Where the data is edited that a section shows, and where the entries of a matrix come from."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entreciudades.methodologies.pack import Row, Section
from entreciudades.programmes.models import Programme
from entreciudades.programmes.progress import BLOCKS, Progress
from entreciudades.web.desk.naming import name_of
from entreciudades.web.desk.organisation_nouns import ORGANISATION_NOUNS
from entreciudades.web.desk.programme_nouns import NOUN_OF_BLOCK, PROGRAMME_NOUNS

#: Kind of row -> noun of the holder, or of the programme, under which it is edited.
_OF_HOLDER = {noun.model._meta.label_lower: noun.key for noun in ORGANISATION_NOUNS.values()}
_OF_PROGRAMME = {noun.model._meta.label_lower: noun.key for noun in PROGRAMME_NOUNS.values()}


def block_address(programme: Programme, block: str) -> str:  # noqa: PLR0911 - one line for each block
    """The page where the data of a block is entered."""
    if block in NOUN_OF_BLOCK:
        return reverse("desk:programme-rows", args=[programme.slug, NOUN_OF_BLOCK[block]])
    match block:
        case "actor-map":
            return reverse("desk:organisation-rows", args=[programme.holder.slug, "actors"])
        case "city-sheets":
            return reverse("desk:profile", args=[programme.holder.slug])
        case "cross-cutting-axes" | "sdg-focus":
            return reverse("desk:programme-identity", args=[programme.slug])
        case "synergy-matrix":
            return reverse("desk:synergies", args=[programme.slug])
        case "matrices":
            return reverse("desk:matrices", args=[programme.slug])
    return reverse("desk:data", args=[programme.slug])


def blocks_of(programme: Programme, section: Section) -> list[dict[str, Any]]:
    """The blocks of a section as lines with the link that leads to their data."""
    return [
        {
            "text": str(BLOCKS[block][1]).capitalize(),
            "address": block_address(programme, block),
        }
        for block in section.shows
    ]


def missing_address(programme: Programme, section: str, block: str, language: str) -> str:
    """The page that mends something missing; what a form of an activity lacks stands under "form:activity"."""
    if block:
        return block_address(programme, block)
    form, _colon, activity = section.partition(":")
    if activity:
        return reverse("desk:form-edit", args=[programme.slug, int(activity), form, language])
    return reverse("desk:section-edit", args=[programme.slug, section, language])


def missing_lines(programme: Programme, progress: Progress, at_most: int | None = None) -> list[dict[str, Any]]:
    """What a programme lacks as lines with the link that mends each; past `at_most`, one line for the rest."""
    language = programme.source_language
    lines = [
        {
            "state": "missing",
            "text": f"{one.where}: {one.what}",
            "action": _("Complete it"),
            "address": missing_address(programme, one.section, one.block, language),
        }
        for one in progress.missing[:at_most]
    ]
    if rest := len(progress.missing) - len(lines):
        said = ngettext("and %(count)d part more of “%(title)s”", "and %(count)d parts more of “%(title)s”", rest)
        address = reverse("desk:programme", args=[programme.slug])
        text = said % {"count": rest, "title": name_of(programme)}
        lines.append({"state": "missing", "text": text, "action": _("See all"), "address": address})
    return lines


def entry_address(programme: Programme, row: Row | None, key: str) -> str:
    """Where an entry of a matrix is edited; empty for one that belongs to nobody here."""
    kind, _colon, pk = key.partition(":")
    slug = programme.slug
    if kind == "programmes.matrixchange":
        return f"{reverse('desk:matrices', args=[slug])}#changes"
    if kind.startswith("taxonomy."):
        return _where_terms_are(programme, {source.name for source in row.sources} if row else set(), key)
    if kind == "actors.organisation":
        return reverse("desk:programme-rows", args=[slug, "partners"])
    if kind in _OF_PROGRAMME:
        return reverse("desk:programme-change", args=[slug, _OF_PROGRAMME[kind], pk])
    if kind in _OF_HOLDER:
        return reverse("desk:organisation-change", args=[programme.holder.slug, _OF_HOLDER[kind], pk])
    return ""


def _where_terms_are(programme: Programme, sources: set[str], key: str) -> str:
    if "cooperation-modalities" in sources and key.startswith("taxonomy.term:modality:"):
        return reverse("desk:government", args=[programme.holder.slug])
    if "city-priorities" in sources and key.startswith("taxonomy.term:"):
        return reverse("desk:organisation-rows", args=[programme.holder.slug, "priorities"])
    return reverse("desk:programme-identity", args=[programme.slug])
