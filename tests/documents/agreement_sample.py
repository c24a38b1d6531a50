"""An agreement between cities of countries that do not exist."""

import datetime as dt

from entreciudades.documents.agreement_text import AgreementText, PartyText, Wording
from entreciudades.documents.book import Words
from entreciudades.documents.prose import parse

TITLES = {
    "es": "Convenio de hermanamiento para el agua de los barrios altos",
    "pt": "Convénio de geminação para a água dos bairros altos",
    "en": "Twinning agreement for the water of the upper quarters",
    "fr": "Accord de jumelage pour l’eau des hauts quartiers",
}
NUMBERS = {"es": "Artículo {}", "pt": "Artigo {}", "en": "Article {}", "fr": "{}"}
HEADINGS = {
    "es": ("Objeto", "Compromisos", "Vigencia"),
    "pt": ("Objeto", "Compromissos", "Vigência"),
    "en": ("Object", "Commitments", "Duration"),
    "fr": ("Objet", "Engagements", "Durée"),
}
BODY = {
    "es": "Las partes trabajarán juntas en **la gestión del agua** de sus barrios altos:\n\n- con visitas técnicas;\n"
    "- con personas de sus servicios.\n\nCada parte paga sus propios viajes.",
    "pt": "As partes trabalharão juntas na **gestão da água** dos seus bairros altos:\n\n- com visitas técnicas;\n"
    "- com pessoas dos seus serviços.\n\nCada parte paga as suas próprias viagens.",
    "en": "The parties will work together on **the water** of their upper quarters:\n\n- by technical visits;\n"
    "- with people of their services.\n\nEach party pays its own travel.",
    "fr": "",
}
CITIES = (
    "Villaverde de la Sierra",
    "Puerto Almendra",
    "Ribeira Nova",
    "Las Lomas",
    "Aldeamar",
    "Santa Clara",
    "Montesol",
)


def agreement(*, parties: int = 2, languages: tuple[str, ...] = ("es", "pt"), draft: bool = False) -> AgreementText:
    return AgreementText(
        language="es",
        kind="Hermanamiento",
        titles=tuple(Words(TITLES[code], code) for code in languages),
        parties=tuple(
            PartyText(f"ciudad-{place}", Words(name, "es"), "Altamar", f"Firma de {name}", "Alba Ruiz", "Alcaldesa")
            for place, name in enumerate(CITIES[:parties], start=1)
        ),
        languages="Textos auténticos: español y portugués.",
        articles=tuple(
            tuple(
                Wording(code, NUMBERS[code].format(place + 1), HEADINGS[code][place], parse(BODY[code]))
                for code in languages
            )
            for place in range(3)
        ),
        version="3",
        digest="5e" * 32,
        dated=dt.date(2026, 5, 4),
        draft=draft,
        foot="Red de Ciudades de Altamar",
        labels={
            "act": "Acuerdo del pleno",
            "between": "Entre",
            "date": "Fecha",
            "draft": "Borrador",
            "name": "Nombre",
            "office": "Cargo",
            "signatures": "Firmas",
            "unwritten": "Aún sin escribir.",
            "version": "Versión",
        },
    )
