"""What holds everywhere; ``product``, ``demo`` and ``test`` build on it and on the environment."""

import locale
from pathlib import Path
from typing import Any, Final

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from entreciudades.settings.addresses import ROOT
from entreciudades.settings.environment import Environment

PACKAGE: Final = Path(__file__).resolve().parents[1]
VAR: Final = ROOT / "var"

ROOMS: Final = (
    "core",
    "taxonomy",
    "accounts",
    "methodologies",
    "actors",
    "notices",
    "practices",
    "calls",
    "alliances",
    "programmes",
    "contributions",
    "exchanges",
    "exports",
    "imports",
    "web",
)
INSTALLED_APPS = [
    *(f"entreciudades.{room}" for room in ROOMS),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_htmx",
    "csp",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "entreciudades.web.middleware.Squeezed",  # pages for slow lines; it pads them, so that lengths tell nothing
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "entreciudades.web.middleware.SessionSeen",
    "entreciudades.web.middleware.ReaderLanguage",  # knows the user, and comes before what reads addresses
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "entreciudades.web.middleware.SecondFactorDemanded",
    "entreciudades.web.middleware.Refusals",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "entreciudades.urls"
WSGI_APPLICATION = "entreciudades.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DEMONSTRATION = False
"""Whether /demo lets a visitor enter as one of the demonstration's people; true in ``demo`` alone."""

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "entreciudades.web.context.site",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

LANGUAGE_CODE = "es"
CONTENT_LANGUAGES = [("es", _("Spanish")), ("pt", _("Portuguese")), ("en", _("English"))]
"""The languages in which texts and names are written; `pt` serves every reader of Portuguese."""
LANGUAGES = [
    ("es", _("Spanish")),
    ("pt", _("Portuguese (Brazil)")),
    ("pt-pt", _("Portuguese (Portugal)")),
    ("en", _("English")),
]
"""The languages in which the site itself speaks; what `pt-pt` does not say otherwise it says as `pt` does."""
LOCALE_PATHS = [PACKAGE / "locale"]
# Python takes a bare "pt" for Portugal's, and gettext would read locale/pt_PT for readers of our `pt` too.
locale.locale_alias["pt"] = "pt"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT: Path | None = VAR / "static"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_HANDLERS = [
    "entreciudades.web.uploads.Capped",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["entreciudades.web.sign_in.Entrance"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "entreciudades.accounts.passwords.MaximumLengthValidator"},
    {"NAME": "entreciudades.accounts.passwords.ContextWordsValidator"},
]
LOGIN_URL = "account_login"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "entreciudades.web.sign_in.SignIn"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # a stranger's address gets no mail from us
ACCOUNT_SESSION_REMEMBER = None  # the person decides
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True  # whoever chose a password by the link in their mail goes on to their work
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # before the address or a second factor is changed

MFA_ADAPTER = "entreciudades.web.second_factor.SecondFactor"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # a passkey alone lets in: it must know its owner
MFA_ALLOW_UNVERIFIED_EMAIL = True  # whoever has a second factor may change their address too; nobody registers here
MFA_TOTP_TOLERANCE = 1  # clocks of telephones differ
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_FORMS = {
    "authenticate": "entreciudades.web.second_factor.CodeForm",
    "reauthenticate": "entreciudades.web.second_factor.CodeAgainForm",
    "login_webauthn": "entreciudades.web.second_factor.PasskeyForm",
    "authenticate_webauthn": "entreciudades.web.second_factor.SecondPasskeyForm",
    "reauthenticate_webauthn": "entreciudades.web.second_factor.PasskeyAgainForm",
    "activate_totp": "entreciudades.web.second_factor.AddAppForm",
    "add_webauthn": "entreciudades.web.second_factor.AddPasskeyForm",
    "edit_webauthn": "entreciudades.web.second_factor.NamePasskeyForm",
}
SOCIALACCOUNT_ADAPTER = "entreciudades.web.single_sign_on.SingleSignOn"
SOCIALACCOUNT_LOGIN_ON_GET = True  # a link: the policy of contents lets no form lead to another site
SINGLE_SIGN_ON = ""
"""What the button of the provider of OIDC_URL says; empty where there is none."""

# Shared by all processes, so that limits on sign-in count every attempt.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # Django's 300 are soon full, and a third then goes: whoever tries many accounts would wipe their own count out.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

EMAIL_BACKEND = "entreciudades.core.mail.OutboxEmailBackend"  # mail is written in the transaction; the worker sends it

SESSION_ENGINE = "entreciudades.accounts.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}


def of_place(
    environment: Environment, *, static_files: str = "whitenoise.storage.CompressedManifestStaticFilesStorage"
) -> dict[str, Any]:
    """The settings that follow from the environment, to be merged into a settings module."""
    secure = environment.site_url.startswith("https://")
    return {
        "DATABASES": {"default": environment.database},
        "SECRET_KEY": environment.secret_key,
        "SITE_URL": environment.site_url,
        "ALLOWED_HOSTS": environment.allowed_hosts,
        "CSRF_TRUSTED_ORIGINS": [environment.site_url],
        **environment.email,
        "SERVER_EMAIL": environment.email["DEFAULT_FROM_EMAIL"],
        "AUTH_PASSWORD_VALIDATORS": AUTH_PASSWORD_VALIDATORS + breached_passwords(environment.breached_passwords),
        **single_sign_on(environment.oidc),
        "CLAMD": environment.clamd,
        "TRUSTED_CERTIFICATES": environment.trusted_certificates,
        "STORAGES": {
            "default": environment.storage,
            "staticfiles": {"BACKEND": static_files},
        },
        "SESSION_COOKIE_SECURE": secure,
        "CSRF_COOKIE_SECURE": secure,
        "SECURE_SSL_REDIRECT": secure,
        "SECURE_REDIRECT_EXEMPT": [r"^healthz$"],  # asked from the machine itself
        "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https") if secure else None,
        "SECURE_HSTS_SECONDS": 365 * 24 * 3600 if secure else 0,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": False,  # other sites of a city hall live beside this one
        "ALLAUTH_TRUSTED_PROXY_COUNT": int(secure),  # limits on sign-in count by the visitor's address, not the proxy's
        "ACCOUNT_DEFAULT_HTTP_PROTOCOL": "https" if secure else "http",
    }


def breached_passwords(path: Path | None) -> list[dict[str, Any]]:
    """The validator that looks passwords up in the list of ``BREACHED_PASSWORDS``; none where there is no list."""
    name = "entreciudades.accounts.passwords.BreachedPasswordValidator"
    return [{"NAME": name, "OPTIONS": {"path": str(path)}}] if path else []


def single_sign_on(provider: dict[str, str] | None) -> dict[str, Any]:
    """Allauth's settings of the provider of ``OIDC_URL``; code flow with PKCE."""
    if provider is None:
        return {}
    app = {
        "provider_id": "oidc",
        "name": provider["name"],
        "client_id": provider["client_id"],
        "secret": provider["secret"],
        "settings": {"server_url": provider["server_url"], "oauth_pkce_enabled": True},
    }
    return {"SINGLE_SIGN_ON": provider["name"], "SOCIALACCOUNT_PROVIDERS": {"openid_connect": {"APPS": [app]}}}
