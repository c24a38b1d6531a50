"""Every kind goes out, one cell is changed in LibreOffice, and it comes in: only that change happens."""

import pytest
from tests.factories.actors import (
    CityFactory,
    CityProfileFactory,
    LanguageShareFactory,
    NetworkMemberFactory,
    OrganisationFigureFactory,
    PersonFactory,
    PlanFactory,
)
from tests.factories.office import Change, change_files
from tests.imports.bringing import checked, written

from entreciudades.imports.going_out import file_of
from entreciudades.imports.kinds import KINDS
from entreciudades.spreadsheets.faults import letters

FORMS = ("xlsx", "ods", "csv")
#: Kind -> the column that is changed, what is typed, what is read.
CHANGES = {
    "contacts": ("posts:es", "Directora general", "Directora general"),
    "organisations": ("since", "2019-05", "2019-05"),
    "city-profiles": ("official_name", "Villa de San Telmo", "Villa de San Telmo"),
    "figures": ("source", "Censo de 2024", "Censo de 2024"),
    "languages": ("unit", "por ciento", "por ciento"),
    "plans": ("titles:es", "Plan 2040, revisado", "Plan 2040, revisado"),
}


@pytest.mark.django_db
@pytest.mark.office
def test_only_that_change_happens(cast, tmp_path):
    city = CityFactory(names={"es": "San Telmo"}, fictional_country={}, country="BO")
    NetworkMemberFactory(network=cast.ucci, organisation=city, since="2001", source="Acta 7")
    PersonFactory.create_batch(2, organisation=city, email="a@example.org", phone="007", posts={"es": "Asesora"})
    CityProfileFactory(organisation=city, founded="1548-10-20")
    OrganisationFigureFactory(organisation=city, qualifier="over", as_of="2012-04", value="370000.5")
    LanguageShareFactory(organisation=city, language="ay", value="40.25")
    PlanFactory.create_batch(2, organisation=city, starts="2016", ends="2020~", legal_rank={"es": "Ley 7"})
    files = {}
    for key, (column, typed, _read) in CHANGES.items():
        kind = KINDS[key]
        place = [one.key for one in kind.written].index(column) + 1
        for form in FORMS:
            path = tmp_path / f"{key}.{form}"
            path.write_bytes(file_of(kind, cast.ucci, form, "es"))
            files[path] = [Change("", f"{letters(place)}2", typed)]
    change_files(files)

    found = {}
    for path in files:
        brought = checked(cast, path.read_bytes(), kind=path.stem, name=path.name)
        lines = brought.lines.exclude(state="same")
        found[path.name] = [
            (line.number, line.state, list(line.changes), line.values[next(iter(line.changes))]) for line in lines
        ]
    assert found == {
        f"{key}.{form}": [(2, "changed", [column], read)]
        for key, (column, _typed, read) in CHANGES.items()
        for form in FORMS
    }
    assert written(cast, brought).state == "written"
