"""The desk of La Paz with a programme that holds something of everything."""

from collections.abc import Callable

import pytest
from django.test import Client
from tests.factories.cast import Cast
from tests.factories.whole import whole_programme

from entreciudades.accounts.models import User
from entreciudades.actors.models import Adoption
from entreciudades.programmes.models import Programme

As = Callable[[User], Client]


@pytest.fixture
def programme(cast: Cast) -> Programme:
    made = whole_programme(2, holder=cast.la_paz, network=cast.ucci, slug="la-paz-2017", titles={"es": "Programa de La Paz"})
    Adoption.objects.create(network=cast.ucci, methodology=made.methodology)
    return made


@pytest.fixture
def sign_in() -> As:
    """A browser of that person's own."""

    def signed(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed


@pytest.fixture
def desk(cast: Cast, sign_in: As) -> Client:
    """The coordinator of La Paz at her desk."""
    return sign_in(cast.coordinator)
