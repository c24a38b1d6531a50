"""The addresses of the demonstration, which the journeys go through as a visitor of `make demo` would."""

from entreciudades.web.urls import DEMONSTRATION, urlpatterns

urlpatterns = [*urlpatterns, *DEMONSTRATION]
