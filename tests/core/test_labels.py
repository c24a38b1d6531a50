"""Short texts fall back, and say so."""

import pytest
from django.utils.translation import override

from entreciudades.core.labels import Localized, label


@pytest.mark.parametrize(
    ("labels", "language", "text", "found"),
    [
        ({"es": "Red", "pt": "Rede"}, "pt", "Rede", "pt"),
        ({"es": "Red", "pt": "Rede"}, "pt-br", "Rede", "pt"),
        ({"es": "Red", "en": "Network", "pt": "Rede"}, "pt-pt", "Rede", "pt"),
        ({"es": "Red", "en": "Network"}, "pt", "Red", "es"),
        ({"en": "Network", "pt": "Rede"}, "ay", "Network", "en"),
        ({"ay": "Llika"}, "es", "Llika", "ay"),
        ({}, "es", "", "es"),
        (None, "es", "", "es"),
    ],
)
def test_a_label_for_a_reader(labels: dict[str, str] | None, language: str, text: str, found: str) -> None:
    localized = label(labels, language)
    assert localized == Localized(text, found)
    assert str(localized) == text


def test_the_active_language_is_the_readers() -> None:
    with override("pt"):
        assert label({"es": "Red", "pt": "Rede"}) == Localized("Rede", "pt")
