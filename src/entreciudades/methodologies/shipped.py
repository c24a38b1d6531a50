"""The packs that come with the software."""

from importlib.resources import files

from entreciudades.methodologies.check import check_text
from entreciudades.methodologies.pack import Pack

_FOLDER = files("entreciudades.methodologies") / "packs"


def shipped_slugs() -> tuple[str, ...]:
    """Slugs of the packs that come with the software, in order."""
    return tuple(sorted(one.name.removesuffix(".toml") for one in _FOLDER.iterdir() if one.name.endswith(".toml")))


def shipped_text(slug: str) -> str:
    """Text of a shipped pack. Raises KeyError when there is none of that slug."""
    if slug not in shipped_slugs():
        raise KeyError(slug)
    return (_FOLDER / f"{slug}.toml").read_text(encoding="utf-8")


def shipped_pack(slug: str) -> Pack:
    """A shipped pack, read. Raises KeyError when there is none of that slug."""
    report = check_text(shipped_text(slug), file=f"{slug}.toml")
    if report.pack is None:
        raise ValueError(str(report))
    return report.pack
