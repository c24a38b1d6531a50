"""Objects named by kind and id; fields that declare personal data."""

import pytest

from entreciudades.accounts.models import User
from entreciudades.core import privacy
from entreciudades.core.errors import NotFound
from entreciudades.core.refs import kind_of, resolve


def test_an_object_is_named_and_found_again(ana: User) -> None:
    assert kind_of(ana) == kind_of(User) == "accounts.user"
    assert resolve("accounts.user", ana.pk) == ana


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "key"), [("accounts.user", 0), ("accounts.ghost", 1), ("ghosts.user", 1), ("user", 1)]
)
def test_what_names_nothing_is_not_found(kind: str, key: int) -> None:
    with pytest.raises(NotFound) as caught:
        resolve(kind, key)
    assert (caught.value.kind, caught.value.key) == (kind, key)


def test_every_declared_personal_field_exists() -> None:
    for model, fields in privacy.personal_data().items():
        for field in fields:
            assert model._meta.get_field(field.name).name == field.name
            assert "" not in {str(field.purpose), str(field.seen_by), str(field.kept)}
