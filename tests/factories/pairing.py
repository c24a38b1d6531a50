"""A call whose admitted cities are to be paired, in fictional countries: three on one side, three on the other."""

from tests.factories.actors import CityFactory
from tests.factories.calls import (
    AdmissionFactory,
    ApplicationFactory,
    CallFactory,
    PairingRunFactory,
    SubmissionFactory,
)

from entreciudades.calls.jobs import next_run
from entreciudades.calls.models import Application, Call, PairingRun
from entreciudades.calls.snapshot import take
from entreciudades.processes.pairing import ask_pairing

NORTH, SOUTH = {"es": "Nordlandia", "en": "Nordland"}, {"es": "Lusarda"}
#: Name, country, people, needs, offers: Vallehondo and Santa Bruma help each other, Dunkhaven and Sarapur in part.
CITIES = (
    ("vallehondo", NORTH, {"iuc:3": 4}, {"iuc:5": 4}),
    ("dunkhaven", NORTH, {"iuc:7": 3}, {"iuc:9": 4}),
    ("portosole", NORTH, {"iuc:1": 2}, {"iuc:2": 2}),
    ("santa-bruma", SOUTH, {"iuc:5": 4}, {"iuc:3": 4}),
    ("sarapur", SOUTH, {"iuc:9": 4}, {"iuc:1": 1}),
    ("rivertown", SOUTH, {"iuc:2": 1}, {"iuc:9": 2}),
)


def pairing_call(**more) -> Call:
    """A call whose admission is decided; the sides are the two fictional countries."""
    return CallFactory(**{"state": "decided", "countries": {"eu": ["x-nordlandia"], "partner": ["x-lusarda"]}, **more})


def admitted(call: Call, slug: str, country: dict, needs: dict, offers: dict) -> Application:
    """An application that was submitted and selected."""
    city = CityFactory(slug=slug, names={"es": slug.replace("-", " ").title()}, fictional_country=country)
    for term, level in needs.items():
        city.needs.create(term_id=term, level=level)
    for term, level in offers.items():
        city.offers.create(term_id=term, level=level)
    city.figures.create(measure="population", value=400_000, unit="inhabitants", source="inventado")
    application = ApplicationFactory(call=call, applicant=city, submitted=True)
    SubmissionFactory(application=application, frozen=take(application).written())
    AdmissionFactory(application=application)
    return application


def world(**more) -> tuple[Call, dict[str, Application]]:
    """The call and its six admitted applications by slug."""
    call = pairing_call(**more)
    return call, {slug: admitted(call, slug, country, needs, offers) for slug, country, needs, offers in CITIES}


def done(call: Call, **more: object) -> PairingRun:
    """A run of the call that the worker has done."""
    run = ask_pairing(call, **{"by": None, **more})
    next_run()
    run.refresh_from_db()
    return run


def run_of(a: Application, b: Application, number: int = 1) -> PairingRun:
    """A run of their call that is done, and pairs these two."""
    run = PairingRunFactory(call=a.call, number=number)
    pair = {
        "a": a.applicant.slug,
        "b": b.applicant.slug,
        "parts": {"scale": 0.5},
        "score": 0.5,
        "terms": {"a_learns": ["iuc:3"], "b_learns": ["iuc:5"]},
        "unknown": ["scale"],
    }
    run.result |= {"admissible_pairs": 1, "bound": 0.5, "pairs": [pair], "total": 0.5}
    run.save()
    return run
