"""`entreciudades address change` as an operator meets it."""

import pytest
from click.testing import CliRunner
from django.test import Client
from tests.factories.actors import CityFactory
from tests.factories.practices import PracticeFactory
from tests.factories.programmes import ProgrammeFactory

from entreciudades.cli.address import command
from entreciudades.core.models import AuditEvent
from entreciudades.programmes.services import publish

pytestmark = pytest.mark.django_db
WRONG = "expected small letters without accents, digits and hyphens, that no other has or had. Nothing was changed.\n"


def change(*arguments):
    result = CliRunner().invoke(command, ["change", *arguments])
    return result.exit_code, result.output


@pytest.mark.parametrize(
    ("kind", "factory", "page"),
    [
        ("organisation", CityFactory, "/en/cities/{}/"),
        ("practice", PracticeFactory, "/en/good-practices/{}/"),
        ("programme", ProgrammeFactory, "/en/programmes/{}/"),
    ],
)
def test_the_former_address_leads_to_the_present_one(kind, factory, page):
    moved = factory(slug="la-paz", **({"published": True} if kind == "practice" else {}))
    if kind == "programme":
        publish(moved, by=None)
    assert change(kind, "la-paz", "la-paz-bo") == (
        0,
        f"{kind} la-paz stands at la-paz-bo from now on; the former address leads there.\n",
    )
    moved.refresh_from_db()
    assert moved.slug == "la-paz-bo"
    former = Client().get(page.format("la-paz"))
    assert (former.status_code, former.url) == (301, page.format("la-paz-bo"))
    assert AuditEvent.objects.first().verb == f"{kind}.address_changed"


@pytest.mark.parametrize("slug", ["La Paz", "la-pañ", "taken", ""])
def test_a_slug_that_is_none_or_is_taken_is_refused(slug):
    CityFactory(slug="taken")
    city = CityFactory(slug="la-paz")
    assert change("organisation", "la-paz", slug) == (
        1,
        f"“{slug}” cannot be the address of this organisation: {WRONG}",
    )
    city.refresh_from_db()
    assert city.slug == "la-paz"


def test_what_is_not_there_is_refused_with_what_may_be_meant():
    CityFactory(slug="la-paz-bo")
    assert change("organisation", "la-paz-b", "x") == (
        1,
        "There is no organisation “la-paz-b”; did you mean “la-paz-bo”? Nothing was changed.\n",
    )
