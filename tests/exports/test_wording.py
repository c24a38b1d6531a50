"""Words of a document: sources named once, periods said once."""

import pytest

from entreciudades.actors.models import OrganisationFigure
from entreciudades.core.dates import PartialDate
from entreciudades.documents.book import Source, Words
from entreciudades.exports.wording import fact_list, period


def figure(value: int, source: str, address: str = "", as_of: str | None = None) -> OrganisationFigure:
    return OrganisationFigure(
        value=value, source=source, source_url=address, as_of=PartialDate.parse(as_of) if as_of else None
    )


def test_a_source_that_says_several_facts_is_named_once() -> None:
    rows = (
        (Words("Población", "es"), figure(925_000, "Proyecciones", as_of="2017-04")),
        (Words("Distritos", "es"), figure(23, "PCI", "https://example.org/pci")),
        (Words("Macrodistritos", "es"), figure(11, "PCI", "https://example.org/pci")),
        (Words("Barrios", "es"), figure(5, "PCI")),
    )
    found = fact_list(rows, "es")
    assert found.sources == (Source("Proyecciones"), Source("PCI", "https://example.org/pci"), Source("PCI"))
    assert [(fact.name.text, fact.source) for fact in found.facts] == [
        ("Población", 1), ("Distritos", 2), ("Macrodistritos", 2), ("Barrios", 3),
    ]  # fmt: skip
    assert [fact.note for fact in found.facts] == ["abril de 2017", "", "", ""]


@pytest.mark.parametrize(
    ("starts", "ends", "said"),
    [
        ("2017", "2017", "2017"),
        ("2015", "2020", "2015 – 2020"),
        ("2017-04", None, "desde abril de 2017"),
        (None, "2040", "hasta 2040"),
        (None, None, ""),
    ],
)
def test_a_period_says_what_is_known_and_one_date_once(starts: str | None, ends: str | None, said: str) -> None:
    first, last = (PartialDate.parse(one) if one else None for one in (starts, ends))
    assert period(first, last, "es") == said
