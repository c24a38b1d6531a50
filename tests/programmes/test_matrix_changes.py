"""A city changes a computed matrix: always with a reason, never losing anything silently."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st
from tests.factories.cast import Cast
from tests.factories.programmes import MatrixChangeFactory, ProgrammeFactory, StrategicLineFactory

from entreciudades.core.models import AuditEvent
from entreciudades.programmes.facts import facts_of
from entreciudades.programmes.matrices import Entry, MatrixRow, MatrixTable, Omission, apply_changes, matrix_table
from entreciudades.programmes.models import MatrixChange, Programme
from entreciudades.programmes.services import change_matrix, keep_part, undo_matrix_change

PEM = (
    "politicas-publicas", "planes-desarrollo", "planes-gobierno", "otros-marcos", "prioridad-sectorial",
    "linea-estrategica", "area-involucrada", "aliados-socios",
)  # fmt: skip
LINES = "linea-estrategica"


@pytest.fixture
def programme(cast: Cast) -> Programme:
    programme = ProgrammeFactory(holder=cast.la_paz, network=cast.ucci)
    for number in (1, 2):
        StrategicLineFactory(programme=programme, number=number, titles={"es": f"Línea {number}"})
    return programme


@pytest.fixture
def change(programme: Programme, cast: Cast) -> Any:
    def made(kind: str, row: str, *, reason: str = "Lo acordó el concejo.", **values: Any) -> MatrixChange:
        values = {"matrix": "pem"} | values
        return change_matrix(programme, kind=kind, row=row, reason=reason, by=cast.coordinator, **values)

    return made


def table_of(programme: Programme) -> MatrixTable:
    return matrix_table(facts_of(programme), "pem")


def keys(programme: Programme) -> list[str]:
    return [row.key for row in table_of(programme).rows]


def items(programme: Programme, row: str = LINES) -> list[tuple[str, str]]:
    """Text and reason of each entry of a row."""
    [found] = [one for one in table_of(programme).rows if one.key == row]
    return [(item.text["es"], item.reason) for item in found.items]


def line_key(programme: Programme, number: int) -> str:
    return f"programmes.strategicline:{programme.lines.get(number=number).pk}"


def test_an_added_row_stands_at_its_place_with_its_reason(programme: Programme, change: Any) -> None:
    change("add-row", "riesgos", titles={"es": "Riesgos"}, texts={"es": "Deslizamientos"}, place=2)
    assert keys(programme) == [PEM[0], "riesgos", *PEM[1:]]
    row = table_of(programme).rows[1]
    assert (row.titles, row.reason) == ({"es": "Riesgos"}, "Lo acordó el concejo.")
    assert items(programme, "riesgos") == [("Deslizamientos", "Lo acordó el concejo.")]


def test_an_added_row_without_place_stands_last(programme: Programme, change: Any) -> None:
    change("add-row", "riesgos", titles={"es": "Riesgos"})
    assert keys(programme) == [*PEM, "riesgos"]


def test_a_row_left_out_is_told_with_its_reason(programme: Programme, change: Any) -> None:
    change("leave-out-row", "otros-marcos", reason="  Se derogaron.  ")
    assert keys(programme) == [key for key in PEM if key != "otros-marcos"]
    assert [(one.text["es"], one.reason) for one in table_of(programme).left_out] == [
        ("Otros Marcos Normativos", "Se derogaron.")
    ]


def test_a_moved_row_stands_at_its_new_place(programme: Programme, change: Any) -> None:
    change("move-row", "aliados-socios", place=1)
    assert keys(programme) == [PEM[7], *PEM[:7]]
    assert [row.moved for row in table_of(programme).rows] == ["Lo acordó el concejo.", *[""] * 7]
    change("move-row", "aliados-socios", place=99)
    assert keys(programme) == list(PEM)


def test_an_added_entry_is_the_citys_own(programme: Programme, change: Any) -> None:
    change("add-entry", LINES, texts={"es": "Línea propia"}, place=1)
    assert items(programme) == [("Línea propia", "Lo acordó el concejo."), ("Línea 1", ""), ("Línea 2", "")]


def test_an_entry_left_out_is_told_with_its_reason(programme: Programme, change: Any) -> None:
    change("leave-out-entry", LINES, entry=line_key(programme, 1), reason="Terminó.")
    assert items(programme) == [("Línea 2", "")]
    assert table_of(programme).left_out == (Omission({"es": "Línea 1"}, "Terminó."),)


def test_an_own_entry_can_be_left_out_again(programme: Programme, change: Any) -> None:
    own = change("add-entry", LINES, texts={"es": "Línea propia"})
    change("leave-out-entry", LINES, entry=f"programmes.matrixchange:{own.pk}", reason="Era un error.")
    assert items(programme) == [("Línea 1", ""), ("Línea 2", "")]


def test_a_change_of_one_matrix_leaves_the_others_alone(programme: Programme, change: Any) -> None:
    change("leave-out-row", "aliados-socios", matrix="pai")
    assert keys(programme) == list(PEM)


@pytest.mark.parametrize(
    ("kind", "row", "values", "field"),
    [
        ("leave-out-row", LINES, {"reason": ""}, "reason"),
        ("leave-out-row", LINES, {"reason": " \n"}, "reason"),
        ("leave-out-row", LINES, {"reason": "a" * 1001}, "reason"),
        ("leave-out-row", LINES, {"matrix": "pex"}, "matrix"),
        ("leave-out-row", "no-hay", {}, "row"),
        ("move-row", "no-hay", {"place": 1}, "row"),
        ("move-row", LINES, {}, "place"),
        ("move-row", LINES, {"place": 0}, "place"),
        ("move-row", LINES, {"place": -1}, "place"),
        ("add-row", LINES, {"titles": {"es": "Otra"}}, "row"),
        ("add-row", "Fila Nueva", {"titles": {"es": "Otra"}}, "row"),
        ("add-row", "", {"titles": {"es": "Otra"}}, "row"),
        ("add-row", "a" * 61, {"titles": {"es": "Otra"}}, "row"),
        ("add-row", "riesgos", {}, "titles"),
        ("add-row", "riesgos", {"titles": {"es": " "}}, "titles"),
        ("add-row", "riesgos", {"titles": {"es": "Otra"}, "place": 0}, "place"),
        ("add-entry", "no-hay", {"texts": {"es": "Algo"}}, "row"),
        ("add-entry", LINES, {}, "texts"),
        ("leave-out-entry", LINES, {}, "entry"),
        ("leave-out-entry", LINES, {"entry": "programmes.strategicline:0"}, "entry"),
        ("rename-row", LINES, {}, "kind"),
    ],
)
def test_what_cannot_be_is_refused_by_the_field_at_fault(
    programme: Programme, change: Any, *, kind: str, row: str, values: dict[str, Any], field: str
) -> None:
    before = table_of(programme)
    with pytest.raises(ValidationError) as refused:
        change(kind, row, **values)
    assert list(refused.value.message_dict) == [field]
    assert (table_of(programme), MatrixChange.objects.count()) == (before, 0)


def test_a_row_that_was_left_out_keeps_its_key(programme: Programme, change: Any) -> None:
    change("leave-out-row", "otros-marcos")
    with pytest.raises(ValidationError) as refused:
        change("add-row", "otros-marcos", titles={"es": "Otra"})
    assert list(refused.value.message_dict) == ["row"]


def test_an_own_row_cannot_be_added_twice(programme: Programme, change: Any) -> None:
    change("add-row", "riesgos", titles={"es": "Riesgos"})
    with pytest.raises(ValidationError) as refused:
        change("add-row", "riesgos", titles={"es": "Riesgos"})
    assert list(refused.value.message_dict) == ["row"]


def test_the_database_too_wants_a_row_added_once(programme: Programme) -> None:
    once = {"programme": programme, "matrix": "pem", "kind": "add-row", "row": "riesgos"}
    MatrixChangeFactory(**once)
    with pytest.raises(IntegrityError), transaction.atomic():
        MatrixChangeFactory(**once)


def test_the_database_too_wants_a_reason(programme: Programme) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        MatrixChangeFactory(programme=programme, reason="")


def test_undoing_gives_back_what_the_data_say(programme: Programme, change: Any, cast: Cast) -> None:
    computed = table_of(programme)
    done = [
        change("leave-out-row", "otros-marcos"),
        change("move-row", LINES, place=1),
        change("leave-out-entry", LINES, entry=line_key(programme, 2)),
        change("add-entry", LINES, texts={"es": "Propia"}),
    ]
    for one in done:
        undo_matrix_change(one, by=cast.colleague)
    assert table_of(programme) == computed


def test_undoing_an_added_row_takes_the_changes_made_in_it(programme: Programme, change: Any, cast: Cast) -> None:
    row = change("add-row", "riesgos", titles={"es": "Riesgos"})
    change("add-entry", "riesgos", texts={"es": "Deslizamientos"})
    kept = change("move-row", LINES, place=1)
    undo_matrix_change(row, by=cast.colleague)
    assert list(programme.matrix_changes.all()) == [kept]
    assert keys(programme) == [LINES, *(key for key in PEM if key != LINES)]


def test_each_act_is_one_event_of_the_trail_without_words(programme: Programme, change: Any, cast: Cast) -> None:
    before = AuditEvent.objects.count()
    one = change("add-row", "riesgos", titles={"es": "Secreto"}, reason="Secreto")
    undo_matrix_change(one, by=cast.colleague)
    events = list(AuditEvent.objects.order_by("id")[before:])
    assert [(e.verb, e.actor, e.object_id, e.scope, e.details) for e in events] == [
        ("matrix.changed", cast.coordinator, programme.pk, cast.ucci.pk,
         {"matrix": "pem", "change": "add-row", "row": "riesgos"}),
        ("matrix.change_undone", cast.colleague, programme.pk, cast.ucci.pk, {"matrix": "pem", "row": "riesgos"}),
    ]  # fmt: skip


def test_a_change_whose_row_or_entry_is_gone_has_no_effect(programme: Programme, change: Any, cast: Cast) -> None:
    change("leave-out-entry", LINES, entry=line_key(programme, 1))
    MatrixChangeFactory(programme=programme, kind="move-row", row="ya-no-esta", place=1)
    MatrixChangeFactory(programme=programme, kind="leave-out-row", row="ya-no-esta")
    programme.lines.get(number=1).delete()
    table = table_of(programme)
    assert (keys(programme), table.left_out, items(programme)) == (list(PEM), (), [("Línea 2", "")])


def test_what_is_added_later_shows_in_a_changed_row(programme: Programme, change: Any, cast: Cast) -> None:
    change("move-row", LINES, place=1)
    line = StrategicLineFactory.build(programme=programme, number=3, titles={"es": "Línea 3"})
    keep_part(line, by=cast.colleague)
    assert items(programme) == [("Línea 1", ""), ("Línea 2", ""), ("Línea 3", "")]


# --- laws ------------------------------------------------------------------------------------------------------------

ROWS = tuple(f"r{place}" for place in range(4))
COMPUTED = MatrixTable(
    "m",
    {"es": "M"},
    tuple(
        MatrixRow(key, {"es": key}, tuple(Entry(f"{key}:{n}", {"es": f"{key}:{n}"}) for n in range(2))) for key in ROWS
    ),
)
SOME_ROW = st.sampled_from((*ROWS, "own", "gone"))
PLACE = st.none() | st.integers(1, 9)


def _change(kind: str, **values: Any) -> MatrixChange:
    return MatrixChange(matrix="m", kind=kind, reason=f"because {kind}", **values)


CHANGES = st.one_of(
    st.builds(_change, st.just("leave-out-row"), row=SOME_ROW),
    st.builds(_change, st.just("move-row"), row=SOME_ROW, place=st.integers(1, 9)),
    st.builds(_change, st.just("add-entry"), row=SOME_ROW, texts=st.just({"es": "own"}), place=PLACE),
    st.builds(lambda row, n: _change("leave-out-entry", row=row, entry=f"{row}:{n}"), SOME_ROW, st.integers(0, 2)),
    st.builds(_change, st.just("add-row"), row=st.just("own"), titles=st.just({"es": "own"}), place=PLACE),
)


def _texts(table: MatrixTable) -> Iterator[str]:
    for row in table.rows:
        yield row.titles["es"]
        yield from (item.text["es"] for item in row.items)


@given(st.lists(CHANGES, max_size=12))
def test_whatever_is_changed_nothing_computed_is_lost_silently(changes: list[MatrixChange]) -> None:
    table = apply_changes(COMPUTED, changes)
    told = {one.text["es"] for one in table.left_out}
    shown = set(_texts(table))
    for row in COMPUTED.rows:
        assert (row.key in shown) != (row.key in told)
        for item in row.items:
            text = item.text["es"]
            assert (text in shown) or (text in told) or (row.key in told)
    assert all(one.reason for one in table.left_out)


@given(st.lists(st.builds(_change, st.just("move-row"), row=SOME_ROW, place=st.integers(1, 9)), max_size=8))
def test_moving_is_a_permutation(changes: list[MatrixChange]) -> None:
    table = apply_changes(COMPUTED, changes)
    moved = {change.row for change in changes}
    wanted = [replace(row, moved="because move-row") if row.key in moved else row for row in COMPUTED.rows]
    assert sorted(table.rows, key=lambda row: row.key) == wanted
    assert table.left_out == ()


@given(st.sampled_from(ROWS), st.integers(1, 4))
def test_a_moved_row_stands_where_it_was_put(row: str, place: int) -> None:
    table = apply_changes(COMPUTED, [_change("move-row", row=row, place=place)])
    assert table.rows[place - 1].key == row


@given(st.lists(CHANGES, max_size=8))
def test_what_is_not_computed_stands_with_its_reason(changes: list[MatrixChange]) -> None:
    table = apply_changes(COMPUTED, changes)
    own_rows = [row for row in table.rows if row.key not in ROWS]
    own_items = [item for row in table.rows for item in row.items if item not in COMPUTED_ITEMS]
    assert all(one.reason for one in (*own_rows, *own_items))


COMPUTED_ITEMS = {item.key: item for row in COMPUTED.rows for item in row.items}.values()
