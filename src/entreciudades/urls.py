"""Every address of the site. Public pages stand under their language; desk and office follow the user."""

from django.urls import URLPattern, URLResolver, include, path

from entreciudades.web import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("accounts/", include("allauth.account.urls")),
]
