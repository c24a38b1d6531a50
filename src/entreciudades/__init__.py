"""Entreciudades: software with which networks of cities run their cooperation."""

from typing import Final

__version__: Final = "0.1.0"
