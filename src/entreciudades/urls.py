"""Every address of the site. Public pages stand under their language; desk and office follow the user."""

from entreciudades.web.urls import urlpatterns

__all__ = ["urlpatterns"]
