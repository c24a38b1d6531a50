"""Contacts: the people of a city, or of a network and of the members in its care."""

from collections.abc import Hashable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from entreciudades.accounts.models import User
from entreciudades.actors.models import Organisation, Person
from entreciudades.imports.closed_lists import languages_as_choices, offices_as_choices
from entreciudades.imports.columns import Choices, Column, Reads, Values, labelled
from entreciudades.imports.kind import Likeness
from entreciudades.imports.parts import ID, ORGANISATION, PartKind, organisation_column
from entreciudades.search.analysis import fold


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
