"""What a kind of import is: the one contract between the engine and the rooms.

A kind is a table of columns and six answers. Everything else is the engine's: reading files, guessing columns, closed
lists, comparing, likely doubles, paging, writing in one transaction, undoing. To add a kind write a class in
``imports/kinds``, put it into ``imports.kinds.KINDS`` and it has its template, its dry run and its undo.

Rows travel as `Values`: column key -> plain value (see `imports.columns`). A kind turns rows of a room into values
(`stored`) and values into acts of the room (`write`, `remove`), nothing more; a file goes out as `stored` says and the
same file comes back as "same" because both sides are values.
"""

from abc import ABC, abstractmethod
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.utils.functional import Promise

from entreciudades.accounts.models import User
from entreciudades.actors.models import Organisation
from entreciudades.imports.columns import Choices, Column, Reads, Values


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be written: a new row (``pk`` None) with all its values, or these values of a row that is there."""

    pk: int | None
    values: Values


@dataclass(frozen=True, slots=True)
class Likeness:
    """By what likely doubles of a row are found: its name and what must agree, such as its country or organisation.

    ``exact``: whatever two different rows hardly share, such as an e-mail address.
    """

    name: str
    within: Hashable = None
    exact: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a row cannot be written, said by the room in words; the column at fault, "" where it is the row."""

    column: str
    message: str


class Kind(ABC):
    """One kind of thing that files bring and take."""

    key: ClassVar[str]
    """In addresses and in the database: ASCII, never changed."""
    title: ClassVar[Promise]
    says: ClassVar[Promise]
    columns: ClassVar[tuple[Column, ...]]
    identity: ClassVar[str] = "id"
    """The column that names a row that is there; it goes out filled, and new rows leave it empty."""
    identity_is_ours: ClassVar[bool] = True
    """Whether a name that is not known here is a problem; else the row is a new one of that name."""

    @abstractmethod
    def offered_to(self, owner: Organisation) -> bool:
        """Whether this network or city brings such things in."""

    def choices(self, owner: Organisation) -> Mapping[str, Choices]:
        """The closed list of each column that has one. Asked once per file: a constant number of queries."""
        return {}

    @abstractmethod
    def stored(self, owner: Organisation, pks: Collection[int] | None = None) -> dict[int, Values]:
        """The rows of the owner's scope, or those of them named, by key, each with every column.

        One batch: a constant number of queries. These go out with the template.
        """

    def beside(self, owner: Organisation, pks: Collection[int] | None = None) -> dict[int, Values]:
        """Rows out of the scope that a file may mean all the same, and that its owner may know of."""
        return {}

    def defaults(self, owner: Organisation) -> Values:
        """What a new row says where its file says nothing."""
        return {}

    def same_as(self, values: Values) -> Hashable | None:
        """The natural key: two rows that have it in common are one, without being asked. None: it has none."""
        return None

    def settled(
        self,
        owner: Organisation,
        given: Values,
        stands: Values | None,
    ) -> Values:
        """What a row of a file says, as the room would keep it; ``stands`` is the row that it changes, where known."""
        return given

    def likeness(self, values: Values) -> Likeness | None:
        """By what likely doubles are found; None: they are not looked for."""
        return None

    def is_own(self, owner: Organisation, values: Values) -> bool:
        """Whether the owner may write the guarded columns of a row that is there, and see its private ones."""
        return True

    def refusals(
        self,
        owner: Organisation,
        values: Values,
        changes: Values,
        pk: int | None,
    ) -> Iterable[Refusal]:
        """What the room would refuse of a row holding ``values``, of which ``changes`` are new. Asks no queries."""
        return ()

    def unfitting(
        self,
        owner: Organisation,
        values: Values,
        choices: Mapping[str, Choices],
    ) -> Iterable[Refusal]:
        """What does not fit together, by the lists that `choices` gave; of more than the columns', if need be."""
        return ()

    @abstractmethod
    def write(self, owner: Organisation, entries: Sequence[Entry], *, by: User) -> list[int]:
        """Hand rows to the room, in bulk, each with its event in the trail; return the keys of the new ones in order.

        Inside the transaction of the engine. Raises ValidationError where the room refuses after all.
        """

    @abstractmethod
    def remove(self, owner: Organisation, pks: Collection[int], *, by: User) -> None:
        """Take rows away that an import made; nothing is built on them."""

    @abstractmethod
    def built_on(self, pks: Collection[int]) -> dict[int, list[str]]:
        """Which of these rows something refers to, with the kinds of what refers ("programme") in words."""

    def column(self, key: str) -> Column:
        """A column by its key; raises KeyError."""
        return {one.key: one for one in self.columns}[key]

    @property
    def written(self) -> tuple[Column, ...]:
        """The columns that a file has, in their order."""
        return tuple(one for one in self.columns if one.implied is None)

    def kept(self, owner: Organisation, values: Values) -> set[str]:
        """The columns of a row that is there which the owner of the import does not write."""
        if self.is_own(owner, values):
            return set()
        return {one.key for one in self.columns if one.guarded or one.private}

    @property
    def with_lists(self) -> tuple[Column, ...]:
        """The columns that a closed list holds."""
        return tuple(one for one in self.written if one.reads in {Reads.CHOICE, Reads.CHOICES})
