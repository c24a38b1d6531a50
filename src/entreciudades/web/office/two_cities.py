"""Two admitted cities of a call, chosen in a form of its office."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from entreciudades.calls.models import Application, Call
from entreciudades.web.desk.fields import RowChoiceField
from entreciudades.web.desk.naming import name_of


class CityChoiceField(RowChoiceField):
    """An application, by the name of its city."""

    def label_from_instance(self, obj: Any) -> str:
        """The name of the applicant."""
        return name_of(obj.applicant)


class TwoCitiesForm(forms.Form):
    """Two admitted cities of a call."""

    a = CityChoiceField(queryset=Application.objects.none(), label=gettext_lazy("City"))
    b = CityChoiceField(queryset=Application.objects.none(), label=gettext_lazy("And city"))

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.call = call
        rows = call.applications.admitted().select_related("applicant").order_by("applicant__sort_name", "pk")
        for name in ("a", "b"):
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
