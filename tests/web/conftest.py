"""Browsers of the cast."""

from collections.abc import Callable

import pytest
from django.test import Client

from entreciudades.accounts.models import User

As = Callable[[User], Client]


@pytest.fixture
def sign_in() -> As:
    """A browser of that person's own."""

    def signed(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed
