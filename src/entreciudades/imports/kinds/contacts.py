"""Contacts: the people of a city, or of a network and of the members in its care."""

from collections.abc import Collection, Hashable, Iterable, Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from entreciudades.accounts.models import User
from entreciudades.actors.models import Organisation, Person
from entreciudades.imports.closed_lists import languages_as_choices, offices_as_choices
from entreciudades.imports.columns import Choices, Column, Reads, Values, labelled
from entreciudades.imports.kind import Likeness, Refusal
from entreciudades.imports.parts import ID, ORGANISATION, PartKind, organisation_column
from entreciudades.search.analysis import fold

#: Beside the columns: whether somebody coordinates the organisation, which is not the importer's.
_LED: Final = "_led"


class Contacts(PartKind):
    """A person per row. Whether somebody agreed to be contacted is theirs to say, and never comes from a file."""

    key = "contacts"
    title = _("Contacts")
    says = _("Whom to address: name, post, e-mail, telephone, languages, mandate.")
    model = Person
    columns = (
        ID,
        organisation_column(),
        Column(
            "name",
            {"es": "Nombre", "pt": "Nome", "en": "Name"},
            also=(
                "Nombre y apellidos",
                "Nombre completo",
                "Nome completo",
                "Full name",
                "Contacto",
                "Contact",
                "Persona",
            ),
            required=True,
        ),
        *labelled(
            "posts",
            {"es": "Cargo", "pt": "Cargo", "en": "Post"},
            also={"es": ("Puesto", "Función"), "pt": ("Função",), "en": ("Position", "Job title", "Title")},
        ),
        Column(
            "office",
            {"es": "Cargo de gobierno", "pt": "Cargo de governo", "en": "Office of government"},
            reads=Reads.CHOICE,
            help={
                "es": "Alcaldía, intendencia … De él salen los títulos de protocolo.",
                "pt": "Prefeitura, presidência da câmara … Dele vêm os títulos de protocolo.",
                "en": "Mayor and so on. Titles of protocol follow from it.",
            },
        ),
        Column(
            "email",
            {"es": "Correo electrónico", "pt": "E-mail", "en": "E-mail"},
            also=("Correo", "Email", "Mail", "Correio eletrônico", "Correio eletrónico", "Dirección de correo"),
        ),
        Column(
            "phone",
            {"es": "Teléfono", "pt": "Telefone", "en": "Telephone"},
            also=("Tel", "Móvil", "Celular", "Telemóvel", "Phone", "Mobile", "WhatsApp"),
            private=True,
            help={
                "es": "El de quien es de otra organización lo guarda ella: aquí solo entra el de personas nuevas.",
                "pt": "O de quem é de outra organização é guardado por ela: aqui só entra o de pessoas novas.",
                "en": "That of people of another organisation is kept by it: here only that of new people enters.",
            },
        ),
        Column(
            "languages",
            {"es": "Idiomas", "pt": "Idiomas", "en": "Languages"},
            reads=Reads.CHOICES,
            also=("Idioma", "Lenguas", "Línguas", "Language"),
        ),
        Column(
            "starts",
            {"es": "Inicio del mandato", "pt": "Início do mandato", "en": "Mandate begins"},
            reads=Reads.DATE,
            also=("Desde", "Since", "From"),
        ),
        Column(
            "ends",
            {"es": "Fin del mandato", "pt": "Fim do mandato", "en": "Mandate ends"},
            reads=Reads.DATE,
            also=("Hasta", "Até", "Until", "Vencimiento"),
        ),
    )

    def offered_to(self, owner: Organisation) -> bool:  # noqa: ARG002 - everybody has people
        """Networks, cities and other organisations."""
        return True

    def choices(self, owner: Organisation) -> Mapping[str, Choices]:
        """Organisations, offices, languages."""
        return {**super().choices(owner), "office": offices_as_choices(), "languages": languages_as_choices()}

    def stored(self, owner: Organisation, pks: Collection[int] | None = None) -> dict[int, Values]:
        """One query more: which of these organisations somebody coordinates."""
        found = super().stored(owner, pks)
        alone = Organisation.objects.without_coordinator().values("pk")
        led = set(self.scope(owner).exclude(pk=owner.pk).exclude(pk__in=alone).values_list("slug", flat=True))
        return {pk: values | {_LED: values[ORGANISATION] in led} for pk, values in found.items()}

    def kept(self, owner: Organisation, values: Values) -> set[str]:
        """Everything of people whose organisation has a coordinator: the city says who works for it."""
        every = {column.key for column in self.columns} - {ID.key}
        return every if values[_LED] else super().kept(owner, values)

    def refusals(self, owner: Organisation, values: Values, changes: Values, pk: int | None) -> Iterable[Refusal]:
        """As of every part."""
        told = {key: value for key, value in values.items() if key != _LED}
        return super().refusals(owner, told, changes, pk)

    def same_as(self, values: Values) -> Hashable | None:
        """Organisation, name and e-mail address; without an address nobody is taken for somebody."""
        email = values.get("email")
        return (values.get(ORGANISATION), fold(str(values.get("name"))), fold(str(email))) if email else None

    def likeness(self, values: Values) -> Likeness | None:
        """Alike in name within an organisation, or the same e-mail address."""
        organisation, email = (str(values.get(key) or "") for key in (ORGANISATION, "email"))
        return Likeness(str(values.get("name") or ""), organisation, fold(email))

    def begin(self, row: Any, *, by: User) -> None:
        """Who brought a contact keeps it."""
        row.kept_by = by
