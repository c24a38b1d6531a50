"""The addresses behind links."""

from django.urls import path

from entreciudades.web.guest import contribution

app_name = "guest"

urlpatterns = [
    path("<str:token>/", contribution.contribution, name="contribution"),
    path("<str:token>/word", contribution.word, name="contribution-word"),
    path("<str:token>/back", contribution.back, name="contribution-back"),
]
