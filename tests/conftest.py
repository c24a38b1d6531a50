"""What every test shares: who runs where, and no warnings kept silent."""

from collections.abc import Iterator

import pytest
from django.utils.translation import override
from hypothesis import settings
from tests.factories.cast import cast, uncoordinated

__all__ = ["cast", "uncoordinated"]

ASKS_FOR_A_DATABASE = {"db", "transactional_db", "django_db_setup", "live_server"}

settings.register_profile("no clock", deadline=None)  # a busy machine is no fault
settings.load_profile("no clock")


@pytest.fixture
def in_english() -> Iterator[None]:
    """Sentences as they stand in the code, whatever catalogues say."""
    with override("en"):
        yield


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what asks for a database, so that ``make test`` runs it on both, and what lies under tests/journeys."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("django_db") or fixtures & ASKS_FOR_A_DATABASE:
            item.add_marker("database")
        # A program beside the database is tried.
        if item.get_closest_marker("office") or item.get_closest_marker("clam"):
            item.add_marker("once")
        if "journeys" in item.path.parts:
            item.add_marker("journey")
