"""My account: what there is to see and to change; name and language; ways to sign in."""

from typing import Final

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.openid_connect import views as single_sign_on
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from requests import RequestException

from entreciudades.accounts.models import LONGEST_NAME
from entreciudades.accounts.services import choose_language, choose_name
from entreciudades.processes.second_factor import is_overdue
from entreciudades.web.access import public, signed_in
from entreciudades.web.desk.doors import person

#: Name of a page, its title, what one does there; in this order on "My account".
SECTIONS: Final = (
    ("account:details", gettext_lazy("Name and language"), gettext_lazy("How others read you, and how you read.")),
    ("account_email", gettext_lazy("E-mail address"), gettext_lazy("With which you sign in and are written to.")),
    (
        "mfa_index",
        gettext_lazy("Ways to sign in"),
        gettext_lazy("Password, passkeys, an app with codes, recovery codes."),
    ),
    (
        "notices:preferences",
        gettext_lazy("How I am told"),
        gettext_lazy("Which notices also come by mail, and when; my calendar."),
    ),
    ("account:sessions", gettext_lazy("Sessions"), gettext_lazy("Where you are signed in now; end what is not yours.")),
    ("account:sign-ins", gettext_lazy("My sign-ins"), gettext_lazy("Who signed in as you and what was changed.")),
    ("account:data", gettext_lazy("What is kept of you"), gettext_lazy("To read, to take along, to erase.")),
)


class DetailsForm(forms.Form):
    """Name and language of whoever fills it in."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=LONGEST_NAME)
    language = forms.ChoiceField(label=gettext_lazy("Language in which you read"), choices=settings.LANGUAGES)


@signed_in
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The sections of one's account."""
    sections = [(reverse(name), title, says) for name, title, says in SECTIONS]
    return render(request, "account/home.html", {"sections": sections})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def details(request: HttpRequest) -> HttpResponse:
    """Change one's name and language."""
    user = person(request)
    known = {"name": user.name, "language": user.preferred_language}
    form = DetailsForm(request.POST if request.method == "POST" else None, initial=known)
    if request.method == "POST" and form.is_valid():
        choose_name(user=user, name=form.cleaned_data["name"])
        choose_language(user=user, language=form.cleaned_data["language"])
        messages.success(request, _("Saved."))
        return redirect("account:home")
    page = {"form": form, "title": _("Name and language"), "base": "account/base.html", "back": reverse("account:home")}
    return render(request, "layouts/form.html", page)


@signed_in
@never_cache
@require_safe
def ways(request: HttpRequest) -> HttpResponse:
    """Everything by which one may sign in, with what can be added and taken away."""
    user = person(request)
    held = list(Authenticator.objects.filter(user=user).order_by("pk"))
    codes = next((one for one in held if one.type == Authenticator.Type.RECOVERY_CODES), None)
    page = {
        "passkeys": [one for one in held if one.type == Authenticator.Type.WEBAUTHN],
        "app": next((one for one in held if one.type == Authenticator.Type.TOTP), None),
        "codes": codes,
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else 0,
        "has_password": user.has_usable_password(),
        "linked": SocialAccount.objects.filter(user=user).first() if settings.SINGLE_SIGN_ON else None,
        "single_sign_on": settings.SINGLE_SIGN_ON,
    }
    return render(request, "account/ways.html", page)


@signed_in
@require_safe
def second_factor(request: HttpRequest) -> HttpResponse:
    """Where desk and office lead whoever must set up a second factor first."""
    return render(request, "account/second_factor.html") if is_overdue(request.user) else redirect("mfa_index")


@public
@require_safe
def to_provider(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Lead to the provider's page; say so where it cannot be asked for its address."""
    try:
        answer: HttpResponse = single_sign_on.login(request, provider_id)
    except RequestException:
        answer = render(request, "socialaccount/authentication_error.html", status=503)
    return answer


@public
@require_safe
def cancelled(request: HttpRequest) -> HttpResponse:
    """Back from the provider without having signed in there."""
    messages.info(request, _("You did not sign in there. Nothing was changed."))
    return redirect("account_login")
