"""The forms with which signatures are handed in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from entreciudades.alliances.models import AgreementParty
from entreciudades.alliances.services.signing import SignedBy
from entreciudades.web.alliances.forms import day_field


class SignatoryForm(forms.Form):
    """Who signed, in which office, and under which act of the council."""

    name = forms.CharField(label=_("Signatory"), max_length=150)
    office = forms.CharField(label=_("Office of the signatory"), max_length=150)
    signed_on = day_field(_("Signed on"), required=True)
    council_act = forms.CharField(
        label=_("Act of the council"),
        max_length=200,
        required=False,
        help_text=_("The agreement of the council or the decree under which they sign, by its number."),
    )
    council_act_on = day_field(_("Day of the act"))
    verification_code = forms.CharField(
        label=_("Verification code"),
        max_length=120,
        required=False,
        help_text=_("Where the paper carries one, such as the CSV of a Spanish public body."),
    )
    verification_url = forms.URLField(label=_("Where the code is verified"), required=False, assume_scheme="https")

    def __init__(self, *args: Any, party: AgreementParty, **options: Any) -> None:
        options["initial"] = {"name": party.signed_by, "office": party.signed_as} | options.get("initial", {})
        super().__init__(*args, **options)

    @property
    def said(self) -> SignedBy:
        """What was written."""
        names = SignedBy.__dataclass_fields__
        return SignedBy(**{name: value for name, value in self.cleaned_data.items() if name in names})


class DigitalForm(SignatoryForm):
    """A signed file; what it says by itself need not be written."""

    document = forms.FileField(
        label=_("The signed file"),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf"}),
        help_text=_("The PDF with its signature, as your program of electronic signature gave it. At most 25 MB."),
    )
    field_order = ("document",)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("name", "signed_on"):
            self.fields[name].required = False
            self.fields[name].help_text = _("Taken from the file, where it says so.")


class PaperForm(SignatoryForm):
    """The scan of a party's own copy."""

    scan = forms.FileField(
        label=_("Scan of the signed paper"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf"}),
        help_text=_("PDF, at most 25 MB. Without a scan, the signature has to be answered for before it counts."),
    )
