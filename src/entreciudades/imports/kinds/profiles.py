"""City profiles, sheet by sheet: what is said of a city once, its figures, its languages, its plans and policies.

The city controls its profile: a network brings in those of members in its care for which nobody coordinates yet.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import replace
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from entreciudades.actors.models import CityProfile, LanguageShare, Organisation, OrganisationFigure, Plan
from entreciudades.core.figures import Qualifier
from entreciudades.imports.closed_lists import languages_as_choices, model_choices
from entreciudades.imports.columns import Choices, Column, Reads, Values, labelled
from entreciudades.imports.kind import Refusal
from entreciudades.imports.parts import ID, ORGANISATION, PartKind, organisation_column
from entreciudades.search.analysis import fold

#: What every figure says beside what is counted.
_FIGURE: Final = (
    Column(
        "value",
        {"es": "Valor", "pt": "Valor", "en": "Value"},
        reads=Reads.NUMBER,
        required=True,
        also=("Cifra", "Cantidad", "Número de habitantes", "Población", "População", "Population"),
    ),
    Column(
        "qualifier",
        {"es": "Exactitud", "pt": "Exatidão", "en": "How exact"},
        reads=Reads.CHOICE,
        help={
            "es": "Sin esta columna la cifra es exacta.",
            "pt": "Sem esta coluna o número é exato.",
            "en": "Without this column the figure is exact.",
        },
    ),
    Column("unit", {"es": "Unidad", "pt": "Unidade", "en": "Unit"}),
    Column(
        "as_of", {"es": "A fecha de", "pt": "À data de", "en": "As of"}, reads=Reads.DATE, also=("Año", "Ano", "Year")
    ),
    Column("source", {"es": "Fuente", "pt": "Fonte", "en": "Source"}, required=True),
    Column("source_url", {"es": "Enlace de la fuente", "pt": "Ligação da fonte", "en": "Link of the source"}),
)


class ProfileKind(PartKind):
    """Rows of cities' profiles."""

    def offered_to(self, owner: Organisation) -> bool:
        """Cities, and networks for those of which nobody takes care."""
        return owner.is_city or owner.is_network

    def scope(self, owner: Organisation) -> QuerySet[Organisation]:
        """The city itself, or the network's cities without coordinator."""
        if not owner.is_network:
            return super().scope(owner)
        cities = Organisation.objects.cities().in_care_of(owner).without_coordinator()
        return Organisation.objects.filter(pk__in=cities.values("pk"))


class Profiles(ProfileKind):
    """What is said of a city once."""

    key = "city-profiles"
    title = _("City profiles")
    says = _("What is said of a city once: its official name, its founding, its government.")
    model = CityProfile
    columns = (
        ID,
        organisation_column(),
        Column("official_name", {"es": "Nombre oficial", "pt": "Nome oficial", "en": "Official name"}),
        Column("founded", {"es": "Fundación", "pt": "Fundação", "en": "Founded"}, reads=Reads.DATE),
        Column(
            "government_name",
            {"es": "Nombre del gobierno local", "pt": "Nome do governo local", "en": "Name of the local government"},
        ),
        Column(
            "government_acronym",
            {"es": "Sigla del gobierno local", "pt": "Sigla do governo local", "en": "Acronym of the local government"},
        ),
    )

    def same_as(self, values: Values) -> Hashable | None:
        """A city has one profile."""
        return str(values.get(ORGANISATION))


class Figures(ProfileKind):
    """Population, area and whatever is counted, each with its date and source."""

    key = "figures"
    title = _("Figures")
    says = _("Population, area and whatever else is counted, each with its date and source.")
    model = OrganisationFigure
    columns = (
        ID,
        organisation_column(),
        Column(
            "measure",
            {"es": "Medida", "pt": "Medida", "en": "Measure"},
            reads=Reads.CHOICE,
            required=True,
            also=("Indicador",),
        ),
        *labelled("labels", {"es": "Qué se cuenta", "pt": "O que se conta", "en": "What is counted"}),
        *_FIGURE,
    )

    def choices(self, owner: Organisation) -> Mapping[str, Choices]:
        """The measures, and how exact."""
        measures, exact = model_choices(OrganisationFigure.Measure), model_choices(Qualifier)
        return {**super().choices(owner), "measure": measures, "qualifier": exact}

    def defaults(self, owner: Organisation) -> Values:
        """A figure is exact where nothing else is said."""
        return {**super().defaults(owner), "qualifier": str(Qualifier.EXACT)}

    def same_as(self, values: Values) -> Hashable | None:
        """What is counted, where, and when."""
        return (*_texts(values, ORGANISATION, "measure", "as_of"), _called(values, "labels"))

    def refusals(self, owner: Organisation, values: Values, changes: Values, pk: int | None) -> Iterable[Refusal]:
        """Of another measure it is said what is counted."""
        if values.get("measure") == OrganisationFigure.Measure.OTHER and not _called(values, "labels"):
            return [Refusal("labels:es", _now("Say what is counted."))]
        return super().refusals(owner, values, changes, pk)


class Languages(ProfileKind):
    """Languages spoken in a city, with their share."""

    key = "languages"
    title = _("Languages of cities")
    says = _("The languages spoken in a city, with the share of its people in percent, its date and source.")
    model = LanguageShare
    columns = (
        ID,
        organisation_column(),
        Column(
            "language",
            {"es": "Idioma", "pt": "Idioma", "en": "Language"},
            reads=Reads.CHOICE,
            required=True,
            also=("Lengua", "Língua"),
        ),
        *(
            replace(one, also=("Porcentaje", "Porcentagem", "Percent", "%")) if one.key == "value" else one
            for one in _FIGURE
        ),
    )

    def choices(self, owner: Organisation) -> Mapping[str, Choices]:
        """Languages, and how exact."""
        return {**super().choices(owner), "language": languages_as_choices(), "qualifier": model_choices(Qualifier)}

    def defaults(self, owner: Organisation) -> Values:
        """Exact, in percent."""
        return {**super().defaults(owner), "qualifier": str(Qualifier.EXACT), "unit": "%"}

    def same_as(self, values: Values) -> Hashable | None:
        """A language is said once of a city."""
        return _texts(values, ORGANISATION, "language")


class Plans(ProfileKind):
    """Plans, policies and norms that bind or guide a city."""

    key = "plans"
    title = _("Plans and policies")
    says = _("Plans, policies and norms that bind or guide a city, with their period and legal rank.")
    model = Plan
    columns = (
        ID,
        organisation_column(),
        Column(
            "kind",
            {"es": "Clase", "pt": "Tipo", "en": "Kind"},
            reads=Reads.CHOICE,
            required=True,
            also=("Tipo", "Type"),
        ),
        Column("level", {"es": "Nivel", "pt": "Nível", "en": "Level"}, reads=Reads.CHOICE, also=("Ámbito", "Âmbito")),
        *(
            replace(one, required=True)
            for one in labelled(
                "titles",
                {"es": "Título", "pt": "Título", "en": "Title"},
                also={"es": ("Nombre", "Plan"), "pt": ("Nome", "Plano"), "en": ("Name",)},
            )
        ),
        *labelled("summary", {"es": "Qué dice", "pt": "O que diz", "en": "What it says"}),
        Column("starts", {"es": "Desde", "pt": "Desde", "en": "From"}, reads=Reads.DATE, also=("Inicio", "Início")),
        Column("ends", {"es": "Hasta", "pt": "Até", "en": "Until"}, reads=Reads.DATE, also=("Fin", "Fim", "End")),
        *labelled("legal_rank", {"es": "Rango legal", "pt": "Hierarquia legal", "en": "Legal rank"}),
        Column("adopted", {"es": "Aprobado", "pt": "Aprovado", "en": "Adopted"}, reads=Reads.DATE),
    )

    def choices(self, owner: Organisation) -> Mapping[str, Choices]:
        """Kinds and levels of plans."""
        return {**super().choices(owner), "kind": model_choices(Plan.Kind), "level": model_choices(Plan.Level)}

    def defaults(self, owner: Organisation) -> Values:
        """Most plans are the city's own."""
        return {**super().defaults(owner), "level": str(Plan.Level.LOCAL)}

    def same_as(self, values: Values) -> Hashable | None:
        """A plan of a kind with its title."""
        title = _called(values, "titles")
        return (*_texts(values, ORGANISATION, "kind"), title) if title else None


def _texts(values: Values, *keys: str) -> tuple[str, ...]:
    return tuple(str(values.get(key)) for key in keys)


def _called(values: Values, name: str) -> str:
    """A text in the first language that it has, folded."""
    return next((fold(str(values[key])) for key in (f"{name}:es", f"{name}:pt", f"{name}:en") if values.get(key)), "")
