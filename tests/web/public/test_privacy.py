"""The privacy page is made from what the models declare."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from entreciudades.core.privacy import personal_data

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["es", "pt", "en"])
def test_it_says_every_declared_field(language: str) -> None:
    with override(language):
        page = Client().get(reverse("public:privacy"))
    declared = sorted(len(fields) for fields in personal_data().values())
    assert sorted(len(kind["fields"]) for kind in page.context["register"]) == declared
    content = page.content.decode()
    assert content.count('<th scope="row">') == sum(declared)


def test_what_is_kept_has_a_name_in_the_language_of_the_reader() -> None:
    said = {}
    for language in ("en", "es", "pt"):
        with override(language):
            register = Client().get(reverse("public:privacy")).context["register"]
        said[language] = {one["title"] for one in register} | {
            field["name"] for one in register for field in one["fields"]
        }
    assert (said["es"] & said["en"], said["pt"] & said["en"]) == (set(), {"E-mail"})
