"""Long texts are wrapped in the files for those who read them there; an editor must not show those breaks."""

from pathlib import Path

import pytest

from entreciudades.imports.values import Notes, labels, unwrapped
from entreciudades.imports.written import Written
from entreciudades.taxonomy.codelists import load


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


def test_a_name_without_languages_is_the_same_in_all():
    notes = Notes(load())
    assert labels(Written(Path("networks.yaml"), 1, "C40"), notes) == {"es": "C40", "pt": "C40", "en": "C40"}
    assert notes.problems == []
