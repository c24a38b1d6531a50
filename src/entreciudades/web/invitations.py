"""The page behind the link of an invitation: what one is invited to, and the way in."""

from typing import Any

from allauth.account.utils import perform_login
from django import forms
from django.contrib import messages
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from entreciudades.accounts.models import LONGEST_NAME, User
from entreciudades.actors.models import Invitation, Role
from entreciudades.core.errors import LinkRefused
from entreciudades.processes.invitations import accept, come_in, invitation_of, knows_the_way
from entreciudades.web.access import public
from entreciudades.web.desk.naming import name_of
from entreciudades.web.desk.refusals import refused

_NEW = {"autocomplete": "new-password"}


class WayInForm(forms.Form):
    """How somebody who comes for the first time is called and signs in."""

    name = forms.CharField(label=gettext_lazy("Your name"), max_length=LONGEST_NAME)
    password1 = forms.CharField(
        label=gettext_lazy("Choose a password"),
        strip=False,
        widget=forms.PasswordInput(_NEW),
        help_text=password_validation.password_validators_help_text_html,
    )
    password2 = forms.CharField(
        label=gettext_lazy("The same password again"), strip=False, widget=forms.PasswordInput(_NEW)
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean_password1(self) -> str:
        """The password, where the rules admit it."""
        password = str(self.cleaned_data["password1"])
        user = User(email=self.email, name=self.cleaned_data.get("name", ""))
        password_validation.validate_password(password, user)
        return password

    def clean_password2(self) -> str:
        """The same again; where the first was refused, that is said alone."""
        first, second = self.cleaned_data.get("password1"), str(self.cleaned_data["password2"])
        if first is not None and first != second:
            raise ValidationError(_("This is not the same password as above."))
        return second


@public
@never_cache
@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponseBase:
    """Read an invitation and accept it: with a new password, or as whoever one has signed in as."""
    try:
        found = invitation_of(token)
    except LinkRefused as refusal:
        return render(request, "account/invitation_refused.html", {"reason": refusal.reason}, status=410)
    with override(get_language() if request.user.is_authenticated else found.language):
        page = {
            "invitation": found,
            "of": name_of(found.organisation),
            "role": Role(found.role).label,
            "by": found.invited_by.get_full_name() if found.invited_by else "",
        }
        if isinstance(request.user, User):
            return _known(request, found, request.user, page)
        if knows_the_way(found):
            page["sign_in"] = reverse("account_login", query={"next": request.path})
            return render(request, "account/invitation.html", page)
        return _new(request, found, page)


def _known(request: HttpRequest, found: Invitation, user: User, page: dict[str, Any]) -> HttpResponse:
    if user.email != found.email:
        return render(request, "account/invitation.html", page | {"other": user.email})
    if request.method == "POST":
        try:
            accept(found, user=user)
        except ValidationError:  # a second click, or it was withdrawn at this moment
            found.refresh_from_db()
            reason = "used" if found.accepted_at else "revoked"
            return render(request, "account/invitation_refused.html", {"reason": reason}, status=410)
        messages.success(request, _("Welcome. You work for %(organisation)s now.") % {"organisation": page["of"]})
        return redirect(_work(found))
    return render(request, "account/invitation.html", page | {"may_accept": True})


def _new(request: HttpRequest, found: Invitation, page: dict[str, Any]) -> HttpResponseBase:
    form = WayInForm(
        request.POST if request.method == "POST" else None, email=found.email, initial={"name": found.name}
    )
    if request.method == "POST" and form.is_valid():
        try:
            user = come_in(found, name=form.cleaned_data["name"], password=form.cleaned_data["password2"])
        except ValidationError as error:
            refused(form, error)
        else:
            # allauth signs in, and so asks whatever else a network demands.
            signed: HttpResponseBase = perform_login(request, user, redirect_url=_work(found))
            return signed
    return render(request, "account/invitation.html", page | {"form": form})


def _work(found: Invitation) -> str:
    if found.role in {Role.SECRETARY, Role.AUDITOR}:
        return reverse("office:network", args=[found.organisation.slug])
    if found.role == Role.REVIEWER:
        return reverse("desk:home")
    return reverse("desk:organisation", args=[found.organisation.slug])
