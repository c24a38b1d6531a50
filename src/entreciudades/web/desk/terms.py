"""Terms of the common vocabularies in forms. Labels come from the files: a long list asks the database nothing."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from entreciudades.taxonomy.codelists import TermRow, load
from entreciudades.taxonomy.models import Term

Choices = Iterator[tuple[str, list[tuple[str, str]]]]


def grouped(codelists: Iterable[str]) -> Choices:
    """Groups of ``(written form, label)``: one for each codelist, or for each of its terms with terms under it."""
    language = get_language() or "es"
    vocabulary = load()
    for slug in codelists:
        codelist = vocabulary.codelists[slug]
        under: dict[str | None, list[TermRow]] = {}
        for term in codelist.terms:
            under.setdefault(term.parent, []).append(term)
        tops = under.get(None, [])
        flat = [term for term in tops if term.id not in under]
        if flat:
            title = codelist.title.get(language.split("-")[0]) or codelist.title["es"]
            yield title, [(term.id, _said(term, language)) for term in flat]
        for term in tops:
            if term.id in under:
                yield _said(term, language), [(one.id, _said(one, language)) for one in (term, *under[term.id])]


def _said(term: TermRow, language: str) -> str:
    numbered = term.code.replace(".", "").isalnum() and term.code[:1].isdigit()
    return f"{term.code} {term.label(language)}" if numbered else term.label(language)


class TermField(forms.ChoiceField):
    """One term of some codelists."""

    def __init__(self, *, codelists: tuple[str, ...], **options: Any) -> None:
        super().__init__(choices=lambda: [("", "—"), *grouped(codelists)], **options)

    def prepare_value(self, value: Any) -> Any:
        """A term by its written form."""
        return value.pk if isinstance(value, Term) else value

    def clean(self, value: Any) -> Term | None:
        """The term, or None."""
        chosen = super().clean(value)
        return _rows([chosen])[0] if chosen else None


class GroupedBoxes(forms.CheckboxSelectMultiple):
    """Boxes to tick, each group folded away until it is opened; a group with something ticked is open."""

    template_name = "desk/widgets/groups.html"


class TermsField(forms.MultipleChoiceField):
    """Several terms of some codelists."""

    widget = GroupedBoxes

    def __init__(self, *, codelists: tuple[str, ...], **options: Any) -> None:
        super().__init__(choices=lambda: list(grouped(codelists)), **options)

    def prepare_value(self, value: Any) -> Any:
        """Terms by their written forms."""
        return [one.pk if isinstance(one, Term) else one for one in value or ()]

    def clean(self, value: Any) -> list[Term]:
        """The terms, in the order of their codelists."""
        return _rows(super().clean(value))


def _rows(written: list[str]) -> list[Term]:
    found = {term.pk: term for term in Term.objects.filter(pk__in=written)}
    if missing := [one for one in written if one not in found]:
        raise ValidationError(
            _("The vocabulary has not been loaded: %(terms)s."), code="unknown", params={"terms": ", ".join(missing)}
        )
    return [found[one] for one in written]
