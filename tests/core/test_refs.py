"""Objects named by kind and id; fields that declare personal data."""

from django.db.models import EmailField

from entreciudades.accounts.models import User
from entreciudades.core import privacy
from entreciudades.core.refs import kind_of


def test_an_object_is_named_by_its_model(ana: User) -> None:
    assert kind_of(ana) == kind_of(User) == "accounts.user"


def test_every_declared_personal_field_exists() -> None:
    for model, fields in privacy.personal_data().items():
        for field in fields:
            assert model._meta.get_field(field.name).name == field.name
            assert "" not in {str(field.purpose), str(field.seen_by), str(field.kept)}


def test_every_model_with_personal_data_says_how_its_person_is_found() -> None:
    for model in privacy.personal_data():
        if model.PERSON is not None and not privacy.is_of_user(model):
            assert isinstance(privacy.person_of(model), EmailField)
