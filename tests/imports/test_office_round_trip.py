"""Every kind goes out, one cell is changed in LibreOffice, and it comes back in: that cell alone is changed."""

import csv
import io
from dataclasses import dataclass

import pytest
from tests.factories.actors import (
    CityProfileFactory,
    LanguageShareFactory,
    OrganisationFigureFactory,
    PersonFactory,
    PlanFactory,
)
from tests.factories.alliances import AgreementFactory, AgreementPartyFactory, AllianceFactory
from tests.factories.methodologies import MethodologyFactory
from tests.factories.office import Change, change_files
from tests.factories.practices import PracticeFactory
from tests.factories.programmes import ActivityFactory, ProgrammeFactory, ProjectFactory, StrategicLineFactory
from tests.imports.bringing import checked, states, written

from entreciudades.actors.models import Adoption, GlossaryTerm
from entreciudades.core.texts import save_text
from entreciudades.imports.going_out import file_of
from entreciudades.imports.kinds import KINDS

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Typed:
    """What is typed into a column of the first row, what is read of it there; ``office`` says who brings the file."""

    column: str
    text: str
    value: object
    office: bool = False


TYPED = {
    "contacts": Typed("phone", "0059122650000", "0059122650000"),
    "organisations": Typed("since", "1982-10", "1982-10", office=True),
    "agreements": Typed(
        "signatories",
        "Ada Inventada (Alcaldesa); –; Beto Inventado",
        ["Ada Inventada (Alcaldesa)", "–", "Beto Inventado"],
    ),
    "collaborations": Typed("topics:en", "Water; –", "Water; –", office=True),
    "programmes": Typed("sdg_focus", "sdg:6; sdg:11.2", ["sdg:11.2", "sdg:6"]),
    "lines": Typed("titles:pt", "Águas & encostas", "Águas & encostas"),
    "projects": Typed("titles:pt", "=Encostas", "=Encostas"),
    "activities": Typed("cost_amount", "2500", "2500"),
    "practices": Typed("text-resultados:es", "Menos accidentes, «más» gente.", "Menos accidentes, «más» gente."),
    "city-profiles": Typed("founded", "1548-10-20", "1548-10-20"),
    "figures": Typed("value", "816044", "816044"),
    "languages": Typed("value", "33", "33"),
    "plans": Typed("ends", "2030~", "2030~"),
    "glossary": Typed("notes:es", "En Portugal, geminação.", "En Portugal, geminação.", office=True),
}


@pytest.fixture
def everything(cast):
    """A row or more of each kind, all of it of La Paz or of its network."""
    city, network, methodology = cast.la_paz, cast.ucci, MethodologyFactory()
    Adoption.objects.create(network=network, methodology=methodology)
    PersonFactory(organisation=city, name="Persona Inventada", phone="007", languages=["es", "ay"], ends="2028~")
    agreement = AgreementFactory(titles={"es": "Hermanamiento"}, signed="1998-05", reference="1.234,56")
    for place, one in enumerate((city, cast.riomayor, network)):
        AgreementPartyFactory(agreement=agreement, organisation=one, position=place, signed_by=f"Persona {place}")
    AllianceFactory(network=network, parties=[city, cast.riomayor], programme_name="IUC", topics={"en": "Energy"})
    programme = ProgrammeFactory(holder=city, network=network, methodology=methodology)
    line = StrategicLineFactory(programme=programme, number=1)
    ActivityFactory(
        line=line, project=ProjectFactory(programme=programme, line=line), cost_amount="1234.5", cost_currency="BOB"
    )
    practice = PracticeFactory(organisation=city, network=network, methodology=methodology)
    save_text(practice, "resultados", "es", "Menos.\n\n- uno\n- dos", expected_version=0, by=None)
    CityProfileFactory(organisation=city, official_name="Nuestra Señora de La Paz")
    OrganisationFigureFactory(organisation=city, value="800000")
    LanguageShareFactory(organisation=city, language="ay", value="30.5")
    PlanFactory(organisation=city, starts="2020", ends="2025")
    GlossaryTerm.objects.create(network=network, terms={"es": "hermanamiento"}, avoided={"pt": "gemelação"})
    return cast


def of(cast, typed):
    return (cast.ucci, cast.secretary) if typed.office else (cast.la_paz, cast.coordinator)


def columns(kind):
    return [one.key for one in KINDS[kind].written]


def only_that_changes(cast, kind, data, name):
    """Bring a file in which one cell was changed; write it, and look at all rows of the kind before and after."""
    typed = TYPED[kind]
    owner, by = of(cast, typed)
    before = KINDS[kind].stored(owner)
    brought = checked(cast, data, kind=kind, owner=owner, by=by, name=name)
    changes = [line.changes for line in brought.lines.all() if line.changes]
    first = next(iter(before))
    assert (kind, changes) == (kind, [{typed.column: [before[first][typed.column], typed.value]}])
    assert (kind, written(cast, brought, by=by).state) == (kind, "written")
    before[first] = before[first] | {typed.column: typed.value}
    assert (kind, KINDS[kind].stored(owner)) == (kind, before)


def test_every_kind_is_tried():
    assert list(TYPED) == list(KINDS)


@pytest.mark.office
def test_one_cell_changed_in_libreoffice_is_one_field_changed(everything, tmp_path):
    cast, paths = everything, {}
    for place, (kind, typed) in enumerate(TYPED.items()):
        form = "ods" if place % 2 else "xlsx"
        path = tmp_path / f"{kind}.{form}"
        path.write_bytes(file_of(KINDS[kind], of(cast, typed)[0], form, "es"))
        column = chr(ord("A") + columns(kind).index(typed.column))
        paths[path] = [Change("", f"{column}2", typed.text)]
    change_files(paths)
    for path in paths:
        only_that_changes(cast, path.stem, path.read_bytes(), path.name)


def test_one_cell_changed_in_a_csv_is_one_field_changed(everything):
    for kind, typed in TYPED.items():
        data = file_of(KINDS[kind], of(everything, typed)[0], "csv", "en")
        heads, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig")))
        rows[0][columns(kind).index(typed.column)] = typed.text
        again = io.StringIO()
        csv.writer(again).writerows([heads, *rows])
        only_that_changes(everything, kind, again.getvalue().encode(), f"{kind}.csv")


@pytest.mark.parametrize("form", ["xlsx", "ods", "csv"])
def test_a_file_that_nobody_touched_changes_nothing(everything, form):
    for kind, typed in TYPED.items():
        owner, by = of(everything, typed)
        data = file_of(KINDS[kind], owner, form, "pt")
        brought = checked(everything, data, kind=kind, owner=owner, by=by, name=f"{kind}.{form}")
        assert (kind, {state for _row, state in states(brought)}) == (kind, {"same"})
