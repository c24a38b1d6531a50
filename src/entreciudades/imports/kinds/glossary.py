"""The glossary of a network: a term per row, a column per language."""

from collections.abc import Collection, Hashable, Iterable, Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from entreciudades.accounts.models import User
from entreciudades.actors.models import GlossaryTerm, Organisation
from entreciudades.actors.services import keep_part, remove_part
from entreciudades.core.labels import FALLBACKS
from entreciudades.imports.columns import Values, labelled
from entreciudades.imports.kind import Entry, Kind, Refusal
from entreciudades.imports.parts import ID, filled, plain, refused_by
from entreciudades.search.analysis import fold

_FIELDS = ("terms", "avoided", "notes")


class Glossary(Kind):
    """What the network calls things; words to avoid stand in one cell, one a line."""

    key = "glossary"
    title = _("Glossary")
    says = _("How the network calls things in each language, and which words are to be avoided.")
    columns = (
        ID,
        *labelled("terms", {"es": "Término", "pt": "Termo", "en": "Term"}),
        *labelled("avoided", {"es": "Palabras que se evitan", "pt": "Palavras a evitar", "en": "Words to avoid"}),
        *labelled("notes", {"es": "Nota", "pt": "Nota", "en": "Note"}),
    )

    def offered_to(self, owner: Organisation) -> bool:
        """Networks alone agree on words."""
        return owner.is_network

    def stored(self, owner: Organisation, pks: Collection[int] | None = None) -> dict[int, Values]:
        """The terms of the network; one query."""
        rows = GlossaryTerm.objects.filter(network=owner)
        return {row.pk: self._values(row) for row in (rows if pks is None else rows.filter(pk__in=list(pks)))}

    def same_as(self, values: Values) -> Hashable | None:
        """The term in the first language that it has."""
        terms = (values.get(f"terms:{language}") for language in FALLBACKS)
        return next((fold(str(term)) for term in terms if term), None)

    def refusals(
        self,
        owner: Organisation,  # noqa: ARG002 - those of a kind
        values: Values,
        changes: Values,  # noqa: ARG002
        pk: int | None,  # noqa: ARG002
    ) -> Iterable[Refusal]:
        """A row without any term."""
        row = GlossaryTerm()
        filled(row, {key: value for key, value in values.items() if key != ID.key})
        aside = {field.name for field in row._meta.concrete_fields if field.name not in _FIELDS}
        return refused_by(lambda exclude: row.clean_fields(exclude=exclude), aside, self.columns)

    def write(self, owner: Organisation, entries: Sequence[Entry], *, by: User) -> list[int]:
        """Each term through the verb of its room."""
        there = {row.pk: row for row in GlossaryTerm.objects.select_for_update().filter(network=owner)}
        made = []
        for entry in entries:
            if entry.pk is not None and entry.pk not in there:
                raise ValidationError({ID.key: _("It is not there any more.")})
            row = GlossaryTerm(network=owner) if entry.pk is None else there[entry.pk]
            filled(row, {key: value for key, value in entry.values.items() if key != ID.key})
            keep_part(row, by=by)
            made += [row.pk] if entry.pk is None else []
        return made

    def remove(self, owner: Organisation, pks: Collection[int], *, by: User) -> None:
        """Each through the verb of its room."""
        for row in GlossaryTerm.objects.filter(network=owner, pk__in=list(pks)):
            remove_part(row, by=by)

    def built_on(self, pks: Collection[int]) -> dict[int, list[str]]:  # noqa: ARG002 - nothing rests on a term
        """Nothing."""
        return {}

    def _values(self, row: GlossaryTerm) -> Values:
        def said(key: str) -> object:
            name, _colon, language = key.partition(":")
            return getattr(row, name).get(language) if language else row.pk

        return {column.key: plain(said(column.key)) for column in self.columns}
