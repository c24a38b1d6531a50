"""Imports of a small CSV that was checked, with one new row."""

import factory
from factory.django import DjangoModelFactory
from tests.factories.actors import NetworkFactory, UserFactory

from entreciudades.core.files import store_bytes
from entreciudades.imports.models import Import, Line

CSV = b"Nombre,Ciudad\nPersona Inventada,La Paz\n"


class ImportFactory(DjangoModelFactory):
    class Meta:
        model = Import

    organisation = factory.SubFactory(NetworkFactory)
    kind = "contacts"
    file = factory.LazyFunction(lambda: store_bytes(CSV, "text/csv"))
    file_name = "contactos.csv"
    language = "es"
    brought_by = factory.SubFactory(UserFactory)
    state = "checked"
    columns = factory.LazyFunction(
        lambda: {
            "sheets": [{"name": "", "rows": 2, "hidden": False}],
            "sheet": "",
            "header_row": 1,
            "rows": 2,
            "headings": ["Nombre", "Ciudad"],
            "examples": [["Persona Inventada"], ["La Paz"]],
            "keys": ["name", "organisation"],
            "conventions": [{"day_first": None, "decimal": None}] * 2,
            "empties": False,
            "known": "",
            "new": [],
            "gone": [],
            "notes": [],
        }
    )
    counts = factory.LazyFunction(lambda: {"new": 1})


class LineFactory(DjangoModelFactory):
    class Meta:
        model = Line

    within = factory.SubFactory(ImportFactory)
    number = 2
    state = "new"
    values = factory.LazyFunction(lambda: {"name": "Persona Inventada", "organisation": "la-paz-bo"})
    changes = factory.LazyFunction(lambda: {"name": [None, "Persona Inventada"], "organisation": [None, "la-paz-bo"]})
