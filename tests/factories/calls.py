"""Calls and what hangs on them. Everything is invented; the methodology is a small one of the tests' own."""

import datetime as dt
from hashlib import sha256
from pathlib import Path

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory
from tests.factories.actors import CityFactory, NetworkFactory, UserFactory
from tests.factories.methodologies import MethodologyFactory

from entreciudades.calls.models import (
    Admission,
    Application,
    Call,
    CallDecision,
    GroupMember,
    Meeting,
    Pair,
    PairingRun,
    Review,
    Score,
    StepRecord,
    Submission,
)
from entreciudades.methodologies.shipped import shipped_text

DAY = dt.timedelta(days=1)


class CallMethodologyFactory(MethodologyFactory):
    slug = "pares-de-prueba"
    title = factory.LazyFunction(lambda: {"es": "Pares de ciudades", "pt": "Pares de cidades", "en": "City pairs"})
    text = factory.LazyFunction(lambda: (Path(__file__).parent / "call.toml").read_text("utf-8"))
    digest = factory.LazyAttribute(lambda o: sha256(o.text.encode()).hexdigest())


class SearchMethodologyFactory(MethodologyFactory):
    """The search of a partner as it ships."""

    slug = "vvsg-partner-search"
    title = factory.LazyFunction(lambda: {"es": "Búsqueda de socio", "pt": "Procura de parceiro", "en": "Search"})
    text = factory.LazyFunction(lambda: shipped_text("vvsg-partner-search"))
    digest = factory.LazyAttribute(lambda o: sha256(o.text.encode()).hexdigest())


class CallFactory(DjangoModelFactory):
    """Open since yesterday, for ten days more; `draft=True`: in preparation; `closed=True`: under review."""

    class Meta:
        model = Call

    class Params:
        draft = factory.Trait(state="draft", published_at=None)
        closed = factory.Trait(state="under-review", closes_at=factory.LazyFunction(lambda: timezone.now() - DAY / 2))

    slug = factory.Sequence(lambda n: f"convocatoria-{n}")
    network = factory.SubFactory(NetworkFactory)
    methodology = factory.SubFactory(CallMethodologyFactory)
    titles = factory.LazyAttribute(
        lambda o: {"es": o.slug.replace("-", " ").capitalize(), "pt": f"Chamada {o.slug}", "en": f"Call {o.slug}"}
    )
    state = "open"
    opens_at = factory.LazyFunction(lambda: timezone.now() - DAY)
    closes_at = factory.LazyFunction(lambda: timezone.now() + 10 * DAY)
    zone = "Europe/Madrid"
    languages = factory.LazyFunction(lambda: ["es", "pt", "en"])
    published_at = factory.LazyFunction(timezone.now)


class CallDecisionFactory(DjangoModelFactory):
    class Meta:
        model = CallDecision

    call = factory.SubFactory(CallFactory)
    verb = "change"
    reason = "Una razón inventada."


class SearchFactory(CallFactory):
    """A city seeks a partner."""

    methodology = factory.SubFactory(SearchMethodologyFactory)
    holder = factory.SubFactory(CityFactory)


class StepRecordFactory(DjangoModelFactory):
    class Meta:
        model = StepRecord

    call = factory.SubFactory(SearchFactory)
    step = "profile"
    done_on = factory.LazyFunction(timezone.localdate)
    note = "Acordado."


class ApplicationFactory(DjangoModelFactory):
    """Being written; `submitted=True` makes one that arrived (without its frozen copy: SubmissionFactory)."""

    class Meta:
        model = Application

    class Params:
        submitted = factory.Trait(state="submitted", submitted_at=factory.LazyFunction(timezone.now))

    call = factory.SubFactory(CallFactory)
    applicant = factory.SubFactory(CityFactory)
    titles = factory.LazyAttribute(lambda o: {"es": f"Solicitud de {o.applicant.names['es']}"})


class GroupMemberFactory(DjangoModelFactory):
    class Meta:
        model = GroupMember

    application = factory.SubFactory(ApplicationFactory)
    organisation = factory.SubFactory(CityFactory)
    position = factory.Sequence(int)


class SubmissionFactory(DjangoModelFactory):
    class Meta:
        model = Submission

    application = factory.SubFactory(ApplicationFactory, submitted=True)
    number = 1
    frozen = factory.LazyFunction(dict)
    digest = "0" * 64


class ReviewFactory(DjangoModelFactory):
    """Assigned; `sent=True` makes one whose reviewer declared no conflict and sent it."""

    class Meta:
        model = Review

    class Params:
        sent = factory.Trait(
            declared_at=factory.LazyFunction(timezone.now),
            conflict=False,
            sent_at=factory.LazyFunction(timezone.now),
        )

    application = factory.SubFactory(ApplicationFactory, submitted=True)
    reviewer = factory.SubFactory(UserFactory)


class ScoreFactory(DjangoModelFactory):
    class Meta:
        model = Score

    review = factory.SubFactory(ReviewFactory)
    criterion = "strategy"
    points = 3
    reason = "Una razón inventada."


class AdmissionFactory(DjangoModelFactory):
    class Meta:
        model = Admission

    application = factory.SubFactory(ApplicationFactory, submitted=True)
    outcome = "selected"
    reason = "Una razón inventada."


class MeetingFactory(DjangoModelFactory):
    class Meta:
        model = Meeting

    call = factory.SubFactory(CallFactory)
    round = 1
    starts_at = factory.LazyFunction(timezone.now)
    ends_at = factory.LazyAttribute(lambda o: o.starts_at + dt.timedelta(minutes=30))
    a = factory.SubFactory(ApplicationFactory, submitted=True, call=factory.SelfAttribute("..call"))
    b = factory.SubFactory(ApplicationFactory, submitted=True, call=factory.SelfAttribute("..call"))


class PairingRunFactory(DjangoModelFactory):
    """Done, by the rules of nobody in particular, without any pair."""

    class Meta:
        model = PairingRun

    call = factory.SubFactory(CallFactory)
    number = factory.Sequence(lambda n: n + 1)
    state = "done"
    rules = factory.LazyFunction(
        lambda: {
            "sides": ["eu", "partner"],
            "min_score": 0.0,
            "first_aim": "total",
            "weights": {"scale": 1.0},
            "quota": {"country": {}},
            "require": [],
            "forbid": [],
        }
    )
    result = factory.LazyFunction(
        lambda: {
            "admissible_pairs": 0,
            "bound": 0.0,
            "engine": "inventado",
            "gap": 0.0,
            "pairs": [],
            "total": 0.0,
            "unpaired": [],
        }
    )


class PairFactory(DjangoModelFactory):
    """Proposed; `accepted=True` makes one that both cities accepted."""

    class Meta:
        model = Pair

    class Params:
        accepted = factory.Trait(state="accepted", settled_at=factory.LazyFunction(timezone.now))

    run = factory.SubFactory(PairingRunFactory)
    call = factory.SelfAttribute("run.call")
    a = factory.SubFactory(ApplicationFactory, submitted=True, call=factory.SelfAttribute("..call"))
    b = factory.SubFactory(ApplicationFactory, submitted=True, call=factory.SelfAttribute("..call"))
    due_at = factory.LazyFunction(lambda: timezone.now() + 15 * DAY)
