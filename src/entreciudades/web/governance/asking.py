"""A form that asks for one act: done once it is valid and nothing refuses it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render

from entreciudades.web.desk.refusals import refused
from entreciudades.web.governance.venues import Venue


def asked(
    venue: Venue, form: forms.Form, act: Callable[[dict[str, Any]], object], *, done: str, back: str, **page: Any
) -> HttpResponse:
    """Do `act` with what the form says, tell that it is `done` and go `back`; else the form with what was refused.

    `page` is what `governance/form.html` asks for besides.
    """
    if venue.request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except ValidationError as error:
            refused(form, error)
        else:
            messages.success(venue.request, done)
            return redirect(back)
    about = venue.about | {"venue": venue, "form": form, "back": back}
    return render(venue.request, "governance/form.html", about | page, status=422 if form.errors else 200)
