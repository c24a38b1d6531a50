"""The desk of La Paz with a programme that holds something of everything."""

import pytest
from django.test import Client
from tests.factories.cast import Cast
from tests.factories.whole import whole_programme
from tests.web.conftest import As

from entreciudades.actors.models import Adoption
from entreciudades.programmes.models import Programme


@pytest.fixture
def programme(cast: Cast) -> Programme:
    titles = {"es": "Programa de La Paz"}
    made = whole_programme(2, holder=cast.la_paz, network=cast.ucci, slug="la-paz-2017", titles=titles)
    Adoption.objects.create(network=cast.ucci, methodology=made.methodology)
    return made


@pytest.fixture
def desk(cast: Cast, sign_in: As) -> Client:
    """The coordinator of La Paz at her desk."""
    return sign_in(cast.coordinator)
