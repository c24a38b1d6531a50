"""Names of countries and languages, in the reader's language."""

import pytest

from entreciudades.taxonomy.countries import UnknownCountry, countries, country_name
from entreciudades.taxonomy.languages import UnknownLanguage, language_name, languages


@pytest.mark.parametrize(
    ("language", "name"), [("es", "España"), ("pt", "Espanha"), ("pt-br", "Espanha"), ("en", "Spain")]
)
def test_a_country_is_named_for_the_reader(language, name):
    assert country_name("ES", language) == name


@pytest.mark.parametrize("code", ["es", "ESP", "UK", "", "150", "EU"])
def test_what_is_no_country_is_refused(code):
    with pytest.raises(UnknownCountry, match="expected an ISO 3166-1 alpha-2 code"):
        country_name(code, "es")


def test_a_user_assigned_code_stands_for_itself():
    assert country_name("XA", "es") == "XA"


@pytest.mark.parametrize("language", ["es", "pt", "en"])
def test_the_same_countries_in_every_language(language):
    codes = [code for code, _name in countries(language)]
    assert sorted(codes) == sorted(code for code, _name in countries("es"))
    assert 245 <= len(codes) == len(set(codes)) <= 255
    assert {"BO", "ES", "CO", "AR", "BE", "XK"} <= set(codes)


def test_countries_stand_in_the_order_of_their_names():
    names = [name for _code, name in countries("es")]
    assert names[0] == "Afganistán"
    assert names.index("Etiopía") > names.index("España") > names.index("Eslovenia")


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [
        ("es", "es", "español"),
        ("ay", "es", "aimara"),
        ("pt", "en", "Portuguese"),
        ("pt-pt", "pt", "português (Portugal)"),
        ("pt-pt", "en", "Portuguese (Portugal)"),
    ],
)
def test_a_language_is_named_for_the_reader(code, language, name):
    assert language_name(code, language) == name


def test_what_is_no_language_is_refused():
    with pytest.raises(UnknownLanguage, match="expected an ISO 639 code"):
        language_name("castellano", "es")


def test_languages_hold_those_of_the_cities():
    assert {"es", "pt", "en", "ay", "qu", "gn", "quc", "arn"} <= {code for code, _name in languages("es")}
