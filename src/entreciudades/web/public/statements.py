"""What the site says of itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from entreciudades.web.access import public


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    """How far everybody can use the pages."""
    return render(request, "public/accessibility.html")


@public
def privacy(request: HttpRequest) -> HttpResponse:
    """Which personal data is kept, why, and who sees it."""
    return render(request, "public/privacy.html")
