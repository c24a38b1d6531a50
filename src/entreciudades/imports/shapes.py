"""What an entry of a file may say: fields of a model under their own names, lists of parts, and what is no field.

The limits, choices and kinds of a field are those of the model: a shape only lists which fields people may write.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from entreciudades.core.fields import LabelsField
from entreciudades.imports.values import Model, Notes, Reader, known, reader_of, shown
from entreciudades.imports.written import Written


@dataclass(slots=True)
class Entry:
    """One thing that a file describes, read: ``fields`` are its values by name, ``parts`` the lists that hang on it."""

    shape: "Shape"
    at: Written
    fields: dict[str, Any] = field(default_factory=dict)
    parts: dict[str, list["Entry"]] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The name by which other entries point at it."""
        return str(self.fields.get(self.shape.key, ""))

    def all_parts(self) -> Iterator["Entry"]:
        """Every entry that hangs on it, at any depth."""
        for entries in self.parts.values():
            for entry in entries:
                yield entry
                yield from entry.all_parts()


@dataclass(frozen=True, slots=True)
class Shape:
    """The form of an entry. ``key`` is the member that names it; an item written without a mapping is its ``bare``."""

    model: Model
    names: tuple[str, ...]
    parts: Mapping[str, "Shape"] = field(default_factory=dict)
    also: Mapping[str, Reader] = field(default_factory=dict)
    must: tuple[str, ...] = ()
    key: str = ""
    bare: str = ""

    @property
    def readers(self) -> dict[str, Reader]:
        """Member -> its reader."""
        return {name: reader_of(_field(self.model, name)) for name in self.names} | dict(self.also)

    @property
    def required(self) -> tuple[str, ...]:
        """Members that may not be missing: those of ``must``, and fields that the model does not let be empty."""
        return (*self.must, *(name for name in self.names if _needed(_field(self.model, name))))

    def read(self, written: Written, notes: Notes) -> Entry:
        """Read an entry, noting everything that is wrong in it."""
        entry = Entry(self, written)
        if self.bare and not isinstance(written.value, dict | list):
            entry.fields[self.bare] = self.readers[self.bare](written, notes)
            return entry
        if not isinstance(written.value, dict):
            notes.wrong(written, f"{shown(written)} where an entry is expected", f"write {', '.join(self.readers)}")
            return entry
        readers = self.readers
        known(written, (*readers, *self.parts), notes)
        for name, value in written.members.items():
            if name in readers:
                entry.fields[name] = readers[name](value, notes)
            elif name in self.parts:
                entry.parts[name] = self.parts[name].read_all(value, notes)
        for name in self.required:
            if name not in written.members:
                notes.wrong(written, f"{name!r} is missing", f"write {name}: …")
        return entry

    def read_all(self, written: Written, notes: Notes) -> list[Entry]:
        """Read a list of entries; one that stands alone, such as a profile, may be written without the list."""
        if isinstance(written.value, list):
            return [self.read(item, notes) for item in written.value]
        if not isinstance(written.value, dict):
            notes.wrong(written, f"{shown(written)} where entries are expected", "write a list of entries")
            return []
        return [self.read(written, notes)]


def _field(model: Model, name: str) -> Any:
    return model._meta.get_field(name)


def _needed(one: Any) -> bool:
    return not one.blank and not one.null and (not one.has_default() or isinstance(one, LabelsField | models.JSONField))
