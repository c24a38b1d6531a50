"""Names that hold within something: the lines, projects and departments of each programme."""

from collections import defaultdict
from collections.abc import Iterable

from entreciudades.imports.columns import Choices
from entreciudades.search.analysis import fold


class Within(Choices):
    """A list for each programme: by what its entries are called, their keys in the database."""

    def __init__(self, entries: Iterable[tuple[str, Iterable[object], int]]) -> None:
        """``entries`` are (programme, what one is called, its key); the first name is the one shown."""
        super().__init__([])
        self._pks: dict[tuple[str, str], int] = {}
        self._names: dict[str, list[str]] = defaultdict(list)
        for programme, names, pk in entries:
            called = [str(name) for name in names]
            self._names[programme] += called[:1]
            for name in called:
                self._pks.setdefault((programme, fold(name)), pk)

    def pk(self, programme: object, name: object) -> int | None:
        """The key of what is so called; None where nothing is."""
        return self._pks.get((str(programme), fold(str(name).strip())))

    def names(self, programme: object) -> list[str]:
        """What there is, as it is shown."""
        return self._names[str(programme)]
