"""The gates of an alliance with 7 parties, 6 stages and 60 requirements of every kind ask at most 15 questions."""

from itertools import cycle, islice
from typing import TYPE_CHECKING

from _measure import demonstration, kept, show, timed

if TYPE_CHECKING:
    from entreciudades.alliances.models import Alliance

PARTIES, STAGES, REQUIREMENTS, QUESTIONS = 7, 6, 60, 15
#: What the kinds cannot do without.
GIVEN = {
    "person-assigned": 'role = "technical"\nper_seat = true\n',
    "plan-alignment": "per_seat = true\n",
    "actors-mobilised": "per_seat = true\n",
    "agreement-agreed": 'kinds = ["twinning"]\n',
    "agreement-signed": 'kinds = ["twinning"]\nper_seat = true\n',
    "document-kept": 'document = "report"\n',
    "attested": 'by = "every-coordinator"\nevidence = "note"\n',
}
HEAD = """
slug = "sesenta"
version = "1.0"
languages = ["es"]
title.es = "Sesenta requisitos"
[alliance]
title.es = "Sesenta requisitos"
[[alliance.role]]
key = "technical"
title.es = "Técnica"
"""
PROGRAMME = """
[programme]
[[programme.variant]]
key = "operative"
title.es = "Programa operativo"
held_by = "alliance"
[[programme.variant.section]]
key = "context"
number = "1"
title.es = "Contexto"
asks.es = "Diga dónde"
text = { min_words = 2, max_words = 50 }
"""


def pack() -> str:
    """A methodology that asks sixty things, each kind in its turn, ten at each gate."""
    from entreciudades.methodologies.vocabulary import REQUIREMENTS as KINDS  # noqa: PLC0415 - after Django

    lines = [HEAD]
    keys = [f"r{number}" for number in range(REQUIREMENTS)]
    for key, kind in zip(keys, islice(cycle(KINDS), REQUIREMENTS), strict=True):
        lines.append(
            f'[[alliance.requirement]]\nkey = "{key}"\nkind = "{kind}"\n{GIVEN.get(kind, "")}says.es = "{key}"'
        )
    lines.append('[[alliance.form]]\nkey = "only"\ntitle.es = "La única"')
    of_each = REQUIREMENTS // STAGES
    for place in range(STAGES):
        asked = ", ".join(f'"{key}"' for key in keys[place * of_each : (place + 1) * of_each])
        lines.append(f'[[alliance.form.stage]]\nkey = "s{place}"\nnumber = "{place + 1}"\nrequires = [{asked}]')
        lines.append(f'title.es = "Etapa {place}"\npurpose.es = "Una etapa"')
        if place == 0:
            lines.append('document = [{ key = "report", title.es = "Informe" }]')
    return "\n".join([*lines, PROGRAMME])


def filled() -> "Alliance":
    """An alliance under way of seven cities of the demonstration's network, with something of every kind."""
    import datetime as dt  # noqa: PLC0415

    from entreciudades.accounts.models import User  # noqa: PLC0415
    from entreciudades.actors.models import MappedActor, Organisation, Person, Plan  # noqa: PLC0415
    from entreciudades.actors.services import adopt_methodology  # noqa: PLC0415
    from entreciudades.alliances.models import Agreement, AgreementParty, Alliance, Position  # noqa: PLC0415
    from entreciudades.alliances.services import attestations, life, parties  # noqa: PLC0415
    from entreciudades.core.texts import save_text  # noqa: PLC0415
    from entreciudades.exchanges.models import Exchange, ExchangeGuest  # noqa: PLC0415
    from entreciudades.methodologies.services import load_methodology  # noqa: PLC0415
    from entreciudades.programmes.models import Programme  # noqa: PLC0415

    network = Organisation.objects.get(slug="ucci")
    by = User.objects.filter(memberships__organisation=network, memberships__role="secretary").earliest("pk")
    methodology = load_methodology(pack(), file="sesenta", by=None)
    adopt_methodology(network, methodology, by=None)
    cities = [
        Organisation.objects.create(
            slug=f"siete-{place}", form="city", kind_id="actor:municipal", names={"es": f"Ciudad {place}"}
        )
        for place in range(PARTIES)
    ]
    alliance = life.propose(
        Alliance(),
        network=network,
        methodology=methodology,
        form="only",
        organisation=network,
        parties=cities,
        titles={"es": "Siete ciudades"},
        by=by,
    )
    agreement = Agreement.objects.create(
        slug="siete", kind="twinning", titles={"es": "Siete"}, state="signing", alliance=alliance
    )
    for seat in alliance.seats.all():
        parties.accept(seat, by=by)
        person = Person.objects.create(organisation=seat.organisation, name="Persona Inventada")
        parties.assign_person(seat, person=person, role="technical", by=by)
        plan = Plan.objects.create(organisation=seat.organisation, kind="public-policy", titles={"es": "Plan"})
        parties.align(seat, plan=plan, statements={}, by=by)
        MappedActor.objects.create(organisation=seat.organisation, kind_id="actor:university", names={"es": "Aulas"})
        AgreementParty.objects.create(agreement=agreement, organisation=seat.organisation)
        day = dt.date(2026, 1, 1)
        visit = Exchange.objects.create(
            alliance=alliance,
            kind="visit",
            titles={"es": "Visita"},
            host=seat.organisation,
            state="held",
            starts=day,
            ends=day,
        )
        ExchangeGuest.objects.create(exchange=visit, organisation=cities[0])
        save_text(visit, "minute", "es", "Vimos el río.", expected_version=0, by=by)
    alliance = life.start(life.constitute(alliance, by=by), by=by)
    stage = alliance.stages.get(key="s1")
    attested = next(one.key for one in _asked(alliance, "s1") if one.kind == "attested")
    for seat in alliance.seats.all():
        attestations.attest(stage, requirement=attested, seat=seat, note="Así es", evidence=None, by=by)
    position = Agreement.objects.create(slug="siete-agua", kind="position", titles={"es": "Agua"}, alliance=alliance)
    Position.objects.create(agreement=position)
    programme = Programme.objects.create(
        slug="siete",
        holder=cities[0],
        network=network,
        alliance=alliance,
        methodology=methodology,
        variant="operative",
        titles={"es": "Siete"},
        edition="2026",
    )
    save_text(programme, "context", "es", "Dos ríos crecen.", expected_version=0, by=by)
    return alliance


def _asked(alliance: "Alliance", key: str) -> tuple:
    from entreciudades.alliances.pack import form_of, part_of  # noqa: PLC0415

    return part_of(alliance).required_by(form_of(alliance).stage(key))


if __name__ == "__main__":
    with demonstration():
        from entreciudades.alliances.models import Alliance
        from entreciudades.processes.gates import evaluate, evaluate_all

        key = filled().pk

        def read() -> Alliance:
            """The alliance, read anew as a page does."""
            return Alliance.objects.select_related("network", "methodology").get(pk=key)

        every = timed(lambda: evaluate_all(read()))
        one = timed(lambda: evaluate(read()))
        asked = sum(len(report.outcomes) for report in every.given)
        met = sum(outcome.met for report in every.given for outcome in report.outcomes)
        show(
            ("gates", "requirements", "met", "queries", "seconds"),
            [
                ("all six", asked, met, every.queries, every.again),
                ("the one under way", len(one.given.outcomes), "", one.queries, one.again),
            ],
        )
        kept(
            f"{PARTIES} parties, {STAGES} stages, {REQUIREMENTS} requirements: at most {QUESTIONS} questions",
            holds=asked == REQUIREMENTS and met > 0 and every.queries <= QUESTIONS,
        )
