"""One engine for every methodology: each shipped form is lived to its end; laws of going on and going back."""

import contextlib

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.factories.actors import CityFactory, MembershipFactory, NetworkFactory, NetworkMemberFactory
from tests.factories.lives import pack_text, running

from entreciudades.actors.services import adopt_methodology
from entreciudades.alliances.errors import StageMoved
from entreciudades.alliances.models import Alliance, AllianceStage, Waiver
from entreciudades.alliances.pack import stage_of
from entreciudades.alliances.services import life, parties, stages
from entreciudades.core.errors import MoveRefused
from entreciudades.methodologies.services import load_methodology
from entreciudades.methodologies.shipped import shipped_pack, shipped_slugs, shipped_text
from entreciudades.processes.gates import advance_alliance, close_alliance, evaluate, evaluate_all

pytestmark = pytest.mark.django_db

FORMS = [
    (slug, form.key)
    for slug in shipped_slugs()
    if (part := shipped_pack(slug).alliance) is not None
    for form in part.forms
]


@pytest.mark.parametrize(("slug", "form"), FORMS)
def test_every_shipped_form_is_lived_to_its_end_by_exceptions_that_stay(slug: str, form: str) -> None:
    part = shipped_pack(slug).alliance
    assert part is not None
    network = NetworkFactory()
    methodology = load_methodology(shipped_text(slug), file=slug, by=None)
    adopt_methodology(network, methodology, by=None)
    cities = [CityFactory() for _number in range(max(2, part.seats.min))]
    by = MembershipFactory(organisation=cities[0]).user
    NetworkMemberFactory(network=network, organisation=cities[0])
    alliance = life.propose(
        Alliance(),
        network=network,
        methodology=methodology,
        form=form,
        organisation=cities[0],
        parties=cities,
        titles={"es": "Alianza de prueba"},
        by=by,
    )
    for seat in alliance.seats.filter(state="invited"):
        parties.accept(seat, by=by)
    alliance = life.start(life.constitute(alliance, by=by), by=by)
    asked = [one.requirement.key for report in evaluate_all(alliance) for one in report.open]
    while (row := stages.under_way(alliance)) is not None:
        for one in evaluate(alliance).open:
            stages.waive(row, requirement=one.requirement.key, reason="Prueba", by=by)
        if stage_of(row).closes == "every-coordinator":
            for seat in alliance.seats.all():
                stages.say_ready(row, seat=seat, by=by)
        advance_alliance(alliance, from_stage=row.key, by=by)
    assert list(Waiver.objects.values_list("requirement", flat=True)) == asked
    assert close_alliance(alliance, reason="Prueba", by=by).state == "closed"
    assert [row.state for row in alliance.stages.all()] == ["passed"] * len(part.form(form).stages)


def test_whatever_is_done_behind_lies_what_is_over_and_ahead_what_is_to_come() -> None:
    asked = 'requires = ["parties"]'
    text = pack_text({f"s{place}": f"optional = {str(place % 2 == 1).lower()}\n{asked}" for place in range(5)})
    found = running(text)

    def act(verb: str, row: AllianceStage) -> None:
        match verb:
            case "advance":
                advance_alliance(found.alliance, from_stage=row.key, by=found.by)
            case "skip":
                stages.skip(row, reason="Prueba", by=found.by)
            case _:
                stages.go_back(found.alliance, to=row.key, reason="Prueba", by=found.by)

    @settings(max_examples=15)
    @given(st.lists(st.tuples(st.sampled_from(["advance", "skip", "back"]), st.integers(0, 4)), max_size=10))
    def holds(acts: list[tuple[str, int]]) -> None:
        found.alliance.stages.update(state="ahead", started_on=None, ended_on=None)
        found.alliance.stages.filter(key="s0").update(state="under-way")
        for verb, place in acts:
            with contextlib.suppress(MoveRefused, StageMoved, ValidationError):
                act(verb, found.stage(f"s{place}"))
        rows = list(found.alliance.stages.all())
        states = [row.state for row in rows]
        here = states.index("under-way") if "under-way" in states else len(states)
        assert set(states[:here]) <= {"passed", "skipped"}
        assert set(states[here + 1 :]) <= {"ahead", "skipped"}
        assert all((row.ended_on is not None) == (row.state == "passed") for row in rows)
        assert all(place % 2 for place, row in enumerate(rows) if row.state == "skipped")

    holds()
