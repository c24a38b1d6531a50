"""What a network brings in changes nothing that a city with a coordinator says of itself."""

import pytest
from tests.factories.actors import PersonFactory
from tests.imports.bringing import checked, states, table, written

from entreciudades.actors.models import Person

pytestmark = pytest.mark.django_db


def test_people_of_a_city_that_somebody_coordinates_stay_as_the_city_says(cast):
    ana = PersonFactory(
        organisation=cast.la_paz, name="Ana Inventada", posts={"es": "Directora"}, email="a@example.org"
    )
    data = table(
        ["Ana Inventada", "La Paz", "a@example.org", "Jefa"],
        ["Beto Inventado", "La Paz", "b@example.org", "Asesor"],
        headings=["Nombre", "Ciudad", "Correo", "Cargo"],
    )
    brought = checked(cast, data)
    assert states(brought) == [(2, "same"), (3, "new")]
    assert [problem["code"] for problem in brought.lines.first().problems] == ["kept"]
    written(cast, brought)
    ana.refresh_from_db()
    assert ana.posts == {"es": "Directora"}
    assert Person.objects.filter(organisation=cast.la_paz).count() == 2
