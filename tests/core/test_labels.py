"""Short texts fall back, and say so."""

import pytest
from django.utils.translation import override

from entreciudades.core.labels import Localized, label


@pytest.mark.parametrize(
    ("labels", "language", "text", "found", "fallback"),
    [
        ({"es": "Red", "pt": "Rede"}, "pt", "Rede", "pt", False),
        ({"es": "Red", "pt": "Rede"}, "pt-br", "Rede", "pt", False),
        ({"es": "Red", "en": "Network"}, "pt", "Red", "es", True),
        ({"en": "Network", "pt": "Rede"}, "ay", "Network", "en", True),
        ({"ay": "Llika"}, "es", "Llika", "ay", True),
        ({}, "es", "", "es", False),
        (None, "es", "", "es", False),
    ],
)
def test_a_label_for_a_reader(
    labels: dict[str, str] | None, language: str, text: str, found: str, *, fallback: bool
) -> None:
    localized = label(labels, language)
    assert localized == Localized(text, found, language)
    assert localized.is_fallback is fallback
    assert str(localized) == text


def test_the_active_language_is_the_readers() -> None:
    with override("pt"):
        assert label({"es": "Red", "pt": "Rede"}) == Localized("Rede", "pt", "pt")
