"""What the search keeps of an agreement: its title and parties, and all its articles in all their languages.

One entry for each language of the site: a register is searched for whole agreements, in the order of their days, and
whoever seeks "agua saneamiento" finds one that says the former in article 2 and the latter in article 9. The articles
of a draft are found once the text is put before the parties: until then it changes with every keystroke.
"""

from collections import defaultdict
from collections.abc import Collection
from typing import Final

from django.conf import settings

from entreciudades.actors.countries import country_titles
from entreciudades.actors.models import Organisation
from entreciudades.alliances.models import Agreement
from entreciudades.alliances.states import AgreementState
from entreciudades.alliances.wording import WORDING
from entreciudades.core.index import Entry, index_each
from entreciudades.core.labels import FALLBACKS, label
from entreciudades.core.models import Text
from entreciudades.taxonomy.finding import words_for

AT_ONCE: Final = 200


def index_agreement(agreement: Agreement) -> None:
    """Write the search entries of an agreement, one per language."""
    index_agreements([agreement.pk])


def index_agreements(pks: Collection[int]) -> None:
    """Write the search entries of many, in a few queries."""
    listed = list(pks)
    for begin in range(0, len(listed), AT_ONCE):
        rows = Agreement.objects.filter(pk__in=listed[begin : begin + AT_ONCE])
        found = list(rows.prefetch_related("parties__organisation", "themes", "articles"))
        texts = _texts(found)
        index_each([(row, _entries(row, texts[row.pk])) for row in found])


def _texts(agreements: Collection[Agreement]) -> dict[int, dict[str, list[str]]]:
    """By agreement and language, the wording of its articles."""
    articles = [one for row in agreements if row.state != AgreementState.DRAFTING for one in row.articles.all()]
    of = {one.pk: one.agreement_id for one in articles}
    texts: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    if articles:
        rows = Text.objects.of(*articles).filter(section=WORDING).order_by("object_id")
        for article, language, body in rows.values_list("object_id", "language", "body"):
            texts[of[article]][language].append(body)
    return texts


def _entries(agreement: Agreement, texts: dict[str, list[str]]) -> list[Entry]:
    codes = [code for code, _name in settings.CONTENT_LANGUAGES]
    others = [body for language, bodies in texts.items() if language not in codes for body in bodies]
    terms, headings = list(agreement.themes.all()), [one.headings for one in agreement.articles.all()]
    entries = []
    for code in codes:
        words = [agreement.reference, agreement.source, words_for(terms, code), *texts.get(code, ())]
        words += [label(one, code).text for one in headings]
        for party in agreement.parties.all():
            city = party.organisation
            words += [label(city.names, code).text, city.acronym, party.signed_by, *_country(city, code)]
        if code == FALLBACKS[0]:  # languages that the site does not speak are found as they are written
            words += others + [text for one in headings for text in one.values()]
        entries.append(Entry(code, label(agreement.titles, code).text, " ".join(words)))
    return entries


def _country(city: Organisation, language: str) -> list[str]:
    fictional = label(city.fictional_country, language).text
    return [fictional, *country_titles({city.country}, language).values()]
