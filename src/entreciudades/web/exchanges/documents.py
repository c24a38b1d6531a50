"""The documents of a minute and of a product: one page for both."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from entreciudades.core.errors import FileRefused
from entreciudades.core.models import Attachment
from entreciudades.core.uploads.refusals import refusal
from entreciudades.web.alliances.papers import PaperForm
from entreciudades.web.alliances.places import Place
from entreciudades.web.desk.refusals import refused
from entreciudades.web.exchanges.doors import page
from entreciudades.web.files import address_of


def documents(
    place: Place,
    add: Callable[[Any], object],
    *,
    hung: Iterable[Attachment],
    removal: Callable[[int], str],
    title: str,
    none: str,
    back: str,
) -> HttpResponse:
    """What hangs there, each with the address at which it is removed; a POST adds one.

    `none` is said where nothing hangs.
    """
    is_sent = place.request.method == "POST"
    form = PaperForm(place.request.POST if is_sent else None, place.request.FILES if is_sent else None)
    if is_sent and form.is_valid():
        try:
            add(form.cleaned_data["document"])
        except FileRefused as error:
            form.add_error("document", refusal(error))
        except ValidationError as error:
            refused(form, error)
        else:
            messages.success(place.request, _("The document was added."))
            return redirect(back)
    files = [(one, address_of(one), removal(one.pk)) for one in hung]
    said = {"form": form, "title": title, "none": none, "back": back, "documents": files}
    return page(place, "exchanges/documents.html", said, status=422 if form.errors else 200)
