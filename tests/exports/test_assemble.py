"""A programme assembled as a book: what the data say, in the reader's language or marked, nothing invented."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

import pytest
from django.utils.translation import override
from tests.factories.actors import NetworkFactory, OrganisationFactory, OrganisationFigureFactory
from tests.factories.programmes import (
    ActivityFactory,
    MatrixChangeFactory,
    PartnerFactory,
    ProgrammeFactory,
    StrategicLineFactory,
)
from tests.factories.whole import put_text, whole_programme, words

from entreciudades.core.models import Text
from entreciudades.core.texts import publish_texts
from entreciudades.documents.book import (
    Book,
    DataBlock,
    FactList,
    Listing,
    Prose,
    Section,
    Sheets,
    Source,
    Table,
    Tables,
    Words,
)
from entreciudades.documents.prose import to_plain
from entreciudades.exports.programme_book import assemble_programme
from entreciudades.methodologies.shipped import shipped_pack
from entreciudades.programmes.models import Programme
from entreciudades.programmes.progress import progress_of

pytestmark = pytest.mark.django_db


def sections(book: Book) -> list[Section]:
    return [section for chapter in book.chapters for section in chapter.sections]


def section(book: Book, key: str) -> Section:
    [found] = [one for one in sections(book) if one.key == key]
    return found


def tables(blocks: tuple[DataBlock, ...]) -> list[Table]:
    return [table for block in blocks if isinstance(block, Tables) for table in block.tables]


def inside(value: object) -> Iterator[object]:
    """Every value within a book."""
    yield value
    if isinstance(value, tuple):
        for one in value:
            yield from inside(one)
    elif is_dataclass(value):
        for field in fields(value):
            yield from inside(getattr(value, field.name))


def plain(prose: Prose | None) -> tuple[str, str] | None:
    return prose and (to_plain(prose.blocks), prose.language)


@pytest.mark.parametrize("variant", ["city", "network"])
def test_every_section_of_the_methodology_stands_in_its_chapter_in_order(variant: str) -> None:
    holder = {"holder": NetworkFactory()} if variant == "network" else {}
    book = assemble_programme(ProgrammeFactory(variant=variant, **holder), "es")
    pack = shipped_pack("ucci-pci").programme.variant(variant)
    assert [one.key for one in sections(book)] == [one.key for one in pack.sections]
    assert [one.heading for one in sections(book)] == [
        f"{one.number}. {one.title['es']}" if one.number else one.title["es"] for one in pack.sections
    ]
    titled = [(chapter.number, chapter.title.text) for chapter in book.chapters if chapter.title]
    assert titled == [(one.number, one.title["es"]) for one in pack.chapters]


def test_an_empty_programme_has_no_texts_and_says_what_is_pending() -> None:
    programme = ProgrammeFactory()
    book = assemble_programme(programme, "es")
    assert [value for value in inside(book) if isinstance(value, Prose)] == []
    assert [one.key for one in sections(book) if one.data] == ["matrices"]
    with override("es"):
        missing = progress_of(programme).missing
    assert [(one.where, one.what) for one in book.pending] == [(one.where, one.what) for one in missing]
    assert len(book.pending) > 20


def test_a_whole_programme_has_nothing_pending() -> None:
    assert assemble_programme(whole_programme(1), "es").pending == ()


def test_what_has_no_text_in_the_readers_language_stands_in_its_own_marked() -> None:
    programme = ProgrammeFactory(titles={"es": "Programa", "pt": "Programa (pt)"})
    put_text(programme, "1.1", "Resumen.")
    put_text(programme, "1.2", "Contexto.")
    put_text(programme, "1.2", "Contexto em português.", "pt")
    line = StrategicLineFactory(programme=programme, titles={"es": "Riesgos"})
    in_portuguese = assemble_programme(programme, "pt")
    assert in_portuguese.title == Words("Programa (pt)", "pt")
    assert plain(section(in_portuguese, "1.1").prose) == ("Resumen.", "es")
    assert plain(section(in_portuguese, "1.2").prose) == ("Contexto em português.", "pt")
    [listing] = section(in_portuguese, "3.2").data
    assert isinstance(listing, Listing)
    assert [item.title for item in listing.items] == [Words("Riesgos", "es")]
    line.titles = {"es": "Riesgos", "pt": "Riscos"}
    line.save()
    [listing] = section(assemble_programme(programme, "pt"), "3.2").data
    assert [item.title for item in listing.items] == [Words("Riscos", "pt")]
    assert assemble_programme(programme, "en").title == Words("Programa", "es")
    assert plain(section(assemble_programme(programme, "es"), "1.2").prose) == ("Contexto.", "es")


def test_a_text_first_written_in_another_language_is_shown_in_that_one() -> None:
    programme = ProgrammeFactory()
    put_text(programme, "1.2", "Contexto em português.", "pt")
    assert plain(section(assemble_programme(programme, "en"), "1.2").prose) == ("Contexto em português.", "pt")


def test_the_active_language_is_left_as_it_was_and_does_not_matter() -> None:
    programme = whole_programme(1)
    with override("en"):
        from_english = assemble_programme(programme, "es")
    with override("pt"):
        assert assemble_programme(programme, "es") == from_english


def test_the_public_book_has_the_published_texts_only() -> None:
    programme = ProgrammeFactory()
    put_text(programme, "1.2", "Publicado.")
    publish_texts(programme)
    Text.objects.of(programme).update(body="Borrador.")
    put_text(programme, "1.1", "Sin publicar.")
    draft = assemble_programme(programme, "es")
    public = assemble_programme(programme, "es", published=True)
    drafted, published = ([plain(section(book, key).prose) for key in ("1.1", "1.2")] for book in (draft, public))
    assert drafted == [("Sin publicar.", "es"), ("Borrador.", "es")]
    assert published == [None, ("Publicado.", "es")]


def test_axes_and_effects_are_parts_with_their_texts() -> None:
    programme = ProgrammeFactory()
    programme.axes.set(["axis:innovation", "axis:gender-equality"])
    put_text(programme, "3.8/innovation", "Innovar.")
    put_text(programme, "3.11/social", "Vivir mejor.")
    book = assemble_programme(programme, "es")
    assert [(part.key, part.title.text, plain(part.prose)) for part in section(book, "3.8").parts] == [
        ("gender-equality", "Igualdad de género", None),
        ("innovation", "Innovación", ("Innovar.", "es")),
    ]
    assert [(part.key, plain(part.prose)) for part in section(book, "3.11").parts] == [
        ("politico", None),
        ("social", ("Vivir mejor.", "es")),
        ("tecnico", None),
    ]


def test_the_matrices_stand_with_all_their_rows_and_the_citys_changes() -> None:
    programme = whole_programme(1)
    MatrixChangeFactory(
        programme=programme, row="riesgos", titles={"es": "Riesgos"}, texts={"es": "Laderas"}, reason="El concejo."
    )
    MatrixChangeFactory(programme=programme, kind="leave-out-row", row="otros-marcos", reason="Se derogó.")
    pem, pai, ppci = tables(section(assemble_programme(programme, "es"), "matrices").data)
    assert [len(table.rows) for table in (pem, pai, ppci)] == [8, 4, 7]
    assert [(row.head.text, row.own) for row in pem.rows][-2:] == [("Aliados/Socios", ""), ("Riesgos", "El concejo.")]
    assert [(item.title.text, item.own) for item in pem.rows[-1].cells[0]] == [("Laderas", "El concejo.")]
    assert [(one.what.text, one.reason) for one in pem.left_out] == [("Otros Marcos Normativos", "Se derogó.")]
    assert programme.holder.names["es"] in pem.caption


def test_each_entry_of_a_matrix_says_where_it_is_kept() -> None:
    programme = ProgrammeFactory()
    line = StrategicLineFactory(programme=programme)
    pem, _pai, _ppci = tables(section(assemble_programme(programme, "es"), "matrices").data)
    [row] = [row for row in pem.rows if row.key == "linea-estrategica"]
    [item] = row.cells[0]
    assert (item.origin.kind, item.origin.key) == ("programmes.strategicline", str(line.pk))


def test_a_sheet_for_each_city_of_which_something_is_known() -> None:
    programme = ProgrammeFactory()
    for name in ("Riomayor", "Vallehondo"):
        city = OrganisationFactory(form="city", names={"es": name})
        PartnerFactory(programme=programme, organisation=city, partner_as="city")
        if name == "Riomayor":
            OrganisationFigureFactory(organisation=city, value=400_000, qualifier="about", source="censo inventado")
    [sheets] = section(assemble_programme(programme, "es"), "cities").data
    assert isinstance(sheets, Sheets)
    assert [(sheet.name, sheet.subtitle) for sheet in sheets.sheets] == [("Riomayor", "Monterral")]
    [fact] = sheets.sheets[0].facts.facts
    assert ("400.000" in fact.value.text, fact.source) == (True, 1)
    assert sheets.sheets[0].facts.sources == (Source("censo inventado"),)


def test_a_networks_book_has_organisations_a_map_of_actors_and_action_forms() -> None:
    network = NetworkFactory(names={"es": "Red de Puertos"})
    programme = whole_programme(2, variant="network", holder=network)
    book = assemble_programme(programme, "es")
    assert book.place == "Red de Puertos"
    [organisations] = section(book, "organisations").data
    assert isinstance(organisations, Sheets)
    partners = [one.organisation.names["es"] for one in programme.partners.order_by("position")]
    assert [sheet.name for sheet in organisations.sheets] == ["Red de Puertos", *partners]
    [actor_map] = tables(section(book, "1.3").data)
    assert len(actor_map.columns) == 4
    assert [row.head.text for row in actor_map.rows] == [one.names["es"] for one in network.mapped_actors.all()]
    assert [[item.title.text for item in cell] for cell in actor_map.rows[0].cells[1:]] == [["Formar"], ["Aulas"]]
    forms = tables(section(book, "action-forms").data)
    assert [form.title.text for form in forms] == [one.titles["es"] for one in programme.activities.all()]
    assert [row.key for row in forms[0].rows] == [
        "informacion-general", "antecedentes", "justificacion", "estrategia-intervencion",
    ]  # fmt: skip
    background = forms[0].rows[1].cells[0]
    assert isinstance(background, Prose)
    assert to_plain(background.blocks) == words(30, "action/antecedentes")
    assert book.pending == ()


def test_activities_stand_under_their_line_with_what_is_known_of_them() -> None:
    programme = ProgrammeFactory()
    first, second = (StrategicLineFactory(programme=programme, number=number) for number in (1, 2))
    ActivityFactory(line=second, titles={"es": "Curso"})
    ActivityFactory(line=first, titles={"es": "Visita"}, starts="2017-04", cost_amount=10, cost_currency="EUR")
    lists = section(assemble_programme(programme, "es"), "3.4").data
    assert [(one.title, [item.title.text for item in one.items]) for one in lists if isinstance(one, Listing)] == [
        ("Línea 1", ["Visita"]),
        ("Línea 2", ["Curso"]),
    ]
    [visit], [course] = ([*one.items] for one in lists if isinstance(one, Listing))
    said = " / ".join(words.text for words in visit.details)
    assert ("abril de 2017" in said, "10,00" in said) == (True, True)
    assert course.details == ()


def test_costs_are_totalled_in_each_currency_and_never_across() -> None:
    programme = ProgrammeFactory()
    line = StrategicLineFactory(programme=programme)
    for amount, currency in ((10, "EUR"), ("2.5", "EUR"), (7, "BOB"), (None, None)):
        ActivityFactory(line=line, cost_amount=amount, cost_currency=currency)
    [total] = (one for one in section(assemble_programme(programme, "es"), "3.4").data if isinstance(one, FactList))
    assert [(fact.name.text, fact.value.text) for fact in total.facts] == [
        ("Costo estimado de todas las actividades", "7,00\xa0BOB · 12,50\xa0€")
    ]


def test_credits_and_the_books_own_lines() -> None:
    network = NetworkFactory(names={"es": "Red de Puertos"})
    programme = ProgrammeFactory(network=network, subtitles={"es": "Gobernanza"})
    book = assemble_programme(programme, "es")
    assert (book.network, book.edition, book.subtitle) == ("Red de Puertos", "2017", Words("Gobernanza", "es"))
    assert book.place == f"{programme.holder.names['es']}, Monterral"
    assert book.methodology == "Programa de Cooperación Integral, 1.0"
    assert book.cover is None


def test_a_book_is_the_same_whoever_asks_and_whenever() -> None:
    programme = whole_programme(2)
    again = Programme.objects.get(pk=programme.pk)
    assert assemble_programme(programme, "es") == assemble_programme(again, "es")
