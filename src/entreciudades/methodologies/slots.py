"""A text that somebody is to write, whatever it belongs to."""

from dataclasses import dataclass

from entreciudades.core.labels import Localized, label
from entreciudades.methodologies.pack import Field, Words


@dataclass(frozen=True, slots=True)
class Slot:
    """Its key, what it is called, what it should tell, how long."""

    key: str
    title: Localized
    asks: Localized
    words: Words | None


def slot_of(key: str, asked: Field) -> Slot:
    """The text of a field that a pack asks for, in the active language."""
    return Slot(key, label(asked.title), label(asked.asks), asked.words)
