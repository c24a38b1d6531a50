"""What may not be read is refused, with its reason and its place, before a row is given out."""

import io
import tracemalloc

import pytest
from tests.spreadsheets.hostile import HOSTILE, Hostile, million_rows
from tests.spreadsheets.made import cells, ods, said, table, xlsx

from entreciudades.spreadsheets import BookRefused, Limits, Refusal, read_book


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda hostile: hostile.title)
def test_hostile_files_are_refused_with_reason_and_place(hostile: Hostile) -> None:
    with pytest.raises(BookRefused) as refused:
        read_book(io.BytesIO(hostile.make()), name=hostile.name)
    (fault,) = refused.value.faults
    assert (fault.code, str(fault.place)) == (hostile.code, hostile.where)
    assert {name: fault.facts[name] for name in hostile.facts} == hostile.facts


def test_every_reason_for_a_refusal_has_its_file() -> None:
    assert {hostile.code for hostile in HOSTILE} == set(Refusal) - {Refusal.TOO_MANY_CELLS}  # asked for below


def test_cells_are_counted_over_all_sheets() -> None:
    with pytest.raises(BookRefused) as refused:
        read_book(io.BytesIO(xlsx(*[cells(["<c><v>1</v></c>"] * 3)] * 2)), name="a.xlsx", limits=Limits(cells=5))
    assert [fault.code for fault in refused.value.faults] == [Refusal.TOO_MANY_CELLS]


def test_a_million_rows_take_no_memory() -> None:
    data = io.BytesIO(million_rows())
    tracemalloc.start()
    with pytest.raises(BookRefused):
        read_book(data, name="a.xlsx", limits=Limits(rows=5_000))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 3 * len(data.getvalue())  # the file itself, and pieces of it


def test_a_row_repeated_a_million_times_without_a_value_is_nothing() -> None:
    blank = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    book = read_book(
        io.BytesIO(ods(table([said("a")]).replace("</table:table>", f"{blank}</table:table>"))), name="a.ods"
    )
    assert [row.number for row in book.sheets[0].rows()] == [1]
