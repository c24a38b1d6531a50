"""What the office does with a pairing: asks for a run with its numbers, stops it, fixes pairs, overrides, proposes."""

import pytest
from django.test import Client
from tests.factories.cast import Cast
from tests.factories.pairing import done, world
from tests.web.conftest import As

from entreciudades.calls.jobs import next_run
from entreciudades.calls.models import Application, Call, Pair, PairingRun, Pin
from entreciudades.processes.pairing import ask_pairing

HOME = "/office/ucci/calls/parejas/pairing/"
NUMBERS = {
    "weight_complementarity": "50",
    "weight_shared_challenge": "20",
    "weight_scale": "12,5",
    "weight_language": "0",
    "weight_agenda": "0",
    "weight_readiness": "0",
    "weight_preference": "0",
    "min_score": "0,3",
    "first_aim": "most_cities",
    "quota_x-lusarda": "2",
    "quota_x-nordlandia": "",
    "note": "Con menos peso al tamaño",
}


@pytest.fixture
def rows(cast: Cast) -> dict[str, Application]:
    return world(network=cast.ucci, slug="parejas")[1]


@pytest.fixture
def call(rows: dict[str, Application]) -> Call:
    return rows["vallehondo"].call


@pytest.fixture
def office(cast: Cast, sign_in: As) -> Client:
    return sign_in(cast.secretary)  # she reads Spanish, and writes numbers as one does there


@pytest.fixture
def run(call: Call) -> PairingRun:
    return done(call)


def test_a_run_with_its_own_numbers(office: Client, cast: Cast, call: Call) -> None:
    form = office.get(f"{HOME}runs/new/").context["form"]
    assert [(field.label, field.value()) for field in form.quotas] == [("Lusarda", None), ("Nordlandia", None)]
    answer = office.post(f"{HOME}runs/new/", NUMBERS)
    assert (answer.status_code, answer.url) == (302, f"{HOME}runs/1/")
    run = PairingRun.objects.get()
    assert (run.note, run.started_by) == ("Con menos peso al tamaño", cast.secretary)
    assert run.rules == {
        "sides": ["eu", "partner"],
        "min_score": 0.3,
        "first_aim": "most_cities",
        "weights": {"complementarity": 50.0, "shared_challenge": 20.0, "scale": 12.5},
        "quota": {"country": {"x-lusarda": 2}},
        "require": [],
        "forbid": [],
    }
    again = office.get(f"{HOME}runs/new/?from=1").context["form"]
    values = {name: str(again[name].value()) for name in ("weight_scale", "weight_language", "min_score", "first_aim")}
    assert values == {"weight_scale": "12,5", "weight_language": "0", "min_score": "0,3", "first_aim": "most_cities"}
    assert [field.value() for field in again.quotas] == [2, None]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"min_score": "1,2"}, "min_score"),
        ({"min_score": "mucho"}, "min_score"),
        ({"weight_scale": "-1"}, "weight_scale"),
        ({"weight_scale": ""}, "weight_scale"),
        ({"quota_x-lusarda": "-1"}, "quota_x-lusarda"),
        ({"first_aim": "none"}, "first_aim"),
        (dict.fromkeys((name for name in NUMBERS if name.startswith("weight_")), "0"), "__all__"),
    ],
)
def test_numbers_that_cannot_stand(office: Client, call: Call, change: dict[str, str], field: str) -> None:
    answer = office.post(f"{HOME}runs/new/", NUMBERS | change)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert "Con menos peso al tamaño" in answer.content.decode()
    assert PairingRun.objects.count() == 0


def test_nothing_is_paired_before_the_admission(office: Client, call: Call) -> None:
    Call.objects.filter(pk=call.pk).update(state="under-review")
    answer = office.post(f"{HOME}runs/new/", NUMBERS)
    assert (answer.status_code, PairingRun.objects.count()) == (422, 0)


def test_progress_is_looked_at_stopped_and_left(office: Client, call: Call) -> None:
    ask_pairing(call, by=None)
    here = f"{HOME}runs/1/"
    page = office.get(here)
    assert f'hx-get="{here}" hx-trigger="every 2s"' in page.content.decode()
    PairingRun.objects.update(state="running", progress="round 2", done=37)
    part = office.get(here, headers={"HX-Request": "true"})
    assert '<progress id="bar" value="37" max="100">' in part.content.decode()
    assert "<h1>" not in part.content.decode()
    assert office.post(f"{here}stop/").url == here
    assert PairingRun.objects.get().state == "interrupted"
    assert office.get(here, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    office.post(f"{here}stop/")  # twice changes nothing
    assert PairingRun.objects.get().fault == {"code": "stopped"}


def test_rules_in_conflict_are_told_by_name_with_the_page_that_mends_them(
    sign_in: As, call: Call, rows: dict[str, Application], cast: Cast
) -> None:
    cast.secretary.preferred_language = "en"
    cast.secretary.save()
    office = sign_in(cast.secretary)
    for other in ("santa-bruma", "sarapur"):
        Pin.objects.create(call=call, kind="require", a=rows["vallehondo"], b=rows[other], reason="Se acordó.")
    ask_pairing(call, by=None)
    ask_pairing(call, by=None, changes={"quota": {"x-lusarda": 0}})
    next_run()
    next_run()
    fault = office.get(f"{HOME}runs/1/").context["fault"]
    pins = f"{HOME}pins/"
    capacity = "Santa Bruma with Vallehondo; Sarapur with Vallehondo are required, but Vallehondo takes at most 1 pair."
    assert [(one.says, one.address) for one in fault.conflicts] == [(capacity, pins)]
    fault = office.get(f"{HOME}runs/2/").context["fault"]
    quota = "Santa Bruma with Vallehondo are required, but at most 0 pairs may have a city of Lusarda."
    assert [(one.says, one.address) for one in fault.conflicts] == [(quota, f"{HOME}runs/new/"), (capacity, pins)]


def test_a_pair_is_fixed_with_its_reason_and_released(
    office: Client, call: Call, rows: dict[str, Application], cast: Cast
) -> None:
    address = f"{HOME}pins/add/"
    form = office.get(f"{address}?a=vallehondo&b=sarapur&kind=require").context["form"]
    a, b = rows["vallehondo"].pk, rows["sarapur"].pk
    assert form.initial == {"kind": "require", "a": a, "b": b}
    said = {"a": a, "b": b, "kind": "require", "reason": "Ya trabajaron juntas."}
    assert office.post(address, said | {"reason": ""}).status_code == 422
    same_side = office.post(address, said | {"b": rows["dunkhaven"].pk})
    assert (same_side.status_code, list(same_side.context["form"].errors)) == (422, ["b"])
    assert office.post(address, said).url == f"{HOME}pins/"
    pin = Pin.objects.get()
    assert (pin.kind, pin.reason, pin.made_by) == ("require", "Ya trabajaron juntas.", cast.secretary)
    assert "Ya trabajaron juntas." in office.get(f"{HOME}pins/").content.decode()
    office.post(f"{HOME}pins/{pin.pk}/release/")
    assert Pin.objects.count() == 0
    assert office.post(f"{HOME}pins/{pin.pk}/release/").status_code == 404


def test_another_partner_with_a_reason_then_the_pairs_are_proposed(office: Client, run: PairingRun) -> None:
    here = f"{HOME}runs/1/"
    address = f"{here}pairs/vallehondo/santa-bruma/another/"
    said = {"keep": "santa-bruma", "other": "dunkhaven", "reason": "Se conocen de otra red."}
    for wrong in ({"reason": ""}, {"other": "rivertown"}, {"other": ""}, {"keep": "sarapur"}):
        assert (wrong, office.post(address, said | wrong).status_code) == (wrong, 422)
    assert office.post(address, said).url == here
    lines = office.get(here).context["lines"]
    assert [(line.a.slug, line.b.slug, line.override) for line in lines if line.override] == [
        ("santa-bruma", "dunkhaven", "Se conocen de otra red.")
    ]
    assert "Se conocen de otra red." in office.get(f"{here}propose/").content.decode()
    assert office.post(f"{here}propose/").url == HOME
    pairs = {(pair.a.applicant.slug, pair.b.applicant.slug): pair.override for pair in Pair.objects.all()}
    assert pairs == {("dunkhaven", "santa-bruma"): "Se conocen de otra red.", ("portosole", "rivertown"): ""}
    again = office.post(f"{here}propose/")
    assert (again.status_code, len(again.context["refused"])) == (422, 1)
    late = {"keep": "portosole", "other": "sarapur", "reason": "Tarde."}
    assert office.post(f"{here}pairs/portosole/rivertown/another/", late).status_code == 422


def test_the_run_is_followed_after_all(office: Client, run: PairingRun) -> None:
    address = f"{HOME}runs/1/pairs/vallehondo/santa-bruma/another/"
    office.post(address, {"keep": "vallehondo", "other": "sarapur", "reason": "Una razón."})
    office.post(f"{HOME}runs/1/follow/")
    run.refresh_from_db()
    assert run.overrides == []


def test_nobody_else_changes_anything(cast: Cast, sign_in: As, run: PairingRun, rows: dict[str, Application]) -> None:
    pin = Pin.objects.create(call=run.call, kind="forbid", a=rows["vallehondo"], b=rows["sarapur"], reason="Lejos.")
    acts = (
        ("runs/new/", NUMBERS),
        ("runs/1/stop/", {}),
        ("runs/1/follow/", {}),
        ("runs/1/propose/", {}),
        ("runs/1/pairs/vallehondo/santa-bruma/another/", {}),
        ("pins/add/", {}),
        (f"pins/{pin.pk}/release/", {}),
    )
    for person in (cast.auditor, cast.second_secretary, cast.coordinator, cast.reviewer):
        for path, said in acts:
            assert (path, sign_in(person).post(HOME + path, said).status_code) == (path, 403)
    run.refresh_from_db()
    assert (Pin.objects.count(), PairingRun.objects.count(), Pair.objects.count(), run.overrides) == (1, 1, 0, [])
