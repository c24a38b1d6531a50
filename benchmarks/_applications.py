"""A call with many applications of invented cities of invented countries, admitted, on two sides."""

import random
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from entreciudades.actors.models import Organisation
    from entreciudades.calls.models import Call

BEGINNINGS = (
    "Aldea", "Alta", "Brisa", "Campo", "Casa", "Costa", "Cumbre", "Fuente", "Hoya", "Isla", "Laguna", "Loma", "Mar",
    "Mesa", "Molino", "Monte", "Nieve", "Peña", "Playa", "Pozo", "Prado", "Puente", "Puerto", "Ribera", "Roca", "Selva",
    "Sierra", "Torre", "Valle", "Vega", "Villa", "Viña",
)  # fmt: skip
ENDINGS = (
    "alba", "alegre", "altiva", "amena", "antigua", "azul", "baja", "bella", "breve", "bruma", "clara", "dorada",
    "dulce", "entera", "feliz", "firme", "florida", "fría", "grande", "honda", "larga", "leve", "limpia", "llana",
    "luna", "mansa", "nueva", "parda", "plena", "quieta", "serena", "sola",
)  # fmt: skip
NORTH = ("Nordlandia", "Valdoria", "Monterral", "Estelmark", "Brennia")
SOUTH = ("Lusarda", "Bharani", "Northam", "Caribania", "Altiplana")
THEMES, MOST_THEMES, LEVELS = 15, 5, (1, 4)


def fill(network: "Organisation", *, applications: int, slug: str = "parejas", state: str = "decided") -> "Call":
    """Make the call and so many admitted applications, half on either side; the same ones at every run."""
    import datetime as dt  # noqa: PLC0415 - with what needs Django

    from django.utils import timezone  # noqa: PLC0415

    from entreciudades.actors.models import Organisation  # noqa: PLC0415
    from entreciudades.calls.models import Admission, Application, Call, Submission  # noqa: PLC0415
    from entreciudades.methodologies.services import load_methodology  # noqa: PLC0415
    from entreciudades.methodologies.shipped import shipped_text  # noqa: PLC0415
    from entreciudades.search.analysis import fold  # noqa: PLC0415

    chance = random.Random(2026)  # noqa: S311 - no secret: the same cities at every run
    now = timezone.now()
    call = Call.objects.create(
        slug=slug,
        network=network,
        methodology=load_methodology(shipped_text("iuc-city-pairing"), file="iuc-city-pairing", by=None),
        component="c1",
        titles={"es": "Cooperación urbana 2026", "en": "Urban cooperation 2026"},
        state=state,
        opens_at=now - dt.timedelta(days=90),
        closes_at=now - dt.timedelta(days=30),
        published_at=now - dt.timedelta(days=90),
        decided_at=now,
        languages=["es", "en"],
        countries={"eu": [f"x-{name.lower()}" for name in NORTH], "partner": [f"x-{name.lower()}" for name in SOUTH]},
        quota={"x-valdoria": max(1, applications // 20)},
    )
    names = [f"{first}{last}" for first, last in product(BEGINNINGS, ENDINGS)]
    chance.shuffle(names)
    cities = Organisation.objects.bulk_create(
        Organisation(
            slug=fold(name).replace(" ", "-"),
            form="city",
            kind_id="actor:municipal",
            names={"es": name},
            sort_name=fold(name),
            fictional_country={"es": chance.choice((NORTH, SOUTH)[place % 2])},
        )
        for place, name in enumerate(names[:applications])
    )
    rows = Application.objects.bulk_create(
        Application(call=call, applicant=city, state="submitted", submitted_at=now, titles=city.names)
        for city in cities
    )
    frozen = [_frozen(call, city, ("eu", "partner")[place % 2], chance) for place, city in enumerate(cities)]
    Submission.objects.bulk_create(
        Submission(application=row, number=1, frozen=written, digest="0" * 64)
        for row, written in zip(rows, frozen, strict=True)
    )
    reason = "Ciudad ficticia."
    Admission.objects.bulk_create(Admission(application=row, outcome="selected", reason=reason) for row in rows)
    return call


def _frozen(call: "Call", city: "Organisation", side: str, chance: random.Random) -> dict[str, object]:
    from entreciudades.actors.countries import country_key  # noqa: PLC0415
    from entreciudades.calls.snapshot import Budget, Party, Population, Snapshot  # noqa: PLC0415

    def levels() -> dict[str, int]:
        themes = chance.sample(range(1, THEMES + 1), chance.randint(1, MOST_THEMES))
        return {f"iuc:{theme}": chance.randint(*LEVELS) for theme in themes}

    population = Population(chance.randint(100, 3000) * 1000, "", "2025", "inventado")
    return Snapshot(
        call=call.slug,
        language="es",
        titles={},
        applicant=Party(
            organisation=city.pk,
            slug=city.slug,
            names=city.names,
            kind="municipal",
            country=country_key(city),
            population=population if chance.random() > 0.05 else None,  # noqa: PLR2004 - some say nothing
            has_consented=True,
            by_letter=False,
            coordinates=1,
            joins=0,
        ),
        members=(),
        side=side,
        common_problem={},
        themes=(),
        needs=levels(),
        offers=levels(),
        priorities=tuple(f"sdg:{goal}" for goal in chance.sample(range(1, 18), 3)),
        languages=tuple(chance.sample(("es", "en", "pt", "fr"), 2)),
        people=(),
        answers={},
        documents=(),
        budget=Budget(None, None, "", None),
        capacity=None,
    ).written()
