"""The addresses of a city's searches, after that of the city."""

from django.urls import URLPattern, path

from entreciudades.web.desk.searches import overview, steps


def addresses(prefix: str) -> list[URLPattern]:
    """All of them, under a prefix that ends in the city's slug."""
    one = f"{prefix}searches/<slug:search>/"
    return [
        path(f"{prefix}searches/", overview.searches, name="searches"),
        path(f"{prefix}searches/begin/", overview.begin, name="search-begin"),
        path(one, overview.search, name="search"),
        path(f"{one}weights/", overview.weights, name="search-weights"),
        path(f"{one}found/", overview.found, name="search-found"),
        path(f"{one}candidates/<int:pk>/", steps.candidate, name="search-candidate"),
        path(f"{one}steps/<slug:step>/", steps.step, name="search-step"),
        path(
            f"{one}steps/<slug:step>/documents/<int:pk>/remove/", steps.remove_document, name="search-document-remove"
        ),
    ]
