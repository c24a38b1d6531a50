"""The two forms of a city that are not rows: how it is called, and its government."""

from django import forms
from django.utils.translation import gettext_lazy as _

from entreciudades.actors.models import CityProfile, Organisation
from entreciudades.web.desk.forms import countries, make_form
from entreciudades.web.desk.nouns import Noun

_IDENTITY = Noun(
    "identity",
    Organisation,
    "pk",
    says="",
    shows=(),
    terms={"kind": ("actor",)},
    fields=("names", "acronym", "kind", "country", "fictional_country", "website", "source"),
)
_GOVERNMENT = Noun(
    "government",
    CityProfile,
    "organisation",
    says="",
    shows=(),
    terms={"modalities": ("modality",)},
    fields=("official_name", "founded", "government_name", "government_acronym", "modalities"),
)


class IdentityForm(make_form(Organisation, _IDENTITY.fields, _IDENTITY)):  # type: ignore[misc] # made from the table
    """Names, type of actor, country."""

    country = forms.ChoiceField(label=_("Country"), choices=countries, required=False)


GovernmentForm = make_form(CityProfile, _GOVERNMENT.fields, _GOVERNMENT)
