"""Every list of the desk is headed by what its rows are called."""

from django.test import Client
from tests.factories.cast import Cast


def test_a_list_is_headed_by_what_its_rows_are_called(client: Client, cast: Cast) -> None:
    client.force_login(cast.coordinator)
    page = client.get(f"/desk/organisations/{cast.la_paz.slug}/data/plans/").content.decode()
    assert page.partition("<h1>")[2].partition("</h1>")[0].strip() == "Planes y políticas"
