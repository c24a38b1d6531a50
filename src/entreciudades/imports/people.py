"""The people of the demonstration, as its files present them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from entreciudades.actors.models import Organisation, Role
from entreciudades.imports.collection import read_folder


@dataclass(frozen=True, slots=True)
class CastMember:
    """Somebody whom a visitor may enter as; ``roles`` are (role, names of the organisation)."""

    name: str
    email: str
    roles: tuple[tuple[Role, Mapping[str, str]], ...]
    shows: Mapping[str, str]


def cast_of(folder: Path) -> tuple[CastMember, ...]:
    """The people that the files of a folder describe, in their order. Raises FilesRefused."""
    collection = read_folder(folder)
    organisations = collection.named[Organisation, ""]
    return tuple(
        CastMember(
            name=entry.fields["name"],
            email=entry.key,
            roles=tuple(
                (Role(part.fields["role"]), organisations[part.fields["organisation"].key].fields["names"])
                for part in entry.parts["roles"]
            ),
            shows=entry.fields.get("shows", {}),
        )
        for entry in collection.entries["people"]
    )
