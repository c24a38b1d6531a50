"""The addresses of one's own account, and those of allauth's pages that this site shows."""

from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount.providers.openid_connect import views as single_sign_on
from django.urls import URLPattern, URLResolver, include, path

from entreciudades.web.account import pages, personal_data, sessions

app_name = "account"

urlpatterns = [
    path("", pages.home, name="home"),
    path("second-factor/", pages.second_factor, name="second-factor"),
    path("details/", pages.details, name="details"),
    path("sessions/", sessions.sessions, name="sessions"),
    path("sessions/end/", sessions.end, name="session-end"),
    path("sessions/end-others/", sessions.end_others, name="sessions-end"),
    path("sign-ins/", sessions.sign_ins, name="sign-ins"),
    path("data/", personal_data.data, name="data"),
    path("data/entreciudades.json", personal_data.data_file, name="data-file"),
    path("data/erase/", personal_data.erasure, name="erasure"),
]

#: By the names by which allauth leads from one to the next; what the site does not offer has no address.
OF_ALLAUTH: list[URLPattern | URLResolver] = [
    path("", include("allauth.account.urls")),
    path("ways/", pages.ways, name="mfa_index"),
    path("ways/passkeys/", pages.ways, name="mfa_list_webauthn"),
    path("ways/passkeys/add/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("ways/passkeys/<int:pk>/name/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path("ways/passkeys/<int:pk>/remove/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
    path("ways/app/add/", app.activate_totp, name="mfa_activate_totp"),
    path("ways/app/remove/", app.deactivate_totp, name="mfa_deactivate_totp"),
    path("ways/codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("ways/codes/new/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("login/passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("login/code/", second_factor.authenticate, name="mfa_authenticate"),
    path("reauthenticate/code/", second_factor.reauthenticate, name="mfa_reauthenticate"),
    path("reauthenticate/passkey/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("login/cancelled/", pages.cancelled, name="socialaccount_login_cancelled"),
    path("oidc/<slug:provider_id>/login/", pages.to_provider, name="openid_connect_login"),
    path("oidc/<slug:provider_id>/login/callback/", single_sign_on.callback, name="openid_connect_callback"),
]
