"""What a new version of a pack changes, told stage by stage before anybody adopts it."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from entreciudades.methodologies.alliance_pack import AllianceForm, AlliancePart, Caps, Stage
from entreciudades.methodologies.differences import GateChange, StageChange, differences
from entreciudades.methodologies.shipped import shipped_pack

_INCIDEM = shipped_pack("incidem-alianza").alliance
assert _INCIDEM is not None
OLD = _INCIDEM
PHASES = OLD.form("phases").stages


def with_stages(*stages: Stage) -> AlliancePart:
    return replace(OLD, forms=(replace(OLD.form("phases"), stages=stages), OLD.form("steps")))


def test_the_same_version_changes_nothing() -> None:
    assert not differences(OLD, OLD, form="phases")


def test_stages_are_added_dropped_and_renamed() -> None:
    diagnosis = OLD.form("steps").stage("diagnosis")
    needs = replace(PHASES[1], title={"es": "Necesidades", "pt": "Necessidades", "en": "Needs"})
    changes = differences(OLD, with_stages(PHASES[0], diagnosis, needs, *PHASES[2:5]), form="phases")

    assert (changes.added, changes.dropped, changes.moved) == ((diagnosis,), (PHASES[5],), ())
    assert changes.changed == (StageChange(PHASES[1], needs),)
    assert changes.changed[0].renamed
    assert (changes.gates, changes.terms) == ((), ())


def test_other_words_for_the_purpose_are_told_but_do_not_rename() -> None:
    new = replace(PHASES[0], purpose={"es": "Empezar", "pt": "Começar", "en": "Begin"})
    (change,) = differences(OLD, with_stages(new, *PHASES[1:]), form="phases").changed

    assert not change.renamed


def test_only_what_really_moved_is_said_to_move() -> None:
    last_first = differences(OLD, with_stages(PHASES[5], *PHASES[:5]), form="phases")

    assert last_first.moved == (PHASES[5],)


@given(st.permutations(PHASES))
def test_without_what_moved_the_order_is_the_old_one(stages: list[Stage]) -> None:
    moved = differences(OLD, with_stages(*stages), form="phases").moved

    assert [one for one in stages if one not in moved] == [one for one in PHASES if one not in moved]


def test_gates_ask_more_less_and_otherwise() -> None:
    parties = OLD.requirement("parties")
    three = replace(parties, at_least=3)
    reworded = replace(OLD.requirement("local-actors"), says={"es": "Hay actores", "pt": "Há atores", "en": "Actors"})
    others = {"parties": three, "local-actors": reworded}
    start = replace(PHASES[0], requires=("parties", "political-will", "beyond-elections", "local-actors", "plans"))
    new = replace(
        with_stages(start, *PHASES[1:]), requirements=tuple(others.get(one.key, one) for one in OLD.requirements)
    )

    changes = differences(OLD, new, form="phases")

    assert changes.gates == (
        GateChange("start", parties, three),
        GateChange("start", None, OLD.requirement("plans")),
        GateChange("start", OLD.requirement("technical-staff"), None),
    )
    assert changes.changed == ()


def test_a_form_that_is_gone_drops_all_its_stages() -> None:
    new = replace(OLD, forms=(OLD.form("steps"),))

    assert differences(OLD, new, form="phases").dropped == PHASES


def test_other_terms_are_named() -> None:
    new = replace(OLD, months=24, caps=Caps(5, None, None))

    assert differences(OLD, new, form="phases").terms == ("months", "caps")


def test_a_form_of_another_name_does_not_matter() -> None:
    other = AllianceForm("short", {"es": "Corta", "pt": "Curta", "en": "Short"}, PHASES[:2])

    assert not differences(OLD, replace(OLD, forms=(*OLD.forms, other)), form="phases")
