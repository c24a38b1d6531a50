"""Organisations: the members of a network, and those that become members."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from entreciudades.accounts.models import User
from entreciudades.actors import bulk
from entreciudades.actors.models import NetworkMember, Organisation
from entreciudades.core.periods import check_period
from entreciudades.imports.closed_lists import countries_as_choices, terms_as_choices
from entreciudades.imports.columns import Choices, Column, Reads, Values, labelled
from entreciudades.imports.kind import Entry, Kind, Likeness, Refusal
from entreciudades.imports.parts import filled, plain, refused_by
from entreciudades.imports.references import built_on
from entreciudades.notices.recipients import leaders_of
from entreciudades.notices.services import notify

#: Columns of the membership, and the field of each.
_MEMBERSHIP: Final = {"since": "since", "until": "until", "membership_source": "source"}
_FORMS: Final = Choices(
    [
        ("city", {"es": "Ciudad", "pt": "Cidade", "en": "City"}),
        ("network", {"es": "Red", "pt": "Rede", "en": "Network"}),
        ("other", {"es": "Otra organización", "pt": "Outra organização", "en": "Other organisation"}),
    ]
)
_OURS: Final = "_ours"
"""Whether the network may change how it is called: it is in its care and nobody coordinates it."""
_FICTIONAL: Final = "_fictional"


_COLUMNS = (
    Column(
        "slug",
        {"es": "Dirección corta", "pt": "Endereço curto", "en": "Short address"},
        also=("slug",),
        help={
            "es": "La pone el sistema: la-paz-bo. En filas nuevas queda vacía.",
            "pt": "É posto pelo sistema: la-paz-bo. Em linhas novas fica vazio.",
            "en": "Set by the system: la-paz-bo. Leave it empty in new rows.",
        },
    ),
    *(
        replace(one, required=True)
        for one in labelled(
            "names",
            {"es": "Nombre", "pt": "Nome", "en": "Name"},
            also={
                "es": ("Ciudad", "Municipio", "Organización", "Institución", "Entidad", "Miembro", "Socio"),
                "pt": ("Cidade", "Município", "Organização", "Instituição", "Entidade", "Membro"),
                "en": ("City", "Municipality", "Organisation", "Organization", "Institution", "Member"),
            },
        )
    ),
    Column(
        "form",
        {"es": "Qué es aquí", "pt": "O que é aqui", "en": "What it is here"},
        reads=Reads.CHOICE,
        also=("Clase", "Classe", "Class"),
        help={
            "es": "Sin esta columna, una organización nueva es una ciudad.",
            "pt": "Sem esta coluna, uma organização nova é uma cidade.",
            "en": "Without this column a new organisation is a city.",
        },
    ),
    Column(
        "kind",
        {"es": "Tipo de actor", "pt": "Tipo de ator", "en": "Type of actor"},
        reads=Reads.CHOICE,
        also=("Tipo", "Type"),
    ),
    Column("acronym", {"es": "Sigla", "pt": "Sigla", "en": "Acronym"}, also=("Siglas", "Acrónimo", "Acrônimo")),
    Column("country", {"es": "País", "pt": "País", "en": "Country"}, reads=Reads.CHOICE),
    Column(
        "website",
        {"es": "Sitio web", "pt": "Site", "en": "Website"},
        also=("Web", "Página web", "URL", "Sítio", "Página"),
    ),
    Column("source", {"es": "Fuente", "pt": "Fonte", "en": "Source"}),
    Column(
        "since",
        {"es": "Miembro desde", "pt": "Membro desde", "en": "Member since"},
        reads=Reads.DATE,
        also=("Desde", "Since", "Ingreso", "Adhesión", "Adesão", "Fecha de ingreso"),
    ),
    Column(
        "until",
        {"es": "Miembro hasta", "pt": "Membro até", "en": "Member until"},
        reads=Reads.DATE,
        also=("Hasta", "Até", "Until"),
    ),
    Column(
        "membership_source",
        {"es": "Fuente de la membresía", "pt": "Fonte da filiação", "en": "Source of the membership"},
    ),
    Column("member", {"es": "Miembro de la red", "pt": "Membro da rede", "en": "Member of the network"}, implied=True),
)


class Organisations(Kind):
    """An organisation per row with its membership. The city controls how it is called, once somebody coordinates it."""

    key = "organisations"
    title = _("Organisations")
    says = _("Members of the network: names, type, country, website, dates of their membership.")
    identity = "slug"
    columns = tuple(replace(one, guarded=one.key not in {*_MEMBERSHIP, "slug", "member"}) for one in _COLUMNS)

    def offered_to(self, owner: Organisation) -> bool:
        """Networks alone have members."""
        return owner.is_network

    def choices(self, owner: Organisation) -> Mapping[str, Choices]:  # noqa: ARG002 - the same for all
        """Types of actors, countries, and what an organisation may be here."""
        return {"form": _FORMS, "kind": terms_as_choices("actor"), "country": countries_as_choices()}

    def defaults(self, owner: Organisation) -> Values:  # noqa: ARG002 - the same for all
        """Most members are cities."""
        return {"form": str(Organisation.Form.CITY), "kind": "actor:municipal"}

    def stored(self, owner: Organisation, pks: Collection[int] | None = None) -> dict[int, Values]:
        """The members, former ones too; three queries."""
        memberships = {
            one.organisation_id: one
            for one in NetworkMember.objects.filter(network=owner, **({} if pks is None else {"organisation__in": pks}))
        }
        rows = Organisation.objects.filter(networks__network=owner)
        ours = set(Organisation.objects.in_care_of(owner).without_coordinator().order_by().values_list("pk", flat=True))
        return {pk: self._values(row, memberships[pk], ours=pk in ours) for pk, row in _rows(rows, pks).items()}

    def beside(self, owner: Organisation, pks: Collection[int] | None = None) -> dict[int, Values]:
        """Public organisations that are no members yet: a file may name them, and they become members."""
        rows = Organisation.objects.filter(published=True).exclude(Q(networks__network=owner) | Q(pk=owner.pk))
        return {pk: self._values(row, None, ours=False) for pk, row in _rows(rows, pks).items()}

    def is_own(self, owner: Organisation, values: Values) -> bool:  # noqa: ARG002 - those of a kind
        """Whether nobody else says how it is called."""
        return bool(values[_OURS])

    def likeness(self, values: Values) -> Likeness | None:
        """Alike in name within a country."""
        names = [str(values[key]) for key in ("names:es", "names:pt", "names:en") if values.get(key)]
        return Likeness(names[0], str(values.get("country") or "")) if names else None

    def refusals(self, owner: Organisation, values: Values, changes: Values, pk: int | None) -> Iterable[Refusal]:  # noqa: ARG002
        """What the models say of the organisation and of its membership."""
        if values.get("country") and values.get(_FICTIONAL):
            return [Refusal("country", _now("It lies in a fictional country, and cannot lie in a real one too."))]
        row, member = Organisation(), NetworkMember()
        filled(row, _of_organisation(values))
        filled(member, _of_membership(values))
        return [
            *refused_by(row.clean_fields, {"slug", "sort_name", "kind", "place"}, self.columns),
            *refused_by(member.clean_fields, {"network", "organisation"}, self.columns, _MEMBERSHIP),
            *_period(member),
        ]

    def write(self, owner: Organisation, entries: Sequence[Entry], *, by: User) -> list[int]:
        """New organisations are entered as members; others change, become members, or are members no more."""
        pks = [entry.pk for entry in entries if entry.pk is not None]
        there = Organisation.objects.select_for_update().in_bulk(pks)
        members = {
            one.organisation_id: one
            for one in NetworkMember.objects.select_for_update().filter(network=owner, organisation__in=pks)
        }
        new, fields = [], set()
        changed: list[Organisation] = []
        joining: list[tuple[Organisation, Values]] = []
        moved: list[NetworkMember] = []
        leaving: list[NetworkMember] = []
        for entry in entries:
            own, of_member = _of_organisation(entry.values), _of_membership(entry.values)
            row = Organisation() if entry.pk is None else there[entry.pk]
            filled(row, own)
            if entry.pk is None:
                new.append(row)
            elif own:
                changed.append(row)
                fields |= {key.partition(":")[0] for key in own}
            member = members.get(row.pk) if entry.pk else None
            if entry.values.get("member") is False and member:
                leaving.append(member)
            elif member is None and entry.values.get("member"):
                joining.append((row, of_member))
            elif member is not None and of_member:
                filled(member, of_member)
                moved.append(member)
        if built := _built_on_members(leaving):
            names = ", ".join(str(word) for words in built.values() for word in words)
            raise ValidationError(_now("Something was built on a membership since: %(names)s.") % {"names": names})
        bulk.create_organisations(new, by=by)
        bulk.change_organisations(changed, fields, by=by)
        bulk.remove_parts(leaving, by=by)
        bulk.change_parts(moved, set(_MEMBERSHIP.values()), by=by)
        made = bulk.add_parts([_membership(owner, row, values) for row, values in joining], by=by)
        for member in made:
            if member.organisation_id in there:
                _asked(member, by=by)
        return [row.pk for row in new]

    def remove(self, owner: Organisation, pks: Collection[int], *, by: User) -> None:
        """They leave the network, and are gone."""
        bulk.remove_parts(list(NetworkMember.objects.filter(network=owner, organisation__in=pks)), by=by)
        bulk.remove_organisations(list(Organisation.objects.filter(pk__in=pks)), by=by)

    def built_on(self, pks: Collection[int]) -> dict[int, list[str]]:
        """Whatever has a key to them or to their membership; that another network counts them among its members.

        Also that they confirmed it: their own membership, as it was made, alone goes with them.
        """
        if not pks:
            return {}
        found = defaultdict(list, built_on(Organisation, pks, aside=(NetworkMember,)))
        near = NetworkMember.objects.filter(organisation__gte=min(pks), organisation__lte=max(pks))
        made = set(pks)
        members = [one for one in near.order_by("pk") if one.organisation_id in made]
        seen: set[int] = set()
        for member in members:
            if member.organisation_id in seen:
                found[member.organisation_id].append(str(NetworkMember._meta.verbose_name))
            seen.add(member.organisation_id)
        for pk, words in _built_on_members(members).items():
            found[pk] += words
        return dict(found)

    def _values(self, row: Organisation, member: NetworkMember | None, *, ours: bool) -> Values:
        values: Values = {"member": member is not None, _OURS: ours, _FICTIONAL: row.is_fictional}
        for column in self.written:
            name, _colon, language = column.key.partition(":")
            if name in _MEMBERSHIP:
                values[column.key] = plain(getattr(member, _MEMBERSHIP[name], None))
            elif language:
                values[column.key] = plain(getattr(row, name).get(language))
            else:
                values[column.key] = plain(getattr(row, _column_name(name)))
        return values


def _rows(rows: QuerySet[Organisation], pks: Collection[int] | None) -> dict[int, Organisation]:
    wanted = rows if pks is None else rows.filter(pk__in=list(pks))
    return {row.pk: row for row in wanted.order_by("sort_name", "pk")}


def _column_name(name: str) -> str:
    return "kind_id" if name == "kind" else name


def _built_on_members(members: Collection[NetworkMember]) -> dict[int, list[str]]:
    """What rests on memberships, by the organisation: posts, fees, and that it was confirmed."""
    organisations = {one.pk: one.organisation_id for one in members}
    found = {organisations[pk]: words for pk, words in built_on(NetworkMember, organisations).items()}
    for one in members:
        if one.confirmed_at is not None:
            confirmed = str(NetworkMember._meta.get_field("confirmed_at").verbose_name)
            found.setdefault(one.organisation_id, []).append(confirmed)
    return found


def _of_organisation(values: Values) -> Values:
    return {key: one for key, one in values.items() if key not in {*_MEMBERSHIP, "member", "slug", _OURS, _FICTIONAL}}


def _of_membership(values: Values) -> Values:
    return {_MEMBERSHIP[key]: one for key, one in values.items() if key in _MEMBERSHIP}


def _membership(owner: Organisation, row: Organisation, values: Values) -> NetworkMember:
    member = NetworkMember(network=owner, organisation=row)
    filled(member, values)
    return member


def _asked(member: NetworkMember, *, by: User) -> None:
    """Whoever coordinates a city that was here is asked whether it is a member."""
    city = member.organisation
    facts = {"network": member.network.names, "organisation": city.names}
    path = reverse("desk:networks", args=[city.slug])
    notify(leaders_of(city), kind="membership.asked", facts=facts, path=path, by=by, scope=city)


def _period(member: NetworkMember) -> list[Refusal]:
    try:
        check_period(member)
    except ValidationError as error:
        return [Refusal(name, line) for name, lines in error.message_dict.items() for line in lines]
    return []
