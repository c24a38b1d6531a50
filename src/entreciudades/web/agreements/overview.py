"""An agreement as an office reads it: what it is, between whom, and its articles, language beside language."""

from django.http import HttpResponse
from django.shortcuts import render

from entreciudades.alliances.models import Article
from entreciudades.alliances.wording import WORDING
from entreciudades.core.files import attachments_of
from entreciudades.core.models import Text
from entreciudades.web.agreements.places import Place
from entreciudades.web.files import address_of

_DOCUMENT = "document"


def show(place: Place) -> HttpResponse:
    """All of it; nothing is written here."""
    agreement = place.agreement
    articles = list(agreement.articles.all())
    texts: dict[int, list[Text]] = {one.pk: [] for one in articles}
    for text in Text.objects.of(*articles).filter(section=WORDING).order_by("language") if articles else ():
        texts[text.object_id].append(text)
    rows: list[tuple[Article, list[Text]]] = [(one, texts[one.pk]) for one in articles]
    files = [(one, address_of(one)) for one in attachments_of(agreement, _DOCUMENT)]
    page = {"articles": rows, "documents": files, "parties": place.parties, "themes": agreement.themes.all()}
    return render(place.request, "office/agreements/agreement.html", place.about | page)
