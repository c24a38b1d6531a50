"""Pictures of a city or of a programme: with what they show, by whom, under which licence."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from entreciudades.core.errors import FileRefused, NotFound
from entreciudades.core.files import add_picture, attachments_of, remove_picture
from entreciudades.core.models import Attachment
from entreciudades.core.uploads.refusals import refusal
from entreciudades.web.access import may
from entreciudades.web.desk.doors import person
from entreciudades.web.desk.fields import LabelsFormField
from entreciudades.web.desk.rows import Shelf
from entreciudades.web.files import address_of

COVER = "cover"


class PictureForm(forms.Form):
    """A picture with its words."""

    picture = forms.FileField(
        label=gettext_lazy("Picture"),
        widget=forms.ClearableFileInput(attrs={"accept": ".jpg,.jpeg,.png,.webp"}),
        help_text=gettext_lazy("JPEG, PNG or WebP, at most 10 MB."),
    )
    alt = LabelsFormField(
        label=gettext_lazy("What it shows"),
        help_text=gettext_lazy("For those who cannot see it, and under it in the book."),
    )
    credit = forms.CharField(label=gettext_lazy("Author"), max_length=200)
    licence = forms.ChoiceField(label=gettext_lazy("Licence"), choices=[("", "—"), *Attachment.Licence.choices])
    people = forms.ChoiceField(
        label=gettext_lazy("People in the picture"),
        choices=Attachment.People.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Children need the consent of those who answer for them. Whoever withdraws it is taken off the pages."
        ),
    )
    consent_by = forms.CharField(
        label=gettext_lazy("Who asked them, and how"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Where people agreed: such as “Press office, on paper”. No names of those shown."),
    )
    consent_on = forms.DateField(
        label=gettext_lazy("When they agreed"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )

    def clean(self) -> dict[str, Any]:
        """Consent is said with who asked and when, or not at all."""
        said: dict[str, Any] = super().clean() or {}
        is_asked = said.get("people") == Attachment.People.AGREED
        for name in ("consent_by", "consent_on"):
            if is_asked and not said.get(name) and name not in self.errors:
                self.add_error(name, _("Say it, since people agreed to be shown."))
            elif not is_asked and said.get(name):
                self.add_error(name, _("Leave it empty, or say that people agreed to be shown."))
        return said


def addresses(shelf: Shelf, prefix: str, name: str) -> list[URLPattern]:
    """The pages of the pictures of whatever a shelf belongs to."""

    @may(shelf.rule)
    @require_http_methods(["GET", "HEAD", "POST"])
    def pictures(request: HttpRequest, slug: str) -> HttpResponse:
        owner = shelf.door(request, slug, may=shelf.rule)
        is_sent = request.method == "POST"
        form = PictureForm(request.POST if is_sent else None, request.FILES if is_sent else None)
        if is_sent and form.is_valid() and _stored(request, owner, form, shelf.scope(owner)):
            return redirect(request.path)
        rows = [
            (one, address_of(one), reverse(f"desk:{name}-remove", args=[slug, one.pk]))
            for one in attachments_of(owner, COVER)
        ]
        page = {"form": form, "pictures": rows}
        status = 422 if form.errors else 200
        return render(request, "desk/pictures.html", shelf.about(request, owner) | page, status=status)

    @may(shelf.rule)
    @require_POST
    def remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        owner = shelf.door(request, slug, may=shelf.rule)
        why = {"consent_withdrawn": "consent-withdrawn" in request.POST}
        remove_picture(owner, _attachment(owner, pk), by=person(request), scope=shelf.scope(owner), **why)
        messages.success(request, _("The picture was removed."))
        return redirect(reverse(f"desk:{name}", args=[slug]))

    return [
        path(prefix, pictures, name=name),
        path(f"{prefix}<int:pk>/remove/", remove, name=f"{name}-remove"),
    ]


def _attachment(owner: Any, pk: int) -> Any:
    found = attachments_of(owner, COVER).filter(pk=pk).first()
    if found is None:
        raise NotFound("picture", pk)
    return found


def _stored(request: HttpRequest, owner: Any, form: PictureForm, scope: int) -> bool:
    said = dict(form.cleaned_data)
    try:
        add_picture(owner, said.pop("picture"), purpose=COVER, by=person(request), scope=scope, **said)
    except FileRefused as error:
        form.add_error("picture", refusal(error))
        return False
    except ValidationError as error:
        form.add_error(None, error)
        return False
    messages.success(request, _("The picture was added."))
    return True
