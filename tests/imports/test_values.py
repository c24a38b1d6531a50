"""Long texts are wrapped in the files for those who read them there; an editor must not show those breaks."""

import pytest

from entreciudades.imports.values import unwrapped


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Una línea\nque sigue.", "Una línea que sigue."),
        ("Un párrafo.\n\nOtro\npárrafo.", "Un párrafo.\n\nOtro párrafo."),
        (
            "Cuatro fines:\n- que participe\n  la ciudadanía;\n- vivir mejor.",
            "Cuatro fines:\n- que participe la ciudadanía;\n- vivir mejor.",
        ),
        ("1. Educación\n   vial\n2. Riesgo", "1. Educación vial\n2. Riesgo"),
        ("De 2015\n2016 en adelante", "De 2015 2016 en adelante"),
    ],
)
def test_a_paragraph_or_an_item_is_one_line(written, kept):
    assert unwrapped(written) == kept
