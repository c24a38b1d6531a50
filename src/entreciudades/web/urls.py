"""The addresses of pages. Public ones stand under their language, with the words of that language."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from entreciudades.web import components, files, health, invitations, language
from entreciudades.web.account import urls as account
from entreciudades.web.desk import consents, mayor
from entreciudades.web.public import machines

urlpatterns: list[URLPattern | URLResolver] = [
    path("", language.entrance, name="entrance"),
    path("language", language.choose, name="language"),
    path("files/<int:pk>/<str:name>", files.file, name="file"),
    path("files/submitted/<int:pk>/<str:name>", files.frozen, name="frozen-file"),
    path("mayor/<str:token>/", mayor.shared, name="mayor"),
    path("mayor/<str:token>/page.pdf", mayor.shared_pdf, name="mayor-pdf"),
    path("consent/<str:token>/", consents.own, name="consent"),
    path("invitation/<str:token>/", invitations.invitation, name="invitation"),
    path("reply/", include("entreciudades.web.guest.urls", namespace="guest")),
    path("healthz", health.healthz, name="healthz"),
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("accounts/", include(account.OF_ALLAUTH)),
    path("account/", include("entreciudades.web.account.urls", namespace="account")),
    path("desk/", include("entreciudades.web.desk.urls", namespace="desk")),
    path("reviews/", include("entreciudades.web.reviews.urls", namespace="reviews")),
    path("office/", include("entreciudades.web.office.urls", namespace="office")),
    path("", include("entreciudades.web.notices.urls", namespace="notices")),
    *i18n_patterns(path("", include("entreciudades.web.public.urls", namespace="public"))),
]
#: What the demonstration alone shows: its people, its mail, every component.
DEMONSTRATION: list[URLPattern | URLResolver] = [
    path("componentes/", components.components, name="components"),
    path("", include("entreciudades.web.demo.urls", namespace="demo")),
]
if settings.DEMONSTRATION:
    urlpatterns += DEMONSTRATION
