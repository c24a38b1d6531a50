"""Offices and their titles: the shipped table is whole, each form is said, what is broken is refused."""

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from tests.factories.actors import PersonFactory

from entreciudades.actors.models import Person
from entreciudades.actors.offices import LANGUAGES, Form, OfficesRefused, offices, read
from entreciudades.taxonomy.countries import country_name


def test_every_office_has_its_words_in_every_language_and_its_countries() -> None:
    for office in offices().values():
        for language in LANGUAGES:
            for form in Form:
                assert office.title(language, form)
                assert office.vocative(language, form)
        for country, source in office.countries.items():
            is_said = source == "usage" or "https://" in source  # a norm is named with where it was read
            assert (bool(country_name(country, "es")), is_said) == (True, True)


@pytest.mark.parametrize(
    ("office", "form", "language", "said"),
    [
        ("alcalde", "feminine", "es", ("Alcaldesa", "Señora Alcaldesa", "")),
        ("alcalde-gran-poblacion", "masculine", "es", ("Alcalde", "Excelentísimo señor Alcalde", "Excmo. Sr.")),
        ("prefeito", "feminine", "pt", ("Prefeita", "Senhora Prefeita", "A Sua Excelência a Senhora")),
        ("presidente-da-camara", "masculine", "pt-pt",
         ("Presidente da Câmara Municipal", "Senhor Presidente da Câmara Municipal", "Exmo. Senhor")),
        ("mayor", "", "en", ("Mayor", "Dear Mayor", "")),
        ("intendente", "", "es", ("Intendenta / Intendente", "Estimado/a Ada Inventada", "")),
        ("", "feminine", "es", ("", "Estimado/a Ada Inventada", "")),
    ],
)  # fmt: skip
def test_a_person_is_titled_and_greeted(
    db: None, office: str, form: str, language: str, said: tuple[str, str, str]
) -> None:
    ada = PersonFactory(name="Ada Inventada", office=office, addressed_as=form)
    with override(language):
        found = (ada.office_title, ada.salutation, ada.protocol_title)
    assert (found[0], found[2]) == (said[0], said[2])
    assert found[1] == said[1] or (not office or not form)


def test_an_unknown_office_or_form_is_refused(db: None) -> None:
    for fields, at in (
        ({"office": "rey"}, "office"),
        ({"addressed_as": "x"}, "addressed_as"),
        ({"languages": "es"}, "languages"),
    ):
        with pytest.raises(ValidationError) as refused:
            Person(organisation=PersonFactory().organisation, name="Ada", **fields).full_clean()
        assert at in refused.value.message_dict


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("[[office]]\ntitle.es = 'x'", "''"),
        ("[[office]]\nkey = 'a'", "countries"),
        ("[[office]]\nkey = 'a'\ncountries = {ES = 'usage'}\ntitle.es = 'x'", "title.pt"),
        (
            "[[office]]\nkey = 'a'\ncountries = {ES = 'usage'}\ntitle = {es = {feminine = 'x'}, pt = 'x', en = 'x'}",
            "masculine",
        ),
    ],
)
def test_what_is_broken_is_refused_with_its_office(written: str, said: str) -> None:
    with pytest.raises(OfficesRefused, match=said):
        read(written)
