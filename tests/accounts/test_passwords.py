"""What a password must be."""

import hashlib
import io

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from tests.factories.actors import UserFactory

from entreciudades.accounts.passwords import stands_in
from entreciudades.settings.base import breached_passwords

HASHES = st.sets(st.binary(min_size=20, max_size=20).map(lambda value: value.hex().upper()), max_size=40)


def problems(password, user=None):
    try:
        validate_password(password, user)
    except ValidationError as refused:
        return [error.code for error in refused.error_list]
    return []


@pytest.mark.parametrize(
    ("password", "codes"),
    [
        ("tres-lomas-y-un-rio", []),
        ("only small letters here", []),
        ("á" * 64 + "b" * 64, []),
        ("x" * 129, ["password_too_long"]),
        ("corto-1-Aa!", ["password_too_short"]),
        ("entreciudades", ["password_of_context"]),
        ("EntreCiudades2026!", ["password_of_context"]),
        ("entreciudades y un rio que baja", []),
        ("inesquispe2026", ["password_too_similar", "password_of_context"]),
        ("testserver-testserver", ["password_of_context"]),
        ("1q2w3e4r5t6y", ["password_too_common"]),
    ],
)
def test_length_counts_and_composition_does_not(password, codes):
    user = UserFactory.build(email="ines.quispe@example.org", name="Inés Quispe")
    assert problems(password, user) == codes


def test_nobody_chooses_what_was_breached(tmp_path, settings):
    names = ["una frase que salió en la prensa", *(f"otra frase número {number}" for number in range(500))]
    lines = sorted(f"{hashlib.sha1(name.encode()).hexdigest().upper()}:{len(name)}\r\n" for name in names)  # noqa: S324
    (tmp_path / "pwned.txt").write_text("".join(lines), newline="")
    settings.AUTH_PASSWORD_VALIDATORS = breached_passwords(tmp_path / "pwned.txt")
    assert problems(names[0]) == ["password_breached"]
    assert problems("una frase que nadie más dijo") == []
    assert breached_passwords(None) == []


@given(kept=HASHES, asked=HASHES)
def test_a_hash_is_found_if_and_only_if_it_stands_in_the_file(kept, asked):
    lines = [f"{one}:{number}" for number, one in enumerate(sorted(kept))]
    for text in ("\r\n".join(lines), "".join(f"{line}\n" for line in lines)):
        file = io.BytesIO(text.encode())
        assert {one for one in kept | asked if stands_in(file, one.lower())} == kept
