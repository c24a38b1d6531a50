"""Programmes: what is said of each as a whole."""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from entreciudades.accounts.models import User
from entreciudades.actors.models import Adoption, NetworkMember, Organisation
from entreciudades.core.dates import PartialDate
from entreciudades.core.labels import FALLBACKS
from entreciudades.core.periods import check_period
from entreciudades.imports.closed_lists import terms_as_choices
from entreciudades.imports.columns import Choices, Column, Reads, Values, labelled
from entreciudades.imports.kind import Entry, Kind, Likeness, Refusal
from entreciudades.imports.parts import ID, filled, listed, organisations_as_choices, plain, refused_by
from entreciudades.imports.programme_parts import programmes_of
from entreciudades.imports.references import built_on
from entreciudades.methodologies.models import Methodology
from entreciudades.programmes import bulk
from entreciudades.programmes.models import Programme
from entreciudades.programmes.services import change_programme, create_programme
from entreciudades.taxonomy.models import Term

_LINKS: Final = ("sectors", "axes", "sdg_focus")
#: With what a programme begins and what it keeps.
_BEGINS: Final = ("holder", "network", "methodology")
_OPEN: Final = "_open"
"""Whether the owner may change it."""
_MAY_BEGIN: Final = "_may_begin"
"""Not a column: what may begin, as "network/methodology/variant/form of the holder"."""


class Programmes(Kind):
    """A programme per row: begun by its network, changed by who holds it or, where nobody coordinates, by the network.

    Its lines, projects and activities are other sheets; its texts are written here.
    """

    key = "programmes"
    title = _("Programmes")
    says = _("Cooperation programmes: who holds them, their edition, period, sectors and goals. New ones are drafts.")
    columns = tuple(
        replace(one, guarded=one.key != ID.key)
        for one in (
            ID,
            *(
                replace(one, required=True)
                for one in labelled(
                    "titles",
                    {"es": "Título", "pt": "Título", "en": "Title"},
                    also={"es": ("Programa", "Nombre"), "pt": ("Nome",), "en": ("Programme", "Name")},
                )
            ),
            *labelled("subtitles", {"es": "Subtítulo", "pt": "Subtítulo", "en": "Subtitle"}),
            Column(
                "holder",
                {"es": "Titular", "pt": "Titular", "en": "Holder"},
                reads=Reads.CHOICE,
                required=True,
                also=("Ciudad", "Ciudad titular", "Cidade", "City", "Municipio"),
            ),
            Column("network", {"es": "Red", "pt": "Rede", "en": "Network"}, reads=Reads.CHOICE, required=True),
            Column(
                "methodology",
                {"es": "Metodología", "pt": "Metodologia", "en": "Methodology"},
                reads=Reads.CHOICE,
                required=True,
                also=("Variante", "Variant"),
            ),
            Column(
                "edition",
                {"es": "Edición", "pt": "Edição", "en": "Edition"},
                reads=Reads.DATE,
                required=True,
                also=("Año", "Ano", "Year"),
            ),
            Column("starts", {"es": "Desde", "pt": "Desde", "en": "From"}, reads=Reads.DATE, also=("Inicio", "Início")),
            Column("ends", {"es": "Hasta", "pt": "Até", "en": "Until"}, reads=Reads.DATE, also=("Fin", "Fim", "End")),
            Column("sectors", {"es": "Sectores", "pt": "Setores", "en": "Sectors"}, reads=Reads.CHOICES),
            Column(
                "axes",
                {"es": "Ejes transversales", "pt": "Eixos transversais", "en": "Cross-cutting axes"},
                reads=Reads.CHOICES,
            ),
            Column(
                "sdg_focus",
                {"es": "ODS y metas", "pt": "ODS e metas", "en": "SDG goals and targets"},
                reads=Reads.CHOICES,
                also=("ODS", "SDG", "Objetivos de Desarrollo Sostenible"),
            ),
            Column("source", {"es": "Fuente", "pt": "Fonte", "en": "Source"}),
        )
    )

    def offered_to(self, owner: Organisation) -> bool:
        """Cities and networks hold programmes."""
        return owner.is_city or owner.is_network

    def choices(self, owner: Organisation) -> Mapping[str, Choices]:
        """Who may hold one, under which network, by what methodology; terms."""
        networks = networks_of(owner)
        adoptions = Adoption.objects.filter(network__in=networks).select_related("network", "methodology")
        titles: dict[str, dict[str, str]] = {}
        begins: list[str] = []
        for adoption in adoptions.order_by("methodology__loaded_at", "pk"):
            pack = adoption.methodology.pack
            for variant in pack.programme.variants if pack.programme else ():
                key = f"{pack.slug}/{variant.key}"
                titles[key] = {
                    code: f"{pack.title.get(code, '')}: {variant.title.get(code, '')}" for code in variant.title
                }
                begins.append(f"{adoption.network.slug}/{key}/{variant.held_by}")
        for slug, variant_key in _scope(owner).values_list("methodology__slug", "variant"):
            titles.setdefault(f"{slug}/{variant_key}", {})
        owned = Organisation.objects.filter(owned_programmes__in=_scope(owner).values("pk"))
        return {
            "holder": organisations_as_choices(_may_hold(owner)),
            "network": organisations_as_choices({*networks, *owned}),
            "methodology": Choices(titles.items()),
            "sectors": terms_as_choices("sector"),
            "axes": terms_as_choices("axis"),
            "sdg_focus": terms_as_choices("sdg"),
            _MAY_BEGIN: Choices((key, {}) for key in begins),
        }

    def defaults(self, owner: Organisation) -> Values:
        """A network's programmes run under it; a city's are its own, under its network where that is one."""
        if owner.is_network:
            return {"network": owner.slug}
        slugs = [network.slug for network in networks_of(owner)]
        return {"holder": owner.slug, **({"network": slugs[0]} if len(slugs) == 1 else {})}

    def stored(self, owner: Organisation, pks: Collection[int] | None = None) -> dict[int, Values]:
        """Those that the owner brings in; seven queries."""
        rows = _scope(owner).select_related("holder", "network", "methodology").prefetch_related(*_LINKS)
        ours = set(programmes_of(owner).order_by().values_list("pk", flat=True))
        wanted = rows if pks is None else rows.filter(pk__in=list(pks))
        return {row.pk: self._values(row, ours=row.pk in ours) for row in wanted}

    def is_own(self, owner: Organisation, values: Values) -> bool:  # noqa: ARG002 - those of a kind
        """Whether it is the owner's to change, and not closed."""
        return bool(values[_OPEN])

    def same_as(self, values: Values) -> Hashable | None:
        """A holder's programme of an edition with its title."""
        return (values.get("holder"), str(values.get("edition")), _title(values).casefold())

    def likeness(self, values: Values) -> Likeness | None:
        """Alike in title, of one holder and edition."""
        return Likeness(_title(values), (str(values.get("holder")), str(values.get("edition"))[:4]))

    def refusals(self, owner: Organisation, values: Values, changes: Values, pk: int | None) -> Iterable[Refusal]:  # noqa: ARG002 - those of a kind
        """What the model says of its fields; what it keeps from its beginning."""
        row = Programme()
        filled(row, _fields(values))
        aside = {"slug", "holder", "network", "methodology", "variant"}

        def clean(exclude: Collection[str]) -> None:
            row.clean_fields(exclude=exclude)
            check_period(row)

        yield from refused_by(clean, aside, self.columns)
        if pk is not None:
            yield from (Refusal(key, _now("It keeps that with which it began.")) for key in _BEGINS if key in changes)

    def unfitting(self, owner: Organisation, values: Values, choices: Mapping[str, Choices]) -> Iterable[Refusal]:
        """A new one: its network begins it, by a methodology with which it works with such holders."""
        if values.get(ID.key) is not None or not all(values.get(key) for key in _BEGINS):
            return
        if not owner.is_network:
            yield Refusal("", _now("A programme begins in the office of its network; here it is changed."))
            return
        form = owner.form if values["holder"] == owner.slug else Organisation.Form.CITY
        if f"{values['network']}/{values['methodology']}/{form}" not in choices[_MAY_BEGIN]:
            yield Refusal("methodology", _now("The network does not work by it, or not with such holders."))

    def write(self, owner: Organisation, entries: Sequence[Entry], *, by: User) -> list[int]:
        """Each by the verbs of its room: programmes are few."""
        made = []
        there = _scope(owner).in_bulk([entry.pk for entry in entries if entry.pk is not None])
        for entry in entries:
            if entry.pk is not None and entry.pk not in there:
                raise ValidationError({ID.key: _now("It is not there any more.")})
            row = there[entry.pk] if entry.pk is not None else _begun(entry.values, by=by)
            filled(row, _fields(entry.values))
            links: dict[str, Iterable[Term]] = {
                key: Term.objects.filter(pk__in=listed(entry.values[key])) for key in _LINKS if key in entry.values
            }
            change_programme(row, by=by, links=links)
            made += [row.pk] if entry.pk is None else []
        return made

    def remove(self, owner: Organisation, pks: Collection[int], *, by: User) -> None:
        """They go, while nothing was written in them."""
        bulk.remove_programmes(list(_scope(owner).filter(pk__in=list(pks))), by=by)

    def built_on(self, pks: Collection[int]) -> dict[int, list[str]]:
        """Lines, activities, texts, decisions: whatever there is of one."""
        through = [getattr(Programme, name).through for name in _LINKS]
        return built_on(Programme, pks, aside=through)

    def _values(self, row: Programme, *, ours: bool) -> Values:
        values: Values = {
            ID.key: row.pk,
            _OPEN: ours and not row.is_closed,
            "holder": row.holder.slug,
            "network": row.network.slug,
            "methodology": f"{row.methodology.slug}/{row.variant}",
            **{key: plain([term.pk for term in getattr(row, key).all()]) for key in _LINKS},
        }
        for column in self.columns:
            name, _colon, language = column.key.partition(":")
            if column.key not in values:
                field = getattr(row, name)
                values[column.key] = plain(field.get(language) if language else field)
        return values


def _scope(owner: Organisation) -> QuerySet[Programme]:
    """Those that run under a network, or that a city holds."""
    return Programme.objects.owned_by(owner) if owner.is_network else programmes_of(owner)


def _may_hold(owner: Organisation) -> QuerySet[Organisation]:
    """Who holds programmes of the owner: itself, a network's present members, those that hold one already."""
    members = Organisation.objects.members_of(owner).values("pk") if owner.is_network else ()
    there = _scope(owner).values("holder")
    return Organisation.objects.filter(Q(pk=owner.pk) | Q(pk__in=members) | Q(pk__in=there))


def networks_of(owner: Organisation) -> list[Organisation]:
    """The network itself, or those of which a city is a present member."""
    if owner.is_network:
        return [owner]
    present = NetworkMember.objects.present().filter(organisation=owner)
    return list(Organisation.objects.filter(pk__in=present.values("network")))


def _begun(values: Values, *, by: User) -> Programme:
    """A new programme, by the version of the methodology that its network adopted last."""
    slug, _slash, variant = str(values["methodology"]).partition("/")
    holder = Organisation.objects.get(slug=values["holder"])
    network = Organisation.objects.get(slug=values["network"])
    adopted = Methodology.objects.filter(slug=slug, pk__in=network.adoptions.values("methodology"))
    methodology = adopted.order_by("loaded_at", "pk").last()
    if methodology is None:
        raise ValidationError({"methodology": _now("The network has not adopted this methodology.")})
    return create_programme(
        holder=holder,
        network=network,
        methodology=methodology,
        variant=variant,
        titles={key.partition(":")[2]: str(text) for key, text in values.items() if key.startswith("titles:") and text},
        edition=PartialDate.parse(str(values["edition"])),
        by=by,
    )


def _fields(values: Values) -> Values:
    aside = {ID.key, _OPEN, *_LINKS, *_BEGINS}
    return {key: value for key, value in values.items() if key not in aside}


def _title(values: Values) -> str:
    return next((str(one) for code in FALLBACKS if (one := values.get(f"titles:{code}"))), "")
