"""What the site says of itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst

from entreciudades.core.privacy import personal_data
from entreciudades.web.access import public


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    """How far everybody can use the pages."""
    return render(request, "public/accessibility.html")


@public
def privacy(request: HttpRequest) -> HttpResponse:
    """Which personal data is kept, why, who sees it and for how long: as declared where it is kept."""
    register = [
        {
            "title": capfirst(str(model._meta.verbose_name_plural)),
            "fields": [
                {
                    "name": capfirst(str(model._meta.get_field(one.name).verbose_name)),  # type: ignore[union-attr]
                    "purpose": one.purpose,
                    "seen_by": one.seen_by,
                    "kept": one.kept,
                }
                for one in declared
            ],
        }
        for model, declared in personal_data().items()
    ]
    register.sort(key=lambda one: str(one["title"]))
    return render(request, "public/privacy.html", {"register": register})
