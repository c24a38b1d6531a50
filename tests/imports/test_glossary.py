"""The glossary of a network goes out as a spreadsheet and comes back."""

import csv
import io

import pytest
from tests.imports.bringing import checked, problems, states, table, undone, written

from entreciudades.actors.models import GlossaryTerm
from entreciudades.imports.going_out import file_of
from entreciudades.imports.kinds import KINDS

pytestmark = pytest.mark.django_db
KIND = KINDS["glossary"]


@pytest.fixture
def term(cast):
    GlossaryTerm.objects.create(network=cast.puertos, terms={"es": "muelle"})
    return GlossaryTerm.objects.create(
        network=cast.ucci,
        terms={"es": "hermanamiento", "pt": "irmanamento"},
        avoided={"pt": "geminação\ngemelação"},
        notes={"es": "En Portugal, geminação."},
    )


@pytest.mark.parametrize("form", ["xlsx", "ods", "csv"])
def test_a_file_that_nobody_touched_changes_nothing(cast, term, form):
    data = file_of(KIND, cast.ucci, form, "es")
    assert states(checked(cast, data, kind="glossary", name=f"glosario.{form}")) == [(2, "same")]


def test_terms_are_changed_added_and_taken_back(cast, term):
    rows = list(csv.reader(io.StringIO(file_of(KIND, cast.ucci, "csv", "es").decode("utf-8-sig"))))
    heads, row = rows
    row[heads.index("Término (portugués)")] = "cidades-irmãs"
    new = ["" if head != "Término (español)" else "convocatoria" for head in heads]
    data = table(row, new, headings=heads)
    brought = checked(cast, data, kind="glossary")
    assert states(brought) == [(2, "changed"), (3, "new")]
    brought = written(cast, brought)
    assert list(GlossaryTerm.objects.filter(network=cast.ucci).values_list("terms", flat=True)) == [
        {"es": "hermanamiento", "pt": "cidades-irmãs"},
        {"es": "convocatoria"},
    ]
    term.refresh_from_db()
    assert term.avoided_in("pt") == ("geminação", "gemelação")
    undone(cast, brought)
    assert [one.terms for one in GlossaryTerm.objects.filter(network=cast.ucci)] == [
        {"es": "hermanamiento", "pt": "irmanamento"}
    ]


def test_a_row_without_a_term_is_a_problem(cast, term):
    data = table(["", "nota"], headings=["Término (español)", "Nota (español)"])
    brought = checked(cast, data, kind="glossary")
    assert ([state for _line, state in states(brought)], len(problems(brought))) == (["problem"], 1)


def test_a_city_has_none(cast):
    assert (KIND.offered_to(cast.ucci), KIND.offered_to(cast.la_paz)) == (True, False)
