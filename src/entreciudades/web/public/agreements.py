"""An agreement that everybody may read: who signed it, as what, until when it holds, and its articles."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from entreciudades.alliances.models import Agreement
from entreciudades.alliances.states import AgreementState
from entreciudades.alliances.validity import holds_on
from entreciudades.core.labels import label
from entreciudades.core.slugs import find
from entreciudades.web.access import public
from entreciudades.web.public.positions import articles_of


@public
def agreement(request: HttpRequest, slug: str) -> HttpResponse:
    """One of them, as far as it was published; whoever works on it reads it at the desk."""
    rows = Agreement.objects.visible_to(request.user).filter(published=True).select_related("alliance", "parent")
    found = find(rows.prefetch_related("parties__organisation", "parties__signatures", "themes"), slug)
    every = [(one, [sign for sign in one.signatures.all() if sign.counts]) for one in found.parties.all()]
    # Where it was signed here, one that left its alliance before it signed is none of those who did.
    parties = [(party, signed) for party, signed in every if signed] or every
    context = {
        "agreement": found,
        "title": label(found.titles, get_language() or "es").text,
        "parties": parties,
        "articles": articles_of(found, published=True),
        "in_force": holds_on(found, timezone.localdate()),
        "is_denounced": found.state == AgreementState.DENOUNCED,
    }
    return render(request, "public/agreement.html", context)
