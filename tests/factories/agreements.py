"""Agreements that were negotiated here, with their text in two languages."""

from tests.factories.actors import CityFactory
from tests.factories.alliances import AgreementFactory, AgreementPartyFactory, ArticleFactory
from tests.factories.signing import agreed_between
from tests.factories.whole import put_text

from entreciudades.alliances.models import Agreement
from entreciudades.alliances.wording import WORDING

CITIES = ("vallehondo", "santa-bruma")


def drafted(slug: str = "agua-alta", *, cities=CITIES, **values) -> Agreement:
    """An agreement of two articles that is being negotiated in Spanish and Portuguese."""
    values = {"state": "drafting", "kind": "twinning", "languages": ["es", "pt"], "authentic": ["es", "pt"]} | values
    titles = {"es": "Convenio del agua alta", "pt": "Convénio da água alta"}
    agreement = AgreementFactory(slug=slug, **({"titles": titles} | values))
    for position, name in enumerate(cities, start=1):
        city = CityFactory(slug=name, names={"es": name.replace("-", " ").title()})
        AgreementPartyFactory(agreement=agreement, organisation=city, position=position)
    for number, (headings, bodies) in enumerate(
        (
            ({"es": "Objeto", "pt": "Objeto"}, {"es": "Trabajar **juntas**.", "pt": "Trabalhar **juntas**."}),
            ({"es": "Vigencia", "pt": "Vigência"}, {"es": "Cuatro años."}),
        ),
        start=1,
    ):
        article = ArticleFactory(agreement=agreement, number=number, headings=headings)
        for language, body in bodies.items():
            put_text(article, WORDING, body, language)
    return agreement


def agreed(slug: str = "agua-alta", **values) -> Agreement:
    """One between the same cities, who have agreed to its text."""
    cities = [CityFactory(slug=name, names={"es": name.replace("-", " ").title()}) for name in CITIES]
    return agreed_between(*cities, slug=slug, **values)
