"""What a searcher types and what a text says come to the same terms."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entreciudades.search import analyse, fts5_query, query, tsquery
from entreciudades.search.analysis import fold

languages = st.sampled_from(["es", "pt", "en", "pt-br", "ay"])


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("es", "cooperación cooperacion COOPERACIONES"),
        ("es", "ciudad ciudades"),
        ("es", "joven jóvenes"),
        ("es", "plan planes"),
        ("es", "puente puentes"),
        ("es", "gestor gestores"),
        ("es", "alcance alcances"),
        ("es", "género géneros genero"),
        ("es", "educación educativo educaciones"),
        ("pt", "cooperação cooperacao cooperações cooperacoes"),
        ("pt", "gestão gestao gestões gestoes"),
        ("pt", "cidade cidades"),
        ("pt-br", "prática praticas"),
        ("en", "cities city"),
        ("en", "cooperation cooperating cooperates"),
    ],
)
def test_forms_of_a_word_are_one_term(language: str, words: str) -> None:
    assert {analyse(word, language) for word in words.split()} == {analyse(words.split(maxsplit=1)[0], language)}
    assert len(query(words, language)) == 1


def test_terms_in_the_order_of_the_text() -> None:
    assert analyse("Cebras: educadores, 15 años (ODS 11.2)", "es") == "cebr educ 15 anos ods 11 2"
    assert query("agua Agua ciudad", "es") == ("agu", "ciud")


def test_a_language_without_stemmer_is_folded() -> None:
    assert analyse("Chuqi Yapu Ñan", "ay") == "chuqi yapu nan"


@given(st.text(), languages)
def test_terms_are_folded_letters_and_digits(text: str, language: str) -> None:
    for term in analyse(text, language).split(" ") if analyse(text, language) else []:
        assert re.fullmatch(r"[^\W_]+", term) is not None
        assert fold(term) == term


@given(st.text(), languages)
def test_case_and_composition_change_nothing(text: str, language: str) -> None:
    assert analyse(fold(text), language) == analyse(text, language)


def test_queries_of_both_databases() -> None:
    terms = query("ciudades del agua", "es")
    assert fts5_query(terms) == '"ciud" AND "del" AND "agu"*'
    assert tsquery(terms) == "'ciud' & 'del' & 'agu':*"
    assert (fts5_query(()), tsquery(())) == ("", "")
