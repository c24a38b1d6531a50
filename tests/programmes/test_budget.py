"""A whole programme is read with as few questions as there are kinds of things, whatever the number of rows."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.actors import NetworkFactory
from tests.factories.whole import whole_programme

from entreciudades.exports.programme_book import assemble_programme
from entreciudades.programmes.facts import facts_of
from entreciudades.programmes.matrices import matrix_table
from entreciudades.programmes.models import Programme
from entreciudades.programmes.progress import progress_of

pytestmark = pytest.mark.django_db


def as_a_page_reads_it(programme: Programme) -> Programme:
    return Programme.objects.select_related("holder", "network", "methodology").get(pk=programme.pk)


def queries(act: Callable[[], Any]) -> list[str]:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        act()
    return [query["sql"] for query in captured.captured_queries]


@pytest.mark.parametrize("variant", ["city", "network"])
def test_assembling_asks_the_same_with_three_rows_as_with_three_hundred(variant: str) -> None:
    def count(rows: int) -> int:
        holder = {"holder": NetworkFactory()} if variant == "network" else {}
        programme = as_a_page_reads_it(whole_programme(rows, variant=variant, **holder))
        return len(queries(lambda: assemble_programme(programme, "es")))

    few, lots = count(3), count(300)
    assert few == lots
    assert few <= 20


def test_each_list_is_read_once() -> None:
    facts = facts_of(as_a_page_reads_it(whole_programme(3)))

    def read_all() -> None:
        progress_of(facts.programme, facts=facts)
        for matrix in facts.variant.matrices:
            matrix_table(facts, matrix.key)

    first, again = queries(read_all), queries(read_all)
    assert again == []
    assert len(first) == len(set(first))
