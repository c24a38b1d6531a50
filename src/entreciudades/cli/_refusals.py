"""What a service refused, for the terminal."""

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.core.exceptions import ValidationError

REFUSED: Final = 1


def told(error: "ValidationError") -> str:
    """One line for each field at fault: what it is called and what was wrong with it."""
    from django.core.exceptions import NON_FIELD_ERRORS

    said = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
    return "\n".join(
        message if field == NON_FIELD_ERRORS else f"{field}: {message}"
        for field, messages in said.items()
        for message in messages
    )


@contextmanager
def refusals(*, left: str) -> "Iterator[None]":
    """In English, tell a service's refusal and `left`, what was left as it was; then the command ends."""
    from django.core.exceptions import ValidationError
    from django.utils.translation import override

    with override("en"):
        try:
            yield
        except ValidationError as error:
            click.echo(f"{told(error)}\n{left}", err=True)
            sys.exit(REFUSED)
