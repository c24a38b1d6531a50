"""What an alliance is called, what it is about, and whether everybody may read of it."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entreciudades.alliances.services.life import describe as describe_alliance
from entreciudades.web.alliances.moves import check_decides
from entreciudades.web.alliances.places import Place
from entreciudades.web.alliances.stages import ask
from entreciudades.web.desk.fields import LabelsFormField
from entreciudades.web.desk.organisation_nouns import THEMES
from entreciudades.web.desk.refusals import refused
from entreciudades.web.desk.terms import TermsField


class DescriptionForm(forms.Form):
    """Title, themes, who may read."""

    titles = LabelsFormField(label=gettext_lazy("Title"))
    themes = TermsField(codelists=THEMES, label=gettext_lazy("Themes"), required=False)
    published = forms.BooleanField(
        label=gettext_lazy("Everybody may read of it"),
        help_text=gettext_lazy("Who takes part, in which stage it is, and what its parties publish of it."),
        required=False,
    )


def describe(place: Place) -> HttpResponse:
    """Change the title, the themes, and who may read of it."""
    check_decides(place)
    found = place.alliance
    initial = {"titles": found.titles, "themes": list(found.themes.all()), "published": found.published}
    form = DescriptionForm(place.request.POST if place.request.method == "POST" else None, initial=initial)
    if place.request.method == "POST" and form.is_valid():
        try:
            describe_alliance(found, by=place.by, **form.cleaned_data)
        except ValidationError as error:
            refused(form, error)
        else:
            messages.success(place.request, _("Saved."))
            return redirect(place.at("alliance"))
    return ask(place, form, title=_("Title and themes"), says="", back=place.at("alliance"), submit=_("Save"))
