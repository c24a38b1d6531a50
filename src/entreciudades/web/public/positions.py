"""Positions that everybody may read: what cities say together, who endorses it, and what came back."""

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from entreciudades.actors.models import Organisation
from entreciudades.alliances.models import Agreement, Article, Endorsement, Position
from entreciudades.alliances.services import WORDING
from entreciudades.core.errors import NotFound
from entreciudades.core.labels import label
from entreciudades.core.models import Text
from entreciudades.documents.book import Prose
from entreciudades.web.access import public
from entreciudades.web.public.lists import page_of
from entreciudades.web.public.texts import prose_of

_ENDORSED = Q(endorsements__state=Endorsement.State.ENDORSED)


@public
def positions(request: HttpRequest) -> HttpResponse:
    """All of them, the newest first."""
    rows = Position.objects.public().select_related("agreement__network").prefetch_related("agreement__themes")
    counted = rows.annotate(count=Count("endorsements", filter=_ENDORSED)).order_by("-published_at", "-pk")
    return render(request, "public/positions.html", {"page": page_of(request, counted)})


@public
def position(request: HttpRequest, slug: str) -> HttpResponse:
    """One of them: its text, who drafted it, who endorses it, whom it addresses and what they answered."""
    rows = Position.objects.public().select_related("agreement__network", "agreement__alliance")
    found = rows.filter(agreement__slug=slug).first()
    if found is None:
        raise NotFound("position", slug)
    agreement = found.agreement
    endorsements = found.endorsements.filter(state=Endorsement.State.ENDORSED).select_related("organisation")
    context = {
        "position": found,
        "title": label(agreement.titles, get_language() or "es").text,
        "articles": articles_of(agreement, published=True),
        "drafters": Organisation.objects.filter(agreement_parties__agreement=agreement),
        "themes": agreement.themes.all(),
        "endorsed": endorsements,
        "addressees": found.addressees.prefetch_related("replies"),
    }
    return render(request, "public/position.html", context)


def articles_of(agreement: Agreement, *, published: bool) -> list[tuple[Article, Prose | None]]:
    """Its articles, each with its wording for the reader: as everybody reads it, or as it stands; two queries."""
    articles = list(agreement.articles.all())
    texts = list(Text.objects.of(*articles)) if articles else []
    if published:
        for text in texts:
            text.body = text.published_body or ""
    return [(one, prose_of([text for text in texts if text.object_id == one.pk], WORDING)) for one in articles]
