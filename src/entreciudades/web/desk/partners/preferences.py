"""How gladly a city would go with each of those it met: its own page, which nobody else has."""

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from entreciudades.calls.errors import TooLate
from entreciudades.calls.models import Application, PartnerPreference
from entreciudades.calls.rules import EDIT_APPLICATION
from entreciudades.calls.services.preferences import say_preferences
from entreciudades.calls.services.short_lists import known_to_each_other, matchmaking_of
from entreciudades.calls.window import is_in_time
from entreciudades.web.access import may
from entreciudades.web.desk.applications.about import about_application, in_words
from entreciudades.web.desk.doors import person
from entreciudades.web.desk.naming import name_of
from entreciudades.web.desk.partners.about import admitted
from entreciudades.web.desk.refusals import refused

_NOTHING: Final = "nothing"


class PreferencesForm(forms.Form):
    """A choice of words for each city."""

    def __init__(self, data: Any, *, others: list[Application], said: dict[int, int]) -> None:
        super().__init__(data)
        levels = [(str(level), capfirst(str(word))) for level, word in reversed(PartnerPreference.Level.choices)]
        for one in others:
            self.fields[f"city_{one.pk}"] = forms.ChoiceField(
                label=name_of(one.applicant),
                choices=[*levels, (_NOTHING, _("I say nothing of it"))],
                widget=forms.RadioSelect,
                initial=str(said.get(one.pk, _NOTHING)),
            )

    @property
    def levels(self) -> dict[int, int | None]:
        """What was said, by the key of the application."""
        cleaned = self.cleaned_data.items()
        return {int(name.removeprefix("city_")): None if value == _NOTHING else int(value) for name, value in cleaned}


@may(EDIT_APPLICATION)
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say it until the term; then read what was said."""
    application = admitted(request, slug, pk)
    call = application.call
    term = matchmaking_of(call).preferences_due_at
    keys = known_to_each_other(application)
    others = list(call.applications.filter(pk__in=keys).select_related("applicant"))
    rows = application.preferences.select_related("other__applicant")
    said = {row.other_id: row.level for row in rows}
    form = PreferencesForm(request.POST if request.method == "POST" else None, others=others, said=said)
    if request.method == "POST" and form.is_valid():
        try:
            say_preferences(application, levels=form.levels, by=person(request))
        except TooLate as error:
            form.add_error(None, in_words(error, call))
        except ValidationError as error:
            refused(form, error)
        else:
            messages.success(request, _("Your preferences are kept; you may change them until the term."))
            return redirect("desk:application-preferences", slug, pk)
    is_open = term is not None and is_in_time(timezone.now(), term)
    page = {"form": form, "term": term, "is_open": is_open or form.is_bound, "rows": rows}
    return render(request, "desk/partners/preferences.html", about_application(request, application) | page)
