"""The index finds what a room wrote into it, alike on both databases."""

import pytest
from django.core.management import call_command
from django.db import connection, models
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entreciudades.accounts.models import User
from entreciudades.core import fulltext
from entreciudades.core.index import Entry, index
from entreciudades.core.models import IndexEntry
from entreciudades.search import query


def found(text: str, language: str = "es") -> list[str]:
    entries = IndexEntry.objects.filter(language=language).matching(query(text, language))
    return [entry.title for entry in entries]


@pytest.fixture
def indexed(ana: User, luis: User) -> User:
    index(
        ana,
        entries=[
            Entry("es", "Cebras, educadores urbanos", "Cultura ciudadana: jóvenes en las calles de La Paz."),
            Entry("pt", "Zebras, educadores urbanos", "Cultura cidadã: jovens nas ruas de La Paz, em cooperação."),
        ],
    )
    index(luis, entries=[Entry("es", "Igualdad de género", "Educadores y educadoras de la ciudadanía")])
    return ana


@pytest.mark.parametrize(
    ("text", "language", "titles"),
    [
        ("CEBRA", "es", ["Cebras, educadores urbanos"]),
        ("joven calle", "es", ["Cebras, educadores urbanos"]),
        ("jovenes la paz", "es", ["Cebras, educadores urbanos"]),
        ("genero", "es", ["Igualdad de género"]),
        ("igual", "es", ["Igualdad de género"]),
        ("educador ciudadan", "es", ["Cebras, educadores urbanos", "Igualdad de género"]),
        ("cooperações", "pt", ["Zebras, educadores urbanos"]),
        ("cooperacao", "pt", ["Zebras, educadores urbanos"]),
        ("cebra madrid", "es", []),
        ("", "es", []),
        ("¿?", "es", []),
        ("NOT cebra*", "es", []),
        ("'; \" & | ( :* cebra", "es", ["Cebras, educadores urbanos"]),
    ],
)
def test_words_find_titles(indexed: User, text: str, language: str, titles: list[str]) -> None:
    assert found(text, language) == titles


def test_the_title_weighs_more_than_the_body(ana: User, luis: User) -> None:
    index(ana, entries=[Entry("es", "Movilidad", "agua agua")])
    index(luis, entries=[Entry("es", "Agua", "movilidad movilidad")])
    assert (found("agua"), found("movilidad")) == (["Agua", "Movilidad"], ["Movilidad", "Agua"])


def test_an_object_is_known_by_its_last_entries_alone(indexed: User) -> None:
    index(indexed, entries=[Entry("es", "Paseos", "por el centro")])
    assert (found("cebras"), found("zebras", "pt"), found("centro")) == ([], [], ["Paseos"])
    index(indexed, entries=[])
    assert (found("centro"), IndexEntry.objects.count()) == ([], 1)


def test_a_title_longer_than_its_column_is_cut_and_found_whole(ana: User) -> None:
    index(ana, entries=[Entry("es", f"{'a' * 299} bcd final")])
    assert found("final") == [f"{'a' * 299} "]


def test_texts_and_words_without_end_are_indexed_as_far_as_they_fit(ana: User) -> None:
    words = " ".join(f"palabra{number}x" for number in range(100_000))
    index(ana, entries=[Entry("es", "Larga", f"{'ñ' * 5000} {words}")])
    assert found("palabra1x") == ["Larga"]
    assert found("palabra99999x") == []
    assert found("ñ" * 5000) == ["Larga"]
    assert found("ñ" * 5001 + "z") == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(st.text(max_size=30), st.sampled_from(["es", "pt", "en"]))
def test_whatever_is_asked_is_answered_and_a_text_is_found_by_itself(ana: User, text: str, language: str) -> None:
    text = text.replace("\0", " ")
    index(ana, entries=[Entry(language, "T", text)])
    assert found(text, language) == (["T"] if query(text, language) else [])


@pytest.mark.django_db(transaction=True)
def test_the_search_survives_a_migration_that_rebuilds_the_table() -> None:
    ana = User.objects.create_user("ana@example.org", None)
    index(ana, entries=[Entry("es", "Cebras")])
    narrow = IndexEntry._meta.get_field("title")
    wide = models.CharField(max_length=400)
    wide.set_attributes_from_name("title")
    wide.model = IndexEntry
    try:
        with connection.schema_editor() as editor:
            editor.alter_field(IndexEntry, narrow, wide)
        call_command("migrate", verbosity=0)
        index(ana, entries=[Entry("es", "Puentes")])
        assert (found("cebra"), found("puente")) == ([], ["Puentes"])
    finally:
        with connection.schema_editor() as editor:
            editor.alter_field(IndexEntry, wide, narrow)
        fulltext.install()
