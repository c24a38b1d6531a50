"""What a service refused, for the terminal."""

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

REFUSED: Final = 1


@contextmanager
def refusals(*, left: str) -> "Iterator[None]":
    """In English, tell a service's refusal and `left`, what was left as it was; then the command ends."""
    from django.core.exceptions import ValidationError
    from django.utils.translation import override

    from entreciudades.core.errors import told

    with override("en"):
        try:
            yield
        except ValidationError as error:
            click.echo("\n".join([*told(error), left]), err=True)
            sys.exit(REFUSED)
