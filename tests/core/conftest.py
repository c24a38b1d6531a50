from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings

from entreciudades.accounts.models import User


@pytest.fixture
def ana(db: None) -> User:
    return User.objects.create_user("ana@example.org", None, name="Ana Ejemplo")


@pytest.fixture
def luis(db: None) -> User:
    return User.objects.create_user("luis@example.org", None, name="Luis Ejemplo")


@pytest.fixture
def media(tmp_path: Path) -> Iterator[Path]:
    """A storage of the test's own; the folder whose files it holds."""
    folder = tmp_path / "media"
    storage = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": folder},
    }
    with override_settings(STORAGES=settings.STORAGES | {"default": storage}):
        yield folder
