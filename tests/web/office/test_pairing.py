"""What the office reads of a pairing: state, proof in words, pairs with reasons, who has none, two runs compared."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.factories.calls import CallFactory
from tests.factories.cast import Cast
from tests.factories.methodologies import MethodologyFactory
from tests.factories.pairing import NORTH, SOUTH, admitted, done, pairing_call, world
from tests.web.conftest import As

from entreciudades.calls.models import Application, Call, PartnerPreference
from entreciudades.calls.services.pairs import propose_pairs
from entreciudades.methodologies.shipped import shipped_text
from entreciudades.processes.pairing import ask_pairing

HOME = "/office/ucci/calls/parejas/pairing/"
WHY = f"{HOME}runs/1/pairs/vallehondo/santa-bruma/"


@pytest.fixture
def rows(cast: Cast) -> dict[str, Application]:
    return world(network=cast.ucci, slug="parejas")[1]


@pytest.fixture
def call(rows: dict[str, Application]) -> Call:
    return rows["vallehondo"].call


@pytest.fixture
def office(cast: Cast, sign_in: As) -> Client:
    cast.secretary.preferred_language = "en"
    cast.secretary.save()
    return sign_in(cast.secretary)


def read(browser: Client, path: str) -> str:
    """The words of a page."""
    page = browser.get(path)
    assert page.status_code == 200
    text = re.sub(r"<(script|style).*?</\1>|<[^>]*>", " ", page.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", text.replace("&#x27;", "'"))


def shown(browser: Client, path: str) -> list[tuple[str, str, str]]:
    return [(line.a.slug, line.b.slug, line.affinity) for line in browser.get(path).context["lines"]]


def test_before_any_run(office: Client, call: Call) -> None:
    page = office.get(HOME)
    assert page.context["admitted"] == [("Cities of Europe", 3), ("Cities of the partner countries", 3)]
    assert "stands" not in page.context
    assert "Pair the cities" in read(office, HOME)
    Call.objects.filter(pk=call.pk).update(state="under-review")
    words = read(office, HOME)
    assert "Cities are paired once the admission is decided." in words
    assert "Pair the cities" not in words


def test_the_pairs_with_the_proof_in_words(office: Client, call: Call) -> None:
    done(call)
    assert shown(office, HOME) == [
        ("vallehondo", "santa-bruma", "0.70"),
        ("dunkhaven", "sarapur", "0.33"),
        ("portosole", "rivertown", "0.26"),
    ]
    words = read(office, HOME)
    assert "No other admissible set of pairs has a greater total: certified." in words
    assert "Gap between them 0.000000" in words
    assert "Vallehondo learns: Integration of refugees and migrants" in words
    assert "Not known, counts half: Language, Goals of the 2030 Agenda" in words


def test_with_most_cities_first_the_proof_says_so(office: Client, call: Call) -> None:
    done(call, changes={"first_aim": "most_cities"})
    assert "No other admissible set pairs more cities, and none that pairs as many has" in read(office, HOME)


def test_a_gap_is_shown_as_it_is(office: Client, call: Call) -> None:
    run = done(call)
    run.result |= {"bound": 1.2900, "gap": 0.0025}
    run.save()
    words = read(office, HOME)
    assert "No admissible set is better by more than 0.0025, or 0.19 percent." in words
    assert "certified" not in words


def test_why_these_two(office: Client, call: Call, rows: dict[str, Application]) -> None:
    PartnerPreference.objects.create(application=rows["vallehondo"], other=rows["santa-bruma"], level=4)
    Call.objects.filter(pk=call.pk).update(parameters={"pairing/weights/preference": "10", "pairing/min_score": "0"})
    done(Call.objects.get(pk=call.pk))
    page = office.get(WHY)
    told = [(part.title, part.percent, part.value, bool(part.lacking)) for part in page.context["parts"]]
    assert told == [
        ("What one needs and the other offers", 45, "1.00", False),
        ("Challenges in common", 18, "0.00", False),
        ("Size", 9, "1.00", False),
        ("Language", 9, "0.50", True),
        ("Goals of the 2030 Agenda", 9, "0.50", True),
        ("Wishes of the cities", 9, "", False),
    ]
    sides = page.context["sides"]
    assert [(side["city"].slug, side["learns"]) for side in sides] == [
        ("vallehondo", ["Integration of refugees and migrants"]),
        ("santa-bruma", ["Sustainable production and consumption"]),
    ]
    assert [(one.city.slug, one.goes_with.slug) for one in sides[0]["others"]] == [
        ("rivertown", "portosole"),
        ("sarapur", "dunkhaven"),
    ]
    assert office.get(f"{HOME}runs/1/pairs/santa-bruma/vallehondo/").status_code == 200
    assert office.get(f"{HOME}runs/1/pairs/vallehondo/sarapur/").status_code == 404


def test_what_cities_said_is_not_reckoned_back_from_an_affinity(
    office: Client, call: Call, rows: dict[str, Application]
) -> None:
    Call.objects.filter(pk=call.pk).update(parameters={"pairing/weights/preference": "10", "pairing/min_score": "0"})
    told = []
    for level in (3, 4):
        PartnerPreference.objects.update_or_create(
            application=rows["vallehondo"], other=rows["santa-bruma"], defaults={"level": level}
        )
        PartnerPreference.objects.update_or_create(
            application=rows["vallehondo"], other=rows["sarapur"], defaults={"level": 4 - level}
        )
        run = done(Call.objects.get(pk=call.pk))
        why = office.get(WHY.replace("/runs/1/", f"/runs/{run.number}/")).context
        others = [[(one.city.slug, one.affinity) for one in side["others"]] for side in why["sides"]]
        told.append((why["affinity"], others, [line.affinity for line in office.get(HOME).context["lines"]]))
    assert told[0] == told[1]
    assert told[0][0] == "0.70"  # the mean of the components that the page shows


def test_who_is_not_paired_yet_and_why(office: Client, cast: Cast) -> None:
    call = pairing_call(network=cast.ucci, slug="parejas", quota={"x-lusarda": 1})
    admitted(call, "vallehondo", NORTH, {"iuc:3": 4}, {"iuc:5": 4})
    for slug, country in (("santa-bruma", SOUTH), ("rivertown", SOUTH), ("portosole", NORTH)):
        admitted(call, slug, country, {"iuc:5": 4}, {"iuc:3": 4 if slug == "santa-bruma" else 2})
    done(call)
    page = office.get(f"{HOME}runs/1/unpaired/")
    told = {
        row["city"].slug: (row["reason"], [city.slug for city, _affinity in row["alternatives"]])
        for row in page.context["rows"]
    }
    assert told["rivertown"] == ("The quota of its country, Lusarda, is full.", ["vallehondo", "portosole"])
    assert told["portosole"] == (
        "The quota of Lusarda, where cities are with which it could go, is full.",
        ["rivertown", "santa-bruma"],
    )
    assert "Not paired yet (2)" in read(office, HOME)


def test_the_last_result_stands_while_another_run_fails_or_waits(office: Client, call: Call) -> None:
    done(call)
    run = ask_pairing(call, by=None, note="otra")
    assert office.get(HOME).context["stands"].number == 1
    assert "Run 2 is under way." in read(office, HOME)
    run.state, run.fault = "failed", {"code": "error"}
    run.save()
    assert office.get(HOME).context["stands"].number == 1
    assert "The result of run 1 stands as it was." in read(office, f"{HOME}runs/2/")


def test_what_was_proposed_stands_and_a_newer_run_is_told(office: Client, call: Call, cast: Cast) -> None:
    propose_pairs(done(call), by=cast.secretary)
    done(call, note="Sin cupos")
    page = office.get(HOME)
    assert (page.context["stands"].number, page.context["newer"].number) == (1, 2)
    words = read(office, HOME)
    assert "Run 2 is newer than what was proposed." in words
    assert "Propose these pairs" not in words


def test_a_call_that_pairs_nobody_has_no_such_pages(office: Client, cast: Cast) -> None:
    text = shipped_text("mercociudades-south-south")
    other = MethodologyFactory(slug="mercociudades-south-south", text=text, digest="1" * 64)
    CallFactory(network=cast.ucci, slug="propuestas", methodology=other)
    for path in ("", "runs/", "runs/new/", "pins/", "compare/"):
        assert (path, office.get(f"{HOME.replace('parejas', 'propuestas')}{path}").status_code) == (path, 404)


def test_two_runs_side_by_side(office: Client, call: Call) -> None:
    done(call)
    done(call, changes={"quota": {"x-lusarda": 2}, "weights": {"complementarity": 50.0, "scale": 5.0}})
    page = office.get(f"{HOME}compare/")
    told = page.context
    assert (told["former"].run.number, told["now"].run.number) == (1, 2)
    assert told["differences"] == [
        ("Challenges in common", "20", "0"),
        ("Size", "10", "5"),
        ("Language", "10", "0"),
        ("Goals of the 2030 Agenda", "10", "0"),
        ("Quota of Lusarda", "none", "2"),
    ]
    names = [[(a.slug, b.slug) for a, b, *_scores in told[name]] for name in ("both", "only_former", "only_now")]
    assert names == [
        [("dunkhaven", "sarapur"), ("vallehondo", "santa-bruma")],
        [("portosole", "rivertown")],
        [],
    ]
    assert [city.slug for city in told["newly_left_out"]] == ["portosole", "rivertown"]
    turned = office.get(f"{HOME}compare/?former=2&now=1").context
    assert [city.slug for city in turned["newly_paired"]] == ["portosole", "rivertown"]
    assert "former" not in office.get(f"{HOME}compare/?former=1&now=1").context
    assert "former" not in office.get(f"{HOME}compare/?former=x&now=9").context


def test_the_auditor_reads_and_changes_nothing(cast: Cast, sign_in: As, call: Call) -> None:
    done(call)
    auditor = sign_in(cast.auditor)
    for path in ("", "runs/", "runs/1/", "runs/1/unpaired/", "pins/", "compare/"):
        page = auditor.get(HOME + path)
        assert (path, page.status_code, page.context["is_secretary"]) == (path, 200, False)
        assert f'action="{HOME}' not in page.content.decode()
    for path in ("runs/new/", "pins/add/", "runs/1/propose/", "runs/1/pairs/vallehondo/santa-bruma/another/"):
        assert (path, auditor.get(HOME + path).status_code) == (path, 403)


def test_a_second_network_reads_nothing(cast: Cast, sign_in: As, call: Call) -> None:
    done(call)
    second = sign_in(cast.second_secretary)
    for path in ("", "runs/1/", "runs/1/unpaired/", "runs/1/pairs/vallehondo/santa-bruma/", "pins/", "compare/"):
        assert (path, second.get(HOME + path).status_code) == (path, 403)  # they know of the call, which is public
        assert second.get(HOME.replace("ucci", "puertos") + path).status_code == 404


def test_more_pairs_and_runs_ask_no_more(office: Client, cast: Cast) -> None:
    one = pairing_call(network=cast.ucci, slug="una")
    for slug, country in (("sola", NORTH), ("otra", SOUTH)):
        admitted(one, slug, country, {"iuc:3": 4}, {"iuc:3": 4})
    many, _rows = world(network=cast.ucci, slug="parejas")
    asked = {}
    for call in (one, many):
        for note in range(1 if call == one else 3):
            done(call, note=str(note), changes={"min_score": 0.0})
        for path in ("", "runs/", "runs/1/", "pins/"):
            office.get(f"/office/ucci/calls/{call.slug}/pairing/{path}")
            with CaptureQueriesContext(connection) as queries:
                office.get(f"/office/ucci/calls/{call.slug}/pairing/{path}")
            asked.setdefault(path, []).append(len(queries))
    assert {path: counts[0] == counts[1] for path, counts in asked.items()} == dict.fromkeys(asked, True)
    assert max(count for counts in asked.values() for count in counts) <= 12
